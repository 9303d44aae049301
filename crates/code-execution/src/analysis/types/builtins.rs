//! Names that are bound before a program starts.

/// Builtins of CPython 3.15, names of the module `__main__`, and what the sandbox adds: `context` and `display`.
const NAMES: &str = "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError \
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError \
    ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError \
    Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit \
    IOError ImportCycleError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError \
    KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError \
    NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError \
    ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError \
    RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError \
    TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError \
    UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError \
    _IncompleteInputError abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod \
    compile complex context copyright credits delattr dict dir display divmod enumerate eval exec exit filter float \
    format frozendict frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len \
    license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed \
    round sentinel set setattr slice sorted staticmethod str sum super tuple type vars zip";

/// Names of a module, of a class body, and of a method.
const DUNDERS: &str = "__annotations__ __build_class__ __builtins__ __class__ __classdict__ \
    __conditional_annotations__ __debug__ __dict__ __doc__ __file__ __firstlineno__ __import__ __lazy_import__ \
    __loader__ __module__ __name__ __package__ __path__ __qualname__ __spec__ __static_attributes__ __type_params__";

/// Every such name that does not begin with `__`, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split_ascii_whitespace()
}

/// Every such name.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    names().chain(DUNDERS.split_ascii_whitespace())
}
