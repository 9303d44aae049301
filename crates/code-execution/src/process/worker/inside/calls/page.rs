//! `docs/reference/walls.md` is written from the tables, and compared with them.

use std::{env, fmt::Write, fs, path::Path};

use super::{
    allowed::{ALLOWED, Condition},
    fatal::FATAL,
};

/// Calls that only x86-64 has; the page is the same wherever it is written.
const ONLY_X86_64: &[&str] = &["poll", "fork", "vfork", "modify_ldt", "iopl", "ioperm"];

#[test]
fn the_page_is_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/walls.md");
    let page = page();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/walls.md is not the tables; run the tests with UPDATE=1"
    );
}

fn page() -> String {
    let mut page = "# System calls of a locked-down worker\n\
        Written from `crates/code-execution/src/process/worker/inside/calls` by a test (`UPDATE=1 cargo test`). What the\n\
        other walls do is in [concepts/walls.md](../concepts/walls.md).\n\n\
        ## Allowed\n\
        Every other call fails with `EPERM`. `clone3` fails with `ENOSYS`, so that the C library uses `clone`.\n\n\
        | call | when | why |\n|---|---|---|\n"
        .to_owned();
    for call in ALLOWED {
        assert_eq!(
            call.number.is_some(),
            cfg!(target_arch = "x86_64") || !ONLY_X86_64.contains(&call.name)
        );
        let when = match call.condition {
            Condition::Always => "always".to_owned(),
            Condition::OneOf {
                argument, words, ..
            } => format!("{words} (argument {argument})"),
            Condition::OwnProcess { argument } => {
                format!("its own process (argument {argument})")
            }
        };
        writeln!(page, "| {} | {when} | {} |", shown(call.name), call.reason).unwrap();
    }
    page.push_str(
        "\n## Fatal\nNo worker ever needs these; one of them ends the process by `SIGSYS`.\n\n\
        | calls | why |\n|---|---|\n",
    );
    for group in FATAL {
        let calls: Vec<_> = group.calls.iter().map(|(name, _)| shown(name)).collect();
        writeln!(page, "| {} | {} |", calls.join(", "), group.reason).unwrap();
    }
    page
}

fn shown(name: &str) -> String {
    if ONLY_X86_64.contains(&name) {
        format!("`{name}` (x86-64)")
    } else {
        format!("`{name}`")
    }
}
