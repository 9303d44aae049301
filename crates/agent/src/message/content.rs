use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::JsonObject;

/// What a user says: text, or a list of text and media.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UserContent {
    /// Plain text.
    Text(String),
    /// Text and media, in order.
    Items(Vec<UserContentItem>),
}

impl UserContent {
    /// The text of it, media left out, items joined by a line break.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Items(items) => items
                .iter()
                .filter_map(UserContentItem::as_text)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// True when there is nothing to send.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Items(items) => items.is_empty(),
        }
    }
}

impl From<&str> for UserContent {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for UserContent {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for UserContent {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<UserContentItem>> for UserContent {
    fn from(items: Vec<UserContentItem>) -> Self {
        Self::Items(items)
    }
}

/// One item of a multimodal prompt: a JSON string, or an object told apart by `kind`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UserContentItem {
    /// Plain text.
    Text(String),
    /// Anything else, by its `kind`.
    Media(MediaContent),
    /// A kind that this version does not know; kept as it is.
    Unknown(JsonObject),
}

impl UserContentItem {
    /// The text, or `None` for media.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(MediaContent::TextContent(text)) => Some(&text.content),
            _ => None,
        }
    }

    /// Bytes with their media type, for example `image/png`.
    pub fn binary(bytes: &[u8], media_type: impl Into<String>) -> Self {
        Self::Media(MediaContent::Binary(BinaryContent::new(bytes, media_type)))
    }

    /// The address of an image, which the provider fetches.
    pub fn image_url(url: impl Into<String>) -> Self {
        Self::Media(MediaContent::ImageUrl(FileUrl::new(url)))
    }

    /// The address of a document, which the provider fetches.
    pub fn document_url(url: impl Into<String>) -> Self {
        Self::Media(MediaContent::DocumentUrl(FileUrl::new(url)))
    }

    /// A mark after which the provider may cache the prompt so far; ignored by providers that have no such mark.
    pub fn cache_point() -> Self {
        Self::Media(MediaContent::CachePoint {
            ttl: "5m".to_owned(),
        })
    }
}

impl From<&str> for UserContentItem {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Media in a prompt; JSON field `kind` tells which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MediaContent {
    /// Text with metadata of the caller's own.
    TextContent(TextContent),
    /// An image by address.
    ImageUrl(FileUrl),
    /// Sound by address.
    AudioUrl(FileUrl),
    /// A video by address.
    VideoUrl(FileUrl),
    /// A document by address.
    DocumentUrl(FileUrl),
    /// Bytes.
    Binary(BinaryContent),
    /// A file that the provider already holds.
    UploadedFile(UploadedFile),
    /// A mark after which the provider may cache the prompt so far.
    CachePoint {
        /// How long: `5m` (default) or `1h`.
        #[serde(default = "five_minutes")]
        ttl: String,
    },
}

fn five_minutes() -> String {
    "5m".to_owned()
}

/// Text with metadata that is not sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextContent {
    /// The text.
    pub content: String,
    /// The caller's own data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
}

/// A file by address. The provider fetches it; this crate never does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileUrl {
    /// The address.
    pub url: String,
    /// Media type, when the address does not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Options of one provider, for example `{"detail": "low"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_metadata: Option<JsonObject>,
    /// A name for the file that the model can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl FileUrl {
    /// A file at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            media_type: None,
            vendor_metadata: None,
            identifier: None,
        }
    }
}

/// Bytes with their media type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinaryContent {
    /// The bytes in base64, in the standard or the URL-safe alphabet.
    pub data: String,
    /// For example `image/png`.
    pub media_type: String,
    /// Options of one provider, for example `{"detail": "low"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_metadata: Option<JsonObject>,
    /// A name for the file that the model can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl BinaryContent {
    /// Bytes with their media type.
    pub fn new(bytes: &[u8], media_type: impl Into<String>) -> Self {
        Self {
            data: URL_SAFE.encode(bytes),
            media_type: media_type.into(),
            vendor_metadata: None,
            identifier: None,
        }
    }

    /// The data in the standard base64 alphabet with padding, as providers want it. Not checked to be base64.
    pub fn standard_base64(&self) -> String {
        let mut text = self.data.replace('-', "+").replace('_', "/");
        while !text.len().is_multiple_of(4) {
            text.push('=');
        }
        text
    }

    /// The bytes, or `None` when the data is not base64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.standard_base64()).ok()
    }

    /// `data:image/png;base64,...`
    pub fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.media_type, self.standard_base64())
    }

    /// True for `image/*`.
    pub fn is_image(&self) -> bool {
        self.media_type.starts_with("image/")
    }

    /// True for `audio/*`.
    pub fn is_audio(&self) -> bool {
        self.media_type.starts_with("audio/")
    }
}

/// A file that the provider already holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadedFile {
    /// The provider's id of the file.
    pub file_id: String,
    /// The provider that holds it.
    pub provider_name: String,
    /// Media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Options of one provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_metadata: Option<JsonObject>,
    /// A name for the file that the model can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_both_alphabets_becomes_standard() {
        let content = BinaryContent::new(&[0xfb, 0xef, 0xff, 0x01], "image/png");
        assert_eq!(content.data, "--__AQ==");
        assert_eq!(content.data_url(), "data:image/png;base64,++//AQ==");
        assert_eq!(content.bytes(), Some(vec![0xfb, 0xef, 0xff, 0x01]));
        let unpadded = BinaryContent {
            data: "--__AQ".to_owned(),
            ..content
        };
        assert_eq!(unpadded.standard_base64(), "++//AQ==");
    }

    #[test]
    fn unknown_media_survives() {
        let json = r#"["hi",{"kind":"hologram","x":1},{"kind":"cache-point","ttl":"1h"}]"#;
        let items: Vec<UserContentItem> = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&items).unwrap(), json);
        assert!(matches!(items[1], UserContentItem::Unknown(_)));
    }
}
