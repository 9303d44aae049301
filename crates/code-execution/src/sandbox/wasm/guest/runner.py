"""The guest's half of one execution.

This module is in every memory image. `main` asks the host for a request through the door, runs its code as `__main__`,
hands over figures and tables, and reports how the code ended. Nothing here is a wall: the code that runs can reach and
change all of it, so the host believes a report only as far as a guest's own result goes.
"""

import ast as _ast
import atexit as _atexit
import builtins as _builtins
import io as _io
import json as _json
import linecache as _linecache
import math as _math
import os as _os
import sys as _sys
import traceback as _traceback
import types as _types

import _host as _door

_MAX_PLAIN_ITEMS = 100_000
_MAX_PLAIN_DEPTH = 100
_TEXT_ERRORS = "replace"
_COMPLETED = b'{"outcome": "completed"}'
_FUTURE_FLAGS = 0
# What CPython says where no module is found and `site` was not run, which it never is here.
_SITE_HINT = (
    ". Site initialization is disabled, did you forget to add the site-packages directory to sys.path"
    " or to enable your virtual environment?"
)

# The `__main__` of a session, whose names stay from turn to turn.
_session = None


def main():
    """Run the request that the host holds, and report."""
    request = _json.loads(_door.call(b'{"op":"start"}\n'))
    global _max_repr_characters, _artifact_names, _session
    _max_repr_characters = request["max_repr_characters"]
    _artifact_names = {}
    file_name = request["file_name"]
    if _session is None:
        _reseed()
        module = _types.ModuleType("__main__")
        module.__builtins__ = _builtins
        if request["keeps_state"]:
            _session = module
    else:
        module = _session
    module.__file__ = file_name
    module.context = request["context"]
    _sys.modules["__main__"] = module
    report = _run(module, request["code"], file_name, request.get("last_expression"))
    _finish()
    _report(report)


def _run(module, code, file_name, last_expression):
    _linecache.cache[file_name] = (len(code), None, code.splitlines(keepends=True), file_name)
    try:
        body, last = _compiled(code, file_name, last_expression)
        if body is not None:
            exec(body, module.__dict__)
        if last is None:
            return None
        value = eval(last, module.__dict__)
        if value is None:
            return None
        return {"outcome": "completed"} | _described(value)
    except SystemExit as exit:
        return {"outcome": "exited", "exit_code": _exit_code(exit.code)}
    except BaseException as error:
        return {"outcome": "raised", "error": _described_error(error, file_name)}


def _compiled(code, file_name, last_expression):
    """The code without its last expression, and that expression; None for a part that there is not.

    The host knows most times after how many characters the last expression begins, or that there is none (-1).
    """
    if last_expression is None:
        return _compiled_by_tree(code, file_name)
    try:
        if last_expression < 0:
            return compile(code, file_name, "exec", 0, True), None
        before = code[:last_expression]
        # The expression's lines keep their numbers.
        lines = "\n" * before.count("\n")
        body = None
        flags = 0
        if before and not before.isspace():
            body = compile(before, file_name, "exec", 0, True)
            flags = body.co_flags & _FUTURE_FLAGS
        return body, compile(lines + code[last_expression:], file_name, "eval", flags, True)
    except SyntaxError:
        return _compiled_by_tree(code, file_name)


def _compiled_by_tree(code, file_name):
    tree = _ast.parse(code, file_name)
    last = None
    if tree.body and isinstance(tree.body[-1], _ast.Expr):
        last = compile(_ast.Expression(tree.body.pop().value), file_name, "eval", 0, True)
    return compile(tree, file_name, "exec", 0, True), last


def _described(value):
    _show_rich(value)
    described = {"repr": _repr(value)}
    try:
        described["json"] = _plain(value, [_MAX_PLAIN_ITEMS], 0)
    except Exception:
        pass
    return {"value": described}


def _plain(value, budget, depth):
    """The value as JSON, or ValueError where JSON would change it."""
    budget[0] -= 1
    if budget[0] < 0 or depth > _MAX_PLAIN_DEPTH:
        raise ValueError
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int and -(2**63) <= value < 2**63:
        return value
    if kind is float and _math.isfinite(value):
        return value
    if kind is list or kind is tuple:
        return [_plain(item, budget, depth + 1) for item in value]
    if kind is dict and all(type(key) is str for key in value):
        return {key: _plain(item, budget, depth + 1) for key, item in value.items()}
    if kind.__module__ == "numpy" and hasattr(value, "item") and getattr(value, "shape", None) == ():
        return _plain(value.item(), budget, depth + 1)
    raise ValueError


