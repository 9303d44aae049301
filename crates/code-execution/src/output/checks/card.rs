//! Payment card numbers: ISO/IEC 7812 check digit, issuer prefixes, lengths.

use std::ops::RangeInclusive;

/// How sure a number is a payment card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Wrong check digit, prefix or length.
    None,
    /// Right, but of a rare kind that other integers often look like: counts when the line speaks of cards.
    NeedsContext,
    /// Right.
    Strong,
}

/// Digits of the prefix, prefixes, lengths, strength. The first that fits counts.
const ISSUERS: &[(usize, RangeInclusive<u32>, RangeInclusive<usize>, Strength)] = &[
    // Visa, Mastercard.
    (1, 4..=4, 16..=16, Strength::Strong),
    (2, 51..=55, 16..=16, Strength::Strong),
    (4, 2221..=2720, 16..=16, Strength::Strong),
    // American Express.
    (2, 34..=34, 15..=15, Strength::Strong),
    (2, 37..=37, 15..=15, Strength::Strong),
    // Diners Club.
    (2, 36..=36, 14..=14, Strength::Strong),
    (2, 38..=39, 14..=14, Strength::Strong),
    (3, 300..=305, 14..=14, Strength::Strong),
    // Discover, UnionPay.
    (4, 6011..=6011, 16..=16, Strength::Strong),
    (3, 644..=659, 16..=16, Strength::Strong),
    (2, 62..=62, 16..=16, Strength::Strong),
    // JCB, Mir.
    (4, 3528..=3589, 16..=16, Strength::Strong),
    (4, 2200..=2204, 16..=16, Strength::Strong),
    // Lengths that issuers reserve and hardly use: Visa 13, and 17 to 19 digits.
    (1, 4..=4, 13..=13, Strength::NeedsContext),
    (1, 4..=4, 19..=19, Strength::NeedsContext),
    (4, 3528..=3589, 17..=19, Strength::NeedsContext),
    // Maestro, UATP.
    (2, 50..=50, 13..=19, Strength::NeedsContext),
    (2, 56..=69, 13..=19, Strength::NeedsContext),
    (1, 1..=1, 15..=15, Strength::NeedsContext),
];

/// Words that make a line speak of cards, in lower case.
const CONTEXT: [&[u8]; 6] = [
    b"card", b"credit", b"visa", b"maestro", b"payment", b"cc_num",
];

/// Judge `text`: 13 to 19 digits, separators allowed.
pub(crate) fn strength(text: &str) -> Strength {
    let digits: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|byte| byte - b'0')
        .collect();
    if !(13..=19).contains(&digits.len())
        || !has_check_digit(&digits)
        || digits.iter().all(|digit| *digit == 0)
    {
        return Strength::None;
    }
    let prefix = |length: usize| {
        digits
            .iter()
            .take(length)
            .fold(0_u32, |value, digit| value * 10 + u32::from(*digit))
    };
    let issuer = ISSUERS.iter().find(|issuer| {
        let (digits_in_prefix, prefixes, lengths) = (issuer.0, &issuer.1, &issuer.2);
        prefixes.contains(&prefix(digits_in_prefix)) && lengths.contains(&digits.len())
    });
    issuer.map_or(Strength::None, |issuer| issuer.3)
}

/// Whether a line speaks of cards.
pub(crate) fn has_context(line: &[u8]) -> bool {
    CONTEXT.iter().any(|word| {
        line.windows(word.len())
            .any(|window| window.eq_ignore_ascii_case(word))
    })
}

/// The Luhn check: doubled at every second place from the right, digit sums add up to a multiple of ten.
fn has_check_digit(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let digit = u32::from(*digit);
            if index % 2 == 0 {
                return digit;
            }
            let doubled = digit * 2;
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_test_numbers_are_cards() {
        for number in [
            "4111111111111111",
            "5555 5555 5555 4444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "3566002020360505",
            "30569309025904",
            "6200000000000005",
        ] {
            assert_eq!(strength(number), Strength::Strong, "{number}");
        }
        assert_eq!(strength("4222222222222"), Strength::NeedsContext);
    }

    #[test]
    fn wrong_digits_prefixes_and_lengths_are_not() {
        for number in [
            "4111111111111112",
            "9111111111111111",
            "411111111111111",
            "0000000000000000",
        ] {
            assert_eq!(strength(number), Strength::None, "{number}");
        }
    }
}
