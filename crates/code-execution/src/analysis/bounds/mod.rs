//! Size and nesting of a source, bounded before the parser sees it.

mod levels;
mod nesting;

use super::{
    policy::Policy,
    report::{Severity, Violation},
    rules,
    stack::Failure,
};

/// Longest source that is looked at, whatever the policy says: offsets in the tree have 32 bits.
const LARGEST_SOURCE_BYTES: usize = 1 << 30;

/// Measures `source` and returns an upper bound of the depth of its tree, or the violation of the bound it is over.
///
/// Linear in the length of the source, and constant for one that is too long.
pub(super) fn admit(source: &str, policy: &Policy) -> Result<usize, Box<Violation>> {
    let limit = policy.max_source_bytes.min(LARGEST_SOURCE_BYTES);
    if source.len() > limit {
        let message = format!(
            "the source has {} bytes, at most {limit} are allowed",
            source.len()
        );
        let suggestion = "pass data in as a file instead of writing it into the code";
        return Err(violation(
            &rules::SOURCE_TOO_LARGE,
            message,
            suggestion,
            (1, 1),
        ));
    }
    let levels = levels::upper_bound(source.as_bytes());
    if levels <= policy.max_nesting {
        return Ok(levels);
    }
    let found = nesting::measure(source.as_bytes());
    if found.nesting > policy.max_nesting {
        let message = format!(
            "the source is nested {} levels deep, at most {} are allowed",
            found.nesting, policy.max_nesting
        );
        let suggestion = "split the expression into steps, or use a loop, `sum` or `join`";
        return Err(violation(
            &rules::NESTING_TOO_DEEP,
            message,
            suggestion,
            line_and_column(source, found.offset),
        ));
    }
    Ok(levels)
}

/// The violation for a source that could not be analysed.
pub(super) fn no_room(failure: &Failure) -> Box<Violation> {
    let message = match failure {
        Failure::NoStack { bytes } => {
            format!("the system gave no stack of {bytes} bytes to analyse the source with")
        }
        Failure::Panicked => {
            "the source could not be analysed: a bug in the analysis, please report it".to_owned()
        }
    };
    violation(
        &rules::ANALYSIS_FAILED,
        message,
        "write the program in a simpler way",
        (1, 1),
    )
}

fn violation(
    rule: &rules::Rule,
    message: String,
    suggestion: &str,
    (line, column): (usize, usize),
) -> Box<Violation> {
    Box::new(Violation {
        code: rule.code.into(),
        rule: rule.name.into(),
        violation_type: rule.violation_type().into(),
        severity: Severity::Medium,
        message,
        line_number: line,
        column,
        end_line_number: line,
        end_column: column,
        suggestion: Some(suggestion.to_owned()),
        docs: rule.docs(),
    })
}

/// Line and column of one offset, without an index of all lines.
fn line_and_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
