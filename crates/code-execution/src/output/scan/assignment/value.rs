//! Whether the value of a secret's name is a secret.

use super::Kind;
use crate::output::checks::{distinct_bytes, is_placeholder};

/// Starts of known keys: with one of them a value needs no further proof.
const PREFIXES: &[&str] = &[
    "sk-", "pk-", "rk-", "ghp_", "gho_", "xox", "AKIA", "AIza", "hf_", "npm_", "glpat-",
];
/// Starts of values that an interpreter, template engine or shell fills in.
const TEMPLATES: &[&str] = &[
    "${",
    "{",
    "<",
    "$(",
    "$",
    "%",
    "#{",
    "@",
    "*",
    "process.env",
    "os.environ",
    "env.",
];
/// Words that stand where a password would, in lower case.
const WORDS: &[&str] = &[
    "required",
    "optional",
    "incorrect",
    "invalid",
    "disabled",
    "enabled",
    "missing",
    "password",
    "passwords",
    "strength",
    "accepted",
    "rejected",
    "protected",
    "encrypted",
    "unchanged",
    "mismatch",
    "undefined",
    "forgotten",
    "verified",
    "confirmed",
    "too_short",
    "too short",
    "not_set",
    "undisclosed",
];
/// Signs that passwords have and source code between them rarely has.
const UNUSUAL: &[u8] = b"!@#$%^&*{}<>?~;|\\+";

/// Judge a value, in time that is linear in its length.
pub(in crate::output::scan) fn is_secret(value: &str, kind: Kind, is_quoted: bool) -> bool {
    if value.len() < 8 || TEMPLATES.iter().any(|start| value.starts_with(start)) {
        return false;
    }
    let known = PREFIXES
        .iter()
        .find_map(|prefix| value.strip_prefix(prefix));
    if known.is_some_and(|rest| has_letter_and_digit(rest) && distinct_bytes(rest) >= 6) {
        return true;
    }
    if unusual_signs(value) >= 3 && !value.contains(' ') {
        return true;
    }
    let has_form = match kind {
        Kind::Secret => is_machine_made(value),
        Kind::Password if is_quoted => is_password(value),
        Kind::Password => is_password(value) && !is_code(value) && has_digit_or_sign(value),
    };
    has_form && value.is_ascii() && distinct_bytes(value) >= 4 && !is_placeholder(value)
}

fn is_password(value: &str) -> bool {
    !value.contains([' ', '/']) && !WORDS.contains(&value.to_ascii_lowercase().as_str())
}

fn has_digit_or_sign(value: &str) -> bool {
    let has_letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    has_letter
        && value
            .bytes()
            .any(|byte| byte.is_ascii_digit() || UNUSUAL.contains(&byte))
}

fn has_letter_and_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && value.bytes().any(|byte| byte.is_ascii_digit())
}

/// A call, an index or a dotted name.
fn is_code(value: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    value.contains(['(', '[']) || (value.contains('.') && value.split('.').all(is_name))
}

/// Number of different unusual signs.
fn unusual_signs(value: &str) -> u32 {
    let seen = value.bytes().fold(0_u32, |seen, byte| {
        let sign = UNUSUAL.iter().position(|sign| *sign == byte);
        sign.map_or(seen, |index| seen | 1 << index)
    });
    seen.count_ones()
}

/// Whether a part of `value` is random: letters and digits in turns, hexadecimal, a long number, or letters whose
/// case changes all the time.
fn is_machine_made(value: &str) -> bool {
    if value.contains(' ') || value.starts_with('/') || value.contains("://") {
        return false;
    }
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.len() >= 15;
    }
    value
        .split(|char: char| !char.is_ascii_alphanumeric())
        .any(is_random_part)
}

fn is_random_part(part: &str) -> bool {
    let bytes = part.as_bytes();
    let is_hex = bytes.iter().all(u8::is_ascii_hexdigit);
    if has_letter_and_digit(part) {
        let turns = bytes
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()))
            .count();
        return match bytes.len() {
            0..=7 => false,
            8..=9 => turns >= 3 || is_hex,
            _ => turns >= 2 || is_hex,
        };
    }
    let case_turns = bytes
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
        .count();
    bytes.len() >= 20 && case_turns * 5 >= bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_made_values() {
        for value in [
            "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB",
            "78300ef478051fceb55e8698",
            "12345678-ABCD-ABCD-ABCD-1234567890AB",
            "qmtc64kukkylp9pq",
            "591922023790824313",
            "sk-abc123...",
        ] {
            assert!(is_secret(value, Kind::Secret, true), "{value}");
        }
        for value in [
            "jjwt-jackson-0.11.2",
            "rc0.15.0_20231217_1420-SNAPSHOT",
            "cmp2-qat-1208358310",
            "DOC_Vector_5_32",
            "X25519.secret_length",
            "/tmp/app.keytab",
            "${SECRET_TOKEN_1}",
            "https://example.com/a1b2c3d4e5f6",
            "4b1dXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        ] {
            assert!(!is_secret(value, Kind::Secret, true), "{value}");
        }
    }

    #[test]
    fn passwords() {
        for value in [
            "CleartextPassword1",
            "hunter2hunter2",
            "m{{h}o)p${e]nob(ody[finds>-_$#thisone",
        ] {
            assert!(is_secret(value, Kind::Password, true), "{value}");
            assert!(is_secret(value, Kind::Password, false), "{value}");
        }
        assert!(is_secret("rootpasswd", Kind::Password, true));
        for value in [
            "required",
            "incorrect",
            "self.password1",
            "get_password(2)",
            "hashlib.sha256(x)",
            "{password!r:>10}",
        ] {
            assert!(!is_secret(value, Kind::Password, false), "{value}");
        }
    }
}
