//! Reads a recorded request back into messages.

use ringfence_agent::message::{
    BinaryContent, FileUrl, MediaContent, Message, RequestMessage, RequestPart, ResponseMessage,
    ResponsePart, SystemPromptPart, TextPart, ThinkingPart, ToolArguments, ToolCallPart,
    ToolReturnPart, UserContent, UserContentItem, UserPromptPart,
};
use serde_json::Value;

use crate::support::{Exchange, conversation};

/// Content that this reader does not know: its type.
pub(crate) type Unreadable = String;

/// The messages of a request. The assistant's turn that begins at `place` is replaced by `answer`.
pub(crate) fn history_of(
    exchange: &Exchange,
    place: usize,
    mut answer: Option<ResponseMessage>,
) -> Result<Vec<Message>, Unreadable> {
    let mut messages: Vec<Message> = Vec::new();
    if exchange.wire == "anthropic-messages" {
        for text in texts_of(&exchange.request["system"])? {
            push_request(&mut messages, system(text));
        }
    }
    for (index, item) in conversation(exchange).iter().enumerate() {
        let is_answer = index >= place && is_assistant(item);
        if is_answer
            && messages
                .last()
                .is_some_and(|last| last.as_response().is_some())
        {
            // Further items of the turn that was replaced.
            continue;
        }
        if is_answer && let Some(answer) = answer.take() {
            messages.push(Message::Response(answer));
            continue;
        }
        read_item(exchange, item, &mut messages)?;
    }
    Ok(messages)
}

fn is_assistant(item: &Value) -> bool {
    item["role"] == "assistant"
        || (item["role"].is_null() && !item["type"].as_str().unwrap_or("").ends_with("_output"))
}

fn read_item(
    exchange: &Exchange,
    item: &Value,
    messages: &mut Vec<Message>,
) -> Result<(), Unreadable> {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    match (item["role"].as_str(), item["type"].as_str()) {
        (Some("system" | "developer"), None) if exchange.wire != "anthropic-messages" => {
            let text = texts_of(&item["content"])?.join("\n\n");
            push_request(messages, system(text));
        }
        (Some("user"), _) if exchange.wire == "anthropic-messages" => {
            read_blocks(&item["content"], messages)?;
        }
        (Some("user"), _) => {
            let content = user_content(&item["content"])?;
            push_request(
                messages,
                RequestPart::UserPrompt(UserPromptPart::new(content)),
            );
        }
        (Some("tool"), _) => {
            let content = texts_of(&item["content"])?.join("\n\n");
            push_request(
                messages,
                tool_return(text("tool_call_id"), Value::from(content)),
            );
        }
        (None, Some("function_call_output")) if item["output"].is_string() => {
            push_request(
                messages,
                tool_return(text("call_id"), item["output"].clone()),
            );
        }
        (None, Some("function_call")) => push_part(
            messages,
            ResponsePart::ToolCall(ToolCallPart {
                tool_name: text("name"),
                args: Some(ToolArguments::Text(text("arguments"))),
                tool_call_id: text("call_id"),
                ..ToolCallPart::default()
            }),
        ),
        (None, Some("reasoning")) => {
            let summaries = item["summary"].as_array().cloned().unwrap_or_default();
            let texts: Vec<String> = summaries
                .iter()
                .map(|part| part["text"].as_str().unwrap_or_default().to_owned())
                .collect();
            if item["content"].is_array() {
                return Err("reasoning with content".to_owned());
            }
            let texts = if texts.is_empty() {
                vec![String::new()]
            } else {
                texts
            };
            for (index, content) in texts.into_iter().enumerate() {
                push_part(
                    messages,
                    ResponsePart::Thinking(ThinkingPart {
                        content,
                        id: item["id"].as_str().map(str::to_owned),
                        signature: item["encrypted_content"]
                            .as_str()
                            .filter(|_| index == 0)
                            .map(str::to_owned),
                        provider_name: Some("openai".to_owned()),
                        provider_details: None,
                    }),
                );
            }
        }
        (Some("assistant"), _) if exchange.wire == "openai-responses" => {
            for content in texts_of(&item["content"])? {
                let phase = item
                    .get("phase")
                    .map(|phase| serde_json::Map::from_iter([("phase".to_owned(), phase.clone())]));
                push_part(
                    messages,
                    ResponsePart::Text(TextPart {
                        content,
                        id: item["id"].as_str().map(str::to_owned),
                        provider_name: Some("openai".to_owned()),
                        provider_details: phase,
                    }),
                );
            }
        }
        (Some("assistant"), _) if exchange.wire == "openai-chat" => {
            read_chat_answer(item, messages)?;
        }
        (Some("assistant"), _) => read_answer_blocks(&item["content"], messages)?,
        (role, kind) => return Err(format!("{} {}", role.unwrap_or("-"), kind.unwrap_or("-"))),
    }
    Ok(())
}

