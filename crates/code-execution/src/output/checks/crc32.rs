//! The checksum at the end of GitHub and npm tokens: CRC-32 (ISO-HDLC) of the random part, in base 62.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_CHARACTERS: usize = 6;

/// Whether the last six characters of `token` (such as `ghp_` and 36 characters) are the checksum of the 30 behind
/// the prefix.
pub(crate) fn has_checksum(token: &str) -> bool {
    let Some((_, body)) = token.split_once('_') else {
        return false;
    };
    let Some(split) = body.len().checked_sub(CHECKSUM_CHARACTERS) else {
        return false;
    };
    let (Some(random), Some(checksum)) = (body.get(..split), body.get(split..)) else {
        return false;
    };
    base62(crc32(random.as_bytes())).as_slice() == checksum.as_bytes()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// Six characters, most significant first.
fn base62(mut value: u32) -> [u8; CHECKSUM_CHARACTERS] {
    let mut characters = [b'0'; CHECKSUM_CHARACTERS];
    for character in characters.iter_mut().rev() {
        let digit = usize::try_from(value % 62).unwrap_or(0);
        *character = ALPHABET.get(digit).copied().unwrap_or(b'0');
        value /= 62;
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_of_the_standard_check_text() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_token_with_its_checksum_is_recognised() {
        let random = "abcdefghijklmnopqrstuvwxyz0123";
        let checksum = String::from_utf8(base62(crc32(random.as_bytes())).to_vec()).unwrap();
        assert!(has_checksum(&format!("ghp_{random}{checksum}")));
        assert!(!has_checksum(&format!("ghp_{random}000000")));
    }
}
