//! Framing of `text/event-stream` bodies: bytes in, events out, no I/O.
//!
//! Follows the parsing rules of the WHATWG HTML standard, section 9.2.6: one leading byte order mark is dropped, a line
//! ends with CR LF, LF or CR, a line that starts with a colon is a comment, a blank line ends an event. Two rules of
//! that section do not concern a model's answer and are left out: `retry` and the last event id are read over.
//!
//! One rule is relaxed: data that is still pending when the stream ends is delivered by [`SseParser::finish`], because
//! some servers close the connection after the last line without the blank line. A cut JSON document cannot be taken
//! for a whole one, so the reader of the event notices.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// Default for the largest event, in bytes: 16 MiB (the largest events are generated images in base64).
pub const DEFAULT_MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Splits a stream of bytes into server-sent events. However the bytes are cut, the events are the same.
///
/// Memory: at most one event plus one line, both below the limit given to [`SseParser::new`].
#[derive(Debug)]
pub struct SseParser {
    max_event_bytes: usize,
    /// Bytes of a line whose end has not arrived.
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    name: String,
    /// The last byte seen was a CR that ended a line: an LF that follows belongs to it.
    after_carriage_return: bool,
    /// How many bytes of a possible byte order mark were seen; `None` once the start is decided.
    byte_order_mark_seen: Option<usize>,
}

/// One event, borrowed from the parser.
#[derive(Debug)]
pub struct SseEvent<'a> {
    /// The `event` field; empty when the stream gave none.
    pub name: &'a str,
    /// The `data` lines, joined by LF; bytes that are not UTF-8 are replaced by U+FFFD.
    pub data: Cow<'a, str>,
}

/// Why a stream cannot be split into events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SseError {
    /// A line or the data of one event is larger than the limit.
    #[error("server-sent event is larger than {limit_bytes} bytes")]
    EventTooLarge {
        /// The limit given to [`SseParser::new`].
        limit_bytes: usize,
    },
}

impl Default for SseParser {
    fn default() -> Self {
        Self::new(DEFAULT_MAX_EVENT_BYTES)
    }
}

impl SseParser {
    /// A parser that refuses a line or an event of more than `max_event_bytes` bytes.
    pub fn new(max_event_bytes: usize) -> Self {
        Self {
            max_event_bytes,
            line: Vec::new(),
            data: Vec::new(),
            has_data: false,
            name: String::new(),
            after_carriage_return: false,
            byte_order_mark_seen: Some(0),
        }
    }

    /// Takes the next bytes and calls `on_event` for each event that they complete.
    ///
    /// # Errors
    ///
    /// What `on_event` returns ends the call at once. [`SseError::EventTooLarge`] when a line or an event outgrows the
    /// limit; the parser must not be used afterwards.
    pub fn push<E: From<SseError>>(
        &mut self,
        bytes: &[u8],
        mut on_event: impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = self.skip_byte_order_mark(bytes);
        while !rest.is_empty() {
            if self.after_carriage_return {
                self.after_carriage_return = false;
                if let Some(after) = rest.strip_prefix(b"\n") {
                    rest = after;
                    continue;
                }
            }
            let Some(end) = memchr2(b'\n', b'\r', rest) else {
                self.keep_partial_line(rest)?;
                break;
            };
            let (line, tail) = rest.split_at(end);
            self.after_carriage_return = tail.first() == Some(&b'\r');
            rest = tail.get(1..).unwrap_or_default();
            if self.line.is_empty() {
                self.take_line(line, &mut on_event)?;
                continue;
            }
            self.keep_partial_line(line)?;
            let whole = std::mem::take(&mut self.line);
            self.take_line(&whole, &mut on_event)?;
            self.line = whole;
            self.line.clear();
        }
        Ok(())
    }

    /// Says that no byte follows: a line without an end and an event without a blank line are delivered as they are.
    ///
    /// # Errors
    ///
    /// As [`SseParser::push`].
    pub fn finish<E: From<SseError>>(
        &mut self,
        mut on_event: impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.take_line(&line, &mut on_event)?;
        }
        self.dispatch(&mut on_event)
    }

    fn skip_byte_order_mark<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(mut seen) = self.byte_order_mark_seen else {
            return bytes;
        };
        let mut rest = bytes;
        while let (Some(expected), Some(byte)) = (BYTE_ORDER_MARK.get(seen), rest.first()) {
            if byte != expected {
                // Not a mark after all: what was held back begins the first line.
                self.line.extend(BYTE_ORDER_MARK.iter().take(seen));
                self.byte_order_mark_seen = None;
                return rest;
            }
            seen += 1;
            rest = rest.get(1..).unwrap_or_default();
        }
        self.byte_order_mark_seen = (seen < BYTE_ORDER_MARK.len()).then_some(seen);
        rest
    }

    fn keep_partial_line(&mut self, bytes: &[u8]) -> Result<(), SseError> {
        self.check_size(self.line.len(), bytes.len())?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn check_size(&self, held: usize, added: usize) -> Result<(), SseError> {
        if held.saturating_add(added) > self.max_event_bytes {
            return Err(SseError::EventTooLarge {
                limit_bytes: self.max_event_bytes,
            });
        }
        Ok(())
    }

    fn take_line<E: From<SseError>>(
        &mut self,
        line: &[u8],
        on_event: &mut impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if line.is_empty() {
            return self.dispatch(on_event);
        }
        let (field, value) = match memchr(b':', line) {
            Some(colon) => {
                let (field, rest) = line.split_at(colon);
                let value = rest.get(1..).unwrap_or_default();
                (field, value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[][..]),
        };
        match field {
            b"data" => {
                self.check_size(self.data.len(), value.len().saturating_add(1))?;
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.data.extend_from_slice(value);
                self.has_data = true;
            }
            b"event" => {
                self.check_size(0, value.len())?;
                self.name.clear();
                self.name.push_str(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
        Ok(())
    }

    fn dispatch<E: From<SseError>>(
        &mut self,
        on_event: &mut impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.has_data {
            self.name.clear();
            return Ok(());
        }
        let event = SseEvent {
            name: &self.name,
            data: String::from_utf8_lossy(&self.data),
        };
        let outcome = on_event(event);
        self.data.clear();
        self.name.clear();
        self.has_data = false;
        outcome
    }
}
