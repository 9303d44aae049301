//! The JSON of streamed events, borrowed from the event's text. Unknown members are read over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::wire::{Number, Text};

/// Any event; which members are there depends on `type`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Event<'a> {
    #[serde(rename = "type", borrow, default)]
    pub(super) kind: Text<'a>,
    /// Some servers (llama.cpp) leave it out and name the item by `item_id` alone.
    #[serde(default)]
    pub(super) output_index: Number,
    #[serde(borrow, default)]
    pub(super) item_id: Text<'a>,
    #[serde(default)]
    pub(super) content_index: Number,
    #[serde(default)]
    pub(super) summary_index: Number,
    #[serde(borrow, default)]
    pub(super) delta: Text<'a>,
    #[serde(borrow, default)]
    pub(super) item: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) response: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) annotation: Option<&'a RawValue>,
    /// Of an `error` event.
    #[serde(borrow, default)]
    pub(super) code: Text<'a>,
    /// Of an `error` event.
    #[serde(borrow, default)]
    pub(super) message: Text<'a>,
    /// Of an `error` event of some vendors.
    #[serde(borrow, default)]
    pub(super) error: Option<&'a RawValue>,
}
