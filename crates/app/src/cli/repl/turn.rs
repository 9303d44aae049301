//! One program of a session: run, shown, its artifacts written.

use std::path::Path;

use ringfence_code_execution::{ExecutionRequest, ExecutionResult, sandbox::OutputStream};

use super::{
    super::{
        Failure,
        artifacts::add_artifact,
        result::{changed_nothing, show_ending, was_refused},
    },
    Repl,
};

impl Repl {
    /// Runs a program in the current session and shows how it went. Ctrl-C stops it.
    pub(super) async fn turn(
        &mut self,
        code: String,
        files: Vec<(String, Vec<u8>)>,
    ) -> Option<ExecutionResult> {
        let printer = self.printer;
        let held = &mut self.sessions.current;
        let name = format!("turn-{}.py", held.session.turns() + 1);
        let mut request =
            ExecutionRequest::new(&*code)
                .file_name(&*name)
                .on_output(move |stream, text| match stream {
                    OutputStream::Stdout => printer.untrusted_data(text),
                    OutputStream::Stderr => printer.untrusted_note(text),
                });
        for (name, bytes) in files {
            request = request.file(name, bytes);
        }
        let ran = tokio::select! {
            ran = held.session.run(request) => ran,
            _ = tokio::signal::ctrl_c() => {
                printer.note("stopped: the session is as it was before this program");
                self.has_failed = true;
                return None;
            }
        };
        match ran {
            Ok(result) => {
                self.show(&result, &name, &code);
                Some(result)
            }
            Err(error) => {
                self.fail(&error.into());
                None
            }
        }
    }

    /// Puts a file into the current session's working folder.
    pub(super) async fn give(&mut self, name: String, bytes: Vec<u8>) -> bool {
        let given = self.turn(String::new(), vec![(name.clone(), bytes)]).await;
        let is_there = given.is_some_and(|result| result.success);
        if is_there {
            self.sessions.current.files.insert(name);
        }
        is_there
    }

    fn show(&mut self, result: &ExecutionResult, name: &str, code: &str) {
        self.has_failed |= !result.success;
        let printer = self.printer;
        if let Some(repr) = &result.return_value_repr {
            printer.end_line();
            printer.untrusted_data(&format!("{repr}\n"));
        }
        let profile = self.sessions.current.session.profile();
        let refusal = was_refused(result)
            .then(|| self.executor.check_with_profile(code, profile).ok())
            .flatten();
        show_ending(result, refusal.as_ref(), name, code, printer);
        if changed_nothing(result) {
            printer.note("the session is as it was before this program");
        }
        for artifact in &result.artifacts {
            // A table is shown as text already.
            if artifact.media_type == "text/html" && artifact.name.starts_with("table-") {
                continue;
            }
            if !artifact.name.starts_with("figure-") {
                self.sessions.current.files.insert(artifact.name.clone());
            }
            match add_artifact(&self.artifacts, artifact) {
                Ok(path) => printer.labelled("wrote", &shown(&path, artifact.bytes.len())),
                Err(failure) => {
                    self.has_failed = true;
                    let Failure { error, hint } = failure;
                    printer.error(&*error, hint.as_deref());
                }
            }
        }
        if result.truncated.contains(&"artifacts") {
            printer.note("artifacts over the limit were dropped");
        }
    }
}

fn shown(path: &Path, bytes: usize) -> String {
    format!("{} ({bytes} bytes)", path.display())
}
