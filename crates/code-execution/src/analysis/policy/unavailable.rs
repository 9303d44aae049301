//! Modules that do not work in the default sandbox, and why.

/// Why a module does not work inside the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Absence {
    /// The package is not installed; what to use instead, if anything.
    NotInstalled(Option<&'static str>),
    /// There is no network.
    Network,
    /// There are no other processes.
    Processes,
    /// There are no threads.
    Threads,
    /// There are no shared libraries to call.
    ForeignCode,
    /// There is no display.
    Display,
    /// The host offers no functions.
    HostFunctions,
}

impl Absence {
    /// The reason, as the end of a sentence that begins with the module.
    pub(in crate::analysis) const fn reason(self) -> &'static str {
        match self {
            Self::NotInstalled(_) => "is not installed in the sandbox",
            Self::Network => "needs a network, and the sandbox has none",
            Self::Processes => "needs to start processes, and the sandbox has none",
            Self::Threads => "needs threads, and the sandbox has none",
            Self::ForeignCode => "needs shared libraries, and the sandbox has none",
            Self::Display => "needs a display, and the sandbox has none",
            Self::HostFunctions => "holds functions of the host, and this program is offered none",
        }
    }

    /// What to do instead.
    pub(in crate::analysis) const fn advice(self) -> Option<&'static str> {
        match self {
            Self::NotInstalled(advice) => advice,
            Self::Network | Self::HostFunctions => {
                Some("pass the data in as a file or as `context`")
            }
            Self::Processes => Some("do the work in this program"),
            Self::Threads => {
                Some("write the steps one after the other; `numpy` works on whole arrays at once")
            }
            Self::ForeignCode => Some("use `struct`, `array` or `numpy` for binary data"),
            Self::Display => Some("draw with `matplotlib`; figures are returned as images"),
        }
    }
}

/// Why `module` does not work in the default sandbox, or `None` when it may.
///
/// Only modules that are absent for certain are named; an unknown name is left to the import itself.
pub(in crate::analysis) fn absence(module: &str) -> Option<Absence> {
    let root = module.split('.').next().unwrap_or(module);
    let found = match root {
        "subprocess" | "_posixsubprocess" | "multiprocessing" | "pty" | "pexpect" | "sh" => {
            Absence::Processes
        }
        "socket" | "_socket" | "requests" | "httpx" | "aiohttp" | "urllib3" | "ftplib"
        | "smtplib" | "imaplib" | "poplib" | "telnetlib" | "socketserver" | "websockets"
        | "websocket" | "paramiko" | "boto3" | "botocore" | "openai" | "anthropic" | "yfinance"
        | "praw" | "tweepy" | "selenium" | "playwright" | "scrapy" => Absence::Network,
        "_thread" | "thread" | "gevent" | "eventlet" => Absence::Threads,
        "ctypes" | "_ctypes" | "cffi" => Absence::ForeignCode,
        "tkinter" | "turtle" | "pygame" | "pyautogui" | "PyQt5" | "PyQt6" | "PySide6" | "kivy"
        | "wx" => Absence::Display,
        "torch" | "tensorflow" | "keras" | "jax" | "transformers" | "xgboost" | "lightgbm"
        | "catboost" => Absence::NotInstalled(Some("use `sklearn`, `statsmodels` or `numpy`")),
        "polars" | "dask" | "pyspark" | "modin" | "vaex" | "duckdb" | "pyarrow" | "cudf" => {
            Absence::NotInstalled(Some("use `pandas`"))
        }
        "cv2" | "skimage" | "imageio" => {
            Absence::NotInstalled(Some("use `PIL` and `scipy.ndimage`"))
        }
        "plotly" | "bokeh" | "altair" | "pygal" => {
            Absence::NotInstalled(Some("use `matplotlib` or `seaborn`"))
        }
        "nltk" | "spacy" | "gensim" | "textblob" => {
            Absence::NotInstalled(Some("use `re` and `sklearn`"))
        }
        "numba" | "cupy" | "Cython" => Absence::NotInstalled(Some("use `numpy`")),
        "psycopg2" | "pymysql" | "MySQLdb" | "pymongo" | "redis" | "sqlalchemy" | "django"
        | "flask" | "fastapi" | "streamlit" | "gradio" => Absence::NotInstalled(None),
        _ => return dotted_absence(module),
    };
    Some(found)
}

fn dotted_absence(module: &str) -> Option<Absence> {
    let network = [
        "urllib.request",
        "urllib.robotparser",
        "http.client",
        "http.server",
        "xmlrpc.client",
        "xmlrpc.server",
    ];
    let found = |entry: &&str| {
        module
            .strip_prefix(*entry)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    network.iter().any(found).then_some(Absence::Network)
}
