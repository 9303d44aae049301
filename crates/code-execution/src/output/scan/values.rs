//! Values that the caller knows to be secret: found as they are, reversed, encoded, and with separators inside.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Finding, INVISIBLE};
use crate::output::builder::OutputConfigError;

/// Most separators between two characters of a value, in bytes.
const MAX_GAP_BYTES: usize = 32;
/// Shortest form that is found with separators inside, in bytes without them.
const MIN_SPLIT_BYTES: usize = 8;
/// Shortest encoded form that is searched, in bytes.
const MIN_FORM_BYTES: usize = 6;

/// Every form of every value, without separators.
pub(super) struct SecretValues {
    automaton: AhoCorasick,
    forms: Vec<Form>,
    label: usize,
}

struct Form {
    /// Without separators.
    squeezed: Vec<u8>,
    /// Length with the separators that the value itself has, in bytes.
    whole_bytes: usize,
}

/// A text without separators, and where each byte of it stands.
struct Squeezed {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl SecretValues {
    pub(super) fn new(values: &[String], label: usize) -> Result<Self, OutputConfigError> {
        let mut forms: Vec<Form> = Vec::new();
        for value in values {
            for form in forms_of(value) {
                let squeezed = squeeze(&form).bytes;
                let is_new = forms.iter().all(|known| known.squeezed != squeezed);
                if !squeezed.is_empty() && is_new {
                    forms.push(Form {
                        squeezed,
                        whole_bytes: form.len(),
                    });
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(forms.iter().map(|form| &form.squeezed))
            .map_err(|source| OutputConfigError::Automaton {
                what: "secret values",
                source: Box::new(source),
            })?;
        Ok(Self {
            automaton,
            forms,
            label,
        })
    }

    /// Find all forms; returns the offset from which a value may have begun that is not complete yet.
    pub(super) fn find(&self, block: &str, at_end: bool, found: &mut Vec<Finding>) -> usize {
        let squeezed = squeeze(block);
        for hit in self.automaton.find_overlapping_iter(&squeezed.bytes) {
            let Some(form) = self.forms.get(hit.pattern().as_usize()) else {
                continue;
            };
            let Some(places) = squeezed.offsets.get(hit.start()..hit.end()) else {
                continue;
            };
            let (Some(&start), Some(&last)) = (places.first(), places.last()) else {
                continue;
            };
            let is_split = last + 1 - start > form.whole_bytes;
            if is_split && (form.squeezed.len() < MIN_SPLIT_BYTES || has_wide_gap(places)) {
                continue;
            }
            found.push(Finding {
                range: start..last + 1,
                label: self.label,
            });
        }
        if at_end {
            block.len()
        } else {
            self.open_start(&squeezed, block.len())
        }
    }

    /// Where the longest end of the text starts that is the beginning of a form.
    fn open_start(&self, squeezed: &Squeezed, end: usize) -> usize {
        let mut next = end;
        let tail = squeezed.offsets.iter().rev().take_while(|offset| {
            let is_near = next - **offset <= MAX_GAP_BYTES + 1;
            next = **offset;
            is_near
        });
        let tail_start = squeezed.bytes.len() - tail.count();
        let tail = squeezed.bytes.get(tail_start..).unwrap_or_default();
        let longest = self
            .forms
            .iter()
            .map(|form| longest_open(&form.squeezed, tail))
            .max()
            .unwrap_or(0);
        let start = squeezed.bytes.len() - longest;
        squeezed.offsets.get(start).copied().unwrap_or(end)
    }
}

/// Length of the longest end of `text` that is a beginning of `form`, and not all of it.
fn longest_open(form: &[u8], text: &[u8]) -> usize {
    let text = text
        .get(text.len().saturating_sub(form.len().saturating_sub(1))..)
        .unwrap_or_default();
    (1..=text.len())
        .rev()
        .find(|&length| text.ends_with(form.get(..length).unwrap_or_default()))
        .unwrap_or(0)
}

fn has_wide_gap(places: &[usize]) -> bool {
    places
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b - a > MAX_GAP_BYTES + 1))
}

/// Number of bytes of `value` that are no separators.
pub(crate) fn significant_bytes(value: &str) -> usize {
    squeeze(value).bytes.len()
}

/// Leave out white space, quotes, commas, invisible characters and the escapes of line breaks.
fn squeeze(text: &str) -> Squeezed {
    let mut squeezed = Squeezed {
        bytes: Vec::with_capacity(text.len()),
        offsets: Vec::with_capacity(text.len()),
    };
    let mut chars = text.char_indices().peekable();
    while let Some((offset, char)) = chars.next() {
        let mut buffer = [0; 4];
        let encoded = char.encode_utf8(&mut buffer);
        if char == '\\' {
            chars.next_if(|(_, next)| matches!(next, 'n' | 'r' | 't'));
            continue;
        }
        if char.is_ascii_whitespace()
            || matches!(char, '"' | '\'' | '`' | ',')
            || INVISIBLE.contains(&&*encoded)
        {
            continue;
        }
        squeezed.bytes.extend_from_slice(encoded.as_bytes());
        squeezed.offsets.extend(offset..offset + encoded.len());
    }
    squeezed
}

/// The value, and what programs make of it: reversed, hexadecimal, base64 at each of its three alignments, URL
/// encoding.
fn forms_of(value: &str) -> Vec<String> {
    let bytes = value.as_bytes();
    let lower = hex(bytes, "");
    let escaped = hex(bytes, "\\x");
    let mut encoded = vec![
        value.chars().rev().collect(),
        lower.to_ascii_uppercase(),
        lower,
        escaped,
    ];
    for keep in [None, Some(""), Some("-_.~"), Some("-_.~/"), Some("-_.~ ")] {
        let upper = percent_encoded(bytes, keep, true);
        encoded.push(upper.replace(' ', "+"));
        encoded.push(upper);
        encoded.push(percent_encoded(bytes, keep, false));
    }
    for alphabet in ["+/", "-_"] {
        encoded.extend((0..3).map(|shift| base64_core(bytes, shift, alphabet)));
    }
    encoded.retain(|form: &String| form.len() >= MIN_FORM_BYTES);
    encoded.push(value.to_owned());
    encoded
}

/// Two lower-case hexadecimal digits for each byte, behind `prefix`.
fn hex(bytes: &[u8], prefix: &str) -> String {
    bytes.iter().fold(String::new(), |text, byte| {
        format!("{text}{prefix}{byte:02x}")
    })
}

/// `%XX` (or `%xx`) for every byte but those of `keep`, and letters and digits; for every byte without `keep`.
fn percent_encoded(bytes: &[u8], keep: Option<&str>, is_upper: bool) -> String {
    let is_kept = |byte: u8| {
        keep.is_some_and(|keep| byte.is_ascii_alphanumeric() || keep.as_bytes().contains(&byte))
    };
    let escape = |byte: u8| {
        if is_upper {
            format!("%{byte:02X}")
        } else {
            format!("%{byte:02x}")
        }
    };
    bytes
        .iter()
        .map(|&byte| {
            if is_kept(byte) {
                char::from(byte).to_string()
            } else {
                escape(byte)
            }
        })
        .collect()
}

/// The characters of base64 that depend on `bytes` alone when `shift` other bytes stand before them.
fn base64_core(bytes: &[u8], shift: usize, last_two: &str) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let character = |value: u32| {
        let index = usize::try_from(value & 63).unwrap_or(0);
        ALPHABET
            .get(index)
            .or_else(|| last_two.as_bytes().get(index.saturating_sub(62)))
            .map_or('A', |byte| char::from(*byte))
    };
    let padded: Vec<u8> = std::iter::repeat_n(0, shift)
        .chain(bytes.iter().copied())
        .collect();
    let all: String = padded
        .chunks(3)
        .flat_map(|chunk| {
            let bits = (0..3).fold(0_u32, |bits, index| {
                bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0))
            });
            [18, 12, 6, 0].map(|by| character(bits >> by))
        })
        .collect();
    let from = (shift * 8).div_ceil(6);
    let to = padded.len() * 8 / 6;
    all.get(from..to).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str, text: &str) -> Vec<String> {
        let values = SecretValues::new(&[value.to_owned()], 0).unwrap();
        let mut found = Vec::new();
        assert_eq!(values.find(text, true, &mut found), text.len());
        found
            .into_iter()
            .map(|finding| text[finding.range].to_owned())
            .collect()
    }

    #[test]
    fn forms_are_found() {
        let value = "tR0ub4dor&3 x";
        for text in [
            value,
            "x 3&rod4bu0Rt",
            "745230756234646f72263320 78",
            "tR0ub4dor%263%20x",
            "tR0ub4dor%263+x",
            "t R 0 u b 4 d o r & 3 x",
            "tR0ub4\ndor&3 x",
            "tR0ub\u{200b}4dor&3 x",
            "['t', 'R', '0', 'u', 'b', '4', 'd', 'o', 'r', '&', '3', ' ', 'x']",
        ] {
            assert_eq!(found(value, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn base64_is_found_at_every_alignment() {
        // "hunter2hunter2" behind 0, 1 and 2 other bytes.
        for text in [
            "aHVudGVyMmh1bnRlcjI=",
            "eGh1bnRlcjJodW50ZXIy",
            "eHhodW50ZXIyaHVudGVyMg==",
        ] {
            assert_eq!(found("hunter2hunter2", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_begun_value_is_open() {
        let values = SecretValues::new(&["hunter2hunter2".to_owned()], 0).unwrap();
        assert_eq!(values.find("abc hunt", false, &mut Vec::new()), 4);
        assert_eq!(values.find("abc hunt\n\n", false, &mut Vec::new()), 4);
        assert_eq!(
            values.find(
                &format!("abc hunt{}", "\n".repeat(40)),
                false,
                &mut Vec::new()
            ),
            48
        );
    }
}
