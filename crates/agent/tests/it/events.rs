use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use ringfence_agent::message::ResponseState;
use ringfence_agent::model::{ModelEvent, PartDelta};
use ringfence_agent::{
    Agent, AgentError, AgentEvent, CancellationToken, FunctionModel, Message, Reply, ResponsePart,
    RunContext, ToolResult, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline, step};

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

fn name<O: std::fmt::Debug>(event: &AgentEvent<O>) -> String {
    match event {
        AgentEvent::StepStart { step } => format!("step {step}"),
        AgentEvent::PartStart { part, .. } => format!("start {}", part.kind()),
        AgentEvent::PartDelta {
            delta: PartDelta::Text { content_delta, .. },
            ..
        } => format!("text {content_delta:?}"),
        AgentEvent::PartEnd { part, .. } => format!("end {}", part.kind()),
        AgentEvent::FunctionToolCall { call } => format!("call {}", call.tool_name),
        AgentEvent::ToolProgress { value, .. } => format!("progress {value}"),
        AgentEvent::FunctionToolResult {
            result: ToolResult::Return(part),
        } => format!("result {}", part.content),
        AgentEvent::FinalResult { tool_name } => format!("final {tool_name:?}"),
        AgentEvent::Done(result) => format!("done {:?}", result.output),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn the_stream_shows_everything_in_order_and_runs_to_the_end() {
    let work = tool(|context: RunContext, _: NoArgs| async move {
        context.progress(1);
        tokio::task::yield_now().await;
        context.progress(2);
        Ok("found")
    });
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::parts(vec![
            ResponsePart::text("Let me see."),
            ResponsePart::tool_call("c1", "work", json!({})),
        ]),
        _ => Reply::text("It is found."),
    })
    .tool(work.named("work"))
    .build();
    let events: Vec<_> = agent
        .run("go", ())
        .stream()
        .map(|event| name(&event.unwrap()))
        .collect()
        .await;
    assert_eq!(
        events,
        [
            "step 1",
            "start text",
            "text \"Let \"",
            "text \"me \"",
            "text \"see.\"",
            "end text",
            "start tool-call",
            "end tool-call",
            "call work",
            "progress 1",
            "progress 2",
            "result \"found\"",
            "step 2",
            "start text",
            "text \"It \"",
            "text \"is \"",
            "text \"found.\"",
            "end text",
            "final None",
            "done \"It is found.\"",
        ]
    );
}

#[tokio::test]
async fn streamed_and_awaited_runs_give_the_same_conversation() {
    let build = || {
        agent(|messages, _| match step(messages) {
            0 => Reply::parts(vec![
                ResponsePart::text("a b"),
                ResponsePart::tool_call("c1", "work", json!({})),
            ]),
            _ => Reply::text("done"),
        })
        .tool(tool(|_: RunContext, _: NoArgs| async { Ok(1) }).named("work"))
        .build()
    };
    let awaited = build().run("go", ()).run_id("r").await.unwrap();
    let streamed = build()
        .run("go", ())
        .run_id("r")
        .stream()
        .finish()
        .await
        .unwrap();
    assert_eq!(awaited, streamed);
}

#[tokio::test]
async fn progress_from_another_task_wakes_the_stream() {
    let work = tool(|context: RunContext, _: NoArgs| async move {
        let (send, receive) = tokio::sync::oneshot::channel();
        tokio::spawn(async move {
            for number in 0..3 {
                context.progress(number);
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let _ = send.send(());
        });
        receive.await?;
        Ok(())
    });
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("work", json!({})),
        _ => Reply::text("ok"),
    })
    .tool(work.named("work"))
    .build();
    let events: Vec<_> = agent
        .run("go", ())
        .stream()
        .map(|event| name(&event.unwrap()))
        .collect()
        .await;
    let progress: Vec<_> = events
        .iter()
        .filter(|event| event.starts_with("progress"))
        .collect();
    assert_eq!(progress, ["progress 0", "progress 1", "progress 2"]);
}

#[tokio::test]
async fn an_error_is_the_last_item() {
    let agent = agent(|_, _| Reply::tool_call("nothing", json!({}))).build();
    let events: Vec<_> = agent.run("go", ()).stream().collect().await;
    assert!(matches!(
        events.last(),
        Some(Err(AgentError::ToolRetries { .. }))
    ));
    assert_eq!(events.iter().filter(|event| event.is_err()).count(), 1);
}

