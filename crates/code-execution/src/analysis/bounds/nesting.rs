//! How deep a source is nested, told from its text in one pass.
//!
//! Counts what makes a tree deep: blocks, brackets, operators in a row, calls and attributes in a row, `lambda`, `not`,
//! conditional expressions, `elif` branches, fields of f-strings. What lies side by side (arguments, elements, statements)
//! does not add up. For a valid program the figure is the depth of its tree, give or take two.

/// The deepest place of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nesting {
    /// Levels.
    pub(super) nesting: usize,
    /// Byte offset of the logical line that has them.
    pub(super) offset: usize,
}

pub(super) fn measure(source: &[u8]) -> Nesting {
    let mut scanner = Scanner {
        source,
        position: 0,
        frames: vec![Frame::new(Kind::File)],
        indents: vec![Indent {
            column: 0,
            branches: 0,
        }],
        line_offset: 0,
        after_operand: false,
        found: Nesting {
            nesting: 0,
            offset: 0,
        },
    };
    scanner.begin_line();
    while let Some(byte) = scanner.peek(0) {
        match scanner.top() {
            Kind::Text { quote, triple } => scanner.text(byte, quote, triple),
            Kind::Spec => scanner.spec(byte),
            Kind::File | Kind::Bracket | Kind::Field => scanner.code(byte),
        }
    }
    scanner.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Outside all brackets.
    File,
    /// Inside brackets.
    Bracket,
    /// The text of an f-string.
    Text { quote: u8, triple: bool },
    /// A `{field}` of an f-string.
    Field,
    /// What follows the colon in a field.
    Spec,
}

struct Frame {
    kind: Kind,
    /// Levels in a row since the last comma.
    chain: usize,
    /// Levels that a comma does not end: `lambda a, b: ...`.
    sticky: usize,
    /// Deepest bracket since the last comma.
    child: usize,
    /// Deepest part so far.
    best: usize,
}

impl Frame {
    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            chain: 0,
            sticky: 0,
            child: 0,
            best: 0,
        }
    }

    fn end_part(&mut self) {
        self.best = self.best.max(self.chain + self.sticky + self.child);
        self.chain = 0;
        self.child = 0;
    }
}

struct Indent {
    column: usize,
    /// `elif` branches in a row at this column: each is a level in CPython's tree.
    branches: usize,
}

