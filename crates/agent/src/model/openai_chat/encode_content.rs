use serde_json::{Value, json};

use crate::error::ModelError;
use crate::message::{
    BinaryContent, FileUrl, JsonObject, MediaContent, UploadedFile, UserContent, UserContentItem,
};
use crate::model::wire::inline_text_file;

use super::ChatQuirks;

/// Makes the `content` of a user message.
pub(super) struct ContentEncoder<'a> {
    pub(super) model: &'a str,
    pub(super) provider_name: &'a str,
    pub(super) quirks: &'a ChatQuirks,
}

/// Media of a tool result, as the content of a user message that follows it.
pub(super) fn media_items(media: &[MediaContent]) -> UserContent {
    let items = media.iter().cloned().map(UserContentItem::Media);
    UserContent::Items(items.collect())
}

impl ContentEncoder<'_> {
    pub(super) fn encode(&self, content: &UserContent) -> Result<Value, ModelError> {
        let items = match content {
            UserContent::Text(text) => return Ok(Value::from(text.as_str())),
            UserContent::Items(items) => items,
        };
        let mut encoded: Vec<Value> = Vec::with_capacity(items.len());
        for item in items {
            match item {
                UserContentItem::Text(text) => encoded.push(text_item(text)),
                UserContentItem::Media(MediaContent::CachePoint { ttl }) => {
                    if let Some(last) = encoded.last_mut().filter(|_| self.quirks.cache_control) {
                        mark_for_cache(last, ttl);
                    }
                }
                UserContentItem::Media(media) => encoded.push(self.media(media)?),
                UserContentItem::Unknown(object) => return Err(self.unknown(object)),
            }
        }
        Ok(Value::Array(encoded))
    }

    fn media(&self, media: &MediaContent) -> Result<Value, ModelError> {
        match media {
            MediaContent::TextContent(text) => Ok(text_item(&text.content)),
            MediaContent::ImageUrl(image) => {
                Ok(image_item(&image.url, image.vendor_metadata.as_ref()))
            }
            MediaContent::Binary(binary) => self.binary(binary),
            MediaContent::DocumentUrl(document) if self.quirks.document_urls => {
                Ok(document_item(document))
            }
            MediaContent::UploadedFile(file) => self.uploaded(file),
            MediaContent::DocumentUrl(_) => Err(self.unsupported("documents by address")),
            MediaContent::AudioUrl(_) => Err(self.unsupported("sound by address")),
            MediaContent::VideoUrl(_) => Err(self.unsupported("videos by address")),
            MediaContent::CachePoint { .. } => Err(self.unsupported("a cache point here")),
        }
    }

    fn binary(&self, binary: &BinaryContent) -> Result<Value, ModelError> {
        if binary.is_image() {
            return Ok(image_item(
                &binary.data_url(),
                binary.vendor_metadata.as_ref(),
            ));
        }
        if let Some(text) = inline_text_file(binary) {
            return Ok(text_item(&text));
        }
        if binary.is_audio() {
            let format = match binary.media_type.as_str() {
                "audio/wav" | "audio/x-wav" | "audio/wave" => "wav",
                "audio/mpeg" | "audio/mp3" => "mp3",
                other => return Err(self.unsupported(&format!("media of type `{other}`"))),
            };
            let audio = json!({"data": binary.standard_base64(), "format": format});
            return Ok(json!({"type": "input_audio", "input_audio": audio}));
        }
        if !self.quirks.files {
            return Err(self.unsupported(&format!("media of type `{}`", binary.media_type)));
        }
        let name = file_name(binary.identifier.as_deref(), &binary.media_type);
        let file = json!({"file_data": binary.data_url(), "filename": name});
        Ok(json!({"type": "file", "file": file}))
    }

    fn uploaded(&self, file: &UploadedFile) -> Result<Value, ModelError> {
        if file.provider_name != self.provider_name {
            return Err(self.unsupported(&format!("a file held by `{}`", file.provider_name)));
        }
        Ok(json!({"type": "file", "file": {"file_id": file.file_id}}))
    }

    fn unsupported(&self, feature: &str) -> ModelError {
        ModelError::Unsupported {
            model: self.model.to_owned(),
            feature: feature.to_owned(),
        }
    }

    fn unknown(&self, object: &JsonObject) -> ModelError {
        let kind = object.get("kind").and_then(Value::as_str);
        self.unsupported(&format!("content of kind `{}`", kind.unwrap_or("unknown")))
    }
}

fn text_item(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

fn image_item(url: &str, metadata: Option<&JsonObject>) -> Value {
    let mut image = json!({"url": url});
    let detail = metadata.and_then(|metadata| metadata.get("detail"));
    if let (Some(detail), Some(image)) = (detail, image.as_object_mut()) {
        image.insert("detail".to_owned(), detail.clone());
    }
    json!({"type": "image_url", "image_url": image})
}

fn document_item(document: &FileUrl) -> Value {
    let last = document
        .url
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty());
    let name = document
        .identifier
        .as_deref()
        .or(last)
        .unwrap_or("document");
    json!({"type": "file", "file": {"file_data": document.url, "filename": name}})
}

fn mark_for_cache(item: &mut Value, ttl: &str) {
    if let Some(item) = item.as_object_mut() {
        item.insert("cache_control".to_owned(), cache_control(ttl));
    }
}

/// Five minutes are the default and not named.
pub(crate) fn cache_control(ttl: &str) -> Value {
    if ttl == "5m" {
        return json!({"type": "ephemeral"});
    }
    json!({"type": "ephemeral", "ttl": ttl})
}

/// The file's own name, or `file` with the ending that its media type suggests.
pub(crate) fn file_name(identifier: Option<&str>, media_type: &str) -> String {
    let ending = media_type
        .rsplit(['/', '.', '-', '+'])
        .next()
        .unwrap_or("bin");
    match identifier {
        Some(name) if name.contains('.') => name.to_owned(),
        Some(name) => format!("{name}.{ending}"),
        None => format!("file.{ending}"),
    }
}
