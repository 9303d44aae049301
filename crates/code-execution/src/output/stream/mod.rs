use std::fmt;

use super::report::OutputViolation;
use super::rewrite::{Mark, rewrite};
use super::scan::blocks::{block_end, floor_char_boundary};
use super::{OutputValidator, REDACTION_MARKER, Severity};

mod notice;

/// Text after the cap that is kept to recognise a notice of an earlier validation, in bytes.
const DROPPED_BYTES_KEPT: usize = 256;

/// Checks a text that arrives in pieces, such as the output of a running program.
///
/// Text is given back line by line: a line leaves when its line break has arrived, and a block that may be a secret
/// over several lines (a private key, a user-supplied value) leaves when it is complete. At most about 48 KiB are
/// held back.
///
/// ```
/// use ringfence_code_execution::output::OutputValidator;
///
/// let mut scanner = OutputValidator::default().scanner();
/// assert_eq!(scanner.push("sum: 3\nkey sk-pr"), "sum: 3\n");
/// assert_eq!(scanner.push(&format!("oj-{}", "a1B2".repeat(12))), "");
/// let end = scanner.finish();
/// assert_eq!(end.remaining_output, "key [REDACTED]");
/// assert_eq!(end.violations[0].line_number, 2);
/// ```
pub struct StreamScanner {
    validator: OutputValidator,
    /// Input that is not decided yet.
    pending: String,
    /// Line of the first pending byte, from 1.
    line_number: usize,
    /// Characters before the first pending byte on its line.
    column: usize,
    input_bytes: usize,
    skipped_bytes: usize,
    emitted_bytes: usize,
    /// Last bytes that were emitted, enough for a notice.
    tail: String,
    /// First bytes behind the cap; present once the cap has been reached.
    dropped: Option<String>,
    stopped: bool,
    was_redacted: bool,
    violations: Vec<OutputViolation>,
    /// Position in `violations` by label.
    violation_of_label: Vec<Option<usize>>,
}

/// What a [`StreamScanner`] says at the end of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEnd {
    /// Text that was still held back, and the notice when the text was truncated.
    pub remaining_output: String,
    /// As in [`OutputReport`](super::OutputReport).
    pub was_redacted: bool,
    /// As in [`OutputReport`](super::OutputReport).
    pub was_truncated: bool,
    /// As in [`OutputReport`](super::OutputReport).
    pub is_acceptable: bool,
    /// As in [`OutputReport`](super::OutputReport).
    pub violations: Vec<OutputViolation>,
}

impl StreamScanner {
    pub(super) fn new(validator: OutputValidator) -> Self {
        let labels = validator.engine.label_count();
        Self {
            validator,
            pending: String::new(),
            line_number: 1,
            column: 0,
            input_bytes: 0,
            skipped_bytes: 0,
            emitted_bytes: 0,
            tail: String::new(),
            dropped: None,
            stopped: false,
            was_redacted: false,
            violations: Vec::new(),
            violation_of_label: vec![None; labels],
        }
    }

    /// Take the next piece, of any length; returns the text that is safe to show now, often empty.
    pub fn push(&mut self, piece: &str) -> String {
        self.input_bytes = self.input_bytes.saturating_add(piece.len());
        if self.stopped {
            return String::new();
        }
        self.pending.push_str(piece);
        self.drain(false)
    }

    /// Count bytes that came after everything pushed and that the caller did not keep: the text is then truncated.
    pub fn skip(&mut self, bytes: usize) {
        self.skipped_bytes = self.skipped_bytes.saturating_add(bytes);
        self.input_bytes = self.input_bytes.saturating_add(bytes);
    }

    /// End the text: what was held back, and the verdict on all of it.
    pub fn finish(mut self) -> StreamEnd {
        let mut remaining_output = if self.stopped {
            String::new()
        } else {
            self.drain(true)
        };
        let mut was_truncated = false;
        if let Some(dropped) = &self.dropped {
            let complete = !self.stopped;
            if complete
                && notice::ends_with_notice(
                    &self.tail,
                    dropped,
                    self.emitted_bytes,
                    self.validator.max_output_bytes,
                )
            {
                remaining_output.push_str(dropped);
            } else {
                was_truncated = true;
                remaining_output.push_str(&notice::notice(self.emitted_bytes, self.input_bytes));
            }
        } else if self.skipped_bytes > 0 {
            was_truncated = true;
            remaining_output.push_str(&notice::notice(self.emitted_bytes, self.input_bytes));
        }
        let worst = self
            .violations
            .iter()
            .map(|violation| violation.severity)
            .max();
        let is_acceptable = match worst {
            None => true,
            Some(_) if self.validator.strict => false,
            Some(worst) => self.validator.redact || worst < Severity::High,
        };
        StreamEnd {
            remaining_output,
            was_redacted: self.was_redacted,
            was_truncated,
            is_acceptable,
            violations: self.violations,
        }
    }

    /// Decide as much of the pending text as can be decided.
    fn drain(&mut self, is_final: bool) -> String {
        let pending = std::mem::take(&mut self.pending);
        let room = self
            .validator
            .max_output_bytes
            .saturating_sub(self.emitted_bytes);
        let mut out = String::with_capacity(pending.len().min(room));
        let mut rest = pending.as_str();
        while !rest.is_empty() && !self.stopped {
            let Some(decided) = self.decide(rest, is_final, &mut out) else {
                break;
            };
            rest = rest.get(decided..).unwrap_or_default();
        }
        if !self.stopped {
            rest.clone_into(&mut self.pending);
        }
        out
    }

