//! International bank account numbers: length by country (registry of SWIFT, ISO 13616) and ISO 7064 mod 97-10.

/// Country and total length.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// The length in bytes of the account number at the start of `text`, groups joined by single spaces or hyphens.
pub(crate) fn match_at(text: &str) -> Option<usize> {
    let country = text.get(..2)?;
    let (_, expected) = LENGTHS.iter().find(|(code, _)| *code == country)?;
    let bytes = text.as_bytes();
    let mut characters = Vec::with_capacity(*expected);
    let mut at = 0;
    while characters.len() < *expected {
        match bytes.get(at)? {
            byte if byte.is_ascii_uppercase() || byte.is_ascii_digit() => characters.push(*byte),
            b' ' | b'-'
                if characters.len() >= 4
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
            _ => return None,
        }
        at += 1;
    }
    let goes_on = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    (!goes_on && remainder_97(&characters) == 1).then_some(at)
}

/// Remainder of the number that the characters stand for when the first four are moved to the end.
fn remainder_97(characters: &[u8]) -> u32 {
    let (head, tail) = characters.split_at_checked(4).unwrap_or((characters, &[]));
    tail.iter()
        .chain(head)
        .fold(0, |remainder, byte| match byte {
            b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
            _ => (remainder * 100 + u32::from(byte.saturating_sub(b'A')) + 10) % 97,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registry_examples_match() {
        for number in [
            "GB82 WEST 1234 5698 7654 32",
            "NO9386011117947",
            "FR7630006000011234567890189",
            "BE71-0961-2345-6769",
        ] {
            assert_eq!(match_at(number), Some(number.len()), "{number}");
            assert_eq!(
                match_at(&format!("{number}.")),
                Some(number.len()),
                "{number}"
            );
        }
    }

    #[test]
    fn wrong_digits_and_lengths_do_not() {
        for number in [
            "GB82 WEST 1234 5698 7654 33",
            "NO93860111179471",
            "ZZ9386011117947",
            "GB82",
        ] {
            assert_eq!(match_at(number), None, "{number}");
        }
    }
}
