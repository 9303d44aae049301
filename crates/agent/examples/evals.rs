//! Evaluation: an agent that sorts mails, judged over cases, with a table and JSON.
//!
//! `cargo run -p ringfence-agent --example evals` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example evals -- openai:gpt-4o-mini` asks a real model.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use ringfence_agent::eval::{Case, Dataset, Report, custom, equals_expected};
use ringfence_agent::{Agent, AgentError, Model, ScriptedModel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Topic {
    Billing,
    Bug,
    Praise,
}

fn cases() -> Dataset<&'static str, Topic> {
    Dataset::new("mail topics")
        .case(Case::new("double charge", "You charged me twice.").expected(Topic::Billing))
        .case(Case::new("crash", "The app crashes when I log in.").expected(Topic::Bug))
        .case(Case::new("thanks", "I love it, thank you!").expected(Topic::Praise))
        .case(Case::new("both", "It crashes and you still charge me.").expected(Topic::Bug))
        .evaluator(equals_expected())
        .evaluator(custom(
            "polite answer to anger",
            |mail: &str, topic: Topic| async move {
                !(mail.contains("crash") && topic == Topic::Praise)
            },
        ))
}

async fn evaluate(model: Arc<dyn Model>) -> Report {
    let agent = Agent::builder(model)
        .output::<Topic>()
        .instructions("Say what the mail is about.")
        .build();
    cases()
        .concurrency(1)
        .run(|mail| {
            let agent = agent.clone();
            async move { Ok::<_, AgentError>(agent.run(mail, ()).await?.output) }
        })
        .await
}

async fn run(model: Arc<dyn Model>, output: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let report = evaluate(model).await;
    write!(output, "{report}")?;
    writeln!(output, "{}", serde_json::to_string(&report)?)?;
    Ok(())
}

/// What a model might say. It gets the last case wrong.
const SCRIPT: &str = r#"{"order": "match", "steps": [
    {"when": {"prompt_contains": "charge"}, "parts": [{"part_kind": "tool-call", "tool_call_id": "",
        "tool_name": "final_result", "args": {"response": "billing"}}]},
    {"when": {"prompt_contains": "crash"}, "parts": [{"part_kind": "tool-call", "tool_call_id": "",
        "tool_name": "final_result", "args": {"response": "bug"}}]},
    {"parts": [{"part_kind": "tool-call", "tool_call_id": "",
        "tool_name": "final_result", "args": {"response": "praise"}}]}
]}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let model: Arc<dyn Model> = match std::env::args().nth(1) {
        Some(name) => Arc::new(ringfence_agent::model(&name)?),
        None => scripted()?,
    };
    run(model, &mut std::io::stdout()).await
}

fn scripted() -> Result<Arc<dyn Model>, Box<dyn Error>> {
    Ok(Arc::new(ScriptedModel::from_json(SCRIPT)?))
}

/// What this example prints without a key.
#[cfg(test)]
pub(crate) async fn demo() -> Result<String, Box<dyn Error>> {
    let mut output = Vec::new();
    run(scripted()?, &mut output).await?;
    Ok(String::from_utf8(output)?)
}
