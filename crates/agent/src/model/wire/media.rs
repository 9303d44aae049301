//! Media on their way to a provider, the same for all wires.

use serde_json::Value;

use crate::message::{BinaryContent, MediaContent, ToolReturnPart};

/// A tool's result, with media told from text.
#[derive(Debug, PartialEq)]
pub(crate) struct ToolOutput {
    /// The text; where media were taken out of a list, the rest of it as JSON.
    pub(crate) text: String,
    /// Images and files, in order.
    pub(crate) media: Vec<MediaContent>,
}

/// Takes media (objects whose `kind` is one of [`MediaContent`]) out of a result, alone or in a list.
pub(crate) fn tool_output(result: &ToolReturnPart) -> ToolOutput {
    if let Some(media) = as_media(&result.content) {
        return ToolOutput {
            text: String::new(),
            media: vec![media],
        };
    }
    let Value::Array(items) = &result.content else {
        return ToolOutput {
            text: result.model_text(),
            media: Vec::new(),
        };
    };
    let media: Vec<MediaContent> = items.iter().filter_map(as_media).collect();
    if media.is_empty() {
        return ToolOutput {
            text: result.model_text(),
            media,
        };
    }
    let rest: Vec<&Value> = items
        .iter()
        .filter(|item| as_media(item).is_none())
        .collect();
    let text = match rest.as_slice() {
        [] => String::new(),
        items if items.iter().all(|item| item.is_string()) => {
            let texts: Vec<&str> = items.iter().filter_map(|item| item.as_str()).collect();
            texts.join("\n")
        }
        items => serde_json::to_string(items).unwrap_or_default(),
    };
    ToolOutput { text, media }
}

fn as_media(value: &Value) -> Option<MediaContent> {
    let kind = value.get("kind")?.as_str()?;
    let is_media = matches!(
        kind,
        "image-url" | "audio-url" | "video-url" | "document-url" | "binary" | "uploaded-file"
    );
    is_media
        .then(|| serde_json::from_value(value.clone()).ok())
        .flatten()
}

/// `data:image/png;base64,AAAA` as content; `None` for other addresses.
pub(crate) fn content_of_data_url(url: &str) -> Option<BinaryContent> {
    let (media_type, data) = url.strip_prefix("data:")?.split_once(";base64,")?;
    Some(BinaryContent {
        data: data.to_owned(),
        media_type: media_type.to_owned(),
        vendor_metadata: None,
        identifier: None,
    })
}

/// A text file (`text/*`, JSON, XML, YAML) as text between marks, since wires take no such files. `None` for other
/// types and for bytes that are not UTF-8.
pub(crate) fn inline_text_file(binary: &BinaryContent) -> Option<String> {
    let kind = binary
        .media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    let is_text = kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || matches!(
            kind,
            "application/json" | "application/xml" | "application/yaml" | "application/x-yaml"
        );
    if !is_text {
        return None;
    }
    let text = String::from_utf8(binary.bytes()?).ok()?;
    let id = binary.identifier.as_deref().unwrap_or("file");
    Some(format!(
        "-----BEGIN FILE id=\"{id}\" type=\"{kind}\"-----\n{text}\n-----END FILE id=\"{id}\"-----"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn output(content: Value) -> ToolOutput {
        tool_output(&ToolReturnPart {
            content,
            ..ToolReturnPart::default()
        })
    }

    #[test]
    fn media_are_taken_out_of_results() {
        let image = json!({"kind": "image-url", "url": "https://example.com/a.png"});
        assert_eq!(output(image.clone()).text, "");
        let mixed = output(json!(["two", image, "words"]));
        assert_eq!((mixed.text.as_str(), mixed.media.len()), ("two\nwords", 1));
        let numbers = output(json!([1, image]));
        assert_eq!(numbers.text, "[1]");
        let data = output(json!([{"kind": "cat"}, 1]));
        assert_eq!(
            (data.text.as_str(), data.media.len()),
            ("[{\"kind\":\"cat\"},1]", 0)
        );
    }

    #[test]
    fn text_files_are_sent_as_text() {
        let text = inline_text_file(&BinaryContent::new(b"a,b", "text/csv; charset=utf-8"));
        let expected = "-----BEGIN FILE id=\"file\" type=\"text/csv\"-----\na,b\n-----END FILE id=\"file\"-----";
        assert_eq!(text.as_deref(), Some(expected));
        assert_eq!(
            inline_text_file(&BinaryContent::new(b"\xff", "text/plain")),
            None
        );
        assert_eq!(
            inline_text_file(&BinaryContent::new(b"%PDF", "application/pdf")),
            None
        );
    }
}
