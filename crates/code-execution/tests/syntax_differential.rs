//! Syntax verdicts against the CPython that is installed, on the sources of its own library and test suite.
//!
//! Nothing is copied: an installed `python3` extracts the snippets and judges them by `compile()`. Where there is none, or it
//! came without its test suite, the test is shown as ignored, with the reason.
#![expect(clippy::print_stdout, reason = "figures")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a malformed answer of the oracle fails the test"
)]

use std::{
    fmt::Write,
    process::{Command, ExitCode},
};

use libtest_mimic::{Arguments, Completion, Trial};
use ringfence_code_execution::analysis::SyntaxValidator;
use serde_json::Value;

/// Prints one JSON object for each snippet, after one with the version.
const EXTRACT: &str = r#"
import ast, doctest, glob, json, os, sys, textwrap, warnings
warnings.simplefilter("ignore")
library = os.path.dirname(os.__file__)
suite = os.path.join(library, "test")
print(json.dumps({"minor": sys.version_info[1], "has_suite": os.path.isdir(suite)}))

def judge(code, kind):
    try:
        code.encode()
        compile(code, "<snippet>", "exec", dont_inherit=True)
        verdict = {"ok": True}
    except SyntaxError as error:
        verdict = {"ok": False, "type": type(error).__name__, "message": error.msg, "line": error.lineno}
    except Exception:
        return
    print(json.dumps({"code": code, "kind": kind, **verdict}))

for path in sorted(glob.glob(os.path.join(library, "*.py"))):
    with open(path, encoding="utf-8", errors="ignore") as file:
        judge(file.read(), "library")
names = """syntax patma fstring grammar exceptions named_expressions positional_only_arg unpack_ex generators coroutines
    type_params except_star string_literals scope global future_stmt.test_future syntax unpack keywordonlyarg
    dictcomps listcomps setcomps genexps asyncgen decorators augassign with lambda eof unparse type_annotations
    type_aliases tstring compile""".split()
seen = set()
for name in names:
    path = os.path.join(suite, "test_" + name.replace(".", os.sep) + ".py")
    if not os.path.exists(path):
        continue
    with open(path, encoding="utf-8", errors="ignore") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and 2 < len(node.value) < 200000):
            continue
        snippets = [textwrap.dedent(node.value)] if len(node.value) < 20000 else []
        if ">>>" in node.value:
            try:
                snippets = [example.source for example in doctest.DocTestParser().get_examples(node.value)]
            except ValueError:
                pass
        for snippet in snippets:
            if snippet not in seen and "\0" not in snippet:
                seen.add(snippet)
                judge(snippet, "suite")
"#;

fn main() -> ExitCode {
    let trial = Trial::ignorable_test("verdicts_equal_those_of_the_installed_python", || {
        Ok(match extract() {
            Ok((minor, snippets)) => {
                verdicts_equal_those_of_the_installed_python(minor, &snippets);
                Completion::Completed
            }
            Err(reason) => Completion::ignored_with(reason),
        })
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

/// The minor version of the installed Python and its verdicts, or why there are none.
fn extract() -> Result<(u8, Vec<Value>), &'static str> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the installed Python is the oracle of this test"
    )]
    let output = Command::new("python3").args(["-I", "-c", EXTRACT]).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        return Err("there is no `python3` to compare with");
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let head = lines.next().unwrap();
    let minor = u8::try_from(head["minor"].as_u64().unwrap()).unwrap();
    if head["has_suite"] != true {
        return Err("`python3` came without its test suite");
    }
    Ok((minor, lines.collect()))
}

fn verdicts_equal_those_of_the_installed_python(minor: u8, snippets: &[Value]) {
    let validator = SyntaxValidator::new().target_version(minor);
    let (mut valid, mut invalid, mut refused, mut same_line, mut same_message) = (0, 0, 0, 0, 0);
    let (mut wrongly_refused, mut missed) = (String::new(), String::new());
    for snippet in snippets {
        let code = snippet["code"].as_str().unwrap();
        let report = validator.validate(code);
        if snippet["ok"] == true {
            valid += 1;
            if !report.is_valid {
                writeln!(
                    wrongly_refused,
                    "{report:?}\n{}",
                    code.chars().take(300).collect::<String>()
                )
                .unwrap();
            }
            continue;
        }
        invalid += 1;
        let is_same_line = report.line_number.map(|line| line as u64) == snippet["line"].as_u64();
        refused += u32::from(!report.is_valid);
        same_line += u32::from(is_same_line);
        same_message += u32::from(report.error_message.as_deref() == snippet["message"].as_str());
        if !is_same_line {
            let found = (report.line_number, report.error_message);
            writeln!(
                missed,
                "{}:{} found {found:?}\n{code}",
                snippet["line"], snippet["message"]
            )
            .unwrap();
        }
    }
    println!(
        "CPython 3.{minor}: {valid} valid; {invalid} invalid, of which {refused} refused, {same_line} on its line, \
         {same_message} with its message"
    );
    if std::env::args().any(|argument| argument == "--nocapture") {
        println!("{missed}");
    }
    assert_eq!(wrongly_refused, "", "valid for CPython 3.{minor}");
    assert!(
        refused * 100 >= invalid * 98,
        "refused {refused} of {invalid}:\n{missed}"
    );
    assert!(
        same_line * 100 >= invalid * 96,
        "same line {same_line} of {invalid}:\n{missed}"
    );
}
