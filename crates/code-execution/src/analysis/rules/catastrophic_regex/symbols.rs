//! Sets of characters: exact for ASCII, one bit for everything else.

/// What one step of a pattern can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Symbols {
    ascii: u128,
    others: bool,
}

impl Symbols {
    pub(super) const NONE: Self = Self {
        ascii: 0,
        others: false,
    };
    /// `.`, which matches everything but a line end.
    pub(super) const ANY: Self = Self {
        ascii: !(1 << b'\n'),
        others: true,
    };

    pub(super) fn one(symbol: char) -> Self {
        Self::between(symbol, symbol)
    }

    /// `first-last`.
    pub(super) fn between(first: char, last: char) -> Self {
        let last_ascii = u32::from(last).min(127);
        let mut ascii = 0;
        for code in u32::from(first)..=last_ascii {
            ascii |= 1_u128 << code;
        }
        Self {
            ascii,
            others: !last.is_ascii(),
        }
    }

    /// `\d`, `\w`, `\s` and their opposites. `None` for other letters.
    pub(super) fn class(letter: char) -> Option<Self> {
        let matching = |is_in: fn(char) -> bool, others| {
            let ascii = (0_u8..128).filter(|code| is_in(char::from(*code)));
            Self {
                ascii: ascii.fold(0, |set, code| set | 1 << code),
                others,
            }
        };
        Some(match letter {
            'd' => matching(|one| one.is_ascii_digit(), true),
            'w' => matching(|one| one.is_ascii_alphanumeric() || one == '_', true),
            's' => matching(|one| one.is_ascii_whitespace() || one == '\u{b}', true),
            'D' => matching(|one| !one.is_ascii_digit(), true),
            'W' => matching(|one| !one.is_ascii_alphanumeric() && one != '_', true),
            'S' => matching(|one| !one.is_ascii_whitespace() && one != '\u{b}', true),
            _ => return None,
        })
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            ascii: self.ascii | other.ascii,
            others: self.others || other.others,
        }
    }

    /// Everything else. Beyond ASCII nothing is known, so that stays.
    pub(super) const fn opposite(self) -> Self {
        Self {
            ascii: !self.ascii,
            others: true,
        }
    }

    /// Whether both can match the same ASCII character, or one only matches others and both do.
    pub(super) const fn meets(self, other: Self) -> bool {
        let beyond_only = self.ascii == 0 || other.ascii == 0;
        self.ascii & other.ascii != 0 || (beyond_only && self.others && other.others)
    }
}
