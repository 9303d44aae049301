//! A support agent of a bank: dependencies, a dynamic prompt, a tool, and a typed answer that is checked.
//!
//! `cargo run -p ringfence-agent --example bank_support` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example bank_support -- openai:gpt-4.1` asks a real model.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use ringfence_agent::{Agent, Model, RunContext, ScriptedModel, ToolError, retry};
use schemars::JsonSchema;
use serde::Deserialize;

/// What tools and prompts of this agent may use.
struct Bank {
    customer: u64,
}

impl Bank {
    fn name(&self) -> &'static str {
        if self.customer == 123 {
            "John"
        } else {
            "a stranger"
        }
    }

    fn balance(&self, include_pending: bool) -> Result<f64, std::io::Error> {
        match (self.customer, include_pending) {
            (123, true) => Ok(123.45),
            (123, false) => Ok(100.00),
            _ => Err(std::io::Error::other("no such customer")),
        }
    }
}

/// Returns the customer's current account balance.
#[derive(Deserialize, JsonSchema)]
struct BalanceArgs {
    /// also count pending transactions
    include_pending: bool,
}

async fn customer_balance(
    context: RunContext<Bank>,
    args: BalanceArgs,
) -> Result<String, ToolError> {
    let balance = context.deps.balance(args.include_pending)?;
    Ok(format!("${balance:.2}"))
}

/// The answer to the customer.
#[derive(Debug, Deserialize, JsonSchema)]
struct Support {
    /// advice for the customer
    advice: String,
    /// whether to block the customer's card
    block_card: bool,
    /// how risky the request is
    #[schemars(range(min = 0, max = 10))]
    risk: u8,
}

fn support_agent(model: impl Model + 'static) -> Agent<Bank, Support> {
    Agent::builder(model)
        .deps::<Bank>()
        .output::<Support>()
        .name("bank support")
        .instructions("You are a support agent in our bank. Help the customer and judge the risk of the request.")
        .instructions_fn(|context: RunContext<Bank>| async move { format!("The customer is {}.", context.deps.name()) })
        .tool(customer_balance)
        .output_validator(|_, answer: Support| async move {
            if answer.risk >= 8 && !answer.block_card {
                return Err(retry("a risk of 8 and more means that the card is blocked"));
            }
            Ok(answer)
        })
        .build()
}

async fn run(model: Arc<dyn Model>, output: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let agent = support_agent(model);
    for question in [
        "What is my balance, with pending transactions?",
        "I just lost my card!",
    ] {
        let result = agent.run(question, Bank { customer: 123 }).await?;
        let answer = result.output;
        writeln!(output, "> {question}\n{}", answer.advice)?;
        writeln!(
            output,
            "[block card: {}, risk: {}]",
            answer.block_card, answer.risk
        )?;
    }
    Ok(())
}

/// What a model might say. The first answer to the second question breaks the rule and is sent back.
const SCRIPT: &str = r#"{"steps": [
    {"when": {"prompt_contains": "balance"}, "parts": [
        {"part_kind": "text", "content": "I will look that up."},
        {"part_kind": "tool-call", "tool_call_id": "1", "tool_name": "customer_balance", "args": {"include_pending": true}}]},
    {"when": {"after_tool": "customer_balance"}, "parts": [
        {"part_kind": "tool-call", "tool_call_id": "2", "tool_name": "final_result",
         "args": {"advice": "Hello John, your balance is $123.45.", "block_card": false, "risk": 1}}]},
    {"when": {"prompt_contains": "lost my card"}, "parts": [
        {"part_kind": "tool-call", "tool_call_id": "3", "tool_name": "final_result",
         "args": {"advice": "Please be careful, John.", "block_card": false, "risk": 8}}]},
    {"parts": [
        {"part_kind": "tool-call", "tool_call_id": "4", "tool_name": "final_result",
         "args": {"advice": "I am sorry, John. We block your card now.", "block_card": true, "risk": 8}}]}
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