fn read_chat_answer(item: &Value, messages: &mut Vec<Message>) -> Result<(), Unreadable> {
    if ["reasoning", "reasoning_content", "reasoning_details"]
        .iter()
        .any(|name| item.get(*name).is_some())
    {
        return Err("chat reasoning in an older answer".to_owned());
    }
    messages.push(Message::Response(ResponseMessage::default()));
    for text in texts_of(&item["content"])? {
        push_part(messages, ResponsePart::text(text));
    }
    for call in item["tool_calls"].as_array().into_iter().flatten() {
        push_part(
            messages,
            ResponsePart::tool_call(
                call["id"].as_str().unwrap_or_default(),
                call["function"]["name"].as_str().unwrap_or_default(),
                call["function"]["arguments"].clone(),
            ),
        );
    }
    Ok(())
}

fn read_answer_blocks(content: &Value, messages: &mut Vec<Message>) -> Result<(), Unreadable> {
    if let Some(text) = content.as_str() {
        push_part(messages, ResponsePart::text(text));
    }
    for block in content.as_array().into_iter().flatten() {
        let part = match block["type"].as_str().unwrap_or_default() {
            "text" => ResponsePart::text(block["text"].as_str().unwrap_or_default()),
            "thinking" => ResponsePart::Thinking(ThinkingPart {
                content: block["thinking"].as_str().unwrap_or_default().to_owned(),
                signature: block["signature"].as_str().map(str::to_owned),
                provider_name: Some("anthropic".to_owned()),
                ..ThinkingPart::default()
            }),
            "tool_use" => ResponsePart::tool_call(
                block["id"].as_str().unwrap_or_default(),
                block["name"].as_str().unwrap_or_default(),
                block["input"].clone(),
            ),
            other => return Err(format!("older block {other}")),
        };
        push_part(messages, part);
    }
    Ok(())
}

fn read_blocks(content: &Value, messages: &mut Vec<Message>) -> Result<(), Unreadable> {
    if let Some(text) = content.as_str() {
        push_request(messages, RequestPart::UserPrompt(UserPromptPart::new(text)));
    }
    for block in content.as_array().into_iter().flatten() {
        let part = match block["type"].as_str().unwrap_or_default() {
            "text" => RequestPart::UserPrompt(UserPromptPart::new(
                block["text"].as_str().unwrap_or_default(),
            )),
            "tool_result" => {
                let texts = texts_of(&block["content"])?;
                let RequestPart::ToolReturn(mut result) = tool_return(
                    block["tool_use_id"].as_str().unwrap_or_default().to_owned(),
                    Value::from(texts.join("\n\n")),
                ) else {
                    unreachable!("a tool return is made")
                };
                if block["is_error"] == true {
                    result.outcome = ringfence_agent::message::ToolOutcome::Failed;
                }
                RequestPart::ToolReturn(result)
            }
            "image" if block["source"]["type"] == "url" => {
                let url = FileUrl::new(block["source"]["url"].as_str().unwrap_or_default());
                let item = UserContentItem::Media(MediaContent::ImageUrl(url));
                RequestPart::UserPrompt(UserPromptPart::new(vec![item]))
            }
            "image" | "document" => {
                let item = source_item(&block["source"], block["type"] == "image")?;
                RequestPart::UserPrompt(UserPromptPart::new(vec![item]))
            }
            other => return Err(format!("block {other}")),
        };
        push_request(messages, part);
    }
    Ok(())
}

