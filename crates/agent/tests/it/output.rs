use ringfence_agent::model::{ModelProfile, OutputFormat};
use ringfence_agent::{
    Agent, AgentError, CapturingModel, EndStrategy, FunctionModel, Reply, Retries, RunContext,
    TextOr, ToolError, failed, retry, tool,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::support::{agent, outline, step};

/// A city in the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct City {
    name: String,
    #[schemars(range(min = 0))]
    people: i64,
}

fn rome() -> City {
    City {
        name: "Rome".to_owned(),
        people: 2_800_000,
    }
}

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

#[tokio::test]
async fn a_type_is_answered_by_the_output_tool() {
    let agent = agent(|_, request| {
        assert!(!request.allow_text);
        assert_eq!(request.output_tools[0].name, "final_result");
        assert_eq!(request.output_tools[0].description, "A city in the world.");
        Reply::tool_call("final_result", json!({"name": "Rome", "people": 2_800_000}))
    })
    .output::<City>()
    .build();
    let result = agent.run("a city", ()).await.unwrap();
    assert_eq!(result.output, rome());
    assert_eq!(
        outline(result.messages())[2],
        "return final_result Success: Final result processed."
    );
}

#[tokio::test]
async fn wrong_answers_are_sent_back_with_every_fault() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("final_result", json!({"name": 1, "people": -1})),
        1 => Reply::text("Rome"),
        _ => Reply::tool_call("final_result", json!({"name": "Rome", "people": 2_800_000})),
    })
    .output::<City>()
    .retries(Retries {
        tools: 0,
        output: 2,
    })
    .build();
    let result = agent.run("a city", ()).await.unwrap();
    let lines = outline(result.messages());
    assert!(
        lines[2].starts_with("retry final_result: 2 validation errors:"),
        "{}",
        lines[2]
    );
    assert_eq!(
        lines[4],
        "retry -: Validation feedback:\nPlain text is not an answer here. Call `final_result` with the answer.\n\n\
         Fix the errors and try again."
    );
    assert_eq!(result.output, rome());
}

#[tokio::test]
async fn the_output_budget_ends_the_run_and_says_why() {
    let agent = agent(|_, _| Reply::tool_call("final_result", json!({"name": "x", "people": -1})))
        .output::<City>()
        .build();
    let error = agent.run("a city", ()).await.unwrap_err();
    let AgentError::OutputRetries {
        limit: 1,
        last,
        run,
    } = &error
    else {
        panic!("{error:?}")
    };
    assert!(last.contains("-1 is less than the minimum of 0"), "{last}");
    assert_eq!((run.usage.requests, run.messages.len()), (2, 5));
}

#[tokio::test]
async fn types_that_are_no_objects_are_wrapped() {
    let agent = agent(|_, request| {
        assert_eq!(
            request.output_tools[0].parameters["required"],
            json!(["response"])
        );
        Reply::tool_call("final_result", json!({"response": ["a", "b"]}))
    })
    .output::<Vec<String>>()
    .build();
    assert_eq!(agent.run("list", ()).await.unwrap().output, ["a", "b"]);
}

#[tokio::test]
async fn text_or_a_value() {
    let build = |reply: fn() -> Reply| {
        agent(move |_, request| {
            assert!(request.allow_text);
            reply()
        })
        .output::<City>()
        .or_text()
        .build()
    };
    let value =
        build(|| Reply::tool_call("final_result", json!({"name": "Rome", "people": 2_800_000})));
    assert_eq!(
        value.run("go", ()).await.unwrap().output,
        TextOr::Value(rome())
    );
    let text = build(|| Reply::text("no idea"));
    assert_eq!(
        text.run("go", ()).await.unwrap().output,
        TextOr::Text("no idea".to_owned())
    );
}

#[tokio::test]
async fn native_output_is_json_text() {
    let model = CapturingModel::new(FunctionModel::new(|messages, request| {
        assert!(matches!(request.output, OutputFormat::JsonSchema(_)));
        Reply::text(if step(messages) == 0 {
            "not json"
        } else {
            r#"{"name": "Rome", "people": 2800000}"#
        })
    }));
    let agent = Agent::builder(model.clone())
        .output::<City>()
        .native()
        .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, rome());
    assert!(
        outline(result.messages())[2]
            .contains("the answer is not JSON: expected ident at line 1 column 2")
    );
    let schema = model.requests()[0].output_schema.clone().unwrap();
    assert_eq!(
        (schema.name.as_str(), schema.description.as_str()),
        ("final_result", "A city in the world.")
    );
}

#[tokio::test]
async fn native_output_of_a_model_without_it_is_refused() {
    let model = FunctionModel::new(|_, _| "x").with_profile(ModelProfile::default());
    let agent = Agent::builder(model).output::<City>().native().build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert_eq!(
        error.model_error().unwrap().to_string(),
        "model `function` does not support native structured output; use tool or prompted output"
    );
}

#[tokio::test]
async fn prompted_output_describes_the_schema_and_takes_fenced_json() {
    let agent = agent(|_, request| {
        let instructions = request.instructions.unwrap();
        assert!(
            instructions.starts_with("Be brief.\n\nAnswer with one JSON object"),
            "{instructions}"
        );
        assert!(instructions.contains("\"people\""), "{instructions}");
        Reply::text("```json\n{\"name\": \"Rome\", \"people\": 2800000}\n```")
    })
    .output::<City>()
    .prompted()
    .instructions("Be brief.")
    .build();
    assert_eq!(agent.run("go", ()).await.unwrap().output, rome());
}

