use super::REDACTION_MARKER;
use super::scan::{Engine, Finding};

/// A replacement can complete a word boundary that another secret needed, so the result is scanned again, this often.
const MAX_PASSES: usize = 4;

/// A text with its findings replaced.
pub(super) struct Rewritten {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

/// Where one finding is in the text before and after.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) label: usize,
    /// Offset in the original text, in bytes.
    pub(super) source_start: usize,
    /// End in the original text, in bytes.
    source_end: usize,
    /// Offset in the rewritten text, in bytes.
    pub(super) output_start: usize,
}

impl Mark {
    /// The mark of a finding that is reported and not replaced.
    pub(super) fn in_place(finding: &Finding) -> Self {
        Self {
            label: finding.label,
            source_start: finding.range.start,
            source_end: finding.range.end,
            output_start: finding.range.start,
        }
    }
}

/// Replace `findings` (sorted, disjoint) until no line of the result has a finding. A line that is not at rest after
/// 4 passes is replaced as a whole.
pub(super) fn rewrite(block: &str, findings: &[Finding], engine: &Engine) -> Rewritten {
    let mut rewritten = replace(block, findings, &[]);
    for _ in 1..MAX_PASSES {
        let again = engine.detect_lines(&rewritten.text);
        if again.is_empty() {
            return rewritten;
        }
        rewritten = replace(&rewritten.text, &again, &rewritten.marks);
    }
    let again = engine.detect_lines(&rewritten.text);
    if again.is_empty() {
        return rewritten;
    }
    let lines = whole_lines(&rewritten.text, &again);
    replace(&rewritten.text, &lines, &rewritten.marks)
}

/// Replace `findings` in `text`; `earlier` are the marks that `text` already has, which move along.
fn replace(text: &str, findings: &[Finding], earlier: &[Mark]) -> Rewritten {
    let mut out = String::with_capacity(text.len());
    let mut marks: Vec<Mark> = Vec::with_capacity(findings.len() + earlier.len());
    let mut copied = 0;
    let mut moved = earlier.iter().peekable();
    let source_of = |offset: usize| {
        let before = earlier.partition_point(|mark| mark.output_start <= offset);
        let Some(mark) = before.checked_sub(1).and_then(|index| earlier.get(index)) else {
            return offset;
        };
        match (offset - mark.output_start).checked_sub(REDACTION_MARKER.len()) {
            None => mark.source_start,
            Some(behind) => mark.source_end + behind,
        }
    };
    for finding in findings {
        out.push_str(text.get(copied..finding.range.start).unwrap_or_default());
        while let Some(mark) = moved.next_if(|mark| mark.output_start < finding.range.start) {
            marks.push(shift_back(mark, finding.range.start, out.len()));
        }
        while let Some(mark) = moved.next_if(|mark| mark.output_start < finding.range.end) {
            marks.push(Mark {
                output_start: out.len(),
                ..mark.clone()
            });
        }
        marks.push(Mark {
            label: finding.label,
            source_start: source_of(finding.range.start),
            source_end: source_of(finding.range.end),
            output_start: out.len(),
        });
        out.push_str(REDACTION_MARKER);
        copied = finding.range.end;
    }
    let remaining = text.get(copied..).unwrap_or_default();
    for mark in moved {
        marks.push(Mark {
            output_start: out.len() + (mark.output_start - copied),
            ..mark.clone()
        });
    }
    out.push_str(remaining);
    Rewritten { text: out, marks }
}

/// Move a mark that stands `distance` before the finding at `start`, whose output begins at `out_len`.
fn shift_back(mark: &Mark, start: usize, out_len: usize) -> Mark {
    let distance = start - mark.output_start;
    Mark {
        output_start: out_len.saturating_sub(distance),
        ..mark.clone()
    }
}

/// The lines that contain `findings`, as findings, without their line breaks.
fn whole_lines(text: &str, findings: &[Finding]) -> Vec<Finding> {
    let mut lines: Vec<Finding> = Vec::new();
    for finding in findings {
        let start = text
            .get(..finding.range.start)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |index| index + 1);
        let end = text
            .get(finding.range.end..)
            .and_then(|behind| behind.find('\n'))
            .map_or(text.len(), |index| finding.range.end + index);
        if lines.last().is_some_and(|last| last.range.end >= end) {
            continue;
        }
        lines.push(Finding {
            range: start..end,
            label: finding.label,
        });
    }
    lines
}
