//! Payment cards, social security numbers and taxpayer numbers: digits in groups, without a keyword.

use std::ops::Range;

use super::lines::line_around;
use super::{Engine, Finding, Scan};
use crate::output::checks::{card, ssn};

/// Distance of the bytes that are looked at first. The shortest number that counts, `ddd-dd-dddd`, is longer.
const STRIDE: usize = 8;
/// Digits of the first group of every card that is written in groups.
const FIRST_GROUP: usize = 4;
/// How far a bare card number's neighbours are looked at, in bytes.
const NEIGHBOURHOOD_BYTES: usize = 128;

/// A group of digits in a run of groups with one separator (space, hyphen or dot) between neighbours.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
    /// The byte that joins the group to the one before it.
    joined_before: Option<u8>,
    /// The byte that joins the group to the next.
    joined_behind: Option<u8>,
}

impl Group {
    fn len(self) -> usize {
        self.end - self.start
    }
}

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let card = engine.scans.get(Scan::Card);
    let ssn = engine.scans.get(Scan::Ssn);
    let itin = engine.scans.get(Scan::Itin);
    if card.is_none() && ssn.is_none() && itin.is_none() {
        return;
    }
    let bytes = block.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    let mut previous_end = 0;
    while let Some(byte) = bytes.get(at) {
        let is_inside = byte.is_ascii_digit()
            || is_separator(*byte) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !is_inside {
            at += STRIDE;
            continue;
        }
        let digit = if byte.is_ascii_digit() { at } else { at + 1 };
        let start = run_start(bytes, digit, previous_end);
        let end = read_groups(bytes, start, &mut groups);
        previous_end = end;
        at = end + 1;
        if end - start < STRIDE {
            continue;
        }
        if let Some(label) = card {
            cards(block, &groups, |range| found.push(Finding { range, label }));
        }
        for (range, is_itin) in ssn_like(block, &groups) {
            let label = if is_itin { itin } else { ssn };
            found.extend(label.map(|label| Finding { range, label }));
        }
    }
}

/// The first byte of the run of groups around the digit at `at`, not before `from`.
fn run_start(bytes: &[u8], at: usize, from: usize) -> usize {
    let is_digit = |index: usize| index >= from && bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut start = at;
    while start > from {
        if is_digit(start - 1) {
            start -= 1;
        } else if start >= 2
            && bytes.get(start - 1).is_some_and(|byte| is_separator(*byte))
            && is_digit(start - 2)
        {
            start -= 2;
        } else {
            break;
        }
    }
    start
}

/// Read the groups of the run at `start`; returns its end.
fn read_groups(bytes: &[u8], start: usize, groups: &mut Vec<Group>) -> usize {
    groups.clear();
    let mut at = start;
    let mut joined_before = None;
    loop {
        let length = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let end = at + length;
        let separator = bytes.get(end).copied().filter(|byte| is_separator(*byte));
        let joined_behind =
            separator.filter(|_| bytes.get(end + 1).is_some_and(u8::is_ascii_digit));
        groups.push(Group {
            start: at,
            end,
            joined_before,
            joined_behind,
        });
        if joined_behind.is_none() {
            return end;
        }
        joined_before = joined_behind;
        at = end + 1;
    }
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.')
}

/// Whether `range` is no part of a word, a longer number, a decimal fraction or an identifier.
fn stands_alone(bytes: &[u8], range: &Range<usize>) -> bool {
    let is_free_before = match bytes.get(..range.start).unwrap_or_default() {
        [] | [.., b'\\', b'n' | b't' | b'r'] => true,
        [.., last] => {
            !(last.is_ascii_alphanumeric()
                || matches!(last, b'_' | b'.' | b'+' | b'-' | b'/' | b'%'))
        }
    };
    let is_free_behind = match bytes.get(range.end..).unwrap_or_default() {
        [byte, ..] if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'%') => false,
        [b'-' | b'/' | b'.', next, ..] => !next.is_ascii_alphanumeric(),
        _ => true,
    };
    is_free_before && is_free_behind
}

/// Payment cards among the groups: 4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4, or one group of 13 to 19 digits.
fn cards(block: &str, groups: &[Group], mut report: impl FnMut(Range<usize>)) {
    let mut rest = groups;
    while let [first, behind @ ..] = rest {
        match first.len() {
            13..=19 if is_bare_card(block, first.start..first.end) => {
                report(first.start..first.end);
            }
            FIRST_GROUP => {
                if let Some((count, range)) = grouped_card(block, rest) {
                    report(range);
                    rest = rest.get(count..).unwrap_or_default();
                    continue;
                }
            }
            _ => {}
        }
        rest = behind;
    }
}

