//! Names of functions.

/// The longest name, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// Words that Python keeps for itself.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Whether a function can have the name in Python: an ASCII letter, then letters, digits and `_`, at most 64 bytes in
/// all, and no keyword.
pub(super) fn is_valid(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.len() <= MAX_NAME_BYTES
        && !KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn names_are_pythons() {
        for name in ["a", "Lookup", "find_2", &"a".repeat(64)] {
            assert!(is_valid(name), "{name}");
        }
        for name in [
            "",
            "_a",
            "2a",
            "a-b",
            "a.b",
            "é",
            "class",
            "None",
            "a b",
            &"a".repeat(65),
        ] {
            assert!(!is_valid(name), "{name}");
        }
    }
}
