//! Whether a text of the right form is a key, or the picture of one.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Keys that vendors print in their documentation.
const DOCUMENTATION: &[&str] = &[
    "AKIAIOSFODNN7EXAMPLE",
    "AKIAI44QH8DHBEXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
];

/// Parts of a text that shows where a key belongs, in lower case.
const PLACEHOLDER_PARTS: &[&str] = &[
    "xxxx",
    "****",
    "....",
    "your",
    "example",
    "placeholder",
    "insert",
    "changeme",
    "change_me",
    "replace",
    "redacted",
    "dummy",
    "fakekey",
    "fake_key",
    "fake-key",
    "todo",
    "<",
    "${",
    "{{",
    "$(",
    "%s",
    "%(",
    "01234567890123456789",
    "000000000000",
    "111111111111",
    "_here",
    "-here",
    "mysecret",
    "my_secret",
    "my-secret",
    "tooshort",
];

/// Whether a vendor prints exactly this key in its documentation.
pub(crate) fn is_documentation(text: &str) -> bool {
    DOCUMENTATION.contains(&text) || (text.starts_with("AKIA") && text.ends_with("EXAMPLE"))
}

/// Whether `text` shows where a key belongs instead of being one.
pub(crate) fn is_placeholder(text: &str) -> bool {
    static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(PLACEHOLDER_PARTS)
            .ok()
    });
    PARTS.as_ref().is_some_and(|parts| parts.is_match(text))
}

/// Whether the part of a token behind its prefix has at least 4 different characters and is no placeholder.
pub(crate) fn is_varied(token: &str) -> bool {
    let body = token
        .rsplit(['_', '-', '.', '~'])
        .max_by_key(|part| part.len())
        .unwrap_or(token);
    distinct_bytes(body) >= 4 && !is_placeholder(token)
}

/// Number of different bytes.
pub(crate) fn distinct_bytes(text: &str) -> u32 {
    let mut seen = [0_u64; 4];
    for byte in text.bytes() {
        if let Some(word) = seen.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }
    seen.iter().map(|word| word.count_ones()).sum()
}

/// Shannon entropy of the bytes, in bits per byte: 0 for one repeated byte, 4 for even hexadecimal digits.
pub(crate) fn entropy_bits(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let total = u32::try_from(text.len()).map_or(f64::from(u32::MAX), f64::from);
    let shares = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / total);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_not_varied() {
        for text in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "sk-your-key",
            "hf_0000000000000000000000",
            "sk-<key>",
        ] {
            assert!(!is_varied(text), "{text}");
        }
        assert!(is_varied(&format!("sk-proj-{}", "a1B2".repeat(12))));
    }

    #[test]
    fn entropy_of_even_alphabets() {
        assert!(entropy_bits("aaaa").abs() < 1e-9);
        assert!((entropy_bits("0123456789abcdef") - 4.0).abs() < 1e-9);
        assert_eq!(distinct_bytes("abca"), 3);
    }
}
