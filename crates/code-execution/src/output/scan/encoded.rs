//! Long tokens: keys whose form is all they have, and hexadecimal or base64 texts that hide a key.

use super::{Engine, Finding, Scan};
use crate::output::checks::{entropy_bits, is_varied};

/// Shortest token that is looked at: a social security number in hexadecimal, in bytes.
const MIN_BYTES: usize = 22;
/// Longest token that is decoded, in bytes.
const MAX_DECODED_BYTES: usize = 16 * 1024;
/// Distance of the bytes that are looked at first; smaller than [`MIN_BYTES`].
const STRIDE: usize = 16;

/// The length of the key at the start of a token, given the text behind the token.
type ByForm = fn(&str, &str) -> Option<usize>;

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let bytes = block.as_bytes();
    let mut at = STRIDE - 1;
    let mut previous_end = 0;
    while let Some(byte) = bytes.get(at) {
        if !is_token(*byte) {
            at += STRIDE;
            continue;
        }
        let before = bytes.get(previous_end..at).unwrap_or_default();
        let start = at
            - before
                .iter()
                .rev()
                .take_while(|byte| is_token(**byte))
                .count();
        let behind = bytes.get(at..).unwrap_or_default();
        let end = at + behind.iter().take_while(|byte| is_token(**byte)).count();
        previous_end = end;
        at = end + STRIDE;
        if end - start >= MIN_BYTES {
            inspect(engine, block, start, end, found);
        }
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-')
}

fn inspect(engine: &Engine, block: &str, start: usize, end: usize, found: &mut Vec<Finding>) {
    let Some(token) = block.get(start..end) else {
        return;
    };
    let by_form: [(Scan, ByForm); 5] = [
        (Scan::AwsSecretKey, aws_secret_key),
        (Scan::DiscordToken, discord_token),
        (Scan::FacebookToken, facebook_token),
        (Scan::TwilioKey, twilio_key),
        (Scan::DerPrivateKey, der_private_key),
    ];
    let behind = block.get(end..).unwrap_or_default();
    for (scan, length) in by_form {
        let Some(label) = engine.scans.get(scan) else {
            continue;
        };
        if let Some(length) = length(token, behind) {
            found.push(Finding {
                range: start..start + length,
                label,
            });
            return;
        }
    }
    if token.len() <= MAX_DECODED_BYTES {
        let label = decoded(token).and_then(|text| engine.nested_label(&text));
        found.extend(label.map(|label| Finding {
            range: start..end,
            label,
        }));
    }
}

/// 40 characters of base64 that use upper and lower case, digits and `+` or `/`.
fn aws_secret_key(token: &str, behind: &str) -> Option<usize> {
    let has = |accepts: fn(&u8) -> bool| token.as_bytes().iter().any(accepts);
    let is_key = token.len() == 40
        && !behind.starts_with('=')
        && !token.contains(['-', '_'])
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && has(|byte| matches!(byte, b'+' | b'/'))
        && token.split('/').any(|part| part.len() >= 8)
        && entropy_bits(token) >= 4.2
        && !token.starts_with('/')
        && token
            .split(['/', '+'])
            .any(|part| !part.bytes().all(|byte| byte.is_ascii_lowercase()) && is_scrambled(part));
    is_key.then_some(40)
}

/// A path or a name in words has few changes between letters and digits; a key has many.
fn is_scrambled(part: &str) -> bool {
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let turns = part
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b)))
        .count();
    part.len() >= 6 && turns * 3 >= part.len()
}

/// `<id in base64>.<time>.<signature>`.
fn discord_token(token: &str, behind: &str) -> Option<usize> {
    if !(24..=28).contains(&token.len()) || !token.starts_with(['M', 'N', 'O']) {
        return None;
    }
    let (time, rest) = behind.strip_prefix('.')?.split_once('.')?;
    let signature = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    let is_time = (5..=7).contains(&time.len()) && time.bytes().all(is_token);
    let is_signature = (27..=45).contains(&signature) && is_varied(rest.get(..signature)?);
    (is_time && is_signature).then_some(token.len() + time.len() + signature + 2)
}

/// `EAA` and at least 90 letters and digits.
fn facebook_token(token: &str, _behind: &str) -> Option<usize> {
    let is_token = token.len() >= 93
        && token.starts_with("EAA")
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && entropy_bits(token) >= 4.0;
    is_token.then_some(token.len())
}

/// `SK` and 32 hexadecimal digits.
fn twilio_key(token: &str, _behind: &str) -> Option<usize> {
    let digits = token.strip_prefix("SK")?;
    let is_hex = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
    (digits.len() == 32 && is_hex && is_varied(digits)).then_some(token.len())
}

/// Base64 of a DER private key (PKCS #1, PKCS #8, SEC 1) that has lost its header: the first bytes are fixed.
fn der_private_key(token: &str, _behind: &str) -> Option<usize> {
    const RSA_PKCS8: &str = "ADANBgkqhkiG9w0BAQEFAASC";
    const ENCRYPTED_PKCS8: &str = "BgkqhkiG9w0BBQ0w";
    const STARTS: [&str; 6] = [
        "MC4CAQAwBQYDK2V",
        "MEcCAQAwBQYDK2V",
        "MIGHAgEAMBMGByqGSM49",
        "MHcCAQEEI",
        "MIGkAgEBBD",
        "MIG2AgEAMBAGByqGSM49",
    ];
    let is_rsa_pkcs1 = token.starts_with("MII") && token.get(5..11) == Some("IBAAKC");
    let head = token.get(..48).unwrap_or(token);
    let is_key = is_rsa_pkcs1
        || STARTS.iter().any(|start| token.starts_with(start))
        || token.starts_with("MI") && (head.contains(RSA_PKCS8) || head.contains(ENCRYPTED_PKCS8));
    (is_key && token.len() >= 40).then_some(token.len())
}

/// The printable text that `token` encodes in hexadecimal or base64.
fn decoded(token: &str) -> Option<String> {
    let bytes = if token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        from_hex(token)?
    } else {
        from_base64(token)?
    };
    let text = String::from_utf8(bytes).ok()?;
    let is_printable = text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'));
    (is_printable && text.len() >= 8).then_some(text)
}

fn from_hex(token: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    if !token.len().is_multiple_of(2) {
        return None;
    }
    token
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

/// Base64, standard or URL alphabet, without its padding. Stops at the first byte that is not ASCII: it hides no key.
fn from_base64(token: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(token.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in token.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            let next = u8::try_from(bits >> held & 0xff).ok()?;
            if !next.is_ascii() {
                return None;
            }
            bytes.push(next);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_and_digests_are_not() {
        assert_eq!(
            decoded("68656c6c6f20776f726c64").as_deref(),
            Some("hello world")
        );
        assert_eq!(
            decoded("aGVsbG8gd29ybGQgYWdhaW4").as_deref(),
            Some("hello world again")
        );
        assert_eq!(
            decoded("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            None
        );
    }

    #[test]
    fn paths_are_no_aws_keys() {
        assert_eq!(
            aws_secret_key("usr/lib/python3/site-packages/numpy/core", ""),
            None
        );
        assert_eq!(
            aws_secret_key("Lib/Python315/SitePackages/Numpy/Core/X1", ""),
            None
        );
        assert_eq!(
            aws_secret_key("P03tXbUo0XI8Gqybs3/lSOXVK80XKz3M/cZpdYGl", ""),
            Some(40)
        );
    }
}
