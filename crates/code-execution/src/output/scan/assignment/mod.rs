//! Secrets by their name: `api_token = "..."`, `"password": "..."`, `<add key="Password" value="..."/>`.
//!
//! A parser instead of a pattern, because what tells a secret from an ordinary value is the end of the name
//! (`token`, but not `token_count`) together with the form of the value.

use std::ops::Range;

use super::blocks::floor_char_boundary;
use super::{Engine, Scan};

mod value;

pub(super) use value::is_secret;

/// Longest name and longest value, in bytes.
const MAX_NAME_BYTES: usize = 64;
const MAX_VALUE_BYTES: usize = 4 * 1024;
/// How much of a value is judged, in bytes. Names and values without an end in sight can follow each other, so this
/// bounds the work for each byte of a line.
const MAX_JUDGED_BYTES: usize = 256;

/// What the name says about its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key or token: chosen by a machine.
    Secret,
    /// A password: chosen by a person.
    Password,
}

impl Kind {
    pub(super) fn of(engine: &Engine, label: usize) -> Self {
        if engine.scans.get(Scan::Password) == Some(label) {
            Self::Password
        } else {
            Self::Secret
        }
    }
}

/// Ends of names that still name the secret itself, in lower case without `_` and `-`.
const TAILS: &[&str] = &[
    "", "key", "token", "secret", "value", "val", "string", "str", "text", "password", "base64",
    "b64", "hex", "prod", "live", "test", "dev",
];

/// The value of the name that contains `keyword`, if it looks like a secret. All offsets are those of `block`.
pub(super) fn find(
    block: &str,
    line: Range<usize>,
    keyword: Range<usize>,
    kind: Kind,
) -> Option<Range<usize>> {
    let bytes = block.as_bytes();
    let behind = bytes.get(keyword.end..line.end)?;
    let tail_length = behind
        .iter()
        .take(MAX_NAME_BYTES)
        .take_while(|byte| is_name(**byte))
        .count();
    let tail = block.get(keyword.end..keyword.end + tail_length)?;
    if !is_tail(tail) {
        return None;
    }
    let before = bytes.get(line.start..keyword.start)?;
    let head_length = before
        .iter()
        .rev()
        .take(MAX_NAME_BYTES)
        .take_while(|byte| is_name(**byte))
        .count();
    let name = keyword.start - head_length..keyword.end + tail_length;
    let is_secret = |value: &Value, is_quoted: bool| {
        let end = value.range.end.min(value.range.start + MAX_JUDGED_BYTES);
        let end = floor_char_boundary(block, end);
        block
            .get(value.range.start..end)
            .is_some_and(|judged| is_secret(judged, kind, is_quoted))
    };
    value_behind(block, &name, line.end)
        .filter(|value| is_secret(value, value.is_quoted))
        .or_else(|| {
            compared_before(block, line.start, name.start).filter(|value| is_secret(value, true))
        })
        .map(|value| value.range.start..value_end(block, &value, line.end))
}

/// The end of a bare value that is longer than what has been read of it.
fn value_end(block: &str, value: &Value, line_end: usize) -> usize {
    if value.is_quoted || value.range.len() < MAX_JUDGED_BYTES {
        return value.range.end;
    }
    let rest = block
        .as_bytes()
        .get(value.range.end..line_end)
        .unwrap_or_default();
    let length = rest
        .iter()
        .take(MAX_VALUE_BYTES)
        .take_while(|byte| is_bare(**byte))
        .count();
    floor_char_boundary(block, value.range.end + length)
}

/// Whether a byte can belong to a value without quotes.
fn is_bare(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'&' | b'\\' | b'"' | b'`' | b'<')
}

struct Value {
    range: Range<usize>,
    is_quoted: bool,
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$')
}

fn is_tail(tail: &str) -> bool {
    let letters: String = tail
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_lowercase())
        .collect();
    TAILS.contains(&letters.trim_end_matches(|char: char| char.is_ascii_digit()))
}

