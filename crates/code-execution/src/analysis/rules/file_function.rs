//! `file-function`: functions other than `open` that read or write files.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF203",
    name: "file-function",
    severity: Severity::Medium,
    summary: "A library function that reads or writes a file by its path, as `open` would.",
};

/// Functions that take a path first. A trailing `*` stands for any ending.
const FUNCTIONS: &[&str] = &[
    "pandas.read_*",
    "pandas.ExcelFile",
    "pandas.ExcelWriter",
    "pandas.HDFStore",
    "numpy.load",
    "numpy.loadtxt",
    "numpy.genfromtxt",
    "numpy.fromfile",
    "numpy.memmap",
    "numpy.lib.format.open_memmap",
    "numpy.save",
    "numpy.savez",
    "numpy.savez_compressed",
    "numpy.savetxt",
    "numpy.DataSource",
    "numpy.lib.npyio.DataSource",
    "numpy.lib._datasource.open",
    "scipy.io.loadmat",
    "scipy.io.savemat",
    "scipy.io.wavfile.read",
    "scipy.io.wavfile.write",
    "joblib.dump",
    "matplotlib.pyplot.savefig",
    "matplotlib.pyplot.imread",
    "matplotlib.pyplot.imsave",
    "PIL.Image.open",
    "fileinput.input",
    "fileinput.FileInput",
    "linecache.getline",
    "linecache.getlines",
    "linecache.updatecache",
    "zipfile.ZipFile",
    "tarfile.open",
    "tarfile.TarFile",
    "gzip.open",
    "gzip.GzipFile",
    "bz2.open",
    "bz2.BZ2File",
    "lzma.open",
    "lzma.LZMAFile",
    "wave.open",
    "mailbox.*",
    "netrc.netrc",
    "tokenize.open",
    "filecmp.*",
    "logging.FileHandler",
    "logging.handlers.RotatingFileHandler",
    "logging.handlers.TimedRotatingFileHandler",
    "logging.handlers.WatchedFileHandler",
    "logging.config.fileConfig",
    "xml.etree.ElementTree.parse",
    "xml.dom.minidom.parse",
    "xml.sax.parse",
    "lxml.etree.parse",
    "lxml.html.parse",
    "openpyxl.load_workbook",
    "xlsxwriter.Workbook",
    "xlrd.open_workbook",
    "pypdf.PdfReader",
    "mimetypes.init",
    "mimetypes.read_mime_types",
    "py_compile.compile",
    "compileall.*",
    "tracemalloc.Snapshot.load",
    "cProfile.Profile.dump_stats",
    "pstats.Stats",
    "faulthandler.enable",
    "zipapp.*",
    "sqlite3.connect",
    "configparser.ConfigParser.read",
    "networkx.read_*",
    "networkx.write_*",
];

/// Methods that write to the path that is their first argument, whatever the object.
const METHODS: &[&str] = &[
    "to_csv",
    "to_excel",
    "to_json",
    "to_parquet",
    "to_pickle",
    "to_feather",
    "to_hdf",
    "to_stata",
    "to_html",
    "to_latex",
    "to_xml",
    "to_sql",
    "to_orc",
    "tofile",
    "dump",
    "savefig",
    "dump_stats",
    "write_text",
    "write_bytes",
    "save",
];

pub(super) fn function(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let names_file = function == "logging.basicConfig" && has_keyword(call, "filename");
    let is_listed = FUNCTIONS.iter().any(|entry| match entry.strip_suffix('*') {
        Some(start) => function.starts_with(start),
        None => function == *entry,
    });
    if names_file || (is_listed && !takes_memory(checker, call)) {
        report(checker, function, call.range());
    }
}

/// A method of an object whose type is not known, with a path in the text.
pub(super) fn method(checker: &mut Checker<'_>, function: Option<&str>, call: &ast::ExprCall) {
    let Expr::Attribute(attribute) = call.func.as_ref() else {
        return;
    };
    let name = attribute.attr.as_str();
    // functions of modules are judged by their path: `json.dump` writes to an open file
    if !METHODS.contains(&name) || function.is_some_and(|path| !path.starts_with("builtins.")) {
        return;
    }
    let has_path = call.arguments.args.first().is_some_and(|path| {
        checker
            .names
            .text(path)
            .is_some_and(|text| !text.is_empty())
    });
    if has_path {
        report(checker, name, call.range());
    }
}

/// Whether the first argument is a file in memory, which reads no file.
fn takes_memory(checker: &Checker<'_>, call: &ast::ExprCall) -> bool {
    let Some(Expr::Call(inner)) = call.arguments.args.first() else {
        return false;
    };
    let path = checker.names.resolve(&inner.func);
    path.is_some_and(|path| {
        matches!(
            path.as_str(),
            "io.StringIO" | "io.BytesIO" | "pandas.io.common.StringIO"
        )
    })
}

fn has_keyword(call: &ast::ExprCall, name: &str) -> bool {
    call.arguments
        .keywords
        .iter()
        .any(|keyword| keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name))
}

fn report(checker: &mut Checker<'_>, function: &str, range: TextRange) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: format!("`{function}` reads or writes a file"),
        suggestion: Some("pass data in as text and return it as the last expression".to_owned()),
    });
}
