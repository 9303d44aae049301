//! A real model of 135 million parameters: what it says is not checked, how it arrives is.

use futures::StreamExt;
use ringfence_agent::message::{FinishReason, Message};
use ringfence_agent::model::{Model, ModelEvent, ModelRequest, ModelSettings};
use ringfence_agent::{Agent, AgentEvent, CancellationToken};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::server::{WIRES, address, model};

fn short() -> ModelSettings {
    ModelSettings {
        max_tokens: Some(10),
        temperature: Some(0.0),
        ..ModelSettings::default()
    }
}

#[tokio::test]
async fn chat_streams_and_counts_on_every_wire() {
    let Some(address) = address("RINGFENCE_LIVE_LLAMA") else {
        return;
    };
    for provider in WIRES {
        for streaming in [true, false] {
            let model = model(provider, "smollm2", &address, "chat", streaming);
            let messages = [Message::user("Say hello.")];
            let settings = short();
            let request = ModelRequest {
                settings: &settings,
                ..ModelRequest::new(&messages)
            };
            let mut assembler = ringfence_agent::model::ResponseAssembler::new();
            let mut deltas = 0;
            let mut events = model.stream(request);
            while let Some(event) = events.next().await {
                let event = event.unwrap();
                deltas += usize::from(matches!(event, ModelEvent::PartDelta { .. }));
                assembler.push(event);
            }
            let message = assembler.finish();
            let name = format!("{provider} streaming={streaming}");
            assert!(!message.text().is_empty(), "{name}: {message:?}");
            assert!(
                message.usage.output_tokens > 0,
                "{name}: {:?}",
                message.usage
            );
            assert!(
                message.usage.input_tokens > 0,
                "{name}: {:?}",
                message.usage
            );
            assert!(
                matches!(
                    message.finish_reason,
                    Some(FinishReason::Stop | FinishReason::Length)
                ),
                "{name}"
            );
            assert!(!streaming || deltas > 2, "{name}: {deltas} deltas");
        }
    }
}

#[tokio::test]
async fn a_cancelled_run_keeps_what_had_arrived() {
    let Some(address) = address("RINGFENCE_LIVE_LLAMA") else {
        return;
    };
    let agent = Agent::builder(model("openai-chat", "smollm2", &address, "cancel", true))
        .settings(ModelSettings {
            max_tokens: Some(400),
            ..short()
        })
        .build();
    let token = CancellationToken::new();
    let mut events = agent
        .run("Write a long story about a fence.", ())
        .cancel_token(token.clone())
        .stream();
    let mut pieces = 0;
    let mut error = None;
    while let Some(event) = events.next().await {
        match event {
            Ok(AgentEvent::PartDelta { .. }) => {
                pieces += 1;
                if pieces == 5 {
                    token.cancel();
                }
            }
            Ok(_) => {}
            Err(stopped) => error = Some(stopped),
        }
    }
    let error = error.expect("a cancelled run ends with an error");
    let partial = error.messages().iter().rev().find_map(Message::as_response);
    assert!(
        partial.is_some_and(|response| !response.text().is_empty()),
        "{error:?}"
    );
}

/// A town.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Town {
    /// Its name, in one word.
    name: String,
    /// Whether it lies at the sea.
    at_the_sea: bool,
}

#[tokio::test]
async fn an_answer_is_held_to_its_schema() {
    let Some(address) = address("RINGFENCE_LIVE_LLAMA") else {
        return;
    };
    let model =
        ringfence_agent::model::provider::openai::compatible(&format!("{address}/v1"), "smollm2")
            .unwrap();
    let model = model
        .profile(|profile| profile.supports_json_schema = true)
        .build()
        .unwrap();
    let agent = Agent::builder(model)
        .output::<Town>()
        .native()
        .settings(ModelSettings {
            max_tokens: Some(120),
            ..short()
        })
        .build();
    let result = agent.run("Describe Paris.", ()).await.unwrap();
    assert!(!result.output.name.is_empty(), "{:?}", result.output);
}