/// The value behind `name`, up to `end`.
fn value_behind(block: &str, name: &Range<usize>, end: usize) -> Option<Value> {
    let bytes = block.as_bytes();
    let at = |index: usize| bytes.get(index).copied().filter(|_| index < end);
    let mut index = name.end;
    let closing = count(bytes, index, end, 4, |byte| {
        matches!(byte, b'"' | b'\'' | b'`' | b']' | b'\\')
    });
    let was_quoted = closing > 0;
    index += closing;
    index += count(bytes, index, end, 8, is_blank);
    // `<add key="Password" value="...">`, `var token string = "..."`, `password: str = "..."`.
    for word in ["value", "string", "String", ": str "] {
        if block
            .get(index..end)
            .is_some_and(|rest| rest.starts_with(word))
        {
            let behind = index + word.len() + count(bytes, index + word.len(), end, 8, is_blank);
            if at(behind) == Some(b'=') {
                index = behind;
            }
        }
    }
    let operator = count(bytes, index, end, 4, |byte| {
        matches!(byte, b'=' | b':' | b'>' | b'?' | b'.' | b'+' | b'|' | b'-')
    });
    let text = bytes.get(index..index + operator)?;
    if text.iter().any(|byte| matches!(byte, b'=' | b':' | b'>')) {
        index += operator;
    } else if operator == 0 && was_quoted && at(index) == Some(b',') {
        index += 1;
    } else if operator == 0
        && !was_quoted
        && block
            .get(index..end)
            .is_some_and(|rest| rest.starts_with("is "))
    {
        index += 3;
    } else {
        return None;
    }
    index += count(bytes, index, end, 8, is_blank);
    value_at(block, index, end)
}

/// The quoted or bare value at `index`.
fn value_at(block: &str, mut index: usize, end: usize) -> Option<Value> {
    let bytes = block.as_bytes();
    if matches!(bytes.get(index), Some(b'b' | b'r' | b'f' | b'u'))
        && matches!(bytes.get(index + 1), Some(b'"' | b'\''))
    {
        index += 1;
    }
    let escapes = count(bytes, index, end, 3, |byte| byte == b'\\');
    let quote = bytes
        .get(index + escapes)
        .copied()
        .filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let limit = end.min(index + MAX_VALUE_BYTES);
    if let Some(quote) = quote.filter(|_| index + escapes < end) {
        let start = index + escapes + 1;
        let rest = bytes.get(start..limit)?;
        let length = rest
            .iter()
            .take_while(|byte| **byte != quote && **byte != b'\\')
            .count();
        return in_bounds(block, start, start + length, true);
    }
    let rest = bytes.get(index..limit.min(index + MAX_JUDGED_BYTES))?;
    let length = rest.iter().take_while(|byte| is_bare(**byte)).count();
    let bare = rest.get(..length)?;
    let closing = bare
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b')' | b'}' | b']' | b',' | b';' | b':' | b'\'' | b'|'))
        .count();
    in_bounds(block, index, index + length - closing, false)
}

/// The quoted text of `"..." == password`.
fn compared_before(block: &str, line_start: usize, name_start: usize) -> Option<Value> {
    let line_start = line_start.max(floor_char_boundary(
        block,
        name_start.saturating_sub(MAX_JUDGED_BYTES),
    ));
    let before = block.get(line_start..name_start)?.trim_end();
    let operand = before
        .strip_suffix("==")
        .or_else(|| before.strip_suffix("!="))?
        .trim_end();
    let quote = operand
        .chars()
        .next_back()
        .filter(|char| matches!(char, '"' | '\''))?;
    let inner = operand.strip_suffix(quote)?;
    let start = inner.rfind(quote)? + 1;
    in_bounds(block, line_start + start, line_start + inner.len(), true)
}

fn in_bounds(block: &str, start: usize, end: usize, is_quoted: bool) -> Option<Value> {
    // A cut at the length limit may fall into a character.
    let end = floor_char_boundary(block, end);
    (start < end && block.is_char_boundary(start)).then_some(Value {
        range: start..end,
        is_quoted,
    })
}

fn count(
    bytes: &[u8],
    from: usize,
    end: usize,
    limit: usize,
    accepts: impl Fn(u8) -> bool,
) -> usize {
    let rest = bytes.get(from..end).unwrap_or_default();
    rest.iter()
        .take(limit)
        .take_while(|byte| accepts(**byte))
        .count()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
