use ringfence_agent::testing::generate;
use ringfence_agent::{
    Agent, AgentError, Reply, RunContext, ScriptedModel, TestModel, ToolError, retry, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline};

/// Books a table.
#[derive(Deserialize, JsonSchema)]
struct BookArgs {
    #[schemars(range(min = 1, max = 8))]
    people: u8,
    #[schemars(regex(pattern = r"^\d{2}:\d{2}$"))]
    time: String,
}

async fn book(_: RunContext, args: BookArgs) -> Result<String, ToolError> {
    Ok(format!("{} at {}", args.people, args.time))
}

async fn picky(context: RunContext, _: BookArgs) -> Result<&'static str, ToolError> {
    if context.retry == 0 {
        Err(retry("again"))
    } else {
        Ok("fine")
    }
}

#[tokio::test]
async fn the_test_model_calls_every_tool_with_valid_data_then_answers() {
    let agent = Agent::builder(TestModel::new())
        .tool(book)
        .tool(picky)
        .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, r#"{"book":"1 at 00:00","picky":"fine"}"#);
    assert_eq!(
        result.usage.requests, 3,
        "tools, the repaired call, the answer"
    );
}

#[tokio::test]
async fn the_test_model_can_be_told_what_to_do() {
    let build = || {
        agent(|_, _| -> Reply { panic!("replaced") })
            .tool(book)
            .tool(picky)
            .build()
    };
    let result = build()
        .run("go", ())
        .model(TestModel::new().call_tools(["book"]))
        .await
        .unwrap();
    assert_eq!(result.output, r#"{"book":"1 at 00:00"}"#);
    let none: [&str; 0] = [];
    let model = TestModel::new().call_tools(none);
    assert_eq!(
        build().run("go", ()).model(model).await.unwrap().output,
        "success (no tool calls)"
    );
    let model = TestModel::new().output_text("hello");
    assert_eq!(
        build().run("go", ()).model(model).await.unwrap().output,
        "hello"
    );
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only filled")]
enum Shape {
    Circle { radius: f64 },
    Square(f64),
    Nothing,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only filled")]
struct Tree {
    shape: Shape,
    children: Vec<Tree>,
    parent: Option<Box<Tree>>,
    names: std::collections::BTreeMap<String, u32>,
}

#[tokio::test]
async fn the_test_model_fills_any_output_type() {
    for seed in 0..4 {
        let agent = Agent::builder(TestModel::new().seed(seed))
            .output::<Tree>()
            .build();
        agent.run("go", ()).await.unwrap();
        let native = Agent::builder(TestModel::new().seed(seed))
            .output::<Shape>()
            .native()
            .build();
        native.run("go", ()).await.unwrap();
    }
    let agent = Agent::builder(TestModel::new().output_args(json!({"response": "Nothing"})))
        .output::<Shape>()
        .build();
    assert!(matches!(
        agent.run("go", ()).await.unwrap().output,
        Shape::Nothing
    ));
}

const SCRIPT: &str = r#"{"model": "demo", "steps": [
    {"when": {"prompt_contains": "TABLE", "tool_offered": "book"},
     "parts": [{"part_kind": "tool-call", "tool_name": "book", "tool_call_id": "", "args": {"people": 2, "time": "19:30"}}]},
    {"when": {"after_tool": "book"}, "text": "Booked.", "usage": {"input_tokens": 10, "output_tokens": 2}}
]}"#;

#[tokio::test]
async fn a_script_is_followed_and_must_be_used_up() {
    let model = ScriptedModel::from_json(SCRIPT).unwrap();
    let agent = Agent::builder(model.clone()).tool(book).build();
    assert_eq!(model.unused_steps(), 2);
    let result = agent.run("a table for two", ()).await.unwrap();
    assert_eq!(
        outline(result.messages())[2..],
        ["return book Success: 2 at 19:30", "text: Booked."]
    );
    assert_eq!(
        result.response().unwrap().model_name.as_deref(),
        Some("demo")
    );
    assert_eq!(model.unused_steps(), 0);
    let error = agent.run("another table", ()).await.unwrap_err();
    assert_eq!(
        error.model_error().unwrap().to_string(),
        "test model `demo`: the script has no answer after 2 steps"
    );
}

#[tokio::test]
async fn a_script_that_does_not_fit_says_where() {
    let agent = Agent::builder(ScriptedModel::from_json(SCRIPT).unwrap())
        .tool(book)
        .build();
    let error = agent.run("a chair", ()).await.unwrap_err();
    assert_eq!(
        error.model_error().unwrap().to_string(),
        "test model `demo`: step 0 of the script does not fit: the prompt does not contain `TABLE`"
    );
}

#[tokio::test]
async fn a_script_can_answer_by_conditions_for_ever() {
    let model = ScriptedModel::from_json(
        r#"{"order": "match", "steps": [{"when": {"prompt_contains": "hello"}, "text": "Hi!"}, {"error": 503}]}"#,
    )
    .unwrap();
    let agent = Agent::builder(model).build();
    for _ in 0..3 {
        assert_eq!(agent.run("Hello there", ()).await.unwrap().output, "Hi!");
    }
    let error = agent.run("bye", ()).await.unwrap_err();
    assert!(matches!(&error, AgentError::Model { source, .. } if source.status() == Some(503)));
}

#[test]
fn a_script_with_unknown_fields_is_refused() {
    assert!(ScriptedModel::from_json(r#"{"steps": [{"txt": "typo"}]}"#).is_err());
}

#[test]
fn made_data_repeats_and_changes_with_the_seed() {
    let schema =
        json!({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]});
    assert_eq!(generate(&schema, 3), generate(&schema, 3));
    assert_ne!(generate(&schema, 3), generate(&schema, 4));
}

#[tokio::test]
async fn a_tool_that_cannot_be_filled_is_named_as_a_fault_of_the_test() {
    #[derive(Deserialize, JsonSchema)]
    struct Hard {
        #[schemars(regex(pattern = r"^(?=a)b$"))]
        #[expect(dead_code, reason = "only its schema is used")]
        text: String,
    }
    let hard = tool(|_: RunContext, _: Hard| async { Ok(()) }).named("hard");
    let error = Agent::builder(TestModel::new())
        .tool(hard)
        .build()
        .run("go", ())
        .await
        .unwrap_err();
    assert_eq!(
        error.model_error().unwrap().to_string(),
        "test model `test`: cannot make data for the schema at `/text`: pattern `^(?=a)b$` is too hard to invert"
    );
}
