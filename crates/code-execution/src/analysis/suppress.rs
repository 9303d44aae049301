//! Comments that turn a refusal into a note: `# ringfence: allow[rule] reason`.

use ruff_python_ast::token::TokenKind;
use ruff_text_size::Ranged;

use super::{lines::Lines, policy::Policy, report::Violation, rules, syntax::Tree};

/// Moves the violations that a comment allows to the notes, if the policy permits such comments.
///
/// A comment stands at the end of the line of the violation, or alone on the line above it. It names one or more rules and
/// must give a reason. Bounds cannot be allowed away: they are judged before comments are read.
pub(super) fn apply(
    source: &str,
    tree: &Tree,
    policy: &Policy,
    violations: Vec<Violation>,
    mut notes: Vec<Violation>,
) -> (Vec<Violation>, Vec<Violation>) {
    if !policy.allow_inline_suppressions || violations.is_empty() || !source.contains(MARK) {
        return (violations, notes);
    }
    let allowances = allowances(source, tree);
    let is_allowed = |violation: &Violation| {
        allowances.iter().any(|allowance| {
            allowance.line == violation.line_number
                && allowance.rules.contains(&violation.rule.as_ref())
        })
    };
    let (allowed, refused): (Vec<_>, Vec<_>) = violations.into_iter().partition(is_allowed);
    if !allowed.is_empty() {
        notes.extend(allowed);
        notes.sort_by_key(|note| (note.line_number, note.column));
    }
    (refused, notes)
}

const MARK: &str = "ringfence: allow[";

/// The rules that one comment allows, and on which line.
struct Allowance<'a> {
    line: usize,
    rules: Vec<&'a str>,
}

fn allowances<'a>(source: &'a str, tree: &Tree) -> Vec<Allowance<'a>> {
    let lines = Lines::new(source);
    let comments = tree
        .tokens()
        .iter()
        .filter(|token| token.kind() == TokenKind::Comment);
    comments
        .filter_map(|comment| {
            let text =
                source.get(comment.range().start().to_usize()..comment.range().end().to_usize())?;
            let rules = parse(text)?;
            let place = lines.place(comment.start());
            let is_alone = lines.text(place.line).trim_start().starts_with('#');
            Some(Allowance {
                line: place.line + usize::from(is_alone),
                rules,
            })
        })
        .collect()
}

/// The rules of `# ringfence: allow[rule, rule] reason`. `None` without a reason.
fn parse(comment: &str) -> Option<Vec<&str>> {
    let rest = comment
        .trim_start_matches('#')
        .trim_start()
        .strip_prefix(MARK)?;
    let (names, reason) = rest.split_once(']')?;
    if reason.trim().is_empty() {
        return None;
    }
    Some(
        names
            .split(',')
            .map(str::trim)
            .filter(|name| rules::find(name).is_some())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Policy, Report, check};

    fn report(source: &str, permits: bool) -> Report {
        let policy = Policy {
            allow_inline_suppressions: permits,
            ..Policy::default()
        };
        check(source, &policy)
    }

    #[test]
    fn a_reasoned_comment_turns_a_refusal_into_a_note() {
        let source = "import os  # ringfence: allow[forbidden-import] reads nothing\n";
        assert!(report(source, true).is_accepted());
        assert_eq!(report(source, true).notes[0].rule, "forbidden-import");
        assert!(!report(source, false).is_accepted());
        assert!(
            report(
                "# ringfence: allow[forbidden-import] why\nimport os\n",
                true
            )
            .is_accepted()
        );
    }

    #[test]
    fn a_comment_without_reason_or_for_another_line_or_rule_does_nothing() {
        for source in [
            "import os  # ringfence: allow[forbidden-import]\n",
            "import os  # ringfence: allow[forbidden-function] why\n",
            "import os\n\n# ringfence: allow[forbidden-import] why\n",
            "'# ringfence: allow[forbidden-import] why'; import os\n",
        ] {
            assert!(!report(source, true).is_accepted(), "{source}");
        }
    }
}
