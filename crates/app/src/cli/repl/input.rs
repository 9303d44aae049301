//! From lines to programs.

use ringfence_code_execution::analysis::{Continuation, SyntaxValidator};

/// What came from the keyboard or a pipe.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A line, without its end.
    Line(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the end of the pipe.
    End,
}

/// The lines of a program that is being typed.
#[derive(Debug, Default)]
pub(super) struct Program {
    source: String,
}

impl Program {
    pub(super) fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// Takes a line and gives the programs that it ended: none, its own, or the one before it, which an unindented line
    /// ends as well as an empty one.
    pub(super) fn push(&mut self, line: &str) -> Vec<String> {
        let mut ended = Vec::new();
        if starts_anew(line) && judge(&self.source) == Continuation::Block {
            ended.push(self.take());
        }
        self.source.push_str(line);
        self.source.push('\n');
        if judge(&self.source) == Continuation::Ended {
            ended.push(self.take());
        }
        ended
    }

    /// What was typed so far.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.source)
    }
}

fn judge(source: &str) -> Continuation {
    SyntaxValidator::new().continuation(source)
}

/// Whether a line by itself asks to leave, in the words of other prompts.
pub(super) fn is_farewell(line: &str) -> bool {
    matches!(line.trim(), "exit" | "quit" | "exit()" | "quit()")
}

/// Whether a line can only begin a statement, not go on with the one before.
fn starts_anew(line: &str) -> bool {
    let word = line
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default();
    !line.trim().is_empty()
        && !line.starts_with([' ', '\t', '#'])
        && !matches!(word, "elif" | "else" | "except" | "finally")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(lines: &[&str]) -> (Vec<String>, String) {
        let mut program = Program::default();
        let ended = lines.iter().flat_map(|line| program.push(line)).collect();
        (ended, program.take())
    }

    #[test]
    fn lines_become_programs() {
        let (ended, rest) = programs(&[
            "x = 1",
            "if x:",
            "    y = 2",
            "else:",
            "    y = 3",
            "",
            "def f():",
            "    return '''",
            "",
            "end'''",
            "f()",
            "for n in [1,",
            "2]: pass",
        ]);
        assert_eq!(
            ended,
            [
                "x = 1\n",
                "if x:\n    y = 2\nelse:\n    y = 3\n\n",
                "def f():\n    return '''\n\nend'''\n",
                "f()\n",
            ]
        );
        assert_eq!(rest, "for n in [1,\n2]: pass\n");
    }
}
