use ringfence_agent::{AgentError, Reply, RunContext, UsageLimits, tool};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, step};

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

fn endless() -> ringfence_agent::Agent {
    agent(|_, _| Reply::tool_calls([("work", json!({})), ("work", json!({}))]))
        .tool(tool(|_: RunContext, _: NoArgs| async { Ok("one two three") }).named("work"))
        .build()
}

async fn limit(limits: UsageLimits) -> (&'static str, u64, u64) {
    let error = endless()
        .run("go", ())
        .usage_limits(limits)
        .await
        .unwrap_err();
    let AgentError::UsageLimit { source, run } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(run.usage, *error.usage());
    (source.what, source.limit, run.usage.requests)
}

#[tokio::test]
async fn fifty_requests_by_default() {
    assert_eq!(limit(UsageLimits::default()).await, ("requests", 50, 50));
}

#[tokio::test]
async fn each_limit_ends_the_run() {
    let none = UsageLimits::none;
    assert_eq!(
        limit(UsageLimits {
            requests: Some(3),
            ..none()
        })
        .await,
        ("requests", 3, 3)
    );
    assert_eq!(
        limit(UsageLimits {
            tool_calls: Some(3),
            ..none()
        })
        .await,
        ("tool calls", 3, 2)
    );
    // Words as tokens: prompt 1; then 1 + 4 (two calls) + 6 (two results).
    assert_eq!(
        limit(UsageLimits {
            input_tokens: Some(11),
            ..none()
        })
        .await,
        ("input tokens", 11, 2)
    );
    assert_eq!(
        limit(UsageLimits {
            output_tokens: Some(4),
            ..none()
        })
        .await,
        ("output tokens", 4, 2)
    );
    assert_eq!(
        limit(UsageLimits {
            total_tokens: Some(4),
            ..none()
        })
        .await,
        ("total tokens", 4, 1)
    );
}

#[tokio::test]
async fn a_tool_limit_calls_none_of_the_step_that_passes_it() {
    let error = endless()
        .run("go", ())
        .usage_limits(UsageLimits {
            tool_calls: Some(3),
            ..UsageLimits::none()
        })
        .await
        .unwrap_err();
    assert_eq!(error.usage().tool_calls, 2);
}

#[tokio::test]
async fn an_agent_as_a_tool_counts_together_and_shares_the_limit() {
    let inner = agent(|_, _| "joke").build();
    let ask = tool(move |context: RunContext, _: NoArgs| {
        let inner = inner.clone();
        async move {
            let limits = UsageLimits {
                requests: Some(2),
                ..UsageLimits::none()
            };
            let run = inner
                .run("tell a joke", ())
                .usage(context.shared_usage())
                .usage_limits(limits);
            Ok(run.await?.output)
        }
    });
    let outer = agent(|messages, _| match step(messages) {
        0 | 1 => Reply::tool_call("ask", json!({})),
        _ => Reply::text("ha"),
    })
    .tool(ask.named("ask"))
    .build();
    let error = outer.run("go", ()).await.unwrap_err();
    let AgentError::Callback { what, source, run } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (what.as_str(), source.to_string().as_str()),
        ("tool `ask`", "the usage limit was reached")
    );
    assert_eq!(
        run.usage.requests, 3,
        "two of the outer agent, one of the inner"
    );
}

#[tokio::test]
async fn an_agent_can_be_made_a_tool() {
    let inner = agent(|messages, _| {
        Reply::text(format!("joke for {}", crate::support::outline(messages)[0]))
    })
    .build();
    let outer = agent(|messages, request| match step(messages) {
        0 => {
            assert_eq!(request.tools[0].description, "Tells jokes.");
            Reply::tool_calls([
                ("joke", json!({"prompt": "cats"})),
                ("joke", json!({"prompt": "dogs"})),
            ])
        }
        _ => Reply::text("ha"),
    })
    .tool(inner.as_tool("joke", "Tells jokes."))
    .build();
    let result = outer.run("go", ()).await.unwrap();
    let lines = crate::support::outline(result.messages());
    assert_eq!(
        lines[3..5],
        [
            "return joke Success: joke for user: cats",
            "return joke Success: joke for user: dogs"
        ]
    );
    assert_eq!((result.usage.requests, result.usage.tool_calls), (4, 2));
}
