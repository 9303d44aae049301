//! An assistant that writes SQL: dependencies, and an output function that tries the query before it is taken.
//!
//! `cargo run -p ringfence-agent --example sql_assistant` answers from a script and needs no key.
//! `cargo run -p ringfence-agent --example sql_assistant -- openai:gpt-4.1` asks a real model.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use ringfence_agent::{Agent, Model, Retries, RunContext, ScriptedModel, TextOr, ToolError, retry};
use schemars::JsonSchema;
use serde::Deserialize;

/// A stand-in for a database connection: knows its tables and refuses what it does not know.
struct Database {
    tables: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Database {
    fn demo() -> Self {
        Self {
            tables: BTreeMap::from([("records", vec!["created_at", "level", "message"])]),
        }
    }

    fn schema(&self) -> String {
        let tables = self
            .tables
            .iter()
            .map(|(name, columns)| format!("{name}({})", columns.join(", ")));
        tables.collect::<Vec<_>>().join("\n")
    }

    /// What `EXPLAIN` would say.
    fn explain(&self, query: &str) -> Result<(), String> {
        let words: Vec<_> = query
            .split([' ', ',', ';', '\n'])
            .filter(|word| !word.is_empty())
            .collect();
        if !words
            .first()
            .is_some_and(|word| word.eq_ignore_ascii_case("select"))
        {
            return Err("only SELECT is allowed".to_owned());
        }
        let table = words
            .iter()
            .skip_while(|word| !word.eq_ignore_ascii_case("from"))
            .nth(1);
        match table {
            Some(table) if self.tables.contains_key(table) => Ok(()),
            Some(table) => Err(format!("table `{table}` does not exist")),
            None => Err("the query has no FROM".to_owned()),
        }
    }
}

/// One query and what it does.
#[derive(Debug, Deserialize, JsonSchema)]
struct Query {
    /// the SELECT statement
    sql: String,
    /// what it finds, in one sentence
    explanation: String,
}

/// Tries the query; what the database says goes back to the model.
async fn checked(context: RunContext<Database>, query: Query) -> Result<Query, ToolError> {
    match context.deps.explain(&query.sql) {
        Ok(()) => Ok(query),
        Err(fault) => Err(retry(format!("the database refuses the query: {fault}"))),
    }
}

fn sql_agent(model: impl Model + 'static) -> Agent<Database, TextOr<Query>> {
    Agent::builder(model)
        .deps::<Database>()
        .output_fn(checked)
        .or_text()
        .name("sql assistant")
        .instructions("Write SQL for the user's question. Answer with text when the question is not about the data.")
        .instructions_fn(|context: RunContext<Database>| async move { format!("Tables:\n{}", context.deps.schema()) })
        .retries(Retries { output: 3, ..Retries::default() })
        .build()
}

async fn run(model: Arc<dyn Model>, output: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let agent = sql_agent(model);
    let database = Arc::new(Database::demo());
    for question in ["show me errors of today", "who are you?"] {
        let result = agent.run(question, Arc::clone(&database)).await?;
        match &result.output {
            TextOr::Value(query) => writeln!(
                output,
                "> {question}\n{}\n-- {}",
                query.sql, query.explanation
            )?,
            TextOr::Text(text) => writeln!(output, "> {question}\n{text}")?,
        }
        writeln!(output, "[{} requests]", result.usage.requests)?;
    }
    Ok(())
}

/// What a model might say. The first query names a table that does not exist and is sent back.
const SCRIPT: &str = r#"{"steps": [
    {"when": {"prompt_contains": "errors"}, "parts": [{"part_kind": "tool-call", "tool_call_id": "1",
        "tool_name": "final_result", "args": {"sql": "SELECT message FROM logs", "explanation": "All messages."}}]},
    {"when": {"after_tool": "final_result"}, "parts": [{"part_kind": "tool-call", "tool_call_id": "2",
        "tool_name": "final_result", "args": {
            "sql": "SELECT message FROM records WHERE level = 'error' AND created_at >= current_date",
            "explanation": "Messages of errors since midnight."}}]},
    {"text": "I write SQL for you."}
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
