//! The one place where Ringfence starts another program: tools of the user, and its own workers.

pub mod worker;

use std::{
    io::{self, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// A program to start. It gets our environment (it is the user's own tool, configured by it), no input, and the
/// additions below.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(&'static str, PathBuf)>,
}

/// A program that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) success: bool,
    /// The end of what it wrote to standard error.
    pub(crate) last_words: String,
}

/// The most bytes kept of what a program writes to standard error.
const MAX_WORDS_BYTES: usize = 64 << 10;

/// Runs a program to its end, asking `watch` every `look` whether to go on; `None` where it said no.
///
/// # Errors
/// When the program cannot be started.
pub(crate) fn run(
    program: &Program,
    look: Duration,
    watch: impl Fn() -> bool,
) -> io::Result<Option<Finished>> {
    #[expect(clippy::disallowed_methods, reason = "this is the place")]
    let mut child = Command::new(program.name)
        .args(&program.arguments)
        .envs(
            program
                .environment
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let words = child
        .stderr
        .take()
        .map(|stderr| thread::spawn(move || last_words(stderr)));
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if !watch() {
            end(&mut child);
            return Ok(None);
        }
        thread::sleep(look);
    };
    let last_words = words
        .and_then(|words| words.join().ok())
        .unwrap_or_default();
    Ok(Some(Finished {
        success: status.success(),
        last_words,
    }))
}

fn end(child: &mut Child) {
    // It may have ended by itself in between; either way it is waited for.
    let _ = child.kill();
    let _ = child.wait();
}

fn last_words(mut stderr: impl Read) -> String {
    let mut kept = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(read @ 1..) = stderr.read(&mut chunk) {
        kept.extend_from_slice(chunk.get(..read).unwrap_or_default());
        let excess = kept.len().saturating_sub(MAX_WORDS_BYTES);
        kept.drain(..excess);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
