//! Programs, attacks and exhaustion tests written by others, read beside the project and never copied into it.
//!
//! The folder `../shared/corpora` holds JSON Lines, compressed with xz. Where it is absent every test is shown as
//! ignored, with the reason.

#[cfg(test)]
#[path = "../support/bounds.rs"]
mod bounds;
mod canary;
mod corpus;
mod escapes;
mod programs;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

type Test = fn() -> Result<(), Failed>;

fn main() -> ExitCode {
    if let Some(status) = support::worker() {
        return status;
    }
    let arguments = Arguments::from_args();
    let is_there = corpus::folder().is_some();
    if is_there && let Some(code) = canary::run_with_variable() {
        return code;
    }
    let tests: [(&str, Test); 5] = [
        ("legit_programs_print_what_they_must", programs::legit),
        ("failing_programs_fail_as_they_must", programs::legit_errors),
        ("attacks_are_contained", escapes::attacks),
        ("exhaustion_ends_within_its_limits", escapes::resource),
        ("printed_secrets_are_gone", escapes::exfil_prints),
    ];
    let trials = tests.into_iter().map(|(name, test)| {
        Trial::ignorable_test(name, move || {
            if !is_there {
                return Ok(Completion::ignored_with(corpus::ABSENT));
            }
            test().map(|()| Completion::Completed)
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
