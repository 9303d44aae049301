use serde_json::Value;

use crate::error::ModelError;
use crate::model::wire::{StreamDecoder, WireEvents, skip_or_refuse};
use crate::model::{Decoder, ModelEvent};

use super::event::Event;
use super::state::AnthropicState;

/// What a decoder must know beforehand.
#[derive(Clone, Debug, Default)]
pub struct AnthropicDecoderOptions {
    /// The model asked, for errors.
    pub model: String,
    /// The provider, written on parts that belong to it alone.
    pub provider_name: String,
}

/// Reads a streamed answer, to `message_stop`.
#[derive(Debug)]
pub struct AnthropicDecoder(StreamDecoder<AnthropicEvents>);

impl AnthropicDecoder {
    /// A decoder for one answer.
    pub fn new(options: AnthropicDecoderOptions) -> Self {
        Self(StreamDecoder::new(AnthropicEvents {
            state: AnthropicState::new(options),
        }))
    }
}

impl Decoder for AnthropicDecoder {
    fn push(&mut self, bytes: &[u8], events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.0.push(bytes, events)
    }

    fn finish(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.0.finish(events)
    }
}

/// Reads an answer that came in one piece.
///
/// # Errors
/// [`ModelError::Protocol`] when the body is not a message, [`ModelError::Stream`] when it is an error that came with a
/// good status.
pub fn decode_body(
    options: AnthropicDecoderOptions,
    body: &[u8],
    events: &mut Vec<ModelEvent>,
) -> Result<(), ModelError> {
    let refuse = |message: String| ModelError::Protocol {
        model: options.model.clone(),
        message,
    };
    let message: Value = serde_json::from_slice(body)
        .map_err(|error| refuse(format!("body is not a message: {error}")))?;
    let is_error = message.get("error").is_some_and(|error| !error.is_null());
    if !is_error && !message.get("content").is_some_and(Value::is_array) {
        return Err(refuse("body has no `content`".to_owned()));
    }
    AnthropicState::new(options).take_whole(&message, events)
}

#[derive(Debug)]
struct AnthropicEvents {
    state: AnthropicState,
}

impl WireEvents for AnthropicEvents {
    fn model(&self) -> &str {
        self.state.model()
    }

    fn pieces(&self) -> usize {
        self.state.pieces()
    }

    fn event(
        &mut self,
        _name: &str,
        data: &str,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        let data = data.trim();
        if data.is_empty() || data == "[DONE]" {
            return Ok(());
        }
        match serde_json::from_str::<Event>(data) {
            Ok(event) => self.state.take(&event, events),
            Err(error) => skip_or_refuse(self.state.model(), data, &error),
        }
    }

    fn end(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.state.end(events);
        if self.state.has_finished() {
            return Ok(());
        }
        Err(ModelError::Stream {
            model: self.state.model().to_owned(),
            code: None,
            message: "the stream ended before the model was done".to_owned(),
        })
    }
}
