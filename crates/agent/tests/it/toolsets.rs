use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use ringfence_agent::message::JsonObject;
use ringfence_agent::tool::ToolReply;
use ringfence_agent::toolset::{AvailableTool, Combined};
use ringfence_agent::{
    FunctionToolset, Reply, RunContext, Tool, ToolError, Toolset, ToolsetExt, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline, step};

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

fn named(name: &'static str) -> Tool<()> {
    tool(move |_: RunContext, _: NoArgs| async move { Ok(name) }).named(name)
}

fn set(names: &[&'static str]) -> FunctionToolset<()> {
    names
        .iter()
        .fold(FunctionToolset::new(), |set, name| set.tool(named(name)))
}

/// Calls every tool that is offered and returns the results.
async fn call_all(toolset: impl Toolset<()> + 'static) -> Vec<String> {
    let agent = agent(|messages, request| match step(messages) {
        0 => Reply::tool_calls(
            request
                .tools
                .iter()
                .map(|tool| (tool.name.clone(), json!({}))),
        ),
        _ => Reply::text("ok"),
    })
    .toolset(toolset)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    outline(result.messages())
        .into_iter()
        .filter(|line| line.starts_with("return"))
        .collect()
}

#[tokio::test]
async fn names_change_and_calls_still_arrive() {
    assert_eq!(
        call_all(set(&["a", "b"]).prefixed("kb")).await,
        ["return kb_a Success: a", "return kb_b Success: b"]
    );
    let names = BTreeMap::from([("a".to_owned(), "alpha".to_owned())]);
    assert_eq!(
        call_all(set(&["a", "b"]).renamed(names)).await,
        ["return alpha Success: a", "return b Success: b"]
    );
    let kept = set(&["a", "b"]).filtered(|_, definition| definition.name != "a");
    assert_eq!(call_all(kept).await, ["return b Success: b"]);
    let all = set(&["a"])
        .prefixed("x")
        .renamed(BTreeMap::from([("x_a".to_owned(), "y".to_owned())]));
    assert_eq!(call_all(all).await, ["return y Success: a"]);
}

#[tokio::test]
async fn combined_sets_prefer_the_first() {
    let sets: [Arc<dyn Toolset<()>>; 2] = [Arc::new(set(&["a"])), Arc::new(set(&["a", "b"]))];
    assert_eq!(
        call_all(Combined::new(sets)).await,
        ["return a Success: a", "return b Success: b"]
    );
}

#[tokio::test]
async fn two_tools_of_one_name_are_refused() {
    let agent = agent(|_, _| "x")
        .tool(named("a"))
        .toolset(set(&["a"]))
        .build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the agent cannot run: there are two tools named `a`; give one toolset a prefix or rename it"
    );
}

/// Tools that another program offers.
struct Remote;

impl Toolset<()> for Remote {
    fn tools<'a>(
        &'a self,
        _: &'a RunContext,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async {
            let definition = ringfence_agent::ToolDefinition {
                name: "echo".to_owned(),
                description: "Echoes.".to_owned(),
                parameters: Arc::new(json!({"type": "object"})),
                strict: None,
            };
            Ok(vec![AvailableTool {
                definition,
                schema: None,
                options: ringfence_agent::tool::ToolOptions::default(),
            }])
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        _: RunContext,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        Box::pin(async move {
            Ok(ToolReply {
                value: json!({"tool": name, "args": args}),
                ..ToolReply::default()
            })
        })
    }
}

#[tokio::test]
async fn a_toolset_of_ones_own() {
    assert_eq!(
        call_all(Remote).await,
        [r#"return echo Success: {"args":{},"tool":"echo"}"#]
    );
}

#[tokio::test]
async fn tools_of_a_run_add_to_those_of_the_agent() {
    let agent = agent(|_, request| {
        Reply::text(
            request
                .tools
                .iter()
                .map(|tool| tool.name.clone())
                .collect::<Vec<_>>()
                .join(","),
        )
    })
    .tool(named("a"))
    .build();
    assert_eq!(
        agent
            .run("go", ())
            .toolset(set(&["b"]))
            .await
            .unwrap()
            .output,
        "a,b"
    );
    assert_eq!(agent.run("go", ()).await.unwrap().output, "a");
}

#[tokio::test]
async fn a_tool_with_a_schema_known_at_run_time() {
    let schema =
        json!({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]});
    let double: Tool<()> = Tool::from_schema("double", "Doubles.", schema, |_, args| async move {
        let number = args["n"].as_i64().unwrap_or_default();
        Ok(ToolReply {
            value: json!(number * 2),
            ..ToolReply::default()
        })
    })
    .unwrap();
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("double", json!({"n": "x"})),
        1 => Reply::tool_call("double", json!({"n": 21})),
        _ => Reply::text("ok"),
    })
    .tool(double)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(outline(result.messages())[4], "return double Success: 42");
    let error = Tool::<()>::from_schema("x", "", json!({"type": "array"}), |_, _| async {
        Ok(ToolReply::default())
    });
    assert_eq!(
        error.unwrap_err().to_string(),
        "not a usable JSON Schema: the root type must be `object`"
    );
}
