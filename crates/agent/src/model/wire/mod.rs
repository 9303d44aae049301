//! What the three wires share: reading JSON of loose types, numbering parts, bounding what is kept, media.

mod extra_body;
mod lenient;
mod media;
mod open_parts;
mod stream;
mod thinking_tags;
mod time;
mod usage;

pub(crate) use self::extra_body::set_extra_body;
pub(crate) use self::lenient::{Flexible, Number, Text, raw_value, skip_or_refuse};
pub(crate) use self::media::{ToolOutput, content_of_data_url, inline_text_file, tool_output};
pub(crate) use self::open_parts::{OpenParts, delta};
pub(crate) use self::stream::{StreamDecoder, WireEvents};
pub(crate) use self::thinking_tags::{TagPiece, ThinkingTags};
pub(crate) use self::time::rfc3339;
pub(crate) use self::usage::{counts, number_at};

/// Bytes that one response may have in all. A stream that goes on beyond it is ended with an error.
pub(crate) const MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;

/// Parts and items that one response may have in all.
pub(crate) const MAX_RESPONSE_PARTS: usize = 4096;

/// `text`, cut to the bytes that an error message may keep.
pub(crate) fn bounded(text: &str) -> String {
    let limit = crate::error::MAX_ERROR_BODY_BYTES;
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = (0..=limit)
        .rev()
        .find(|place| text.is_char_boundary(*place));
    text.get(..end.unwrap_or_default())
        .unwrap_or_default()
        .to_owned()
}
