//! What to write instead of what a policy refuses.

/// What to use instead of `module`, or `None` when there is nothing better than the allow-list.
pub(in crate::analysis) fn module_advice(module: &str) -> Option<&'static str> {
    let root = module.split('.').next().unwrap_or(module);
    let advice = match root {
        "pickle" | "_pickle" | "cPickle" | "cloudpickle" | "jsonpickle" | "marshal" | "dill"
        | "shelve" => "use `json` to store and load data",
        "os" | "posix" | "nt" => {
            "files are in the working folder: name them by a relative path; there is no environment and no shell"
        }
        "sys" => {
            "use `print` for output, let the program reach its end to stop, and take `math.inf` for a largest number"
        }
        "pathlib" | "io" | "glob" | "shutil" | "tempfile" => {
            "pass data in as text and return it as the last expression"
        }
        "subprocess" | "_posixsubprocess" | "multiprocessing" | "pty" | "popen2" | "commands" => {
            "do the work in this program; other programs cannot be started"
        }
        "threading" | "_thread" | "thread" | "asyncio" | "_interpreters" => {
            "write the steps one after the other"
        }
        "socket" | "_socket" | "urllib" | "urllib2" | "urllib3" | "requests" | "http" | "httpx"
        | "ftplib" | "smtplib" | "aiohttp" | "ssl" | "_ssl" | "socketserver" | "webbrowser"
        | "xmlrpc" | "telnetlib" | "poplib" | "imaplib" | "nntplib" | "httplib" => {
            "there is no network; pass the data in as a file or as `context`"
        }
        "sqlite3" | "_sqlite3" | "dbm" => "use dictionaries, `csv`, `json` or `pandas` in memory",
        "importlib" | "imp" | "runpy" | "_imp" | "zipimport" | "pkgutil" | "_frozen_importlib" => {
            "import modules by an `import` statement at the top"
        }
        "code" | "codeop" | "pdb" | "bdb" => "write the code out instead of building it from text",
        "ctypes" | "_ctypes" | "cffi" => "use `struct`, `array` or `numpy` for binary data",
        "gc" | "inspect" => "keep references in variables; read documented attributes of objects",
        "builtins" | "__main__" => "use the builtin functions by their names",
        _ => return None,
    };
    Some(advice)
}

/// What to use instead of the builtin `name`.
pub(in crate::analysis) fn function_advice(name: &str) -> Option<&'static str> {
    let advice = match name {
        "eval" => "use `ast.literal_eval` for literals, or `json.loads` for JSON",
        "exec" | "compile" | "execfile" | "__build_class__" => {
            "write the code out instead of building it from text"
        }
        "open" => "pass data in as text and return it as the last expression",
        "__import__" | "__loader__" | "__spec__" => {
            "import modules by an `import` statement at the top"
        }
        "globals" | "locals" | "vars" | "__builtins__" => {
            "keep the values in a dictionary of your own"
        }
        "input" | "raw_input" => {
            "there is nobody to answer; set the value in the code or pass it in as `context`"
        }
        "breakpoint" => "use `print` to look at values",
        "getattr" | "hasattr" => "write the attribute with a dot",
        "setattr" | "delattr" => "assign the attribute with a dot, or use a dictionary",
        _ => return None,
    };
    Some(advice)
}
