use ringfence_agent::message::{FinishReason, ResponseMessage, ToolArguments};
use ringfence_agent::{
    AgentError, AgentErrorKind, CapturingModel, FunctionModel, ModelError, Reply, ResponsePart,
    RunContext, ToolError, forbid_real_requests, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, step};

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

fn cut(parts: Vec<ResponsePart>, reason: FinishReason) -> Reply {
    ResponseMessage {
        parts,
        finish_reason: Some(reason),
        ..ResponseMessage::default()
    }
    .into()
}

#[tokio::test]
async fn a_models_error_carries_its_facts_and_the_conversation() {
    let agent = agent(|_, _| ModelError::Status {
        model: "function".to_owned(),
        status: 429,
        body: "slow down".to_owned(),
        retry_after: Some(std::time::Duration::from_secs(7)),
        request_id: None,
    })
    .build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert_eq!(error.kind(), AgentErrorKind::Model);
    assert!(error.is_retryable());
    let source = error.model_error().unwrap();
    assert_eq!(
        (source.status(), source.retry_after().unwrap().as_secs()),
        (Some(429), 7)
    );
    assert_eq!((error.messages().len(), error.usage().requests), (1, 0));
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "model `function` answered with status 429: slow down"
    );
}

#[tokio::test]
async fn a_call_cut_by_the_token_limit_is_never_executed() {
    let agent = agent(|_, _| {
        let args = ToolArguments::Text(r#"{"path": "/tm"#.to_owned());
        cut(
            vec![ResponsePart::tool_call("c", "delete", args)],
            FinishReason::Length,
        )
    })
    .tool(
        tool(|_: RunContext, _: NoArgs| async {
            Err::<(), ToolError>(std::io::Error::other("ran").into())
        })
        .named("delete"),
    )
    .build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the token limit cut the call of tool `delete`; raise `max_tokens`"
    );
}

#[tokio::test]
async fn arguments_that_are_no_json_are_sent_back() {
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::parts(vec![ResponsePart::tool_call(
            "c",
            "work",
            ToolArguments::Text("{a: 1}".to_owned()),
        )]),
        _ => Reply::text("ok"),
    })
    .tool(tool(|_: RunContext, _: NoArgs| async { Ok(()) }).named("work"))
    .build();
    let result = agent.run("go", ()).await.unwrap();
    let line = &crate::support::outline(result.messages())[2];
    assert!(
        line.starts_with("retry work: arguments are not JSON: key must be a string"),
        "{line}"
    );
}

#[tokio::test]
async fn a_content_filter_without_text_is_an_error() {
    let agent = agent(|_, _| {
        let mut response = ResponseMessage {
            finish_reason: Some(FinishReason::ContentFilter),
            ..ResponseMessage::default()
        };
        response.provider_details = Some(serde_json::Map::from_iter([(
            "refusal".to_owned(),
            json!("no weapons"),
        )]));
        Reply::from(response)
    })
    .build();
    let error = agent.run("go", ()).await.unwrap_err();
    let AgentError::ContentFilter { message, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(message.as_deref(), Some("no weapons"));
}

#[tokio::test]
async fn a_token_limit_before_any_answer_is_an_error() {
    let agent = agent(|_, _| cut(vec![], FinishReason::Length)).build();
    let error = agent.run("go", ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected behaviour of the model: the token limit was reached before any answer; raise `max_tokens`"
    );
}

#[tokio::test]
async fn a_broken_stream_keeps_what_had_arrived() {
    use futures::StreamExt;
    let model = FunctionModel::streamed(|_| {
        let error = ModelError::Stream {
            model: "f".to_owned(),
            code: None,
            message: "overloaded".to_owned(),
        };
        let start = ringfence_agent::ModelEvent::PartStart {
            index: 0,
            part: ResponsePart::text("half"),
        };
        futures::stream::iter([Ok(start), Err(error)]).boxed()
    });
    let agent = ringfence_agent::Agent::builder(model).build();
    let error = agent.run("go", ()).stream().finish().await.unwrap_err();
    assert_eq!(
        crate::support::outline(error.messages()),
        ["user: go", "text: half"]
    );
    assert_eq!(error.usage().requests, 1);
}

#[tokio::test]
async fn a_run_without_prompt_and_history_is_refused() {
    let agent = agent(|_, _| "x").build();
    let error = agent.resume(vec![], ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the agent cannot run: a run without a prompt needs a history"
    );
}

#[tokio::test]
async fn settings_of_the_run_go_before_those_of_the_agent() {
    use ringfence_agent::ModelSettings;
    let model = CapturingModel::new(FunctionModel::new(|_, _| "x"));
    let agent = ringfence_agent::Agent::builder(model.clone())
        .settings(ModelSettings {
            temperature: Some(0.5),
            max_tokens: Some(10),
            ..ModelSettings::default()
        })
        .build();
    agent
        .run("go", ())
        .settings(ModelSettings {
            max_tokens: Some(20),
            ..ModelSettings::default()
        })
        .await
        .unwrap();
    let settings = &model.requests()[0].settings;
    assert_eq!(
        (settings.temperature, settings.max_tokens),
        (Some(0.5), Some(20))
    );
}

#[test]
fn the_ban_on_real_requests_nests_and_ends() {
    use ringfence_agent::model::{check_real_requests_allowed, real_requests_allowed};
    let outer = forbid_real_requests();
    let inner = forbid_real_requests();
    drop(outer);
    assert_eq!(
        check_real_requests_allowed("gpt-4.1")
            .unwrap_err()
            .to_string(),
        "real model requests are forbidden in this process; model `gpt-4.1` was not asked"
    );
    drop(inner);
    assert!(real_requests_allowed());
}
