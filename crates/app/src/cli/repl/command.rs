//! What begins with `%`.

use std::path::Path;

use super::{
    super::{
        Failure,
        inputs::{own_name, read_input},
        session_file,
    },
    Repl, checkpoint,
    sessions::Held,
};

const HELP: &str = "\
%fork [NAME]        copy this session; the copy keeps its state from here on
%switch NAME        go to another session
%sessions           list the sessions
%save FILE          write this session to a file, also in place of another session; `%save!` in place of any file
%load FILE          go on with the session in a file, in place of this one
%reset              forget names, imports and files
%file PATH [NAME]   give the session a file of this machine
%files              list the files that were given to this session or that it wrote
%time CODE          run code and tell how long it took
%help               this list
%quit               leave, as Ctrl-D, `exit` and `quit` do

Ctrl-C stops a program; the session is then as it was before. An empty line ends a block. Tab indents.
Figures and files are written to the folder of `--artifacts`, tables are shown as text.
";

/// What follows a command.
pub(super) enum After {
    GoOn,
    Leave,
}

impl Repl {
    /// Does what a line that begins with `%` says.
    pub(super) async fn command(&mut self, line: &str) -> After {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if name == "%quit" || name == "%exit" {
            return After::Leave;
        }
        if let Err(failure) = self.obey(name, rest.trim()).await {
            self.fail(&failure);
        }
        After::GoOn
    }

    async fn obey(&mut self, name: &str, rest: &str) -> Result<(), Failure> {
        let needed = |what: &str| {
            if rest.is_empty() {
                return Err(Failure::new(format!("`{name}` needs {what}")).hint("see `%help`"));
            }
            Ok(())
        };
        match name {
            "%help" => self.printer.data(HELP),
            "%sessions" => self.printer.data(&self.sessions.table()),
            "%files" => {
                for name in &self.sessions.current.files {
                    self.printer.untrusted_data(&format!("{name}\n"));
                }
            }
            "%reset" => {
                self.sessions.current.session.reset();
                self.sessions.current.files.clear();
                self.printer.note("the session is empty");
            }
            "%fork" => self.fork(rest).await?,
            "%switch" => {
                needed("the name of a session")?;
                self.sessions.switch(rest)?;
                self.printer.note(&format!("this is `{rest}`"));
            }
            "%save" | "%save!" => {
                needed("a file")?;
                if name == "%save" && session_file::is_something_else(Path::new(rest)) {
                    return Err(
                        Failure::new(format!("`{rest}` is there, and is no session"))
                            .hint("give another name, or overwrite it with `%save!`"),
                    );
                }
                let bytes = self.sessions.current.session.checkpoint().await?;
                session_file::write(Path::new(rest), &bytes)?;
                self.printer.note(&format!(
                    "wrote the session to `{rest}` ({} bytes)",
                    bytes.len()
                ));
            }
            "%load" => {
                needed("a file")?;
                let path = Path::new(rest);
                let bytes = checkpoint(path)?;
                let session = session_file::restore(&self.executor, path, &bytes, None)?;
                self.sessions.current = Held::new(session);
                self.printer
                    .note(&format!("this is the session of `{rest}`"));
            }
            "%file" => {
                needed("a path")?;
                let (path, name) = path_and_name(rest)?;
                let (name, bytes) = read_input(name, Path::new(path))?;
                let told = format!("`{name}` is in the working folder ({} bytes)", bytes.len());
                if self.give(name, bytes).await {
                    self.printer.note(&told);
                }
            }
            "%time" => {
                needed("code")?;
                if let Some(result) = self.turn(rest.to_owned(), Vec::new()).await {
                    let milliseconds = result.execution_time_seconds * 1000.0;
                    self.printer.note(&format!("{milliseconds:.2} ms"));
                }
            }
            _ => {
                let shown = name.escape_debug();
                return Err(Failure::new(format!("there is no command `{shown}`"))
                    .hint("`%help` lists them"));
            }
        }
        Ok(())
    }

    async fn fork(&mut self, given: &str) -> Result<(), Failure> {
        let name = self.sessions.free_name(given)?;
        let fork = self.sessions.current.session.fork().await?;
        let held = Held {
            session: fork,
            files: self.sessions.current.files.clone(),
        };
        self.sessions.add(name.clone(), held);
        let current = self.sessions.current_name();
        self.printer
            .note(&format!("`{name}` is a copy of `{current}`"));
        Ok(())
    }
}

/// `PATH [NAME]`; a path with spaces needs no name.
fn path_and_name(rest: &str) -> Result<(&str, String), Failure> {
    if !Path::new(rest).exists()
        && let Some((path, name)) = rest.rsplit_once(char::is_whitespace)
    {
        return Ok((path.trim_end(), name.to_owned()));
    }
    Ok((rest, own_name(Path::new(rest))?))
}
