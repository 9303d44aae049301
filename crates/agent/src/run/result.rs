use serde::Serialize;

use crate::message::{History, Message, ResponseMessage};
use crate::usage::RunUsage;

/// A run that reached its output.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RunResult<O> {
    /// The answer.
    pub output: O,
    /// Id of the run.
    pub run_id: String,
    /// What was used. Of all runs together when the counter is shared.
    pub usage: RunUsage,
    pub(crate) messages: Vec<Message>,
    #[serde(skip)]
    pub(crate) new_from: usize,
}

impl<O> RunResult<O> {
    /// The conversation, the history given to the run included.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The messages that this run added.
    pub fn new_messages(&self) -> &[Message] {
        self.messages.get(self.new_from..).unwrap_or_default()
    }

    /// The conversation, by value.
    pub fn into_messages(self) -> Vec<Message> {
        self.messages
    }

    /// The conversation as it is stored.
    pub fn history(&self) -> History {
        History::new(self.messages.clone())
    }

    /// The last response of the model.
    pub fn response(&self) -> Option<&ResponseMessage> {
        self.messages.iter().rev().find_map(Message::as_response)
    }

    /// The same run with another output.
    pub fn map<P>(self, convert: impl FnOnce(O) -> P) -> RunResult<P> {
        RunResult {
            output: convert(self.output),
            run_id: self.run_id,
            usage: self.usage,
            messages: self.messages,
            new_from: self.new_from,
        }
    }
}
