//! Programs and attacks as data.
//!
//! `tests/programs/NAME.py` is an ordinary program: it must print exactly `NAME.stdout`.
//! `tests/attacks/TECHNIQUE/NAME.py` is an attack: it must be refused by the rules that its header names under the
//! policy `strict`, and contained by the sandbox with analysis off.
//!
//! A case starts with a header in comment lines, `# /// case` to `# ///`, of `name = value` lines with JSON values.

mod attacks;
mod case;
mod programs;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

use libtest_mimic::Arguments;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = programs::trials();
    trials.extend(attacks::trials());
    libtest_mimic::run(&arguments, trials).exit();
}
