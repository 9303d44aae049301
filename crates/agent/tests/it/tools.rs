use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ringfence_agent::{
    AgentError, Reply, Retries, RunContext, ToolError, ToolReturn, UserContentItem, failed, retry,
    tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline, step};

/// Adds two numbers.
#[derive(Deserialize, JsonSchema)]
struct AddArgs {
    left: i64,
    #[schemars(range(max = 100))]
    right: i64,
}

async fn add(_: RunContext, args: AddArgs) -> Result<i64, ToolError> {
    Ok(args.left + args.right)
}

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

#[tokio::test]
async fn a_tool_is_called_and_its_result_sent_back() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("add", json!({"left": 2, "right": 3})),
        _ => Reply::text("five"),
    })
    .tool(add)
    .build();
    let result = agent.run("2 + 3?", ()).await.unwrap();
    assert_eq!(result.output, "five");
    assert_eq!(
        outline(result.messages()),
        [
            "user: 2 + 3?",
            "call add({\"left\":2,\"right\":3})",
            "return add Success: 5",
            "text: five"
        ]
    );
    assert_eq!((result.usage.requests, result.usage.tool_calls), (2, 1));
}

#[tokio::test]
async fn all_faults_of_arguments_are_told_and_the_repaired_call_runs() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("add", json!({"left": "two", "right": 300})),
        1 => Reply::tool_call("add", json!({"left": 2, "right": 3})),
        _ => Reply::text("done"),
    })
    .tool(add)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    let prompt = &outline(result.messages())[2];
    assert!(
        prompt.starts_with("retry add: 2 validation errors:"),
        "{prompt}"
    );
    assert!(
        prompt.contains("\\\"two\\\" is not of type \\\"integer\\\""),
        "{prompt}"
    );
    assert!(
        prompt.contains("300 is greater than the maximum of 100"),
        "{prompt}"
    );
    assert_eq!(outline(result.messages())[4], "return add Success: 5");
}

#[tokio::test]
async fn an_unknown_tool_is_told_the_names_and_counts() {
    let agent = agent(|_, _| Reply::tool_call("subtract", json!({})))
        .tool(add)
        .build();
    let error = agent.run("go", ()).await.unwrap_err();
    let AgentError::ToolRetries {
        tool_name,
        limit,
        last,
        run,
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!((tool_name.as_str(), *limit), ("subtract", 1));
    assert_eq!(
        last,
        "There is no tool named `subtract`. The tools are: `add`.\n\nFix the errors and try again."
    );
    assert_eq!(
        run.messages.len(),
        5,
        "the last fault is part of the conversation"
    );
}

#[tokio::test]
async fn retries_are_counted_for_each_tool_and_reset_on_success() {
    let calls = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&calls);
    let flaky = tool(move |context: RunContext, _: NoArgs| {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            if number.is_multiple_of(2) {
                Err(retry(format!("retry {}", context.retry)))
            } else {
                Ok("ok")
            }
        }
    })
    .named("flaky");
    let agent = agent(|messages, _| match step(messages) {
        0..6 => Reply::tool_call("flaky", json!({})),
        _ => Reply::text("done"),
    })
    .tool(flaky)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 6);
    let retries = outline(result.messages())
        .iter()
        .filter(|line| line.starts_with("retry flaky: retry 0"))
        .count();
    assert_eq!(retries, 3, "after a success the count starts again at 0");
}

#[tokio::test]
async fn a_tools_own_budget_goes_before_the_agents() {
    for (own, expected) in [(None, 3), (Some(0), 1), (Some(5), 6)] {
        let calls = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&calls);
        let mut broken = tool(move |_: RunContext, _: NoArgs| {
            counter.fetch_add(1, Ordering::SeqCst);
            async move { Err::<(), _>(retry("again")) }
        })
        .named("broken");
        if let Some(own) = own {
            broken = broken.retries(own);
        }
        let agent = agent(|_, _| Reply::tool_call("broken", json!({})))
            .tool(broken)
            .retries(Retries {
                tools: 2,
                output: 0,
            })
            .build();
        agent.run("go", ()).await.unwrap_err();
        assert_eq!(calls.load(Ordering::SeqCst), expected, "{own:?}");
    }
}

#[tokio::test]
async fn a_failed_call_is_told_and_the_run_goes_on() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("search", json!({})),
        _ => Reply::text("sorry"),
    })
    .tool(
        tool(|_: RunContext, _: NoArgs| async { Err::<(), _>(failed("no network")) })
            .named("search"),
    )
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(
        outline(result.messages())[2],
        "return search Failed: no network"
    );
    assert_eq!(result.usage.tool_calls, 0);
}

#[tokio::test]
async fn an_error_or_panic_in_a_tool_ends_the_run_with_its_conversation() {
    let io = tool(|_: RunContext, _: NoArgs| async {
        Err::<(), ToolError>(std::io::Error::other("disk gone").into())
    });
    let bug = tool(|_: RunContext, _: NoArgs| async {
        assert!(!std::hint::black_box(true), "a bug");
        Ok(())
    });
    for (tool, expected) in [
        (io.named("t"), "disk gone"),
        (bug.named("t"), "it panicked: a bug"),
    ] {
        let agent = agent(|_, _| Reply::tool_call("t", json!({})))
            .tool(tool)
            .build();
        let error = agent.run("go", ()).await.unwrap_err();
        let AgentError::Callback { what, source, run } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (what.as_str(), source.to_string().as_str()),
            ("tool `t`", expected)
        );
        assert_eq!(run.messages.len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_tool_is_cut_and_the_model_told() {
    let slow = tool(|_: RunContext, _: NoArgs| async {
        tokio::time::sleep(Duration::from_mins(1)).await;
        Ok(())
    });
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("slow", json!({})),
        _ => Reply::text("ok"),
    })
    .tool(slow.named("slow").timeout(Duration::from_secs(1)))
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert!(
        outline(result.messages())[2].starts_with("retry slow: The tool did not answer within 1s.")
    );
}

