//! Runs what recurses over a syntax tree on a stack that is large enough for it.
//!
//! Parsing, visiting and dropping a tree recurse as deep as the tree. A depth that is small for certain runs on the
//! caller's stack; everything else runs on a thread of its own, whose stack is sized by the greatest depth that the
//! source could have. The memory of such a stack is committed by the system only as far as it is used.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

/// Deepest tree that runs on the caller's stack, which may be as small as 2 MiB.
const INLINE_LEVELS: usize = if cfg!(debug_assertions) { 150 } else { 600 };

/// Upper bound of the stack that one level of a tree takes while it is parsed, visited or dropped.
const BYTES_PER_LEVEL: usize = if cfg!(debug_assertions) {
    8 * 1024
} else {
    2 * 1024
};

const SMALLEST_STACK: usize = 16 << 20;

/// Why a source could not be analysed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The system gave no stack of this many bytes.
    NoStack { bytes: usize },
    /// The parser or a rule panicked: a bug of this library, which must not end the process.
    Panicked,
}

/// Runs `work`, whose recursion is at most `levels` deep.
pub(super) fn run<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    if levels <= INLINE_LEVELS {
        return catch_unwind(AssertUnwindSafe(work)).map_err(|_| Failure::Panicked);
    }
    let bytes = levels.saturating_mul(BYTES_PER_LEVEL).max(SMALLEST_STACK);
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("ringfence-analysis".into())
            .stack_size(bytes)
            .spawn_scoped(scope, work)
            .map_err(|_| Failure::NoStack { bytes })?;
        worker.join().map_err(|_| Failure::Panicked)
    })
}

#[cfg(test)]
mod tests {
    use super::INLINE_LEVELS;
    use crate::analysis::{Policy, Preset, TypeChecks, check, check_with_types};

    /// Each kind of nesting, as deep as it may be on the caller's stack, on the smallest stack of a caller.
    #[test]
    fn what_runs_inline_fits_a_small_stack() {
        let n = INLINE_LEVELS;
        let sources = [
            format!("{}1{}", "(".repeat(n), ")".repeat(n)),
            format!("{}1{}", "f(".repeat(n), ")".repeat(n)),
            format!("{}1", "-".repeat(n)),
            vec!["1"; n].join("+"),
            format!("{}1", "not ".repeat(n)),
            format!("{}1{}", "{1:".repeat(n / 2), "}".repeat(n / 2)),
            format!("{}1", "lambda:".repeat(n / 2)),
            format!("{}x{}", "[".repeat(n / 4), " for x in y]".repeat(n / 4)),
            format!("{}1{}", "f'{".repeat(n), "}'".repeat(n)),
            format!(
                "match x:\n case {}1{}: pass",
                "C(a=".repeat(n / 3),
                ")".repeat(n / 3)
            ),
            (0..90)
                .map(|depth| " ".repeat(depth) + "if x:\n")
                .collect::<String>()
                + &" ".repeat(90)
                + "x",
            (0..45)
                .flat_map(|depth| {
                    let indent = " ".repeat(depth * 2);
                    [
                        indent.clone(),
                        "def f(x):\n ".into(),
                        indent,
                        "class C:\n".into(),
                    ]
                })
                .collect::<String>()
                + &" ".repeat(90)
                + "x",
        ];
        let run = move || {
            for source in sources {
                check(&source, &Policy::preset(Preset::Contained));
                check(&source, &Policy::preset(Preset::Strict));
                check_with_types(
                    &source,
                    &Policy::preset(Preset::None),
                    &TypeChecks::default(),
                );
            }
        };
        std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(run)
            .unwrap()
            .join()
            .unwrap();
    }
}
