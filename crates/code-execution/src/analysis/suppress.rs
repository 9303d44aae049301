//! Comments that turn a refusal into a note: `# ringfence: allow[rule] reason`.

use super::{policy::Policy, report::Violation, syntax::Tree};

/// Moves the violations that a comment allows to the notes, if the policy permits such comments.
pub(super) fn apply(
    _source: &str,
    _tree: &Tree,
    _policy: &Policy,
    violations: Vec<Violation>,
    notes: Vec<Violation>,
) -> (Vec<Violation>, Vec<Violation>) {
    (violations, notes)
}