fn user_content(content: &Value) -> Result<UserContent, Unreadable> {
    if let Some(text) = content.as_str() {
        return Ok(UserContent::from(text));
    }
    let mut items = Vec::new();
    for item in content.as_array().into_iter().flatten() {
        items.push(match item["type"].as_str().unwrap_or_default() {
            "text" | "input_text" => {
                UserContentItem::Text(item["text"].as_str().unwrap_or_default().to_owned())
            }
            "image_url" => {
                let mut url = FileUrl::new(item["image_url"]["url"].as_str().unwrap_or_default());
                url.vendor_metadata = item["image_url"].get("detail").map(|detail| {
                    serde_json::Map::from_iter([("detail".to_owned(), detail.clone())])
                });
                UserContentItem::Media(MediaContent::ImageUrl(url))
            }
            "file" if item["file"]["file_data"].is_string() => {
                let name = item["file"]["filename"].as_str();
                data_url(&item["file"]["file_data"], name)?
            }
            "input_file" if item["file_data"].is_string() => {
                data_url(&item["file_data"], item["filename"].as_str())?
            }
            "input_file" if item["file_url"].is_string() => {
                let url = FileUrl::new(item["file_url"].as_str().unwrap_or_default());
                UserContentItem::Media(MediaContent::DocumentUrl(url))
            }
            "input_image" if item["image_url"].is_string() => {
                let url = FileUrl::new(item["image_url"].as_str().unwrap_or_default());
                UserContentItem::Media(MediaContent::ImageUrl(url))
            }
            other => return Err(format!("content {other}")),
        });
    }
    Ok(UserContent::Items(items))
}

/// A file in a `data:` address.
fn data_url(url: &Value, name: Option<&str>) -> Result<UserContentItem, Unreadable> {
    let url = url.as_str().unwrap_or_default();
    let (media_type, data) = url
        .strip_prefix("data:")
        .and_then(|rest| rest.split_once(";base64,"))
        .ok_or("file that is no data address")?;
    Ok(UserContentItem::Media(MediaContent::Binary(
        BinaryContent {
            data: data.to_owned(),
            media_type: media_type.to_owned(),
            vendor_metadata: None,
            identifier: name.map(str::to_owned),
        },
    )))
}

/// An image or document of Anthropic's messages.
fn source_item(source: &Value, is_image: bool) -> Result<UserContentItem, Unreadable> {
    let text = |name: &str| source[name].as_str().unwrap_or_default().to_owned();
    let media = match (source["type"].as_str(), is_image) {
        (Some("base64"), _) => MediaContent::Binary(BinaryContent {
            data: text("data"),
            media_type: text("media_type"),
            vendor_metadata: None,
            identifier: None,
        }),
        (Some("text"), _) => {
            MediaContent::Binary(BinaryContent::new(text("data").as_bytes(), "text/plain"))
        }
        (Some("url"), true) => MediaContent::ImageUrl(FileUrl::new(text("url"))),
        (Some("url"), false) => MediaContent::DocumentUrl(FileUrl::new(text("url"))),
        (other, _) => return Err(format!("source {}", other.unwrap_or("?"))),
    };
    Ok(UserContentItem::Media(media))
}

fn texts_of(content: &Value) -> Result<Vec<String>, Unreadable> {
    match content {
        Value::Null => Ok(Vec::new()),
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                let text = item["text"].as_str().map(str::to_owned);
                text.ok_or_else(|| format!("content {}", item["type"].as_str().unwrap_or("?")))
            })
            .collect(),
        other => Err(format!("content {other}")),
    }
}

fn system(content: String) -> RequestPart {
    RequestPart::SystemPrompt(SystemPromptPart {
        content,
        ..SystemPromptPart::default()
    })
}

fn tool_return(tool_call_id: String, content: Value) -> RequestPart {
    RequestPart::ToolReturn(ToolReturnPart {
        tool_name: "tool".to_owned(),
        content,
        tool_call_id,
        ..ToolReturnPart::default()
    })
}

fn push_request(messages: &mut Vec<Message>, part: RequestPart) {
    if let Some(Message::Request(last)) = messages.last_mut() {
        last.parts.push(part);
        return;
    }
    messages.push(Message::Request(RequestMessage {
        parts: vec![part],
        ..RequestMessage::default()
    }));
}

fn push_part(messages: &mut Vec<Message>, part: ResponsePart) {
    if let Some(Message::Response(last)) = messages.last_mut() {
        last.parts.push(part);
        return;
    }
    messages.push(Message::Response(ResponseMessage {
        parts: vec![part],
        ..ResponseMessage::default()
    }));
}