/// Runs calls of one tool and returns how many ran at once.
async fn most_at_once(calls: usize, sequential: bool) -> u32 {
    let (now, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let seen = Arc::clone(&most);
    let mut work = tool(move |_: RunContext, _: NoArgs| {
        let (now, seen) = (Arc::clone(&now), Arc::clone(&seen));
        async move {
            seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(10)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        }
    })
    .named("work");
    if sequential {
        work = work.sequential();
    }
    let agent = agent(move |messages, _| match step(messages) {
        0 => Reply::tool_calls(vec![("work", json!({})); calls]),
        _ => Reply::text("ok"),
    })
    .tool(work)
    .build();
    agent.run("go", ()).await.unwrap();
    most.load(Ordering::SeqCst)
}

#[tokio::test(start_paused = true)]
async fn tools_run_at_once_unless_one_is_sequential() {
    assert_eq!(most_at_once(3, false).await, 3);
    assert_eq!(most_at_once(3, true).await, 1);
    assert_eq!(most_at_once(100, false).await, 32);
}

#[derive(Deserialize, JsonSchema)]
struct WaitArgs {
    ms: u64,
}

#[tokio::test(start_paused = true)]
async fn results_keep_the_order_of_the_calls() {
    let wait = tool(|_: RunContext, args: WaitArgs| async move {
        tokio::time::sleep(Duration::from_millis(args.ms)).await;
        Ok(args.ms)
    });
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_calls([30, 10, 20].map(|ms| ("wait", json!({"ms": ms})))),
        _ => Reply::text("ok"),
    })
    .tool(wait.named("wait"))
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert_eq!(
        outline(result.messages())[4..7],
        [
            "return wait Success: 30",
            "return wait Success: 10",
            "return wait Success: 20"
        ]
    );
}

#[tokio::test]
async fn prepare_hides_a_tool_or_changes_what_is_told() {
    let secret = tool(|_: RunContext, _: NoArgs| async { Ok("x") })
        .named("secret")
        .prepare(|context: RunContext, definition| async move {
            Ok((context.run_step > 1).then_some(definition))
        });
    let agent = agent(|messages, request| match step(messages) {
        0 => {
            assert_eq!(request.tools.len(), 1);
            Reply::tool_call("add", json!({"left": 1, "right": 1}))
        }
        _ => Reply::text(
            request
                .tools
                .iter()
                .map(|tool| tool.name.clone())
                .collect::<Vec<_>>()
                .join(","),
        ),
    })
    .tool(add)
    .tool(secret)
    .build();
    assert_eq!(agent.run("go", ()).await.unwrap().output, "add,secret");
}

#[tokio::test]
async fn a_tool_return_shows_media_after_the_results_and_keeps_metadata() {
    let plot = tool(|_: RunContext, _: NoArgs| async {
        Ok(ToolReturn::new("a plot")
            .content(UserContentItem::binary(b"png", "image/png"))
            .metadata(json!({"rows": 3})))
    });
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("plot", json!({})),
        _ => Reply::text("ok"),
    })
    .tool(plot.named("plot"))
    .build();
    let result = agent.run("go", ()).await.unwrap();
    let json = serde_json::to_value(&result.messages()[2]).unwrap();
    assert_eq!(json["parts"][0]["content"], "a plot");
    assert_eq!(json["parts"][0]["metadata"], json!({"rows": 3}));
    assert_eq!(
        json["parts"][1]["content"][0],
        json!({"kind": "binary", "data": "cG5n", "media_type": "image/png"})
    );
}

#[tokio::test]
async fn dependencies_reach_tools_and_prompts() {
    struct Shop {
        name: &'static str,
    }
    async fn name_of(context: RunContext<Shop>, _: NoArgs) -> Result<String, ToolError> {
        Ok(context.deps.name.to_owned())
    }
    let model = ringfence_agent::FunctionModel::new(|messages, request| match step(messages) {
        0 => {
            assert_eq!(request.instructions, Some("You work at Acme."));
            Reply::tool_call("name_of", json!({}))
        }
        _ => Reply::text("ok"),
    });
    let agent = ringfence_agent::Agent::builder(model)
        .deps::<Shop>()
        .instructions_fn(|context: RunContext<Shop>| async move {
            format!("You work at {}.", context.deps.name)
        })
        .tool(name_of)
        .build();
    let handle = tokio::spawn(async move { agent.run("go", Shop { name: "Acme" }).await });
    assert_eq!(
        outline(handle.await.unwrap().unwrap().messages())[2],
        "return name_of Success: Acme"
    );
}

#[tokio::test]
async fn faults_of_the_set_up_are_found_before_any_request() {
    let number = tool(|_: RunContext, number: u32| async move { Ok(number) }).named("number");
    let unnamed = tool(|_: RunContext, _: NoArgs| async { Ok(()) });
    for (tool, expected) in [
        (
            number,
            "the agent cannot run: tool `number`: not a usable JSON Schema: the arguments of a tool must be a struct or a map",
        ),
        (
            unnamed,
            "the agent cannot run: tool name `{{closure}}` is not 1 to 64 letters, digits, `_` and `-`; \
             name closures with `named`",
        ),
    ] {
        let agent = agent(|_, _| -> Reply { panic!("no request may be made") })
            .tool(tool)
            .build();
        assert_eq!(agent.run("go", ()).await.unwrap_err().to_string(), expected);
    }
}
