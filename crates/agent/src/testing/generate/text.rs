use serde_json::{Map, Value};

/// A string that fits formats, lengths and simple patterns.
pub(super) fn text_for(schema: &Map<String, Value>, salt: u64) -> Result<String, String> {
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        return from_pattern(pattern)
            .ok_or_else(|| format!("pattern `{pattern}` is too hard to invert"));
    }
    if let Some(text) = schema
        .get("format")
        .and_then(Value::as_str)
        .and_then(of_format)
    {
        return Ok(text.to_owned());
    }
    let bound = |name: &str| {
        schema
            .get(name)
            .and_then(Value::as_u64)
            .and_then(|bound| usize::try_from(bound).ok())
    };
    let (least, most) = (
        bound("minLength").unwrap_or(0),
        bound("maxLength").unwrap_or(usize::MAX),
    );
    if least > 100_000 {
        return Err(format!("it wants {least} characters"));
    }
    let mut text = letters(salt);
    while text.len() < least {
        text.push('a');
    }
    text.truncate(most);
    Ok(text)
}

/// `a`, `b`, ... `z`, `ba`, ...
fn letters(mut number: u64) -> String {
    let mut text = String::new();
    loop {
        let letter = u8::try_from(number % 26).unwrap_or(0);
        text.insert(0, char::from(b'a' + letter));
        number /= 26;
        if number == 0 {
            return text;
        }
    }
}

fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2024-01-01T00:00:00Z",
        "date" => "2024-01-01",
        "time" => "00:00:00Z",
        "duration" => "PT1S",
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" => "/path",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "json-pointer" => "/a",
        "regex" => "a",
        _ => return None,
    })
}

/// The shortest text that a simple pattern matches: literals, classes, groups, alternatives, counts.
fn from_pattern(pattern: &str) -> Option<String> {
    let mut parser = Parser {
        letters: pattern.chars().collect(),
        at: 0,
    };
    let text = parser.alternatives(0)?;
    (parser.at == parser.letters.len()).then_some(text)
}

/// Reads a pattern and writes what matches it, in one pass.
struct Parser {
    letters: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// The first alternative; the others are read and dropped.
    fn alternatives(&mut self, depth: usize) -> Option<String> {
        if depth > 16 {
            return None;
        }
        let first = self.sequence(depth)?;
        while self.eat('|') {
            self.sequence(depth)?;
        }
        Some(first)
    }

    fn sequence(&mut self, depth: usize) -> Option<String> {
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            if matches!(letter, '|' | ')') {
                break;
            }
            let piece = self.piece(depth)?;
            let count = self.count()?;
            if count > 10_000 || text.len() > 100_000 {
                return None;
            }
            text.push_str(&piece.repeat(count));
        }
        Some(text)
    }

    fn piece(&mut self, depth: usize) -> Option<String> {
        match self.next()? {
            '^' | '$' => Some(String::new()),
            '.' => Some("a".to_owned()),
            '[' => self.class().map(String::from),
            '\\' => escape(self.next()?).map(String::from),
            '(' => {
                if self.eat('?') && !self.eat(':') {
                    return None;
                }
                let text = self.alternatives(depth + 1)?;
                self.eat(')').then_some(text)
            }
            '*' | '+' | '?' | '{' => None,
            letter => Some(letter.to_string()),
        }
    }

    /// The least number of times that a piece must stand there.
    fn count(&mut self) -> Option<usize> {
        let count = match self.peek() {
            Some('*' | '?') => {
                self.at += 1;
                0
            }
            Some('+') => {
                self.at += 1;
                1
            }
            Some('{') => {
                self.at += 1;
                let mut digits = String::new();
                while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
                    digits.push(digit);
                    self.at += 1;
                }
                while self.next()? != '}' {}
                digits.parse().ok()?
            }
            _ => return Some(1),
        };
        self.eat('?');
        Some(count)
    }

    /// One letter of a class.
    fn class(&mut self) -> Option<char> {
        let negated = self.eat('^');
        let mut ranges: Vec<(char, char)> = Vec::new();
        while let Some(letter) = self.next() {
            if letter == ']' {
                break;
            }
            let low = if letter == '\\' {
                escape(self.next()?)?
            } else {
                letter
            };
            let mut high = low;
            if self.peek() == Some('-')
                && self
                    .letters
                    .get(self.at + 1)
                    .is_some_and(|after| *after != ']')
            {
                self.at += 1;
                high = self.next()?;
            }
            ranges.push((low, high));
        }
        if !negated {
            return ranges.first().map(|(low, _)| *low);
        }
        ('!'..='~').rev().find(|letter| {
            !ranges
                .iter()
                .any(|(low, high)| low <= letter && letter <= high)
        })
    }
}

/// A letter that an escape matches.
fn escape(letter: char) -> Option<char> {
    match letter {
        'd' => Some('0'),
        's' => Some(' '),
        'n' => Some('\n'),
        't' => Some('\t'),
        'w' | 'D' | 'S' => Some('a'),
        'W' => Some('-'),
        other if other.is_ascii_alphanumeric() => None,
        other => Some(other),
    }
}
