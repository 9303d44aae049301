//! An upper bound of the depth of a source's syntax tree, whatever the source means.
//!
//! Each level of a tree is there because of at least one of the characters or words counted here, so their number is a
//! bound even where the text is not Python, where strings are not what they seem, and where the parser recovers from
//! errors. It sizes the stack; it is far too high to judge a program by.

/// Number of characters and words in `source` that can each add a level to its tree.
pub(super) fn upper_bound(source: &[u8]) -> usize {
    let mut levels = 0;
    let mut word_start = 0;
    let mut in_word = false;
    for (index, byte) in source.iter().enumerate() {
        match CLASSES.get(usize::from(*byte)) {
            Some(Class::Word) => {
                if !in_word {
                    in_word = true;
                    word_start = index;
                }
                continue;
            }
            Some(Class::Level) => levels += 1,
            _ => (),
        }
        if in_word {
            in_word = false;
            levels += usize::from(source.get(word_start..index).is_some_and(adds_level));
        }
    }
    levels
}

/// Keywords that stand for an expression around another one.
fn adds_level(word: &[u8]) -> bool {
    word.len() <= 6
        && matches!(
            word,
            b"not"
                | b"lambda"
                | b"await"
                | b"if"
                | b"else"
                | b"and"
                | b"or"
                | b"in"
                | b"is"
                | b"for"
                | b"yield"
                | b"from"
        )
}

#[derive(Clone, Copy)]
enum Class {
    Other,
    Word,
    Level,
}

static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::indexing_slicing,
            reason = "`byte` is below 256, and this runs in the compiler"
        )]
        {
            table[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 128..=255 => Class::Word,
                b'(' | b'[' | b'{' | b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&'
                | b'|' | b'^' | b'~' | b'<' | b'>' | b'=' | b':' | b'!' => Class::Level,
                _ => Class::Other,
            };
        }
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::upper_bound;

    #[test]
    fn counts_what_can_nest() {
        assert_eq!(upper_bound(b"print('hi')"), 1);
        assert_eq!(upper_bound(b"not not x.y "), 3);
        assert_eq!(upper_bound(b"nothing"), 0);
        assert_eq!(upper_bound("(".repeat(1000).as_bytes()), 1000);
    }
}
