//! Programs and attacks as data.
//!
//! `tests/programs/NAME.py` is an ordinary program: it must print exactly `NAME.stdout`.
//! `tests/attacks/TECHNIQUE/NAME.py` is an attack: it must be refused by the rules that its header names under the
//! policy `strict`, and contained by the sandbox with analysis off.
//!
//! A case starts with a header in comment lines, `# /// case` to `# ///`, of `name = value` lines with JSON values:
//!
//! | of | name | value |
//! |---|---|---|
//! | programs | `needs` | modules outside the standard library |
//! | programs | `policy` | the preset that must accept it, `standard` where absent |
//! | programs | `python` | the oldest CPython that can run it, where that is newer than 3.11 |
//! | attacks | `technique` | its folder |
//! | attacks | `analysis` | rules that must fire under `strict`; none where a reading of the text cannot tell |
//! | attacks | `without_analysis` | how it ends with analysis off: `raised`, `limit`, or `contained`: any way but an escape |
//! | attacks | `reference` | the public escapes that it replays by class, of `escapes.json` |
//!
//! Every program and every attack runs against each sandbox of [`backends`].

mod attacks;
mod backends;
#[cfg(test)]
#[path = "../support/bounds.rs"]
mod bounds;
mod case;
mod coverage;
mod cpython;
mod detector_pages;
mod escapes;
mod programs;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    if let Some(status) = support::worker() {
        return status;
    }
    let arguments = Arguments::from_args();
    let mut trials = programs::trials();
    trials.extend(attacks::trials());
    trials.extend(escapes::trials());
    trials.extend(cpython::trials());
    trials.push(coverage::trial());
    libtest_mimic::run(&arguments, trials).exit_code()
}