/// A model that says two words and then nothing more.
fn stalling() -> FunctionModel {
    FunctionModel::streamed(|_| {
        let part = ResponsePart::text("");
        let begin = [
            ModelEvent::PartStart { index: 0, part },
            ModelEvent::PartDelta {
                index: 0,
                delta: PartDelta::text("half an "),
            },
            ModelEvent::PartDelta {
                index: 0,
                delta: PartDelta::text("answer"),
            },
        ];
        stream::iter(begin.map(Ok)).chain(stream::pending()).boxed()
    })
}

#[tokio::test]
async fn cancelling_keeps_the_partial_answer() {
    let agent = Agent::builder(stalling()).build();
    let token = CancellationToken::new();
    let mut events = agent.run("go", ()).cancel_token(token.clone()).stream();
    let error = loop {
        match events.next().await.unwrap() {
            Ok(AgentEvent::PartDelta {
                delta: PartDelta::Text { content_delta, .. },
                ..
            }) if content_delta == "answer" => {
                token.cancel();
            }
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    let AgentError::Cancelled { run } = error else {
        panic!("{error:?}")
    };
    assert_eq!(outline(&run.messages), ["user: go", "text: half an answer"]);
    let Some(Message::Response(response)) = run.messages.last() else {
        panic!("a response")
    };
    assert_eq!(response.state, ResponseState::Interrupted);

    let chat =
        self::agent(|messages, _| Reply::text(format!("{} messages", messages.len()))).build();
    let result = chat.run("go on", ()).history(run.messages).await.unwrap();
    assert_eq!(
        result.output, "3 messages",
        "a cancelled conversation goes on"
    );
}

#[tokio::test]
async fn cancelling_during_tools_keeps_finished_results_and_repairs_the_rest() {
    let token = CancellationToken::new();
    let stop = token.clone();
    let fast = tool(|_: RunContext, _: NoArgs| async { Ok("fast") }).named("fast");
    let slow = tool(move |_: RunContext, _: NoArgs| {
        let stop = stop.clone();
        async move {
            tokio::task::yield_now().await;
            stop.cancel();
            std::future::pending::<()>().await;
            Ok(())
        }
    })
    .named("slow");
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_calls([("slow", json!({})), ("fast", json!({}))]),
        _ => Reply::text(outline(messages).join("|")),
    })
    .tool(fast)
    .tool(slow)
    .build();
    let error = agent.run("go", ()).cancel_token(token).await.unwrap_err();
    assert_eq!(
        outline(error.messages())[3..],
        ["return fast Success: fast"]
    );
    let next = agent
        .run("again", ())
        .history(error.messages().to_vec())
        .await
        .unwrap();
    assert_eq!(
        next.output,
        "user: go|call slow({})|call fast({})|return fast Success: fast|\
         return slow Interrupted: The call was interrupted and has no result.|user: again"
    );
}

#[tokio::test]
async fn a_cancelled_token_makes_no_request() {
    let agent = agent(|_, _| -> Reply { panic!("no request may be made") }).build();
    let token = CancellationToken::new();
    token.cancel();
    let error = agent.run("go", ()).cancel_token(token).await.unwrap_err();
    assert!(matches!(error, AgentError::Cancelled { .. }));
}

#[tokio::test]
async fn events_have_a_json_form() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::parts(vec![ResponsePart::tool_call("c1", "work", json!({}))]),
        _ => Reply::text("hi"),
    })
    .tool(tool(|_: RunContext, _: NoArgs| async { Ok(1) }).named("work"))
    .build();
    let events: Vec<_> = agent
        .run("go", ())
        .run_id("r")
        .stream()
        .map(|event| serde_json::to_value(event.unwrap()).unwrap())
        .collect()
        .await;
    assert_eq!(events[0], json!({"event_kind": "step_start", "step": 1}));
    let part =
        json!({"part_kind": "tool-call", "tool_name": "work", "tool_call_id": "c1", "args": {}});
    assert_eq!(
        events[1],
        json!({"event_kind": "part_start", "index": 0, "part": part})
    );
    assert_eq!(events[4]["event_kind"], "function_tool_result");
    assert_eq!(events[4]["result"]["part_kind"], "tool-return");
    let delta = json!({"part_delta_kind": "text", "content_delta": "hi"});
    assert_eq!(
        events[7],
        json!({"event_kind": "part_delta", "index": 0, "delta": delta})
    );
    let done = events.last().unwrap();
    assert_eq!(
        (&done["event_kind"], &done["output"], &done["run_id"]),
        (&json!("done"), &json!("hi"), &json!("r"))
    );
}
