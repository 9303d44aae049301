use serde_json::Value;

use crate::error::ModelError;
use crate::model::wire::{StreamDecoder, WireEvents, skip_or_refuse};
use crate::model::{Decoder, ModelEvent};

use super::event::Event;
use super::state::ResponsesState;

/// What a decoder must know beforehand.
#[derive(Clone, Debug, Default)]
pub struct ResponsesDecoderOptions {
    /// The model asked, for errors.
    pub model: String,
    /// The provider, written on parts that belong to it alone.
    pub provider_name: String,
}

/// Reads a streamed answer, to `response.completed` or its like.
#[derive(Debug)]
pub struct ResponsesDecoder(StreamDecoder<ResponsesEvents>);

impl ResponsesDecoder {
    /// A decoder for one answer.
    pub fn new(options: ResponsesDecoderOptions) -> Self {
        Self(StreamDecoder::new(ResponsesEvents {
            state: ResponsesState::new(options),
        }))
    }
}

impl Decoder for ResponsesDecoder {
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
/// [`ModelError::Protocol`] when the body is not a response, [`ModelError::Stream`] when it says that it failed.
pub fn decode_body(
    options: ResponsesDecoderOptions,
    body: &[u8],
    events: &mut Vec<ModelEvent>,
) -> Result<(), ModelError> {
    let refuse = |message: String| ModelError::Protocol {
        model: options.model.clone(),
        message,
    };
    let response: Value = serde_json::from_slice(body)
        .map_err(|error| refuse(format!("body is not a response: {error}")))?;
    let has_error = response.get("error").is_some_and(|error| !error.is_null());
    if !has_error && !response.get("output").is_some_and(Value::is_array) {
        return Err(refuse("body has no `output`".to_owned()));
    }
    ResponsesState::new(options).take_whole(&response, events)
}

#[derive(Debug)]
struct ResponsesEvents {
    state: ResponsesState,
}

impl WireEvents for ResponsesEvents {
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
        if data.is_empty() || data == "[DONE]" || self.state.has_finished() {
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
