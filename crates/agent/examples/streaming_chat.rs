//! A chat in a terminal: words appear as the model writes them, tools and their progress are shown, the conversation
//! goes on from line to line.
//!
//! `cargo run -p ringfence-agent --example streaming_chat` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example streaming_chat -- ollama:qwen3` asks a local model.

use std::error::Error;
use std::io::{BufRead, Write};
use std::sync::Arc;

use futures::StreamExt;
use ringfence_agent::{
    Agent, AgentEvent, Message, Model, PartDelta, ResponsePart, RunContext, ScriptedModel,
    ToolError, ToolResult,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Rolls dice.
#[derive(Deserialize, JsonSchema)]
struct RollArgs {
    /// how many dice
    #[schemars(range(min = 1, max = 10))]
    dice: u32,
}

async fn roll(context: RunContext, args: RollArgs) -> Result<Vec<u32>, ToolError> {
    let mut rolled = Vec::new();
    for number in 1..=args.dice {
        rolled.push(number * 5 % 6 + 1);
        context.progress(format!("{number} of {}", args.dice));
        tokio::task::yield_now().await;
    }
    Ok(rolled)
}

/// One turn: prints events as they come and returns the conversation.
async fn turn(
    agent: &Agent,
    line: &str,
    history: Vec<Message>,
    output: &mut impl Write,
) -> Result<Vec<Message>, Box<dyn Error>> {
    let mut events = agent.run(line, ()).history(history).stream();
    while let Some(event) = events.next().await {
        match event? {
            AgentEvent::PartStart {
                part: ResponsePart::Text(text),
                ..
            } => write!(output, "{}", text.content)?,
            AgentEvent::PartDelta {
                delta: PartDelta::Text { content_delta, .. },
                ..
            } => {
                write!(output, "{content_delta}")?;
            }
            AgentEvent::PartEnd {
                part: ResponsePart::Text(_),
                ..
            } => writeln!(output)?,
            AgentEvent::FunctionToolCall { call } => {
                writeln!(output, "  {} {}", call.tool_name, call.args_text())?;
            }
            AgentEvent::ToolProgress { value, .. } => writeln!(output, "  ... {value}")?,
            AgentEvent::FunctionToolResult {
                result: ToolResult::Return(part),
            } => {
                writeln!(output, "  = {}", part.content)?;
            }
            AgentEvent::FunctionToolResult {
                result: ToolResult::Retry(part),
            } => {
                writeln!(output, "  ! {}", part.model_text())?;
            }
            AgentEvent::Done(result) => return Ok(result.into_messages()),
            _ => {}
        }
        output.flush()?;
    }
    Err("the run ended without a result".into())
}

async fn run(
    model: Arc<dyn Model>,
    input: impl BufRead,
    output: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let agent = Agent::builder(model)
        .instructions("You are a friendly game master.")
        .tool(roll)
        .build();
    let mut history = Vec::new();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        writeln!(output, "> {line}")?;
        history = turn(&agent, &line, history, output).await?;
    }
    Ok(())
}

/// What a model might say, for ever.
const SCRIPT: &str = r#"{"order": "match", "steps": [
    {"when": {"after_tool": "roll"}, "text": "The dice have spoken."},
    {"when": {"prompt_contains": "roll"}, "parts": [
        {"part_kind": "text", "content": "Let me roll."},
        {"part_kind": "tool-call", "tool_call_id": "", "tool_name": "roll", "args": {"dice": 2}}]},
    {"text": "Say roll and I roll the dice."}
]}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let model: Arc<dyn Model> = match std::env::args().nth(1) {
        Some(name) => Arc::new(ringfence_agent::model(&name)?),
        None => scripted()?,
    };
    run(model, std::io::stdin().lock(), &mut std::io::stdout()).await
}

fn scripted() -> Result<Arc<dyn Model>, Box<dyn Error>> {
    Ok(Arc::new(ScriptedModel::from_json(SCRIPT)?))
}

/// What this example prints without a key when two lines are typed.
#[cfg(test)]
pub(crate) async fn demo() -> Result<String, Box<dyn Error>> {
    let mut output = Vec::new();
    run(scripted()?, "hello\nplease roll\n".as_bytes(), &mut output).await?;
    Ok(String::from_utf8(output)?)
}
