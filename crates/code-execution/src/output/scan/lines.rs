//! Places in a line, and what may stand before and behind a secret.

use std::ops::Range;

/// The line around `offset`, without its line break.
pub(super) fn line_around(block: &str, offset: usize) -> Range<usize> {
    let bytes = block.as_bytes();
    let before = bytes.get(..offset).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |index| index + 1);
    let behind = bytes.get(offset..).unwrap_or_default();
    let end = memchr::memchr(b'\n', behind).map_or(bytes.len(), |index| offset + index);
    start..end
}

/// Whether a secret may begin at `offset`: no letter or digit stands right before it, unless it belongs to an escape
/// (`\n`, `\u003d`, `%3D`) or to a terminal colour.
pub(super) fn starts_token(block: &str, offset: usize) -> bool {
    let before = block.as_bytes().get(..offset).unwrap_or_default();
    match before {
        [.., last] if !last.is_ascii_alphanumeric() => true,
        [] | [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f' | b'0'] => true,
        [.., b'%', first, second]
        | [.., b'\\', b'x', first, second]
        | [.., b'\\', b'u', b'0', b'0', first, second] => {
            first.is_ascii_hexdigit() && second.is_ascii_hexdigit()
        }
        [head @ .., b'm'] => {
            let parameters = head
                .iter()
                .rev()
                .take(16)
                .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
                .count();
            head.len()
                .checked_sub(parameters)
                .and_then(|end| head.get(..end))
                .is_some_and(|rest| {
                    rest.ends_with(b"\x1b[")
                        || rest.ends_with(b"\\x1b[")
                        || rest.ends_with(b"\\033[")
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_starts_behind_a_boundary_or_an_escape() {
        for text in [
            "",
            "(",
            "key=",
            "a\\n",
            "%3D",
            "\\x3d",
            "\\u003d",
            "\x1b[1;32m",
            "\\x1b[0m",
            "é",
            "_",
        ] {
            assert!(starts_token(&format!("{text}ghp"), text.len()), "{text:?}");
        }
        for text in ["a", "1", "tasm", "3D", "x3d"] {
            assert!(!starts_token(&format!("{text}ghp"), text.len()), "{text:?}");
        }
    }

    #[test]
    fn lines_are_found_around_an_offset() {
        assert_eq!(line_around("ab\ncde\nf", 4), 3..6);
        assert_eq!(line_around("ab", 0), 0..2);
    }
}
