//! Output that is shown while the code runs: decoded, validated line by line.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    output::{OutputValidator, StreamScanner},
    sandbox::{OutputSink, OutputStream},
};

type TakeText = dyn Fn(OutputStream, &str) + Send + Sync;

/// Takes validated text.
#[derive(Clone)]
pub(super) struct TextSink(Arc<TakeText>);

impl TextSink {
    pub(super) fn new(take: impl Fn(OutputStream, &str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    fn take(&self, stream: OutputStream, text: &str) {
        if !text.is_empty() {
            (self.0)(stream, text);
        }
    }
}

impl fmt::Debug for TextSink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TextSink").finish_non_exhaustive()
    }
}

/// One execution's output on its way to a [`TextSink`].
#[derive(Debug, Clone)]
pub(super) struct Streaming(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    sink: TextSink,
    stdout: Decoder,
    stderr: Decoder,
}

impl Streaming {
    /// Without a validator text passes as it is.
    pub(super) fn new(sink: TextSink, validator: Option<&OutputValidator>) -> Self {
        Self(Arc::new(Mutex::new(State {
            sink,
            stdout: Decoder::new(validator),
            stderr: Decoder::new(validator),
        })))
    }

    /// The sink for the sandbox.
    pub(super) fn sink(&self) -> OutputSink {
        let streaming = self.clone();
        OutputSink::new(move |stream, bytes| streaming.lock().push(stream, bytes))
    }

    /// Gives out what was held back; to be called when the code has ended.
    pub(super) fn finish(self) {
        self.lock().finish();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, stream: OutputStream, bytes: &[u8]) {
        let decoder = match stream {
            OutputStream::Stdout => &mut self.stdout,
            OutputStream::Stderr => &mut self.stderr,
        };
        let text = decoder.push(bytes);
        self.sink.take(stream, &text);
    }

    fn finish(&mut self) {
        for (stream, decoder) in [
            (OutputStream::Stdout, &mut self.stdout),
            (OutputStream::Stderr, &mut self.stderr),
        ] {
            let text = decoder.finish();
            self.sink.take(stream, &text);
        }
    }
}

/// From bytes to validated text.
#[derive(Debug)]
struct Decoder {
    /// The beginning of a character.
    partial: Vec<u8>,
    scanner: Option<StreamScanner>,
}

impl Decoder {
    fn new(validator: Option<&OutputValidator>) -> Self {
        Self {
            partial: Vec::new(),
            scanner: validator.map(OutputValidator::scanner),
        }
    }

    fn push(&mut self, bytes: &[u8]) -> String {
        self.partial.extend_from_slice(bytes);
        let incomplete = match std::str::from_utf8(&self.partial) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => incomplete_end(&self.partial),
            Ok(_) => self.partial.len(),
        };
        let rest = self.partial.split_off(incomplete);
        let complete = std::mem::replace(&mut self.partial, rest);
        let text = String::from_utf8_lossy(&complete);
        match &mut self.scanner {
            Some(scanner) => scanner.push(&text),
            None => text.into_owned(),
        }
    }

    fn finish(&mut self) -> String {
        let last = String::from_utf8_lossy(&self.partial).into_owned();
        self.partial.clear();
        match self.scanner.take() {
            Some(mut scanner) => scanner.push(&last) + &scanner.finish().remaining_output,
            None => last,
        }
    }
}

/// Where the last character of `bytes` begins, if it is incomplete; else their end.
fn incomplete_end(bytes: &[u8]) -> usize {
    let valid_start = |start: &usize| {
        bytes.get(*start..).is_some_and(|tail| {
            std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
        })
    };
    let first = bytes.len().saturating_sub(3);
    (first..bytes.len())
        .find(valid_start)
        .unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_cut_in_two_are_whole_again_and_secrets_are_redacted() {
        let seen = Arc::new(Mutex::new(String::new()));
        let shown = Arc::clone(&seen);
        let sink = TextSink::new(move |_, text| shown.lock().unwrap().push_str(text));
        let streaming = Streaming::new(sink, Some(&OutputValidator::default()));
        let sandbox_sink = streaming.sink();
        let text = format!("größe €\nkey sk-proj-{}\nend", "a1B2".repeat(12));
        for byte in text.as_bytes() {
            sandbox_sink.take(OutputStream::Stdout, &[*byte]);
        }
        sandbox_sink.take(OutputStream::Stdout, b" \xff\xe2\x82");
        assert!(seen.lock().unwrap().ends_with("key [REDACTED]\n"));
        streaming.finish();
        assert_eq!(
            *seen.lock().unwrap(),
            "größe €\nkey [REDACTED]\nend \u{fffd}\u{fffd}"
        );
    }
}
