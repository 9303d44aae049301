//! Where a text may be cut for scanning. The cuts depend on the text alone, never on the pieces it arrives in.

/// Longest line that is scanned as one, in bytes. A longer one is cut behind its last delimiter before this.
pub(crate) const MAX_LINE_BYTES: usize = 32 * 1024;
/// How far before [`MAX_LINE_BYTES`] a delimiter is looked for, in bytes.
const DELIMITER_WINDOW_BYTES: usize = 4 * 1024;
/// Most bytes that are scanned at once.
const MAX_BLOCK_BYTES: usize = 128 * 1024;

/// The end of the first block of `rest`: whole lines, or one part of an overlong line. Nothing when more input is
/// needed to know it.
pub(crate) fn block_end(rest: &str, is_final: bool) -> Option<usize> {
    if rest.is_empty() {
        return None;
    }
    let bytes = rest.as_bytes();
    let window = bytes.get(..MAX_BLOCK_BYTES).unwrap_or(bytes);
    let mut line_start = 0;
    // From line break to line break in the longest steps: a step without one is an overlong line.
    while let Some(step) = window.get(line_start..line_start + MAX_LINE_BYTES) {
        match memchr::memrchr(b'\n', step) {
            Some(index) => line_start += index + 1,
            None if line_start > 0 => return Some(line_start),
            None => return Some(cut_overlong_line(rest)),
        }
    }
    // Less than a step is left in the window.
    let remaining = window.get(line_start..).unwrap_or_default();
    if let Some(index) = memchr::memrchr(b'\n', remaining) {
        line_start += index + 1;
    }
    if line_start > 0 && (line_start < bytes.len() || !is_final) {
        return Some(line_start);
    }
    is_final
        .then_some(bytes.len())
        .or((line_start > 0).then_some(line_start))
}

/// The last offset at or below `limit` that is a character boundary of `text`.
pub(crate) fn floor_char_boundary(text: &str, limit: usize) -> usize {
    if limit >= text.len() {
        return text.len();
    }
    (0..=limit)
        .rev()
        .find(|&index| text.is_char_boundary(index))
        .unwrap_or(0)
}

fn cut_overlong_line(rest: &str) -> usize {
    let from = MAX_LINE_BYTES - DELIMITER_WINDOW_BYTES;
    let window = rest
        .as_bytes()
        .get(from..MAX_LINE_BYTES)
        .unwrap_or_default();
    let delimiter = window
        .iter()
        .rposition(|byte| matches!(byte, b' ' | b'\t' | b',' | b';'));
    match delimiter {
        Some(index) => from + index + 1,
        None => floor_char_boundary(rest, MAX_LINE_BYTES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_behind_line_breaks() {
        assert_eq!(block_end("", true), None);
        assert_eq!(block_end("ab", false), None);
        assert_eq!(block_end("ab", true), Some(2));
        assert_eq!(block_end("ab\ncd", false), Some(3));
        assert_eq!(block_end("ab\n", true), Some(3));
    }

    #[test]
    fn overlong_lines_are_cut_behind_a_delimiter() {
        let line = format!("{} {}", "a".repeat(MAX_LINE_BYTES - 100), "b".repeat(200));
        assert_eq!(block_end(&line, false), Some(MAX_LINE_BYTES - 99));
        assert_eq!(
            block_end(&"é".repeat(MAX_LINE_BYTES), false),
            Some(MAX_LINE_BYTES)
        );
        assert_eq!(
            block_end(&format!("x{}", "é".repeat(MAX_LINE_BYTES)), false),
            Some(MAX_LINE_BYTES - 1)
        );
    }

    #[test]
    fn a_short_line_before_an_overlong_one_is_a_block_of_its_own() {
        let text = format!("short\n{}", "a".repeat(2 * MAX_LINE_BYTES));
        assert_eq!(block_end(&text, false), Some(6));
    }
}
