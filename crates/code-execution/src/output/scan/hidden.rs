//! Keys with something between their characters: invisible characters, or a space after each.

use std::ops::Range;

use super::lines::line_around;
use super::{Engine, Finding, INVISIBLE, keywords};

/// Shortest row of single characters that is read as one text, in characters.
const MIN_SPACED_CHARACTERS: usize = 20;

/// Scan a line without its invisible characters.
pub(super) fn find_invisible(
    engine: &Engine,
    block: &str,
    line: Range<usize>,
    found: &mut Vec<Finding>,
) {
    let Some(text) = block.get(line.clone()) else {
        return;
    };
    let mut visible = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len());
    for (index, char) in text.char_indices() {
        let mut buffer = [0; 4];
        if INVISIBLE.contains(&&*char.encode_utf8(&mut buffer)) {
            continue;
        }
        visible.push(char);
        offsets.extend(std::iter::repeat_n(line.start + index, char.len_utf8()));
    }
    for finding in engine.visible_findings(&visible) {
        let (Some(&start), Some(&last)) = (
            offsets.get(finding.range.start),
            offsets.get(finding.range.end - 1),
        ) else {
            continue;
        };
        let length = block
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        found.push(Finding {
            range: start..last + length,
            label: finding.label,
        });
    }
}

/// Scan rows such as `s k - p r o j ...` without their spaces, for keys with a prefix.
pub(super) fn find_spaced(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let bytes = block.as_bytes();
    // In a row every second byte is a space, so one of two neighbours far enough apart tells.
    let stride = MIN_SPACED_CHARACTERS;
    let mut at = stride;
    while at + 5 < bytes.len() {
        let is_row = |from: usize| {
            [0, 2, 4]
                .iter()
                .all(|step| bytes.get(from + step) == Some(&b' '))
                && [1, 3]
                    .iter()
                    .all(|step| bytes.get(from + step).is_some_and(u8::is_ascii_graphic))
        };
        let Some(space) = [at, at + 1].into_iter().find(|&from| is_row(from)) else {
            at += stride;
            continue;
        };
        let line = line_around(block, space);
        let row = row_around(bytes, space, &line);
        at = row.end + stride;
        if row.len() < 2 * MIN_SPACED_CHARACTERS - 1 {
            continue;
        }
        let text: String = bytes
            .get(row.clone())
            .unwrap_or_default()
            .iter()
            .step_by(2)
            .map(|byte| char::from(*byte))
            .collect();
        let mut inner = Vec::new();
        keywords::find(engine, &text, &mut inner);
        for finding in inner {
            let range = row.start + 2 * finding.range.start..row.start + 2 * finding.range.end - 1;
            found.push(Finding {
                range,
                label: finding.label,
            });
        }
    }
}

/// The row of single graphic characters around the space at `space`.
fn row_around(bytes: &[u8], space: usize, line: &Range<usize>) -> Range<usize> {
    let is_pair = |space: usize, graphic: usize| {
        bytes.get(space) == Some(&b' ') && bytes.get(graphic).is_some_and(u8::is_ascii_graphic)
    };
    let mut start = space;
    while start >= line.start + 2
        && is_pair(start, start - 1)
        && bytes.get(start - 2) == Some(&b' ')
    {
        start -= 2;
    }
    // The row's first character may touch the line start.
    let first = if start > line.start
        && is_pair(start, start - 1)
        && (start == line.start + 1 || bytes.get(start - 2) == Some(&b' '))
    {
        start - 1
    } else {
        start + 1
    };
    let mut end = space;
    while end + 1 < line.end
        && is_pair(end, end + 1)
        && (end + 2 >= line.end || bytes.get(end + 2) == Some(&b' '))
    {
        end += 2;
    }
    first..end.min(line.end).max(first)
}
