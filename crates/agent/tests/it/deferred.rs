use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_agent::{
    AgentError, Approval, Deferrable, DeferredToolRequests, DeferredToolResults, ExternalResult,
    ExternalToolset, FunctionToolset, Message, Reply, RunContext, ToolDefinition, ToolError,
    ToolsetExt, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline, step};

#[derive(Deserialize, JsonSchema)]
struct PathArgs {
    path: String,
}

async fn read(_: RunContext, args: PathArgs) -> Result<String, ToolError> {
    Ok(format!("text of {}", args.path))
}

async fn delete(context: RunContext, args: PathArgs) -> Result<String, ToolError> {
    assert!(context.tool_call_approved);
    Ok(format!("deleted {}", args.path))
}

fn cleaner() -> ringfence_agent::Agent<(), Deferrable<String>> {
    agent(|messages, _| match step(messages) {
        0 => Reply::parts(vec![
            ringfence_agent::ResponsePart::tool_call("c1", "delete", json!({"path": "a"})),
            ringfence_agent::ResponsePart::tool_call("c2", "read", json!({"path": "b"})),
            ringfence_agent::ResponsePart::tool_call("c3", "delete", json!({"path": "c"})),
        ]),
        _ => Reply::text("cleaned"),
    })
    .deferrable()
    .tool(tool(delete).requires_approval())
    .tool(read)
    .build()
}

async fn stop() -> (DeferredToolRequests, Vec<Message>) {
    let result = cleaner().run("clean up", ()).await.unwrap();
    let messages = result.messages().to_vec();
    (result.output.deferred().unwrap(), messages)
}

#[tokio::test]
async fn a_run_stops_for_approvals_and_goes_on_with_them() {
    let (requests, messages) = stop().await;
    let ids: Vec<_> = requests
        .approvals
        .iter()
        .map(|call| call.tool_call_id.as_str())
        .collect();
    assert_eq!((ids, requests.calls.len()), (vec!["c1", "c3"], 0));
    assert_eq!(outline(&messages)[4..], ["return read Success: text of b"]);

    // Both wait in a database.
    let stored = serde_json::to_string(&(requests, &messages)).unwrap();
    let (requests, messages): (DeferredToolRequests, Vec<Message>) =
        serde_json::from_str(&stored).unwrap();

    let results = requests
        .approve_all()
        .approval("c3", Approval::denied("keep that one"));
    let result = cleaner()
        .resume(messages, ())
        .deferred_results(results)
        .await
        .unwrap();
    assert_eq!(
        outline(result.messages())[5..],
        [
            "return delete Success: deleted a",
            "return delete Denied: keep that one",
            "text: cleaned"
        ]
    );
    assert_eq!(result.output, Deferrable::Done("cleaned".to_owned()));
}

#[tokio::test]
async fn a_person_can_change_the_arguments_and_add_a_prompt() {
    let (_, messages) = stop().await;
    let args = serde_json::Map::from_iter([("path".to_owned(), json!("other"))]);
    let results = DeferredToolResults::new()
        .approval("c1", Approval::ApprovedWith { args })
        .approval("c3", Approval::denied("no"));
    let result = cleaner()
        .run("and be quick", ())
        .history(messages)
        .deferred_results(results)
        .await
        .unwrap();
    assert_eq!(
        outline(result.messages())[5..],
        [
            "return delete Success: deleted other",
            "return delete Denied: no",
            "user: and be quick",
            "text: cleaned"
        ]
    );
}

#[tokio::test]
async fn an_answer_for_no_waiting_call_is_refused() {
    let (_, messages) = stop().await;
    let results = DeferredToolResults::new().returned("c9", "x");
    let error = cleaner()
        .resume(messages, ())
        .deferred_results(results)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the agent cannot run: there is a deferred result for call `c9`, which is not waiting for one"
    );
}

#[tokio::test]
async fn a_new_prompt_without_answers_gives_the_calls_up() {
    let (_, messages) = stop().await;
    let result = cleaner()
        .run("never mind", ())
        .history(messages)
        .await
        .unwrap();
    assert_eq!(result.output, Deferrable::Done("cleaned".to_owned()));
}

#[tokio::test]
async fn external_tools_are_answered_from_outside() {
    let definition = ToolDefinition {
        name: "ask_user".to_owned(),
        description: String::new(),
        parameters: Arc::new(
            json!({"type": "object", "properties": {"q": {"type": "string"}}, "required": ["q"]}),
        ),
        strict: None,
    };
    let build = || {
        agent(|messages, _| match step(messages) {
            0 => Reply::parts(vec![ringfence_agent::ResponsePart::tool_call(
                "c1",
                "ask_user",
                json!({"q": "age?"}),
            )]),
            _ => Reply::text(outline(messages).pop().unwrap_or_default()),
        })
        .deferrable()
        .toolset(ExternalToolset::new([definition.clone()]).unwrap())
        .build()
    };
    let stopped = build().run("go", ()).await.unwrap();
    let messages = stopped.messages().to_vec();
    assert_eq!(
        stopped.output.deferred().unwrap().calls[0].args_text(),
        r#"{"q":"age?"}"#
    );
    for (answer, expected) in [
        (
            ExternalResult::Returned { value: json!(42) },
            "return ask_user Success: 42",
        ),
        (
            ExternalResult::Failed {
                message: "left".to_owned(),
            },
            "return ask_user Failed: left",
        ),
        (
            ExternalResult::Retry {
                message: "ask politely".to_owned(),
            },
            "retry ask_user: ask politely\n\nFix the errors and try again.",
        ),
    ] {
        let results = DeferredToolResults {
            calls: BTreeMap::from([("c1".to_owned(), answer)]),
            ..Default::default()
        };
        let result = build()
            .resume(messages.clone(), ())
            .deferred_results(results)
            .await
            .unwrap();
        assert_eq!(result.output.done().unwrap(), expected);
    }
}

#[tokio::test]
async fn approval_can_depend_on_the_arguments() {
    let tools = FunctionToolset::new().tool(read);
    let tools = tools.approval_required(|_, name, args| name == "read" && args["path"] == "secret");
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_calls([
            ("read", json!({"path": "open"})),
            ("read", json!({"path": "secret"})),
        ]),
        _ => Reply::text("ok"),
    })
    .deferrable()
    .toolset(tools)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    let requests = result.output.deferred().unwrap();
    assert_eq!(requests.approvals.len(), 1);
    assert_eq!(requests.approvals[0].args_text(), r#"{"path":"secret"}"#);
}

#[tokio::test]
async fn an_agent_that_cannot_wait_says_so() {
    let agent = agent(|_, _| Reply::tool_call("delete", json!({"path": "a"})))
        .tool(tool(delete).requires_approval())
        .build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert!(matches!(error, AgentError::Configuration { .. }));
    assert_eq!(
        error.to_string(),
        "the agent cannot run: a call of tool `delete` waits for an answer from outside; build the agent with `deferrable`"
    );
}
