//! The one place that writes to the terminal: data to standard output, everything else to standard error.

use std::{
    borrow::Cow,
    error::Error,
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use ringfence_code_execution::analysis::render::Colours;

/// Whether a line was begun and not ended, on each stream.
static IS_STDOUT_LINE_BEGUN: AtomicBool = AtomicBool::new(false);
static IS_STDERR_LINE_BEGUN: AtomicBool = AtomicBool::new(false);

/// One of the process's streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Stdout,
    Stderr,
}

/// Writes what commands have to say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printer {
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    colours: bool,
}

impl Printer {
    /// A printer for this process's streams.
    pub(crate) fn new(no_color: bool) -> Self {
        let stderr_is_terminal = io::stderr().is_terminal();
        Self {
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal,
            colours: stderr_is_terminal && !no_color,
        }
    }

    /// Whether progress bars make sense.
    pub(crate) fn shows_progress(self) -> bool {
        self.stderr_is_terminal
    }

    /// Colours for text on standard output.
    pub(crate) fn stdout_colours(self) -> Colours {
        if self.stdout_is_terminal && self.colours {
            Colours::On
        } else {
            Colours::Off
        }
    }

    /// Colours for text on standard error.
    pub(crate) fn stderr_colours(self) -> Colours {
        if self.colours {
            Colours::On
        } else {
            Colours::Off
        }
    }

    /// Writes text that is ours to standard output.
    #[expect(clippy::unused_self, reason = "one way to write, whatever the stream")]
    pub(crate) fn data(self, text: &str) {
        write_to(Stream::Stdout, text);
    }

    /// Writes text of a guest to standard output; on a terminal its control characters are shown, not obeyed.
    pub(crate) fn untrusted_data(self, text: &str) {
        write_to(Stream::Stdout, &harmless(text, self.stdout_is_terminal));
    }

    /// Writes text of a guest to standard error, as [`Self::untrusted_data`].
    pub(crate) fn untrusted_note(self, text: &str) {
        write_to(Stream::Stderr, &harmless(text, self.stderr_is_terminal));
    }

    /// Writes a line about what happens to standard error, on a line of its own.
    pub(crate) fn note(self, text: &str) {
        self.rendered(&format!("{text}\n"));
    }

    /// Writes lines to standard error that are ours and may have colours: whatever came from others in them was made
    /// harmless before they were coloured.
    pub(crate) fn rendered(self, text: &str) {
        self.end_line();
        write_to(Stream::Stderr, text);
    }

    /// Writes lines of a guest to standard error, beginning with one of their own.
    pub(crate) fn untrusted_lines(self, text: &str) {
        self.end_line();
        self.untrusted_note(text);
    }

    /// Ends the line that a guest began and did not end, where the next text to standard error, or a prompt, would go on
    /// with it.
    pub(crate) fn end_line(self) {
        let is_one_terminal = self.stdout_is_terminal && self.stderr_is_terminal;
        let is_begun = |stream| is_line_begun(stream).load(Ordering::Relaxed);
        if is_begun(Stream::Stderr) || (is_one_terminal && is_begun(Stream::Stdout)) {
            write_to(Stream::Stderr, "\n");
        }
        if is_one_terminal {
            is_line_begun(Stream::Stdout).store(false, Ordering::Relaxed);
        }
    }

    /// As [`Self::end_line`], before a prompt: an editor draws it over whatever stands in its line.
    pub(crate) fn end_line_before_prompt(self) {
        self.end_line();
        let is_begun = is_line_begun(Stream::Stdout).load(Ordering::Relaxed);
        if self.stdout_is_terminal && is_begun {
            write_to(Stream::Stdout, "\n");
        }
    }

    /// Writes a label and a line to standard error.
    pub(crate) fn labelled(self, label: &str, text: &str) {
        self.labelled_in(BOLD, label, text);
    }

    /// As [`Self::labelled`], for what failed or was refused.
    pub(crate) fn alarm(self, label: &str, text: &str) {
        self.labelled_in(BOLD_RED, label, text);
    }

    fn labelled_in(self, colour: &str, label: &str, text: &str) {
        let label = harmless(label, self.stderr_is_terminal);
        let text = harmless(text, self.stderr_is_terminal);
        if self.colours {
            self.note(&format!("\u{1b}[{colour}m{label}\u{1b}[0m: {text}"));
        } else {
            self.note(&format!("{label}: {text}"));
        }
    }

    /// Writes an error with its causes, and what to do about it, to standard error.
    pub(crate) fn error(self, error: &dyn Error, hint: Option<&str>) {
        self.alarm("error", &error.to_string());
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.contains(&text) {
                let text = harmless(&text, self.stderr_is_terminal);
                self.note(&format!("  caused by: {text}"));
            }
            said = text;
            cause = error.source();
        }
        if let Some(hint) = hint {
            self.note(&format!("hint: {hint}"));
        }
    }
}

/// A number of things in words: `1 program`, `2 programs`.
pub(crate) fn counted(number: u64, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}

/// Colours of labels, as ANSI has them.
const BOLD: &str = "1";
const BOLD_RED: &str = "1;31";

/// Text that a terminal shows and does not obey: control characters are replaced, but for tabs and ends of lines.
fn harmless(text: &str, is_terminal: bool) -> Cow<'_, str> {
    let is_obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !is_terminal || !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let (line, end) = match line.strip_suffix("\r\n") {
            Some(line) => (line, "\r\n"),
            None => (line, ""),
        };
        line.replace(is_obeyed, "\u{fffd}") + end
    });
    lines.collect::<String>().into()
}

fn is_line_begun(stream: Stream) -> &'static AtomicBool {
    match stream {
        Stream::Stdout => &IS_STDOUT_LINE_BEGUN,
        Stream::Stderr => &IS_STDERR_LINE_BEGUN,
    }
}

/// A closed pipe (`| head`) is no failure of ours.
fn write_to(stream: Stream, text: &str) {
    if let Some(last) = text.bytes().last() {
        is_line_begun(stream).store(last != b'\n', Ordering::Relaxed);
    }
    let _ = match stream {
        Stream::Stdout => write_all(&mut io::stdout().lock(), text),
        Stream::Stderr => write_all(&mut io::stderr().lock(), text),
    };
}

fn write_all(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_nothing_but_tabs_and_ends_of_lines() {
        for (text, shown) in [
            ("a\tb\nc", "a\tb\nc"),
            ("one\r\ntwo\r\n", "one\r\ntwo\r\n"),
            ("refused\rallowed\n", "refused\u{fffd}allowed\n"),
            ("\r\r\n", "\u{fffd}\r\n"),
            ("end\r", "end\u{fffd}"),
            ("\u{1b}[31m\u{7}\u{9b}", "\u{fffd}[31m\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(harmless(text, true), shown, "{text:?}");
            assert_eq!(harmless(text, false), text);
        }
    }
}
