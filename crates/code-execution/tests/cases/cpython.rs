//! The expected output of programs is what a native CPython prints.
#![cfg(test)]

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Stdio},
    sync::{Arc, LazyLock},
};

use libtest_mimic::{Completion, Failed, Trial};

use crate::case::{self, Case};

/// Runs as `python3 -c PROBE MODULE...`: prints the version, and those modules that are there.
const PROBE: &str = "import importlib.util, sys
print('%d.%d' % sys.version_info[:2])
for name in sys.argv[1:]:
    if importlib.util.find_spec(name): print(name)";

/// The oldest version that programs are written for, where their headers say no other.
const OLDEST: &str = "3.11";

/// The interpreter of this machine: `python3`, or what `PYTHON` names. `None` where there is none.
static NATIVE: LazyLock<Option<Native>> = LazyLock::new(Native::find);

struct Native {
    program: String,
    minor_version: u32,
    modules: BTreeSet<String>,
}

/// `program::NAME::cpython` for each program; it is shown as ignored where the interpreter here is too old for the program,
/// or lacks a package that it needs.
pub(crate) fn trials() -> Vec<Trial> {
    let root = case::folder("programs");
    let mut trials = Vec::new();
    for case in case::below(&root) {
        let name = case.name(&root);
        let case = Arc::new(case);
        trials.push(Trial::ignorable_test(
            format!("program::{name}::cpython"),
            move || compare(&case),
        ));
    }
    trials
}

fn compare(case: &Case) -> Result<Completion, Failed> {
    let Some(native) = NATIVE.as_ref() else {
        return Ok(Completion::ignored_with("there is no `python3`"));
    };
    if !native.can_run(case) {
        let reason = "`python3` is too old for it, or lacks a package";
        return Ok(Completion::ignored_with(reason));
    }
    let folder = tempfile::tempdir()?;
    #[expect(clippy::disallowed_methods, reason = "a test may start `python3`")]
    let output = Command::new(&native.program)
        .args(["-I", "-X", "utf8"])
        .arg(&case.path)
        .current_dir(folder.path())
        .env("MPLBACKEND", "agg")
        .stdin(Stdio::null())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let expected = fs::read_to_string(case.path.with_extension("stdout"))?;
    if printed == expected {
        return Ok(Completion::Completed);
    }
    let place = case.path.display();
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{place}: expected\n{expected}\nprinted\n{printed}\n{errors}").into())
}

impl Native {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may start `python3`, and is told which by the environment"
    )]
    fn find() -> Option<Self> {
        let program = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let cases = case::below(&case::folder("programs"));
        let needed: BTreeSet<_> = cases.iter().flat_map(|case| case.list("needs")).collect();
        let output = Command::new(&program)
            .args(["-I", "-c", PROBE])
            .args(needed)
            .stderr(Stdio::null())
            .output();
        let Some(output) = output.ok().filter(|output| output.status.success()) else {
            println!("not compared with CPython: there is no `{program}`");
            return None;
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.lines().map(str::to_owned);
        let version = lines.next().unwrap_or_default();
        println!("compared with Python {version}, where it has the packages");
        Some(Self {
            program,
            minor_version: minor(&version),
            modules: lines.collect(),
        })
    }

    fn can_run(&self, case: &Case) -> bool {
        let oldest = match case.text("python") {
            "" => OLDEST,
            version => version,
        };
        self.minor_version >= minor(oldest)
            && case
                .list("needs")
                .iter()
                .all(|module| self.modules.contains(*module))
    }
}

/// 11 of `3.11`.
fn minor(version: &str) -> u32 {
    let text = version.trim().strip_prefix("3.").unwrap_or("0");
    text.parse().unwrap_or(0)
}
