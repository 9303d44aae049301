use serde_json::{Value, json};

use crate::error::ModelError;
use crate::message::{
    BinaryContent, FileUrl, MediaContent, UploadedFile, UserContent, UserContentItem,
};
use crate::model::openai_chat::cache_control;
use crate::model::wire::ToolOutput;

/// Makes content blocks of what users say and tools answer.
pub(super) struct ContentEncoder<'a> {
    pub(super) model: &'a str,
    pub(super) provider_name: &'a str,
}

impl ContentEncoder<'_> {
    /// Appends the blocks of a prompt. Empty texts are left out, as the API refuses them.
    pub(super) fn user(
        &self,
        content: &UserContent,
        blocks: &mut Vec<Value>,
    ) -> Result<(), ModelError> {
        let items = match content {
            UserContent::Text(text) => {
                blocks.extend(text_block(text));
                return Ok(());
            }
            UserContent::Items(items) => items,
        };
        for item in items {
            match item {
                UserContentItem::Text(text) => blocks.extend(text_block(text)),
                UserContentItem::Media(MediaContent::CachePoint { ttl }) => {
                    if let Some(last) = blocks.last_mut() {
                        mark_for_cache(last, ttl);
                    }
                }
                UserContentItem::Media(media) => blocks.extend(self.media(media)?),
                UserContentItem::Unknown(object) => {
                    let kind = object
                        .get("kind")
                        .and_then(Value::as_str)
                        .unwrap_or("unknown");
                    return Err(self.unsupported(&format!("content of kind `{kind}`")));
                }
            }
        }
        Ok(())
    }

    /// The blocks of a tool's result.
    pub(super) fn tool_result(&self, output: &ToolOutput) -> Result<Value, ModelError> {
        let mut blocks: Vec<Value> = text_block(&output.text).into_iter().collect();
        for media in &output.media {
            blocks.extend(self.media(media)?);
        }
        Ok(Value::Array(blocks))
    }

    fn media(&self, media: &MediaContent) -> Result<Option<Value>, ModelError> {
        match media {
            MediaContent::TextContent(text) => Ok(text_block(&text.content)),
            MediaContent::ImageUrl(FileUrl { url, .. }) => Ok(Some(by_address("image", url))),
            MediaContent::DocumentUrl(FileUrl { url, .. }) => Ok(Some(by_address("document", url))),
            MediaContent::Binary(binary) => self.binary(binary).map(Some),
            MediaContent::UploadedFile(file) => self.uploaded(file).map(Some),
            MediaContent::AudioUrl(_) => Err(self.unsupported("sound by address")),
            MediaContent::VideoUrl(_) => Err(self.unsupported("videos by address")),
            MediaContent::CachePoint { .. } => Err(self.unsupported("a cache point here")),
        }
    }

    /// Images and PDF files as they are, text files as text documents.
    fn binary(&self, binary: &BinaryContent) -> Result<Value, ModelError> {
        let kind = match binary.media_type.as_str() {
            "application/pdf" => "document",
            kind if kind.starts_with("image/") => "image",
            kind if kind.starts_with("text/") => return self.text_document(binary),
            kind => return Err(self.unsupported(&format!("media of type `{kind}`"))),
        };
        let source = json!({
            "type": "base64",
            "media_type": binary.media_type,
            "data": binary.standard_base64(),
        });
        Ok(json!({"type": kind, "source": source}))
    }

    fn text_document(&self, binary: &BinaryContent) -> Result<Value, ModelError> {
        let text = binary
            .bytes()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| self.unsupported("text files that are not UTF-8"))?;
        let source = json!({"type": "text", "media_type": "text/plain", "data": text});
        Ok(json!({"type": "document", "source": source}))
    }

    fn uploaded(&self, file: &UploadedFile) -> Result<Value, ModelError> {
        if file.provider_name != self.provider_name {
            return Err(self.unsupported(&format!("a file held by `{}`", file.provider_name)));
        }
        let is_image = file
            .media_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("image/"));
        let kind = if is_image { "image" } else { "document" };
        Ok(json!({"type": kind, "source": {"type": "file", "file_id": file.file_id}}))
    }

    fn unsupported(&self, feature: &str) -> ModelError {
        ModelError::Unsupported {
            model: self.model.to_owned(),
            feature: feature.to_owned(),
        }
    }
}

/// Marks a block as the end of what may be cached.
pub(super) fn mark_for_cache(block: &mut Value, ttl: &str) {
    if let Some(block) = block.as_object_mut() {
        block.insert("cache_control".to_owned(), cache_control(ttl));
    }
}

fn text_block(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| json!({"type": "text", "text": text}))
}

fn by_address(kind: &str, url: &str) -> Value {
    json!({"type": kind, "source": {"type": "url", "url": url}})
}
