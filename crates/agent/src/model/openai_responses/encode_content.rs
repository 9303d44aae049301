use serde_json::{Value, json};

use crate::error::ModelError;
use crate::message::{
    BinaryContent, FileUrl, JsonObject, MediaContent, UploadedFile, UserContent, UserContentItem,
};
use crate::model::openai_chat::file_name;
use crate::model::wire::{ToolOutput, inline_text_file};

/// Makes the `content` of a user message and the `output` of a function call.
pub(super) struct ContentEncoder<'a> {
    pub(super) model: &'a str,
    pub(super) provider_name: &'a str,
}

impl ContentEncoder<'_> {
    pub(super) fn encode(&self, content: &UserContent) -> Result<Value, ModelError> {
        let items = match content {
            UserContent::Text(text) => return Ok(Value::from(text.as_str())),
            UserContent::Items(items) => items,
        };
        let mut encoded = Vec::with_capacity(items.len());
        for item in items {
            match item {
                UserContentItem::Text(text) => encoded.push(text_item(text)),
                UserContentItem::Media(MediaContent::CachePoint { .. }) => {}
                UserContentItem::Media(media) => encoded.push(self.media(media)?),
                UserContentItem::Unknown(object) => {
                    let kind = object
                        .get("kind")
                        .and_then(Value::as_str)
                        .unwrap_or("unknown");
                    return Err(self.unsupported(&format!("content of kind `{kind}`")));
                }
            }
        }
        Ok(Value::Array(encoded))
    }

    /// Text alone as a string, media as a list of items.
    pub(super) fn tool_output(&self, output: ToolOutput) -> Result<Value, ModelError> {
        if output.media.is_empty() {
            return Ok(Value::from(output.text));
        }
        let mut items = Vec::new();
        if !output.text.is_empty() {
            items.push(text_item(&output.text));
        }
        for media in &output.media {
            items.push(self.media(media)?);
        }
        Ok(Value::Array(items))
    }

    fn media(&self, media: &MediaContent) -> Result<Value, ModelError> {
        match media {
            MediaContent::TextContent(text) => Ok(text_item(&text.content)),
            MediaContent::ImageUrl(image) => Ok(image_item(
                "image_url",
                &image.url,
                image.vendor_metadata.as_ref(),
            )),
            MediaContent::DocumentUrl(FileUrl { url, .. }) => {
                Ok(json!({"type": "input_file", "file_url": url}))
            }
            MediaContent::Binary(binary) => self.binary(binary),
            MediaContent::UploadedFile(file) => self.uploaded(file),
            MediaContent::AudioUrl(_) => Err(self.unsupported("sound by address")),
            MediaContent::VideoUrl(_) => Err(self.unsupported("videos by address")),
            MediaContent::CachePoint { .. } => Err(self.unsupported("a cache point here")),
        }
    }

    fn binary(&self, binary: &BinaryContent) -> Result<Value, ModelError> {
        if binary.is_image() {
            return Ok(image_item(
                "image_url",
                &binary.data_url(),
                binary.vendor_metadata.as_ref(),
            ));
        }
        if let Some(text) = inline_text_file(binary) {
            return Ok(text_item(&text));
        }
        if binary.is_audio() || binary.media_type.starts_with("video/") {
            return Err(self.unsupported(&format!("media of type `{}`", binary.media_type)));
        }
        let name = file_name(binary.identifier.as_deref(), &binary.media_type);
        Ok(json!({"type": "input_file", "file_data": binary.data_url(), "filename": name}))
    }

    fn uploaded(&self, file: &UploadedFile) -> Result<Value, ModelError> {
        if file.provider_name != self.provider_name {
            return Err(self.unsupported(&format!("a file held by `{}`", file.provider_name)));
        }
        let is_image = file
            .media_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("image/"));
        if is_image {
            return Ok(image_item(
                "file_id",
                &file.file_id,
                file.vendor_metadata.as_ref(),
            ));
        }
        Ok(json!({"type": "input_file", "file_id": file.file_id}))
    }

    fn unsupported(&self, feature: &str) -> ModelError {
        ModelError::Unsupported {
            model: self.model.to_owned(),
            feature: feature.to_owned(),
        }
    }
}

fn text_item(text: &str) -> Value {
    json!({"type": "input_text", "text": text})
}

/// The level of detail is `auto` unless the image says otherwise.
fn image_item(member: &str, value: &str, metadata: Option<&JsonObject>) -> Value {
    let detail = metadata.and_then(|metadata| metadata.get("detail"));
    let detail = detail.cloned().unwrap_or_else(|| Value::from("auto"));
    json!({"type": "input_image", member: value, "detail": detail})
}