#[tokio::test]
async fn validators_refuse_and_change() {
    let agent = agent(|messages, _| {
        Reply::tool_call(
            "final_result",
            json!({"name": if step(messages) == 0 { "Oslo" } else { "Rome" }, "people": 1}),
        )
    })
    .output::<City>()
    .output_validator(|context: RunContext, city: City| async move {
        if city.name == "Oslo" && context.retry == 0 {
            return Err(retry("not in the north"));
        }
        Ok(city)
    })
    .output_validator(|_: RunContext, city: City| async move {
        Ok(City {
            people: 2_800_000,
            ..city
        })
    })
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, rome());
    assert!(outline(result.messages())[2].starts_with("retry final_result: not in the north"));
}

#[tokio::test]
async fn output_functions_make_the_answer() {
    let agent = agent(|messages, request| {
        assert_eq!(request.output_tools.len(), 2);
        match step(messages) {
            0 => Reply::tool_call("final_result", json!({"name": "Atlantis", "people": 0})),
            _ => Reply::tool_call("give_up", json!({})),
        }
    })
    .output_fn(|_: RunContext, city: City| async move {
        if city.people == 0 {
            Err(failed("nobody lives there"))
        } else {
            Ok(city.name)
        }
    })
    .or_output_fn("give_up", |_: RunContext, _: NoArgs| async {
        Ok("none".to_owned())
    })
    .build();
    assert_eq!(agent.run("go", ()).await.unwrap().output, "none");
}

async fn run_with(strategy: EndStrategy) -> Vec<String> {
    let agent = agent(|_, _| {
        Reply::tool_calls([
            ("final_result", json!({"name": "Rome", "people": 2_800_000})),
            ("note", json!({})),
            ("final_result", json!({"name": "Oslo", "people": -1})),
        ])
    })
    .output::<City>()
    .tool(tool(|_: RunContext, _: NoArgs| async { Ok("noted") }).named("note"))
    .end_strategy(strategy)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, rome());
    outline(result.messages())[4..]
        .iter()
        .map(|line| line.split(['\n']).next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn end_strategies() {
    let (used, unused) = (
        "return final_result Success: Final result processed.",
        "the final answer was already given.",
    );
    assert_eq!(
        run_with(EndStrategy::Early).await,
        [
            used,
            &format!("return note Success: Not called: {unused}"),
            &format!("return final_result Success: Not used: {unused}")
        ]
    );
    assert_eq!(
        run_with(EndStrategy::Graceful).await,
        [
            used,
            "return note Success: noted",
            &format!("return final_result Success: Not used: {unused}")
        ]
    );
    assert_eq!(
        run_with(EndStrategy::Exhaustive).await,
        [
            used,
            "return note Success: noted",
            "retry final_result: 1 validation error:"
        ]
    );
}

#[tokio::test]
async fn an_empty_answer_is_asked_again() {
    let agent =
        agent(|messages, _| Reply::text(if step(messages) == 0 { " " } else { "here" })).build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, "here");
    assert!(outline(result.messages())[2].contains("Please answer, or call a tool."));
}

#[tokio::test]
async fn text_before_a_tool_call_is_not_the_answer() {
    async fn look(_: RunContext, _: NoArgs) -> Result<&'static str, ToolError> {
        Ok("found")
    }
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::parts(vec![
            ringfence_agent::ResponsePart::text("Let me look."),
            ringfence_agent::ResponsePart::tool_call("c1", "look", json!({})),
        ]),
        _ => Reply::text("Found it."),
    })
    .tool(look)
    .build();
    assert_eq!(agent.run("go", ()).await.unwrap().output, "Found it.");
}

#[tokio::test]
async fn a_tool_out_of_retries_does_not_spoil_an_answer() {
    let agent = agent(|_, _| {
        Reply::tool_calls([
            ("final_result", json!({"name": "Rome", "people": 2_800_000})),
            ("log", json!({})),
        ])
    })
    .output::<City>()
    .tool(
        tool(|_: RunContext, _: NoArgs| async { Err::<(), _>(retry("full")) })
            .named("log")
            .retries(0),
    )
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output, rome());
    assert_eq!(
        outline(result.messages())[4],
        "retry log: full\n\nFix the errors and try again."
    );
}

#[tokio::test]
async fn validators_of_the_value_stay_when_text_is_allowed_too() {
    let agent = agent(|messages, _| {
        Reply::tool_call(
            "final_result",
            json!({"name": "x", "people": step(messages)}),
        )
    })
    .output::<City>()
    .output_validator(|_: RunContext, city: City| async move {
        if city.people == 0 {
            Err(retry("nobody"))
        } else {
            Ok(city)
        }
    })
    .or_text()
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(result.output.value().unwrap().people, 1);
}

#[test]
fn a_wrong_order_of_the_builder_is_found() {
    let base = || agent(|_, _| "x");
    let echo = || tool(|_: RunContext, _: NoArgs| async { Ok("x") }).named("echo");
    let late = "the agent cannot run: call `deps` before anything that takes the dependencies";
    assert_eq!(
        base()
            .tool(echo())
            .deps::<u8>()
            .build()
            .check()
            .unwrap_err()
            .to_string(),
        late
    );
    let prompted = base()
        .instructions_fn(|_| async { String::new() })
        .deps::<u8>()
        .build();
    assert_eq!(prompted.check().unwrap_err().to_string(), late);
    assert!(
        base()
            .instructions("fixed text stays")
            .deps::<u8>()
            .build()
            .check()
            .is_ok()
    );
    let twice = base()
        .output_validator(|_, text: String| async { Ok(text) })
        .output::<City>()
        .build();
    assert_eq!(
        twice.check().unwrap_err().to_string(),
        "the agent cannot run: give the type of the answer once, and before its validators"
    );
}