    /// Decide one block at the start of `rest`; its length, or nothing when more input is needed.
    fn decide(&mut self, rest: &str, is_final: bool, out: &mut String) -> Option<usize> {
        let mut end = block_end(rest, is_final)?;
        loop {
            let block = rest.get(..end)?;
            let at_end = is_final && end == rest.len();
            let mut detection = self.validator.engine.detect(block, at_end);
            let decided = if at_end { end } else { detection.hold };
            if decided > 0 {
                detection
                    .findings
                    .retain(|finding| finding.range.start < decided);
                self.emit(block.get(..decided)?, &detection.findings, out);
                return Some(decided);
            }
            end += block_end(rest.get(end..)?, is_final)?;
        }
    }

    fn emit(&mut self, block: &str, findings: &[super::scan::Finding], out: &mut String) {
        let rewritten;
        let unchanged_marks: Vec<Mark>;
        let (text, marks) = if self.validator.redact && !findings.is_empty() {
            rewritten = rewrite(block, findings, &self.validator.engine);
            (rewritten.text.as_str(), &rewritten.marks)
        } else {
            unchanged_marks = findings.iter().map(Mark::in_place).collect();
            (block, &unchanged_marks)
        };
        let base = self.emitted_bytes;
        let was_open = self.dropped.is_none();
        self.append(text, out);
        if was_open {
            let shown = self.emitted_bytes - base;
            for mark in marks.iter().filter(|mark| mark.output_start < shown) {
                self.record(block, mark);
            }
        }
        self.advance(block);
    }

    /// Append to the output, up to the cap.
    fn append(&mut self, text: &str, out: &mut String) {
        if self.dropped.is_some() {
            self.keep_dropped(text);
            return;
        }
        let room = self.validator.max_output_bytes - self.emitted_bytes;
        let cut = if text.len() <= room {
            text.len()
        } else {
            self.cut(text, room)
        };
        let (shown, beyond) = text.split_at_checked(cut).unwrap_or((text, ""));
        out.push_str(shown);
        self.emitted_bytes += shown.len();
        notice::keep_tail(&mut self.tail, shown);
        if !beyond.is_empty() {
            self.dropped = Some(String::new());
            self.keep_dropped(beyond);
        }
    }

    /// Where to cut `text` so that at most `room` bytes are shown: between characters, not inside a marker, and so
    /// that the shown part has no finding that only the cut makes (such as 16 of 17 digits).
    fn cut(&self, text: &str, room: usize) -> usize {
        let mut cut = floor_char_boundary(text, room);
        if !self.validator.redact {
            return cut;
        }
        loop {
            let around = floor_char_boundary(text, cut.saturating_sub(REDACTION_MARKER.len()));
            let marker = text
                .get(around..)
                .and_then(|rest| rest.find(REDACTION_MARKER))
                .map(|index| around + index);
            if let Some(start) =
                marker.filter(|start| *start < cut && cut < start + REDACTION_MARKER.len())
            {
                cut = start;
            }
            let shown = text.get(..cut).unwrap_or_default();
            match self.validator.engine.detect(shown, true).findings.first() {
                Some(finding) if finding.range.start < cut => cut = finding.range.start,
                _ => return cut,
            }
        }
    }

    fn keep_dropped(&mut self, text: &str) {
        let Some(dropped) = &mut self.dropped else {
            return;
        };
        let kept = floor_char_boundary(text, DROPPED_BYTES_KEPT.saturating_sub(dropped.len()));
        dropped.push_str(text.get(..kept).unwrap_or_default());
        self.stopped = kept < text.len();
    }

    fn record(&mut self, block: &str, mark: &Mark) {
        self.was_redacted |= self.validator.redact;
        let Some(slot) = self.violation_of_label.get_mut(mark.label) else {
            return;
        };
        if let Some(violation) = slot.and_then(|index| self.violations.get_mut(index)) {
            violation.occurrences += 1;
            return;
        }
        let before = block.get(..mark.source_start).unwrap_or_default();
        let (breaks, column) = position(before, self.column);
        let label = self.validator.engine.label(mark.label);
        *slot = Some(self.violations.len());
        self.violations.push(OutputViolation {
            violation_type: label.id.clone(),
            severity: label.severity,
            message: label.message.clone(),
            line_number: self.line_number + breaks,
            column: column + 1,
            occurrences: 1,
        });
    }

    fn advance(&mut self, block: &str) {
        let (breaks, column) = position(block, self.column);
        self.line_number += breaks;
        self.column = column;
    }
}

/// Line breaks in `text`, and characters behind the last one (plus `column` when there is none).
fn position(text: &str, column: usize) -> (usize, usize) {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    match text.rsplit_once('\n') {
        None => (breaks, column + text.chars().count()),
        Some((_, last)) => (breaks, last.chars().count()),
    }
}

impl fmt::Debug for StreamScanner {
    /// Shows counts, never text.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StreamScanner")
            .field("input_bytes", &self.input_bytes)
            .field("emitted_bytes", &self.emitted_bytes)
            .field("pending_bytes", &self.pending.len())
            .finish_non_exhaustive()
    }
}
