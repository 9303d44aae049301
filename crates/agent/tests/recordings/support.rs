//! Reads the recorded provider traffic beside the workspace, when it is there.

use std::io::Read;
use std::path::PathBuf;

use ringfence_agent::error::ModelError;
use ringfence_agent::message::ResponseMessage;
use ringfence_agent::model::provider::{Preset, Wire, preset};
use ringfence_agent::model::{
    Decoder, ModelEvent, ResponseAssembler, anthropic, openai_chat, openai_responses,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// One recorded exchange.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) file: String,
    pub(crate) step: usize,
    pub(crate) wire: String,
    pub(crate) vendor: String,
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) request: Value,
    pub(crate) sse: Option<String>,
    pub(crate) response: Option<Value>,
    pub(crate) expected_message: Option<Value>,
}

impl Exchange {
    /// `file#step`, without the folders that all files share.
    pub(crate) fn name(&self) -> String {
        let file = self.file.trim_end_matches(".yaml");
        let file = file
            .rsplit_once("cassettes/")
            .map_or(file, |(_, rest)| rest);
        format!("{file}#{}", self.step)
    }
}

/// The recordings, or `None` with a printed message where they are not.
pub(crate) fn recordings() -> Option<Vec<Exchange>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/recordings/llm-http.jsonl.xz");
    let Ok(packed) = std::fs::read(&path) else {
        println!("skipped: no recordings at ../shared/recordings beside the workspace");
        return None;
    };
    let mut text = String::new();
    lzma_rust2::XzReader::new(packed.as_slice(), true)
        .read_to_string(&mut text)
        .expect("recordings are an xz file of UTF-8 text");
    let exchanges = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is one exchange"));
    Some(exchanges.collect())
}

/// The preset of the vendor that was asked.
pub(crate) fn preset_of(exchange: &Exchange) -> &'static Preset {
    let name = match (exchange.wire.as_str(), exchange.vendor.as_str()) {
        ("anthropic-messages", _) => "anthropic",
        ("openai-responses", _) => "openai",
        (_, "api.groq.com") => "groq",
        (_, "api.mistral.ai") => "mistral",
        (_, "api.deepseek.com") => "deepseek",
        (_, "api.z.ai") => "zai",
        (_, "api.cerebras.ai") => "cerebras",
        (_, "openrouter.ai") => "openrouter",
        (_, "router.huggingface.co") => "huggingface",
        (_, "api.inference.crusoecloud.com") => "crusoe",
        (_, "generativelanguage.googleapis.com") => "gemini",
        (_, "myorg-myaccount.snowflakecomputing.com") => "snowflake",
        (_, "localhost:11434" | "ollama.com") => "ollama",
        _ => "openai-chat",
    };
    preset(name).expect("the preset is there")
}

/// The messages of a request as recorded.
pub(crate) fn conversation(exchange: &Exchange) -> Vec<Value> {
    let name = if exchange.wire == "openai-responses" {
        "input"
    } else {
        "messages"
    };
    match &exchange.request[name] {
        Value::Array(items) => items.clone(),
        Value::String(text) => vec![json!({"role": "user", "content": text})],
        _ => Vec::new(),
    }
}

/// A decoder for the exchange, with the provider's name of our own presets.
pub(crate) fn decoder_of(exchange: &Exchange, provider_name: &str) -> Box<dyn Decoder> {
    let (model, provider_name) = ("m".to_owned(), provider_name.to_owned());
    match preset_of(exchange).wire {
        Wire::OpenAiChat => Box::new(openai_chat::ChatDecoder::new(
            openai_chat::ChatDecoderOptions {
                model,
                provider_name,
                ..Default::default()
            },
        )),
        Wire::OpenAiResponses => Box::new(openai_responses::ResponsesDecoder::new(
            openai_responses::ResponsesDecoderOptions {
                model,
                provider_name,
            },
        )),
        Wire::AnthropicMessages => Box::new(anthropic::AnthropicDecoder::new(
            anthropic::AnthropicDecoderOptions {
                model,
                provider_name,
            },
        )),
    }
}

/// Events of a body in one piece.
pub(crate) fn decode_body(
    exchange: &Exchange,
    provider_name: &str,
    body: &[u8],
) -> Result<ResponseMessage, ModelError> {
    let (model, provider_name) = ("m".to_owned(), provider_name.to_owned());
    let mut events = Vec::new();
    match preset_of(exchange).wire {
        Wire::OpenAiChat => {
            let options = openai_chat::ChatDecoderOptions {
                model,
                provider_name,
                ..Default::default()
            };
            openai_chat::decode_body(options, body, &mut events)?;
        }
        Wire::OpenAiResponses => {
            let options = openai_responses::ResponsesDecoderOptions {
                model,
                provider_name,
            };
            openai_responses::decode_body(options, body, &mut events)?;
        }
        Wire::AnthropicMessages => {
            let options = anthropic::AnthropicDecoderOptions {
                model,
                provider_name,
            };
            anthropic::decode_body(options, body, &mut events)?;
        }
    }
    Ok(folded(events))
}

/// The message of an exchange, streamed or not.
pub(crate) fn decode_exchange(exchange: &Exchange) -> Result<ResponseMessage, ModelError> {
    let system = preset_of(exchange).system;
    if let Some(response) = &exchange.response {
        return decode_body(exchange, system, response.to_string().as_bytes());
    }
    let mut decoder = decoder_of(exchange, system);
    let mut events = Vec::new();
    decoder.push(
        exchange.sse.as_deref().unwrap_or_default().as_bytes(),
        &mut events,
    )?;
    decoder.finish(&mut events)?;
    Ok(folded(events))
}

pub(crate) fn folded(events: Vec<ModelEvent>) -> ResponseMessage {
    let mut assembler = ResponseAssembler::new();
    for event in events {
        assembler.push(event);
    }
    assembler.finish()
}
