# /// case
# technique = "native-code"
# analysis = ["forbidden-import", "dynamic-import"]
# without_analysis = "contained"
# reference = "CVE-2025-68668"
# ///
# A Python in WebAssembly whose host put a bridge to its own language, or native calls, beside it.
import importlib
for name in ("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide.code", "micropip", "_emscripten_info", "wasi", "_wasi", "wit_world", "componentize_py_runtime"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        print("contained", name)
        continue
    print("ESCAPED", name, dir(module)[:5])
try:
    import ctypes
    print("ESCAPED", ctypes.CDLL(None).system(b"id"))
except BaseException as error:
    print("contained", type(error).__name__)
