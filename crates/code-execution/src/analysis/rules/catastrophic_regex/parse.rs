//! A small parser for Python's regular expressions, as far as repetition is concerned.

use std::{iter::Peekable, str::Chars};

use super::symbols::Symbols;

/// Groups deeper than this are not looked into.
const MAX_DEPTH: usize = 40;

/// A part of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    /// One character of a set.
    One(Symbols),
    /// Parts after each other.
    Sequence(Vec<Node>),
    /// `a|b`.
    Choice(Vec<Node>),
    /// A part, repeated.
    Repeat(Repeat),
    /// What matches no character, or gives nothing back once it has matched: `^`, `(?=...)`, `(?>...)`, `a++`.
    Closed,
    /// `\1`, which may be empty.
    BackReference,
}

/// `x{least,most}`; no `most` for `*` and `+`.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) part: Box<Node>,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

/// The parts of `text`. `None` for what this parser does not know; such a pattern is not judged.
pub(super) fn pattern(text: &str) -> Option<Node> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
    };
    let node = parser.choice(MAX_DEPTH)?;
    parser.rest.next().is_none().then_some(node)
}

struct Parser<'t> {
    rest: Peekable<Chars<'t>>,
}

impl Parser<'_> {
    fn takes(&mut self, symbol: char) -> bool {
        self.rest.next_if_eq(&symbol).is_some()
    }

    fn choice(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        let mut branches = vec![self.sequence(depth)?];
        while self.takes('|') {
            branches.push(self.sequence(depth)?);
        }
        if branches.len() > 1 {
            return Some(Node::Choice(branches));
        }
        branches.pop()
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(next) = self.rest.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let part = self.atom(depth)?;
            parts.push(self.repeated(part));
        }
        Some(Node::Sequence(parts))
    }

    /// One part without its repetition.
    fn atom(&mut self, depth: usize) -> Option<Node> {
        Some(match self.rest.next()? {
            '(' => self.group(depth)?,
            '[' => Node::One(self.set()?),
            '.' => Node::One(Symbols::ANY),
            '^' | '$' => Node::Closed,
            '\\' => self.escape()?,
            symbol => Node::One(Symbols::one(symbol)),
        })
    }

    fn escape(&mut self) -> Option<Node> {
        let letter = self.rest.next()?;
        if let Some(class) = Symbols::class(letter) {
            return Some(Node::One(class));
        }
        Some(match letter {
            'b' | 'B' | 'A' | 'Z' | 'z' => Node::Closed,
            '1'..='9' => {
                while self.rest.next_if(char::is_ascii_digit).is_some() {}
                Node::BackReference
            }
            other => Node::One(Symbols::one(self.escaped(other)?)),
        })
    }

    /// The character that an escape stands for.
    fn escaped(&mut self, letter: char) -> Option<char> {
        Some(match letter {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            'x' | 'u' | 'U' => {
                let digits = match letter {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let text: String = self.rest.by_ref().take(digits).collect();
                char::from_u32(u32::from_str_radix(&text, 16).ok()?)?
            }
            '0' => '\0',
            other if other.is_ascii_alphabetic() => return None,
            other => other,
        })
    }

    /// What follows `(`.
    fn group(&mut self, depth: usize) -> Option<Node> {
        let mut is_closed = false;
        if self.takes('?') {
            match self.rest.next()? {
                ':' => (),
                '>' | '=' | '!' => is_closed = true,
                'P' if self.takes('=') => {
                    self.rest.by_ref().find(|symbol| *symbol == ')')?;
                    return Some(Node::BackReference);
                }
                'P' => {
                    self.rest.by_ref().find(|symbol| *symbol == '>')?;
                }
                '#' => {
                    self.rest.by_ref().find(|symbol| *symbol == ')')?;
                    return Some(Node::Closed);
                }
                '<' if self.takes('=') || self.takes('!') => is_closed = true,
                'a'..='z' | 'A'..='Z' | '-' => {
                    // flags, for the whole pattern or for a group
                    let end = self
                        .rest
                        .by_ref()
                        .find(|symbol| matches!(symbol, ')' | ':'))?;
                    if end == ')' {
                        return Some(Node::Closed);
                    }
                }
                _ => return None,
            }
        }
        let inside = self.choice(depth)?;
        if !self.takes(')') {
            return None;
        }
        Some(if is_closed { Node::Closed } else { inside })
    }

    /// What follows `[`.
    fn set(&mut self) -> Option<Symbols> {
        let is_opposite = self.takes('^');
        let mut set = Symbols::NONE;
        let mut is_first = true;
        loop {
            let symbol = self.rest.next()?;
            if symbol == ']' && !is_first {
                break;
            }
            is_first = false;
            let first = match self.set_symbol(symbol)? {
                Ok(symbol) => symbol,
                Err(class) => {
                    set = set.or(class);
                    continue;
                }
            };
            if !self.takes('-') {
                set = set.or(Symbols::one(first));
                continue;
            }
            let symbol = self.rest.next()?;
            if symbol == ']' {
                set = set.or(Symbols::one(first)).or(Symbols::one('-'));
                break;
            }
            match self.set_symbol(symbol)? {
                Ok(last) => set = set.or(Symbols::between(first, last)),
                Err(class) => set = set.or(Symbols::one(first)).or(Symbols::one('-')).or(class),
            }
        }
        Some(if is_opposite { set.opposite() } else { set })
    }

    /// One member of a set: a character, or the set that a class stands for.
    fn set_symbol(&mut self, symbol: char) -> Option<Result<char, Symbols>> {
        if symbol != '\\' {
            return Some(Ok(symbol));
        }
        let letter = self.rest.next()?;
        match Symbols::class(letter) {
            Some(class) => Some(Err(class)),
            None if letter == 'b' => Some(Ok('\u{8}')),
            None => self.escaped(letter).map(Ok),
        }
    }

    /// `part` with what follows it: `*`, `+?`, `{2,3}`, or nothing.
    fn repeated(&mut self, part: Node) -> Node {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces() {
                Some(bounds) => bounds,
                None => return part,
            },
            _ => return part,
        };
        if matches!(self.rest.peek(), Some('*' | '+' | '?')) {
            self.rest.next();
        }
        // `++` gives nothing back; `+?` only tries in another order
        if self.takes('+') {
            return Node::Closed;
        }
        self.takes('?');
        let repeat = Repeat {
            part: Box::new(part),
            least,
            most,
        };
        Node::Repeat(repeat)
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`. `None`, with nothing taken, when the brace is an ordinary character.
    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let text: String = ahead
            .by_ref()
            .take(24)
            .take_while(|symbol| *symbol != '}')
            .collect();
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        if text.is_empty() || text == "," {
            return None;
        }
        let least = if least.is_empty() {
            0
        } else {
            least.parse().ok()?
        };
        let most = if most.is_empty() {
            None
        } else {
            Some(most.parse().ok()?)
        };
        for _ in 0..text.chars().count() + 2 {
            self.rest.next();
        }
        Some((least, most))
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_python_takes_is_taken() {
        for text in [
            r"^\s*(?P<name>[\w.-]+)\s*=\s*(?P<value>.*?)\s*$",
            r"(?i:a|b){2,3}?",
            r"[]a-z\]-]+",
            r"[^\d\s]{,5}x{y}",
            r"(?<=a)b(?!c)(?>d+)e++",
            r"(?P<q>['\x22]).*?(?P=q)",
            r"\u00e9|\.|\\",
            "",
        ] {
            assert!(pattern(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_judged() {
        for text in ["(a", "a)", "[a", r"\", "(?(1)a|b)", r"\N{DASH}"] {
            assert!(pattern(text).is_none(), "{text}");
        }
    }
}
