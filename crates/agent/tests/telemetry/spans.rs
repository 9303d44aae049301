use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use ringfence_agent::telemetry::{Metrics, OperationEnd};
use ringfence_agent::{AgentBuilder, Reply, RequestUsage, RunContext, tool};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::support::{agent, step};

/// Subscribers are told of call sites for the whole process, so the tests take turns.
static TURN: Mutex<()> = Mutex::new(());

type Fields = BTreeMap<String, String>;

/// Collects spans with their fields, in the order in which they close.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<(String, Fields)>>>);

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut extensions = span.extensions_mut();
        values.record(&mut Visitor(extensions.get_mut::<Fields>().unwrap()));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let fields = span.extensions_mut().remove::<Fields>().unwrap_or_default();
        self.0
            .lock()
            .unwrap()
            .push((span.name().to_owned(), fields));
    }
}

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

fn build() -> AgentBuilder<(), String> {
    agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("work", json!({})),
        _ => Reply::text("the answer"),
    })
    .name("helper")
    .tool(tool(|_: RunContext, _: NoArgs| async { Ok("the result") }).named("work"))
}

fn spans_of(builder: AgentBuilder<(), String>) -> Vec<(String, Fields)> {
    let spans = Spans::default();
    let subscriber = tracing_subscriber::registry().with(spans.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    tracing::subscriber::with_default(subscriber, || {
        runtime
            .block_on(async { builder.build().run("the question", ()).run_id("r1").await })
            .unwrap();
    });
    spans.0.lock().unwrap().clone()
}

#[test]
fn spans_have_the_names_of_the_conventions_and_no_content() {
    let _turn = TURN.lock();
    let spans = spans_of(build());
    let names: Vec<_> = spans.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["chat", "execute_tool", "chat", "invoke_agent"]);
    let expect = |number: usize, fields: &[(&str, &str)]| {
        for (name, value) in fields {
            let found = spans[number].1.get(*name).map(String::as_str);
            assert_eq!(found, Some(*value), "{} {name}", spans[number].0);
        }
    };
    expect(
        0,
        &[
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.provider.name", "test"),
            ("gen_ai.request.model", "function"),
            ("gen_ai.response.model", "function"),
            ("gen_ai.response.finish_reasons", "tool_call"),
            ("gen_ai.usage.input_tokens", "2"),
            ("otel.kind", "client"),
        ],
    );
    expect(
        1,
        &[
            ("gen_ai.operation.name", "execute_tool"),
            ("gen_ai.tool.name", "work"),
        ],
    );
    expect(
        3,
        &[
            ("gen_ai.operation.name", "invoke_agent"),
            ("gen_ai.agent.name", "helper"),
            ("gen_ai.conversation.id", "r1"),
            ("gen_ai.usage.output_tokens", "4"),
        ],
    );
    let all = format!("{spans:?}");
    for content in ["the question", "the result", "the answer"] {
        assert!(!all.contains(content), "{content}");
    }
}

#[test]
fn content_is_in_spans_when_asked_for() {
    let _turn = TURN.lock();
    let spans = spans_of(build().trace_content(true));
    assert!(spans[0].1["gen_ai.input.messages"].contains("the question"));
    assert!(spans[1].1["gen_ai.tool.call.result"].contains("the result"));
    assert!(spans[2].1["gen_ai.output.messages"].contains("the answer"));
}

#[derive(Clone, Debug, Default)]
struct Book(Arc<Mutex<Vec<String>>>);

impl Metrics for Book {
    fn token_usage(&self, provider: &str, model: &str, usage: &RequestUsage) {
        let line = format!(
            "tokens {provider} {model} {} {}",
            usage.input_tokens, usage.output_tokens
        );
        self.0.lock().unwrap().push(line);
    }

    fn operation_end(&self, end: &OperationEnd<'_>) {
        let line = format!("{} {} {:?}", end.operation.as_str(), end.name, end.error);
        self.0.lock().unwrap().push(line);
    }
}

#[test]
fn metrics_tell_tokens_and_operations() {
    let _turn = TURN.lock();
    let book = Book::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let agent = build().metrics(book.clone()).build();
    runtime
        .block_on(async { agent.run("the question", ()).await })
        .unwrap();
    assert_eq!(
        *book.0.lock().unwrap(),
        [
            "tokens test function 2 2",
            "chat function None",
            "execute_tool work None",
            "tokens test function 6 2",
            "chat function None"
        ]
    );
}
