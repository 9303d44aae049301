//! Two agents: one writes jokes, the other asks it for some and picks the best. They count their usage together, and
//! one limit holds for both.
//!
//! `cargo run -p ringfence-agent --example two_agents` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example two_agents -- anthropic:claude-sonnet-4-5` asks a real model.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use ringfence_agent::{Agent, Model, ScriptedModel, UsageLimits};

fn joker(writer: impl Model + 'static, picker: impl Model + 'static) -> Agent {
    let writer = Agent::builder(writer)
        .output::<Vec<String>>()
        .name("joke writer")
        .instructions("Write the jokes that you are asked for.")
        .usage_limits(UsageLimits {
            requests: Some(10),
            ..UsageLimits::none()
        })
        .build();
    Agent::builder(picker)
        .name("joke picker")
        .instructions(
            "Ask for three jokes with the tool, then answer with the best one and nothing else.",
        )
        .tool(writer.as_tool("write_jokes", "Writes jokes about what it is asked for."))
        .usage_limits(UsageLimits {
            requests: Some(10),
            ..UsageLimits::none()
        })
        .build()
}

async fn run(
    writer: Arc<dyn Model>,
    picker: Arc<dyn Model>,
    output: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let result = joker(writer, picker)
        .run("Tell me a joke about Rust.", ())
        .await?;
    writeln!(output, "{}", result.output)?;
    writeln!(
        output,
        "[{} requests, {} tool calls]",
        result.usage.requests, result.usage.tool_calls
    )?;
    Ok(())
}

/// What the picker might say.
const PICKER: &str = r#"{"steps": [
    {"parts": [{"part_kind": "tool-call", "tool_call_id": "1", "tool_name": "write_jokes",
                "args": {"prompt": "three jokes about Rust"}}]},
    {"when": {"after_tool": "write_jokes"}, "text": "My code had no bugs, so the borrow checker invented one."}
]}"#;

/// What the writer might say.
const WRITER: &str = r#"{"steps": [
    {"when": {"prompt_contains": "three jokes"}, "parts": [
        {"part_kind": "tool-call", "tool_call_id": "2", "tool_name": "final_result", "args": {"response": [
            "Rust never sleeps.", "My code had no bugs, so the borrow checker invented one.", "Crab walks into a bar."]}}]}
]}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut output = std::io::stdout();
    match std::env::args().nth(1) {
        Some(name) => {
            let model: Arc<dyn Model> = Arc::new(ringfence_agent::model(&name)?);
            run(Arc::clone(&model), model, &mut output).await
        }
        None => run(scripted(WRITER)?, scripted(PICKER)?, &mut output).await,
    }
}

fn scripted(script: &str) -> Result<Arc<dyn Model>, Box<dyn Error>> {
    Ok(Arc::new(ScriptedModel::from_json(script)?))
}

/// What this example prints without a key.
#[cfg(test)]
pub(crate) async fn demo() -> Result<String, Box<dyn Error>> {
    let mut output = Vec::new();
    run(scripted(WRITER)?, scripted(PICKER)?, &mut output).await?;
    Ok(String::from_utf8(output)?)
}
