"""Measures a CPython process for each program: no isolation beside the process itself."""

import argparse
import os
import subprocess
import time

from measuring import (
    GROUP_BY,
    GROUP_BY_OUTPUT,
    HELD_INSTANCES,
    PRINT,
    PRINT_OUTPUT,
    SESSION_MEASURES,
    Report,
    available_cores,
    expect,
    note,
    per_second,
    private_kb,
    time_runs,
)

# Prints, then rests until its standard input is closed.
HOLD = PRINT + "\nimport sys\nsys.stdout.flush()\nsys.stdin.read()"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default="python3", help="the interpreter that is measured")
    parser.add_argument("--pandas-python", help="an interpreter with pandas (default: that of --python)")
    parser.add_argument("--runs", type=int, default=100, help="runs of each program")
    parser.add_argument("--budget-seconds", type=float, default=60.0, help="no run of a row starts later")
    arguments = parser.parse_args()

    python = executable(arguments.python)
    pandas_python = executable(arguments.pandas_python or arguments.python)
    version = output_of(python, "import platform; print(platform.python_version())")
    report = Report("python3 process", version, "none beside the process")

    note("python3 -I -c print")
    expect(output_of(python, PRINT), PRINT_OUTPUT, PRINT)
    times = time_runs(lambda: run(python, PRINT), arguments.runs, arguments.budget_seconds)
    report.times("fresh_print_ms", times)

    note("python3 -I -c pandas group-by")
    pandas_version = version_of_pandas(pandas_python)
    if pandas_version is None:
        report.leave_out("fresh_group_by_ms", "the interpreter cannot import pandas")
    else:
        report.data["version"] += f"; pandas {pandas_version}"
        expect(output_of(pandas_python, GROUP_BY), GROUP_BY_OUTPUT, GROUP_BY)
        times = time_runs(lambda: run(pandas_python, GROUP_BY), arguments.runs, arguments.budget_seconds)
        report.times("fresh_group_by_ms", times)

    note("processes per second")
    rate, made = per_second(
        lambda: run(python, PRINT), available_cores(), arguments.runs, arguments.budget_seconds
    )
    report.value("fresh_executions_per_second", rate, made)

    note("memory of a process at rest")
    memory_kb = memory_of_a_process_kb(python)
    if memory_kb is None:
        report.leave_out("idle_instance_private_kb", "the system does not tell (no smaps_rollup)")
    else:
        report.value("idle_instance_private_kb", memory_kb, HELD_INSTANCES)

    report.leave_out("load_ms", "each process loads it anew")
    for measure in SESSION_MEASURES:
        report.leave_out(measure, "it has no sessions")
    report.print()


def executable(name):
    """The interpreter that `name` runs: asked once, so that a wrapper script before it is not measured.

    An interpreter of a virtual environment stays what it was called: behind its link there are no packages.
    """
    path = output_of(name, "import sys; print(sys.executable)")
    return path or name


def output_of(python, code):
    command = [python, "-I", "-c", code]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise SystemExit(f"`{python}` failed: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()


def version_of_pandas(python):
    command = [python, "-I", "-c", "import pandas; print(pandas.__version__)"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def run(python, code):
    """One process from start to end, its output dropped: spawned without the layers of `subprocess`."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    pid = os.posix_spawn(python, [python, "-I", "-c", code], os.environ, file_actions=actions)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        raise SystemExit(f"`{python}` ended with {status}")


def memory_of_a_process_kb(python):
    """Private kilobytes of one of several resting processes, on average."""
    held = [
        subprocess.Popen([python, "-I", "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(HELD_INSTANCES)
    ]
    try:
        for process in held:
            process.stdout.readline()
        time.sleep(0.1)
        kilobytes = [private_kb(process.pid) for process in held]
    finally:
        for process in held:
            process.stdin.close()
            process.wait(timeout=60)
    return None if None in kilobytes else sum(kilobytes) // len(kilobytes)


if __name__ == "__main__":
    main()
