//! Structured extraction: an invoice out of an e-mail, held to a schema by the provider, checked by rules of ours.
//!
//! `cargo run -p ringfence-agent --example extraction` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example extraction -- openai:gpt-4o-mini` asks a real model.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use ringfence_agent::{Agent, Model, RunContext, ScriptedModel, retry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An invoice.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Invoice {
    /// who sends it
    seller: String,
    /// three letters of ISO 4217
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: String,
    items: Vec<Item>,
    /// sum of all items, in cents
    total_cents: u64,
}

/// One line of an invoice.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Item {
    name: String,
    #[schemars(range(min = 1))]
    count: u64,
    price_cents: u64,
}

const MAIL: &str = "Dear customer, please pay for 2 bicycles at 250 euros each and a bell for 9.50. Yours, Velo Ltd.";

fn extractor(model: impl Model + 'static) -> Agent<(), Invoice> {
    Agent::builder(model)
        .output::<Invoice>()
        .native()
        .name("extractor")
        .instructions("Extract the invoice from the text.")
        .output_validator(|_: RunContext, invoice: Invoice| async move {
            let sum: u64 = invoice
                .items
                .iter()
                .map(|item| item.count.saturating_mul(item.price_cents))
                .sum();
            if sum == invoice.total_cents {
                return Ok(invoice);
            }
            Err(retry(format!(
                "the items sum up to {sum} cents, not to {}",
                invoice.total_cents
            )))
        })
        .build()
}

async fn run(model: Arc<dyn Model>, output: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let result = extractor(model).run(MAIL, ()).await?;
    writeln!(output, "{}", serde_json::to_string_pretty(&result.output)?)?;
    writeln!(output, "[{} requests]", result.usage.requests)?;
    Ok(())
}

/// What a model might say. The first sum is wrong and is sent back.
const SCRIPT: &str = r#"{"steps": [
    {"text": "{\"seller\": \"Velo Ltd.\", \"currency\": \"EUR\", \"total_cents\": 25950, \"items\": [{\"name\": \"bicycle\", \"count\": 2, \"price_cents\": 25000}, {\"name\": \"bell\", \"count\": 1, \"price_cents\": 950}]}"},
    {"text": "{\"seller\": \"Velo Ltd.\", \"currency\": \"EUR\", \"total_cents\": 50950, \"items\": [{\"name\": \"bicycle\", \"count\": 2, \"price_cents\": 25000}, {\"name\": \"bell\", \"count\": 1, \"price_cents\": 950}]}"}
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