def _repr(value):
    try:
        text = repr(value)
    except Exception as error:
        text = f"<{type(value).__name__}: its repr raised {type(error).__name__}>"
    if len(text) > _max_repr_characters:
        return f"{text[:_max_repr_characters]}... ({len(text)} characters)"
    return text


def _described_error(error, file_name):
    if type(error) is OverflowError and str(error) == "cannot fit 'int' into an index-sized integer":
        # Sizes have 32 bits here: what a 64-bit Python refuses as too much memory is too large a number first.
        error = MemoryError("more than the sandbox's 32-bit addresses reach").with_traceback(error.__traceback__)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    described = {"type": name, "is_memory_error": isinstance(error, MemoryError)}
    try:
        described["message"] = str(error)
    except Exception as failure:
        described["message"] = f"<its str raised {type(failure).__name__}>"
    try:
        user_frames = _without_own_frames(error.__traceback__, file_name)
        error = error.with_traceback(user_frames)
        described["traceback"] = "".join(_traceback.format_exception(error)).replace(_SITE_HINT, "")
        while user_frames is not None:
            if user_frames.tb_frame.f_code.co_filename == file_name:
                described["line_number"] = user_frames.tb_lineno
            user_frames = user_frames.tb_next
        if isinstance(error, SyntaxError) and error.filename == file_name:
            described["line_number"] = error.lineno
    except BaseException:
        described.setdefault("traceback", f"{name}: {described['message']}\n")
    for text in ("message", "traceback"):
        described[text] = _shortened(described[text])
    return described


def _shortened(text):
    """Both ends of a text that is longer than what the host takes: a traceback says most at its end."""
    excess = len(text) - _max_repr_characters
    if excess <= 0:
        return text
    half = _max_repr_characters // 2
    return f"{text[:half]}\n[{excess} characters left out]\n{text[-half:]}"


def _without_own_frames(frames, file_name):
    """The traceback from the code's first frame on; all of it where the code has none."""
    start = frames
    while start is not None and start.tb_frame.f_code.co_filename != file_name:
        start = start.tb_next
    return start


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    try:
        print(code, file=_sys.stderr)
    except Exception as error:
        print(f"<{type(code).__name__}: its str raised {type(error).__name__}>", file=_sys.stderr)
    return 1


