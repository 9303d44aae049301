//! The lines of source around a finding, with carets below.

use super::{finding::Finding, visible::push_visible};
use crate::analysis::lines::Lines;

/// Most columns of a source line that are shown.
const MAX_COLUMNS: usize = 120;
/// Columns before the finding that stay when a long line is cut.
const COLUMNS_BEFORE: usize = 40;

/// One line of the source as it is shown.
pub(super) struct Frame {
    /// Line number, from 1.
    pub(super) line: usize,
    /// The text, cut and made visible.
    pub(super) text: String,
    /// Columns before the carets, as shown. `None` on a line without the finding.
    pub(super) carets: Option<(usize, usize)>,
}

/// The line before the finding and its first line. Empty for a place outside of the source.
pub(super) fn frames(lines: &Lines<'_>, finding: &Finding) -> Vec<Frame> {
    if finding.line == 0 || finding.line > lines.count() {
        return Vec::new();
    }
    let mut frames = Vec::new();
    if let Some(before) = finding.line.checked_sub(1).filter(|line| *line > 0) {
        let (text, ..) = cut(lines.text(before), 1, 1);
        frames.push(Frame {
            line: before,
            text,
            carets: None,
        });
    }
    let text = lines.text(finding.line);
    let end = if finding.end_line == finding.line {
        finding.end_column
    } else {
        text.chars().count() + 1
    };
    let (text, start, width) = cut(text, finding.column, end.max(finding.column + 1));
    frames.push(Frame {
        line: finding.line,
        text,
        carets: Some((start, width)),
    });
    frames
}

/// The part of `text` to show, and where columns `start..end` (from 1) are in it.
fn cut(text: &str, start: usize, end: usize) -> (String, usize, usize) {
    let first = start.saturating_sub(COLUMNS_BEFORE).max(1);
    let mut shown = String::new();
    let mut columns = 0;
    let mut caret_start = 0;
    let mut caret_end = 0;
    if first > 1 {
        shown.push_str("...");
        columns = 3;
    }
    let mut position = first;
    for character in text.chars().skip(first - 1) {
        if position == start {
            caret_start = columns;
        }
        if columns >= MAX_COLUMNS {
            shown.push_str("...");
            break;
        }
        columns += push_visible(&mut shown, character);
        position += 1;
        if position <= end {
            caret_end = columns;
        }
    }
    if position <= start {
        // behind the last character, where something is missing
        caret_start = columns;
    }
    (
        shown,
        caret_start,
        caret_end.saturating_sub(caret_start).max(1),
    )
}
