//! Programs, attacks and exhaustion tests written by others, read beside the project and never copied into it.
//!
//! The folder `../shared/corpora` holds JSON Lines, compressed with xz. Where it is absent these tests say so.

mod canary;
mod corpus;
mod escapes;
mod programs;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if corpus::folder().is_none() {
        skipped("skipped: there is no folder `../shared/corpora` beside the project");
        return libtest_mimic::run(&arguments, Vec::new()).exit_code();
    }
    if let Some(code) = canary::run_with_variable() {
        return code;
    }
    let trials = vec![
        Trial::test("legit_programs_print_what_they_must", programs::legit),
        Trial::test("failing_programs_fail_as_they_must", programs::legit_errors),
        Trial::test("attacks_are_contained", escapes::attacks),
        Trial::test("exhaustion_ends_within_its_limits", escapes::resource),
        Trial::test("printed_secrets_are_gone", escapes::exfil_prints),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

#[expect(clippy::print_stdout, reason = "says why nothing runs")]
fn skipped(reason: &str) {
    println!("{reason}");
}
