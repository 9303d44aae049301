//! What each memory image is made of.

pub(super) const RUNNER_SOURCE: &str = include_str!("../guest/runner.py");
pub(super) const INSTALL_SOURCE: &str = include_str!("../guest/install.py");

/// A memory image: which modules are imported in it, and what is run to warm it up.
#[derive(Debug)]
pub(crate) struct ImageRecipe {
    /// The image's name.
    pub(crate) name: &'static str,
    modules: &'static [&'static str],
    /// Run before the image is taken, so that what it needs is there and warm.
    pub(super) warm_up: &'static str,
    /// Run in a guest of the finished image, to see which pages programs of its kind touch.
    pub(super) typical: &'static str,
}

impl ImageRecipe {
    /// The image's file in the pack.
    pub(crate) fn file_name(&self) -> String {
        format!("{}.img", self.name)
    }

    /// The file in the pack that lists the pages which a typical program touches.
    pub(crate) fn hot_pages_file_name(&self) -> String {
        format!("{}.pages", self.name)
    }

    /// The program that turns a started interpreter into one at rest with all this in it.
    pub(super) fn source(&self) -> String {
        // A JSON string is a Python string literal, and a JSON list of strings a Python list.
        let runner = serde_json::Value::from(RUNNER_SOURCE);
        let modules = serde_json::Value::from(self.modules);
        format!("RUNNER_SOURCE = {runner}\nMODULES = {modules}\n{INSTALL_SOURCE}")
    }
}

/// The image for code that needs the standard library alone.
pub(crate) const BASE: ImageRecipe = ImageRecipe {
    name: "base",
    modules: STANDARD_MODULES,
    warm_up: include_str!("../guest/warm_up_base.py"),
    typical: "print('hi')",
};

/// The image for code that works with data.
pub(crate) const DATA: ImageRecipe = ImageRecipe {
    name: "data",
    modules: DATA_MODULES,
    warm_up: include_str!("../guest/warm_up_data.py"),
    typical: "import pandas as pd\nframe = pd.DataFrame({'a': ['x', 'y'], 'b': [1, 2]})\nprint(frame.groupby('a')['b'].mean())",
};

#[rustfmt::skip]
const STANDARD_MODULES: &[&str] = &[
    "__future__", "abc", "argparse", "array", "ast", "asyncio", "base64", "binascii", "bisect", "calendar", "cmath",
    "collections", "collections.abc", "colorsys", "configparser", "contextlib", "contextvars", "copy", "csv",
    "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools", "glob", "graphlib", "gzip",
    "hashlib", "heapq", "hmac", "html", "html.parser", "inspect", "io", "ipaddress", "itertools", "json", "keyword",
    "linecache", "locale", "logging", "math", "numbers", "operator", "os", "pathlib", "pickle", "platform", "pprint",
    "queue", "random", "re", "sched", "secrets", "shlex", "shutil", "sqlite3", "statistics", "string",
    "string.templatelib", "struct", "sys", "tempfile", "textwrap", "threading", "time", "timeit", "tomllib",
    "traceback", "types", "typing", "unicodedata", "unittest", "urllib.parse", "uuid", "warnings", "weakref", "xml.etree.ElementTree",
    "zipfile", "zlib", "zoneinfo",
];

const DATA_MODULES: &[&str] = &[
    "asyncio",
    "collections",
    "csv",
    "dataclasses",
    "datetime",
    "io",
    "itertools",
    "json",
    "math",
    "os",
    "pathlib",
    "random",
    "re",
    "statistics",
    "time",
    "traceback",
    "typing",
    "numpy",
    "pandas",
    "matplotlib",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.dates",
];
