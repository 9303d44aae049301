//! Lines from a terminal, with editing and history, or from a pipe.

use std::io::{self, BufRead, IsTerminal, Read};

use rustyline::{CompletionType, Editor, error::ReadlineError, history::MemHistory};

use super::{
    super::{Failure, printer::Printer},
    history::{History, MAX_ENTRIES},
    indent::Indent,
    input::Typed,
};

/// The longest line from a pipe, in bytes.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Where lines come from.
pub(super) enum Reader {
    Terminal(Box<Terminal>),
    Pipe,
}

/// A line editor, and what was typed.
pub(super) struct Terminal {
    editor: Editor<Indent, MemHistory>,
    history: Option<History>,
    entries: Vec<String>,
    printer: Printer,
}

impl Reader {
    /// The terminal, if standard input is one. A history that cannot be read is told and left alone.
    pub(super) fn open(history: Option<History>, printer: Printer) -> Result<Self, Failure> {
        if !io::stdin().is_terminal() {
            return Ok(Self::Pipe);
        }
        let config = rustyline::Config::builder()
            .max_history_size(MAX_ENTRIES)?
            // One candidate is inserted at once.
            .completion_type(CompletionType::List)
            .build();
        let memory = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, memory)?;
        editor.set_helper(Some(Indent));
        let loaded = history.as_ref().map(History::load).transpose();
        let (history, entries) = match loaded {
            Ok(entries) => (history, entries.unwrap_or_default()),
            Err(error) => {
                printer.note(&format!("the history is not used: {error}"));
                (None, Vec::new())
            }
        };
        for entry in &entries {
            editor.add_history_entry(entry.as_str())?;
        }
        Ok(Self::Terminal(Box::new(Terminal {
            editor,
            history,
            entries,
            printer,
        })))
    }

    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// The next line; on a terminal after a prompt that names the session, or says that a program goes on.
    pub(super) async fn read(
        &mut self,
        session: &str,
        is_continued: bool,
    ) -> Result<Typed, Failure> {
        match self {
            Self::Terminal(terminal) => {
                let prompt = match (is_continued, session) {
                    (true, _) => "... ".to_owned(),
                    (false, super::sessions::MAIN) => ">>> ".to_owned(),
                    (false, name) => format!("{name} >>> "),
                };
                terminal.printer.end_line_before_prompt();
                match tokio::task::block_in_place(|| terminal.editor.readline(&prompt)) {
                    Ok(line) => Ok(Typed::Line(line)),
                    Err(ReadlineError::Interrupted) => Ok(Typed::Interrupted),
                    Err(ReadlineError::Eof) => Ok(Typed::End),
                    Err(error) => Err(error.into()),
                }
            }
            Self::Pipe => tokio::select! {
                line = tokio::task::spawn_blocking(read_line) => line?,
                _ = tokio::signal::ctrl_c() => Ok(Typed::Interrupted),
            },
        }
    }

    /// Keeps what was typed for this run and the next ones.
    pub(super) fn remember(&mut self, source: &str) {
        let Self::Terminal(terminal) = self else {
            return;
        };
        // What cannot be kept is not there when the arrow key is pressed.
        let _ = terminal.editor.add_history_entry(source);
        if terminal.entries.last().is_some_and(|last| last == source) {
            return;
        }
        terminal.entries.push(source.to_owned());
        let Some(history) = &terminal.history else {
            return;
        };
        if let Err(error) = history.save(&terminal.entries) {
            terminal
                .printer
                .note(&format!("the history cannot be written: {error}"));
            terminal.history = None;
        }
    }
}

fn read_line() -> Result<Typed, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(Typed::End);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() as u64 >= MAX_LINE_BYTES {
        return Err(Failure::new(format!(
            "a line is longer than {MAX_LINE_BYTES} bytes"
        )));
    }
    let line = String::from_utf8(bytes)
        .map_err(|_| Failure::new("standard input is not UTF-8").hint("save it as UTF-8"))?;
    Ok(Typed::Line(line.trim_end_matches('\r').to_owned()))
}
