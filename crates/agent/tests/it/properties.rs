//! Rules that hold for every run, whatever the model says.

use std::borrow::Cow;

use proptest::prelude::*;
use ringfence_agent::history::repair;
use ringfence_agent::message::ToolArguments;
use ringfence_agent::{
    Agent, AgentError, Deferrable, EndStrategy, FunctionModel, Message, Reply, ResponsePart,
    RunContext, RunResult, TextOr, ToolError, UsageLimits, failed, retry, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{NEW_YEAR, outline, step};

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
struct Args {
    #[schemars(range(max = 9))]
    number: u8,
}

/// A part that a model may say: which tool, with which arguments.
fn any_part() -> impl Strategy<Value = (u8, u8)> {
    (0u8..9, 0u8..12)
}

fn part((kind, number): (u8, u8), id: String) -> ResponsePart {
    let name = match kind {
        0 => return ResponsePart::text(if number < 6 { "some words" } else { " " }),
        1 | 2 => "final_result",
        3 => "fine",
        4 => "again",
        5 => "broken",
        6 => "asks",
        7 => "unknown",
        _ => {
            return ResponsePart::tool_call(
                id,
                "fine",
                ToolArguments::Text("{\"number\":".to_owned()),
            );
        }
    };
    ResponsePart::tool_call(id, name, json!({"number": number}))
}

fn build(script: Vec<Vec<(u8, u8)>>, strategy: EndStrategy) -> Agent<(), Deferrable<TextOr<Args>>> {
    let model = FunctionModel::new(move |messages, _| {
        let step = step(messages);
        let parts = script
            .get(step % script.len().max(1))
            .cloned()
            .unwrap_or_default();
        let parts = parts
            .into_iter()
            .enumerate()
            .map(|(number, said)| part(said, format!("{step}-{number}")));
        Reply::parts(parts.collect())
    });
    let fine = tool(|_: RunContext, args: Args| async move {
        tokio::task::yield_now().await;
        Ok(args.number)
    });
    Agent::builder(model)
        .clock(NEW_YEAR)
        .output::<Args>()
        .or_text()
        .deferrable()
        .end_strategy(strategy)
        .tool(fine.named("fine"))
        .tool(
            tool(|_: RunContext, _: Args| async { Err::<(), ToolError>(retry("again")) })
                .named("again")
                .retries(2),
        )
        .tool(
            tool(|_: RunContext, _: Args| async { Err::<(), ToolError>(failed("broken")) })
                .named("broken"),
        )
        .tool(
            tool(|_: RunContext, _: Args| async { Ok("yes") })
                .named("asks")
                .requires_approval(),
        )
        .usage_limits(UsageLimits {
            requests: Some(6),
            ..UsageLimits::none()
        })
        .build()
}

type Outcome = Result<RunResult<Deferrable<TextOr<Args>>>, AgentError>;

fn conversation(outcome: &Outcome) -> (&[Message], u64) {
    match outcome {
        Ok(result) => (result.messages(), result.usage.requests),
        Err(error) => (error.messages(), error.usage().requests),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_run_ends_with_a_conversation_that_can_go_on(
        script in proptest::collection::vec(proptest::collection::vec(any_part(), 0..4), 1..5),
        strategy in prop_oneof![Just(EndStrategy::Early), Just(EndStrategy::Graceful), Just(EndStrategy::Exhaustive)],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let agent = build(script, strategy);
        let awaited: Outcome = runtime.block_on(async { agent.run("go", ()).run_id("r").await });
        let streamed: Outcome = runtime.block_on(agent.run("go", ()).run_id("r").stream().finish());

        let (messages, requests) = conversation(&awaited);
        prop_assert_eq!(messages, conversation(&streamed).0, "streaming changes nothing");
        prop_assert_eq!(requests, u64::try_from(step(messages)).unwrap(), "each request has its response");

        let repaired = repair(messages);
        prop_assert!(matches!(repair(&repaired), Cow::Borrowed(_)), "{:?}", outline(messages));

        match &awaited {
            Ok(result) => {
                let waits = matches!(result.output, Deferrable::Deferred(_));
                let sound = matches!(repaired, Cow::Borrowed(_)) || outline(messages).iter().any(|line| line.contains("{\"number\":)"));
                prop_assert!(waits || sound, "a finished run leaves no call without a result: {:?}", outline(messages));
                if let Deferrable::Deferred(requests) = &result.output {
                    let results = requests.approve_all();
                    let agent = build(vec![vec![(0, 0)]], strategy);
                    let more = runtime.block_on(async { agent.resume(messages, ()).deferred_results(results).await });
                    prop_assert!(more.is_ok(), "{more:?}");
                }
            }
            Err(AgentError::Configuration { message, .. }) => prop_assert!(false, "{}", message),
            Err(_) => {}
        }
    }
}
