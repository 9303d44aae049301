use crate::error::ModelError;
use crate::model::sse::{DEFAULT_MAX_EVENT_BYTES, SseError, SseParser};
use crate::model::{Decoder, ModelEvent};

use super::{MAX_RESPONSE_BYTES, MAX_RESPONSE_PARTS};

/// One wire's meaning of server-sent events.
pub(crate) trait WireEvents: Send {
    /// The model asked, for errors.
    fn model(&self) -> &str;

    /// How many parts and items are known; more than [`MAX_RESPONSE_PARTS`] end the stream.
    fn pieces(&self) -> usize;

    /// One event with its data.
    fn event(
        &mut self,
        name: &str,
        data: &str,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError>;

    /// The bytes have ended.
    fn end(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError>;
}

/// Bytes of a `text/event-stream` body to events, for any wire.
#[derive(Debug)]
pub(crate) struct StreamDecoder<W> {
    parser: SseParser,
    received_bytes: usize,
    max_response_bytes: usize,
    wire: W,
}

impl<W: WireEvents> StreamDecoder<W> {
    pub(crate) fn new(wire: W) -> Self {
        Self::with_limits(wire, DEFAULT_MAX_EVENT_BYTES, MAX_RESPONSE_BYTES)
    }

    pub(crate) fn with_limits(wire: W, max_event_bytes: usize, max_response_bytes: usize) -> Self {
        Self {
            parser: SseParser::new(max_event_bytes),
            received_bytes: 0,
            max_response_bytes,
            wire,
        }
    }
}

/// An error of the framing or of the wire.
enum Fault {
    Framing(SseError),
    Wire(ModelError),
    TooManyParts,
}

impl From<SseError> for Fault {
    fn from(error: SseError) -> Self {
        Self::Framing(error)
    }
}

impl Fault {
    fn into_model_error(self, model: &str) -> ModelError {
        match self {
            Self::Framing(error) => ModelError::Protocol {
                model: model.to_owned(),
                message: error.to_string(),
            },
            Self::TooManyParts => ModelError::Protocol {
                model: model.to_owned(),
                message: format!("response has more than {MAX_RESPONSE_PARTS} parts"),
            },
            Self::Wire(error) => error,
        }
    }
}

impl<W: WireEvents> Decoder for StreamDecoder<W> {
    fn push(&mut self, bytes: &[u8], events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.received_bytes = self.received_bytes.saturating_add(bytes.len());
        if self.received_bytes > self.max_response_bytes {
            return Err(ModelError::Protocol {
                model: self.wire.model().to_owned(),
                message: format!("response is larger than {} bytes", self.max_response_bytes),
            });
        }
        let Self { parser, wire, .. } = self;
        parser
            .push(bytes, |event| {
                wire.event(event.name, &event.data, events)
                    .map_err(Fault::Wire)?;
                if wire.pieces() > MAX_RESPONSE_PARTS {
                    return Err(Fault::TooManyParts);
                }
                Ok(())
            })
            .map_err(|fault| fault.into_model_error(self.wire.model()))
    }

    fn finish(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        let Self { parser, wire, .. } = self;
        parser
            .finish(|event| {
                // An event without its blank line may be cut: JSON that does not parse was not sent whole.
                match wire.event(event.name, &event.data, events) {
                    Err(ModelError::Protocol { .. }) => Ok(()),
                    other => other.map_err(Fault::Wire),
                }
            })
            .map_err(|fault| fault.into_model_error(self.wire.model()))?;
        self.wire.end(events)
    }
}