struct Scanner<'a> {
    source: &'a [u8],
    position: usize,
    frames: Vec<Frame>,
    indents: Vec<Indent>,
    line_offset: usize,
    /// Whether the last token ends an operand, so that a bracket after it is a call or a subscript.
    after_operand: bool,
    found: Nesting,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.get(self.position + ahead).copied()
    }

    fn top(&self) -> Kind {
        self.frames.last().map_or(Kind::File, |frame| frame.kind)
    }

    fn chain(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.chain += 1;
        }
        self.after_operand = false;
    }

    fn push(&mut self, kind: Kind) {
        self.frames.push(Frame::new(kind));
        self.after_operand = false;
    }

    fn pop(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        frame.end_part();
        if let Some(parent) = self.frames.last_mut() {
            parent.child = parent.child.max(frame.best + 1);
        }
        self.after_operand = true;
    }

    fn code(&mut self, byte: u8) {
        match byte {
            b'\n' | b'\r' => self.line_end(),
            b'#' => self.skip_comment(),
            b'\\' => self.position += 2,
            b'"' | b'\'' => self.string(false),
            b'0'..=b'9' => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 128..=255 => self.word(),
            b'(' | b'[' | b'{' => {
                if self.after_operand {
                    self.chain();
                }
                self.push(Kind::Bracket);
                self.position += 1;
            }
            b')' | b']' | b'}' => {
                self.pop();
                self.position += 1;
            }
            b',' | b';' | b'=' => self.end_part(),
            b':' if self.top() == Kind::Field && self.peek(1) != Some(b'=') => {
                self.push(Kind::Spec);
                self.position += 1;
            }
            b'*' | b'/' | b'<' | b'>' if self.peek(1) == Some(byte) => {
                self.chain();
                self.position += 2;
            }
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' => {
                self.chain();
                self.position += 1;
            }
            b' ' | b'\t' | b'\x0c' => self.position += 1,
            _ => {
                self.after_operand = false;
                self.position += 1;
            }
        }
    }

    fn end_part(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.end_part();
        }
        self.after_operand = false;
        self.position += 1;
    }

    fn number(&mut self) {
        let mut has_point = false;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => (),
                b'.' if !has_point => has_point = true,
                _ => break,
            }
            self.position += 1;
        }
        self.after_operand = true;
    }

    fn word(&mut self) {
        let start = self.position;
        while matches!(
            self.peek(0),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 128..=255)
        ) {
            self.position += 1;
        }
        let word = self.source.get(start..self.position).unwrap_or_default();
        if word.len() <= 2 && matches!(self.peek(0), Some(b'"' | b'\'')) {
            self.string(
                word.iter()
                    .any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')),
            );
            return;
        }
        let starts_line = start == self.line_offset;
        self.after_operand = true;
        match word {
            b"lambda" => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.sticky += 1;
                }
                self.after_operand = false;
            }
            b"not" | b"await" | b"yield" => self.chain(),
            b"else" if !starts_line => self.chain(),
            b"and" | b"or" | b"in" | b"is" | b"if" | b"else" | b"elif" | b"for" | b"return"
            | b"from" | b"import" | b"assert" | b"del" | b"raise" | b"while" | b"with"
            | b"case" => self.after_operand = false,
            _ => (),
        }
    }

    /// At a quote. A plain string is skipped, an f-string is entered.
    fn string(&mut self, has_fields: bool) {
        let Some(quote) = self.peek(0) else { return };
        let triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.position += if triple { 3 } else { 1 };
        if has_fields {
            self.push(Kind::Text { quote, triple });
            return;
        }
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.position += 1,
                b'\n' if !triple => break,
                _ if byte == quote && self.ends_string(quote, triple) => break,
                _ => (),
            }
            self.position += 1;
        }
        self.after_operand = true;
    }

    /// At a quote inside a string: whether it ends it. Moves behind it if so.
    fn ends_string(&mut self, quote: u8, triple: bool) -> bool {
        if !triple {
            self.position += 1;
            return true;
        }
        let ends = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        if ends {
            self.position += 3;
        }
        ends
    }

    fn text(&mut self, byte: u8, quote: u8, triple: bool) {
        if byte == quote && self.ends_string(quote, triple) {
            self.pop();
            return;
        }
        match byte {
            b'\\' if self.peek(1) == Some(b'N') && self.peek(2) == Some(b'{') => self.position += 2,
            b'\\' if !matches!(self.peek(1), Some(b'{' | b'}')) => self.position += 1,
            b'\n' if !triple => {
                self.pop();
                return;
            }
            b'{' if self.peek(1) == Some(b'{') => self.position += 1,
            b'{' => self.push(Kind::Field),
            _ => (),
        }
        self.position += 1;
    }

    fn spec(&mut self, byte: u8) {
        match byte {
            b'{' => self.push(Kind::Field),
            b'}' => {
                self.pop();
                self.pop();
            }
            b'\n' | b'"' | b'\'' => {
                // the string may end here: leave the field, and let the text decide
                self.pop();
                self.pop();
                return;
            }
            _ => (),
        }
        self.position += 1;
    }

    fn skip_comment(&mut self) {
        while !matches!(self.peek(0), None | Some(b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    fn line_end(&mut self) {
        self.position += 1;
        if self.top() != Kind::File {
            return;
        }
        self.end_line();
        self.begin_line();
    }

    fn end_line(&mut self) {
        let depth =
            self.indents.len() - 1 + self.indents.last().map_or(0, |indent| indent.branches);
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        frame.end_part();
        let nesting = depth + frame.best;
        *frame = Frame::new(Kind::File);
        if nesting > self.found.nesting {
            self.found = Nesting {
                nesting,
                offset: self.line_offset,
            };
        }
    }

    /// Reads the indentation of the next line that is not empty.
    fn begin_line(&mut self) {
        let mut column = 0;
        loop {
            match self.peek(0) {
                Some(b' ') => column += 1,
                Some(b'\t') => column = (column / 8 + 1) * 8,
                Some(b'#') => {
                    self.skip_comment();
                    continue;
                }
                Some(b'\x0c' | b'\n' | b'\r') => column = 0,
                _ => break,
            }
            self.position += 1;
        }
        self.line_offset = self.position;
        self.after_operand = false;
        while self.indents.len() > 1
            && self
                .indents
                .last()
                .is_some_and(|indent| indent.column > column)
        {
            self.indents.pop();
        }
        if self
            .indents
            .last()
            .is_some_and(|indent| indent.column < column)
        {
            self.indents.push(Indent {
                column,
                branches: 0,
            });
        }
        let rest = self.source.get(self.position..).unwrap_or_default();
        if let Some(indent) = self.indents.last_mut() {
            if rest.starts_with(b"elif") {
                indent.branches += 1;
            } else if !rest.starts_with(b"else") {
                indent.branches = 0;
            }
        }
    }

    /// At the end of the source. Brackets that are still open make it a syntax error, so what is in them is counted as
    /// brackets only: the operators of the lines that they swallowed are not nested.
    fn finish(mut self) -> Nesting {
        let open = self.frames.len() - 1;
        self.frames.truncate(1);
        self.end_line();
        if open > self.found.nesting {
            self.found = Nesting {
                nesting: open,
                offset: self.line_offset,
            };
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::measure;

    fn nesting(source: &str) -> usize {
        measure(source.as_bytes()).nesting
    }

    #[test]
    fn each_way_to_nest_is_seen() {
        let n = 1000;
        let blocks: Vec<String> = (0..=n)
            .map(|depth| format!("{}if x:", " ".repeat(depth)))
            .collect();
        let cases = [
            ("(".repeat(n), "brackets"),
            (
                format!("{}1{}", "(".repeat(n), ")".repeat(n)),
                "closed brackets",
            ),
            (vec!["1"; n + 1].join("+"), "operators"),
            (format!("x{}", ".a".repeat(n)), "attributes"),
            (format!("f{}", "()".repeat(n)), "calls"),
            (format!("x{}", "[0]".repeat(n)), "subscripts"),
            (format!("{}x", "not ".repeat(n)), "not"),
            (format!("{}1", "-".repeat(n)), "signs"),
            (format!("{}1", "lambda a, b: ".repeat(n)), "lambda"),
            (format!("{}1", "1 if x else ".repeat(n)), "conditional"),
            (
                format!("if x: pass\n{}", "elif x: pass\n".repeat(n)),
                "elif",
            ),
            (blocks.join("\n"), "blocks"),
            (
                format!("{}{}", "f'{".repeat(n), "}'".repeat(n)),
                "f-strings",
            ),
        ];
        for (source, name) in cases {
            let found = nesting(&source);
            assert!((n..=2 * n + 2).contains(&found), "{name}: {found}");
        }
    }

    #[test]
    fn what_lies_side_by_side_does_not_add_up() {
        let n = 1000;
        let cases = [
            format!("[{}]", "-1 + 2, ".repeat(n)),
            "x = a.b(c) + 1\n".repeat(n),
            format!("{{{}}}", "'a': f(1), ".repeat(n)),
            format!("print('{}')", "(".repeat(n)),
            format!("'''{}'''", "((\n".repeat(n)),
            format!("f'{}'", "{x.y:>{w}} {{".repeat(n)),
            format!("# {}\nx = 1", "(".repeat(n)),
            format!("f(\n{}", "x = y + 1\n".repeat(n)),
            "if a:\n    b\nelif c:\n    d\n".repeat(n),
            format!("print('{}'.join([{}]))", "\\'(", "'(', ".repeat(n)),
        ];
        for source in cases {
            assert!(
                nesting(&source) <= 6,
                "{}: {}",
                source.get(..30).unwrap_or(""),
                nesting(&source)
            );
        }
    }

    #[test]
    fn the_place_is_the_deepest_line() {
        let found = measure(b"x = 1\ny = ((((1))))\nz = 2\n");
        assert_eq!((found.nesting, found.offset), (4, 6));
    }
}
