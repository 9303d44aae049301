//! An agent with a tool, on every wire, streamed and not.

use futures::StreamExt;
use ringfence_agent::{Agent, AgentEvent, PartDelta, RunContext, ToolError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::server::{WIRES, address, model};

/// Which account to look at.
#[derive(Deserialize, JsonSchema)]
struct BalanceArgs {
    /// Name of the account.
    account: String,
}

async fn balance(_: RunContext<()>, args: BalanceArgs) -> Result<f64, ToolError> {
    match args.account.as_str() {
        "main" => Ok(12.5),
        "savings" => Ok(99.0),
        other => Err(ringfence_agent::retry(format!("no account `{other}`"))),
    }
}

pub(crate) fn bank(model: impl ringfence_agent::Model + 'static) -> Agent {
    Agent::builder(model)
        .instructions("You are a support agent in our bank.")
        .tool(balance)
        .build()
}

#[tokio::test]
async fn one_tool_then_text() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    for provider in WIRES {
        for streaming in [true, false] {
            let agent = bank(model(provider, "gpt-4.1", &address, "one-tool", streaming));
            let result = agent.run("What is my balance?", ()).await.unwrap();
            assert_eq!(
                result.output, "Your balance is 12.50.",
                "{provider} streaming={streaming}"
            );
            assert_eq!(
                (result.usage.requests, result.usage.tool_calls),
                (2, 1),
                "{provider}"
            );
        }
    }
}

#[tokio::test]
async fn two_tools_at_once() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    for provider in WIRES {
        for streaming in [true, false] {
            let agent = bank(model(provider, "gpt-4.1", &address, "two-tools", streaming));
            let result = agent.run("Show both accounts", ()).await.unwrap();
            assert_eq!(
                result.output, "12.50 and 99.",
                "{provider} streaming={streaming}"
            );
            assert_eq!(
                result.usage.tool_calls, 2,
                "{provider} streaming={streaming}"
            );
        }
    }
}

#[tokio::test]
async fn text_arrives_in_pieces() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    for provider in WIRES {
        let agent = bank(model(provider, "gpt-4.1", &address, "pieces", true));
        let mut events = agent.run("hello", ()).stream();
        let (mut deltas, mut done) = (0, None);
        while let Some(event) = events.next().await {
            match event.unwrap() {
                AgentEvent::PartDelta {
                    delta: PartDelta::Text { .. },
                    ..
                } => deltas += 1,
                AgentEvent::Done(result) => done = Some(result.output),
                _ => {}
            }
        }
        assert!(deltas >= 3, "{provider}: {deltas} deltas");
        assert_eq!(
            done.as_deref(),
            Some("Hello! How can I help you today?"),
            "{provider}"
        );
    }
}