/// A card in one group. Beside a number of the same length that is no card it is taken for data.
fn is_bare_card(block: &str, range: Range<usize>) -> bool {
    let bytes = block.as_bytes();
    let Some(digits) = block.get(range.clone()) else {
        return false;
    };
    if !stands_alone(bytes, &range) {
        return false;
    }
    let line = line_around(block, range.start);
    let strength = card::strength(digits);
    let text = block.as_bytes().get(line.clone()).unwrap_or_default();
    match strength {
        card::Strength::None => return false,
        card::Strength::NeedsContext => return card::has_context(text),
        card::Strength::Strong => {}
    }
    let from = range
        .start
        .saturating_sub(NEIGHBOURHOOD_BYTES)
        .max(line.start);
    let to = (range.end + NEIGHBOURHOOD_BYTES).min(line.end);
    let neighbours = bytes
        .get(from..to)
        .unwrap_or_default()
        .split(|byte| !byte.is_ascii_digit());
    let is_data = neighbours
        .filter(|run| run.len() == digits.len())
        .any(|run| {
            std::str::from_utf8(run).is_ok_and(|run| card::strength(run) == card::Strength::None)
        });
    !is_data || card::has_context(text)
}

/// A card in groups at the start of `groups`: the number of groups, and its bytes.
fn grouped_card(block: &str, groups: &[Group]) -> Option<(usize, Range<usize>)> {
    const SHAPES: [&[usize]; 4] = [&[4, 4, 4, 4, 3], &[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4]];
    SHAPES.iter().find_map(|shape| {
        let part = groups.get(..shape.len())?;
        let (first, last) = (part.first()?, part.last()?);
        let inner = first
            .joined_behind
            .filter(|byte| matches!(byte, b' ' | b'-'))?;
        let (_, init) = part.split_last()?;
        let has_shape = part
            .iter()
            .zip(*shape)
            .all(|(group, length)| group.len() == *length)
            && init.iter().all(|group| group.joined_behind == Some(inner));
        let range = first.start..last.end;
        let is_card = has_shape
            && is_free(
                block,
                &range,
                inner,
                first.joined_before,
                last.joined_behind,
            )
            && card::strength(block.get(range.clone())?) != card::Strength::None;
        is_card.then_some((shape.len(), range))
    })
}

/// Whether the number of groups joined by `inner` is no part of a longer row.
fn is_free(
    block: &str,
    range: &Range<usize>,
    inner: u8,
    before: Option<u8>,
    behind: Option<u8>,
) -> bool {
    let bytes = block.as_bytes();
    if inner == b' ' {
        // A row of integers goes on, or stands in the brackets of an array.
        let is_bracketed = bytes.get(range.start.wrapping_sub(1)) == Some(&b'[')
            || bytes.get(range.end) == Some(&b']');
        return before.is_none() && behind.is_none() && !is_bracketed && stands_alone(bytes, range);
    }
    let is_joined = |byte: Option<u8>| byte.is_some_and(|byte| byte != b' ');
    if is_joined(before) || is_joined(behind) {
        return false;
    }
    stands_alone(bytes, range)
}

/// Numbers of the form 3-2-4, and whether each is a taxpayer number (ITIN) and no social security number.
fn ssn_like(block: &str, groups: &[Group]) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    for part in groups.windows(3) {
        let [area, group, serial] = part else {
            continue;
        };
        if (area.len(), group.len(), serial.len()) != (3, 2, 4) {
            continue;
        }
        let Some(inner) = area
            .joined_behind
            .filter(|byte| group.joined_behind == Some(*byte))
        else {
            continue;
        };
        let range = area.start..serial.end;
        if !is_free(
            block,
            &range,
            inner,
            area.joined_before,
            serial.joined_behind,
        ) {
            continue;
        }
        let [area, group, serial] =
            [area, group, serial].map(|part| block.get(part.start..part.end).unwrap_or_default());
        // Three integers in a row look alike; an integer has no leading zero and no quote before it.
        let is_quoted = matches!(
            block.as_bytes().get(range.start.wrapping_sub(1)),
            Some(b'"' | b'\'')
        );
        let has_leading_zero = [area, group, serial]
            .iter()
            .any(|text| text.starts_with('0'));
        if inner == b' ' && !is_quoted && !has_leading_zero {
            continue;
        }
        if ssn::is_ssn(area, group, serial) {
            found.push((range, false));
        } else if ssn::is_itin(area, group) {
            found.push((range, true));
        }
    }
    found
}