def _finish():
    if _session is None:
        try:
            _atexit._run_exitfuncs()
        except BaseException:
            pass
    try:
        _collect_figures()
    except BaseException as error:
        print(f"a figure could not be drawn: {error}", file=_sys.stderr)
    for stream in (_sys.stdout, _sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


def _report(report):
    text = _COMPLETED
    if report is not None:
        text = _json.dumps(report, ensure_ascii=False).encode("utf-8", _TEXT_ERRORS)
    _send('{"op":"report"}', text)


def _send(header, payload):
    _door.call(header.encode("utf-8", _TEXT_ERRORS) + b"\n" + payload)


def _hand_over(stem, suffix, media_type, payload):
    number = _artifact_names[stem] = _artifact_names.get(stem, 0) + 1
    name = f"{stem}-{number}.{suffix}"
    _send(_json.dumps({"op": "artifact", "name": name, "media_type": media_type}), payload)


def _show_rich(value):
    """Hand over the value's table or picture, as a notebook would show it."""
    if isinstance(value, type):
        return
    for method, stem, suffix, media_type in (
        ("_repr_html_", "table", "html", "text/html"),
        ("_repr_png_", "image", "png", "image/png"),
        ("_repr_svg_", "image", "svg", "image/svg+xml"),
    ):
        try:
            drawn = getattr(value, method)()
        except Exception:
            continue
        if isinstance(drawn, str):
            drawn = drawn.encode("utf-8", _TEXT_ERRORS)
        if isinstance(drawn, bytes):
            _hand_over(stem, suffix, media_type, drawn)
            return


def _display(*values):
    """Print each value and hand over its table or picture: what notebooks call `display`."""
    for value in values:
        print(value if isinstance(value, str) else repr(value))
        _show_rich(value)


def _save_png(figure, buffer):
    savefig = globals().get("_savefig") or type(figure).savefig
    savefig(figure, buffer, format="png", bbox_inches="tight")


def _collect_figures():
    pyplot = _sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        if not getattr(figure, "_ringfence_saved", False):
            buffer = _io.BytesIO()
            _save_png(figure, buffer)
            _hand_over("figure", "png", "image/png", buffer.getvalue())
    pyplot.close("all")


def _show_figures(*_args, **_kwargs):
    _collect_figures()


def _saved(self, target, *args, **kwargs):
    """`Figure.savefig`; a figure that the code saved to a file itself is not handed over a second time."""
    _savefig(self, target, *args, **kwargs)
    if not hasattr(target, "write"):
        self._ringfence_saved = True


def _reseed():
    """An image remembers the state of its random generators: every execution starts from new random bytes."""
    random = _sys.modules.get("random")
    if random is not None:
        random.seed(int.from_bytes(_os.urandom(32), "little"))
    numpy_random = _sys.modules.get("numpy.random")
    if numpy_random is not None:
        # 256 bits as well; left to itself it takes half a millisecond.
        numpy = _sys.modules["numpy"]
        numpy_random.seed(numpy.frombuffer(_os.urandom(32), numpy.uint32))


def prepare(modules):
    """Import `modules` and bring the interpreter to rest, so that its memory can be taken as an image."""
    environment = __import__("os").environ
    environment["MPLCONFIGDIR"] = "/tmp/.matplotlib"
    for module in modules:
        __import__(module)
    matplotlib = _sys.modules.get("matplotlib")
    if matplotlib is not None:
        matplotlib.get_configdir(), matplotlib.get_cachedir()
    del environment["MPLCONFIGDIR"]
    pyplot = _sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        global _savefig
        figure = _sys.modules["matplotlib.figure"].Figure
        _savefig = figure.savefig
        figure.savefig = _saved
        pyplot.show = _show_figures
        figure.show = _show_figures
    _run_asyncio_without_sockets()
    _keep_host_tools_at_hand()
    global _FUTURE_FLAGS
    future = __import__("__future__")
    for feature in future.all_feature_names:
        _FUTURE_FLAGS |= getattr(future, feature).compiler_flag
    _builtins.display = _display
    _builtins.exit = _Exit("exit")
    _builtins.quit = _Exit("quit")
    _builtins.__ringfence__ = main
    for stream in (_sys.stdout, _sys.stderr):
        stream.reconfigure(line_buffering=True)


def _run_asyncio_without_sockets():
    """asyncio wakes its loop from other threads through a pair of sockets; here there are neither."""
    events = _sys.modules.get("asyncio.selector_events")
    if events is None:
        return
    loop = events.BaseSelectorEventLoop

    def nothing(self):
        pass

    loop._make_self_pipe = loop._close_self_pipe = loop._write_to_self = nothing


class _Exit:
    """`exit` and `quit`: they end the program, and a session goes on."""

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f"Use {self._name}() to end the program"

    def __call__(self, code=None):
        raise SystemExit(code)


class _HostTools:
    """Imports `host.tools` from code that was read before the image was taken."""

    def __init__(self, spec):
        self._new_spec = type(spec)
        self._origin = spec.origin
        self._code = spec.loader.get_code(spec.name)

    def find_spec(self, name, path=None, target=None):
        if name == "host.tools":
            return self._new_spec(name, self, origin=self._origin)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self._code, module.__dict__)


def _keep_host_tools_at_hand():
    """The module asks for its functions when it is imported, so it cannot be imported before the image is taken."""
    import binascii, host, importlib.machinery, inspect, keyword, numbers

    spec = importlib.machinery.PathFinder.find_spec("host.tools", host.__path__)
    _sys.meta_path.insert(0, _HostTools(spec))


def rest():
    """Forget what the warm-up left."""
    _sys.modules["__main__"] = _types.ModuleType("__main__")
    _linecache.clearcache()
    gc = __import__("gc")
    gc.collect()
    _fill_gaps()
    gc.freeze()


def _fill_gaps():
    """Take the places that imports left free between small objects, all over memory, for ever.

    What a program allocates then lies close together: it writes fewer pages, and pages are what a copy-on-write memory
    costs. The largest come first, since they fit into the fewest places.
    """
    global _gaps
    _gaps = []
    empty_bytes = _sys.getsizeof(b"")
    room = [None] * 20_000
    for size in [*range(512, empty_bytes, -8), 8] * 2:
        previous, neighbours, taken = 0, 0, 0
        # Where objects lie side by side over some pages, there is no gap of this size left.
        while neighbours * size < 16_384 and taken < len(room):
            block = bytes(size - empty_bytes) if size > 8 else object()
            neighbours = neighbours + 1 if 0 < id(block) - previous <= size + 16 else 0
            previous = id(block)
            room[taken] = block
            taken += 1
        _gaps.extend(room[: taken - neighbours])
        room[:taken] = [None] * taken
