//! The one place that writes to the terminal: data to standard output, everything else to standard error.

use std::{
    borrow::Cow,
    error::Error,
    io::{self, IsTerminal, Write},
};

use ringfence_code_execution::analysis::render::Colours;

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
        write(&mut io::stdout().lock(), text);
    }

    /// Writes text of a guest to standard output; on a terminal its control characters are shown, not obeyed.
    pub(crate) fn untrusted_data(self, text: &str) {
        write(
            &mut io::stdout().lock(),
            &Self::harmless(text, self.stdout_is_terminal),
        );
    }

    /// Writes text of a guest to standard error, as [`Self::untrusted_data`].
    pub(crate) fn untrusted_note(self, text: &str) {
        write(
            &mut io::stderr().lock(),
            &Self::harmless(text, self.stderr_is_terminal),
        );
    }

    /// Writes a line about what happens to standard error.
    #[expect(clippy::unused_self, reason = "one way to write, whatever the stream")]
    pub(crate) fn note(self, text: &str) {
        write(&mut io::stderr().lock(), &format!("{text}\n"));
    }

    /// Writes a label and a line to standard error.
    pub(crate) fn labelled(self, label: &str, text: &str) {
        let text = Self::harmless(text, self.stderr_is_terminal);
        if self.colours {
            self.note(&format!("\u{1b}[1;31m{label}\u{1b}[0m: {text}"));
        } else {
            self.note(&format!("{label}: {text}"));
        }
    }

    /// Writes an error with its causes, and what to do about it, to standard error.
    pub(crate) fn error(self, error: &dyn Error, hint: Option<&str>) {
        self.labelled("error", &error.to_string());
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.contains(&text) {
                self.note(&format!("  caused by: {text}"));
            }
            said = text;
            cause = error.source();
        }
        if let Some(hint) = hint {
            self.note(&format!("hint: {hint}"));
        }
    }

    fn harmless(text: &str, is_terminal: bool) -> Cow<'_, str> {
        let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        if !is_terminal || !text.contains(obeyed) {
            return Cow::Borrowed(text);
        }
        text.chars()
            .map(|c| {
                if obeyed(c) {
                    char::REPLACEMENT_CHARACTER
                } else {
                    c
                }
            })
            .collect::<String>()
            .into()
    }
}

/// A closed pipe (`| head`) is no failure of ours.
fn write(stream: &mut impl Write, text: &str) {
    let _ = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush());
}
