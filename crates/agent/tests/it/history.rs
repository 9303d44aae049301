use proptest::prelude::*;
use ringfence_agent::history::{estimate_tokens, repair};
use ringfence_agent::message::{
    JsonObject, RequestMessage, RequestPart, ResponseMessage, ToolArguments, ToolReturnPart,
    UserPromptPart,
};
use ringfence_agent::{
    Agent, CapturingModel, FunctionModel, Message, Reply, ResponsePart, RunContext, keep_last,
    summarise, token_budget,
};
use serde_json::json;

use crate::support::outline;

fn response(parts: Vec<ResponsePart>) -> Message {
    ResponseMessage {
        parts,
        ..ResponseMessage::default()
    }
    .into()
}

fn call(id: &str) -> ResponsePart {
    ResponsePart::tool_call(id, "work", json!({}))
}

fn result(id: &str) -> RequestPart {
    let part = ToolReturnPart {
        tool_name: "work".to_owned(),
        tool_call_id: id.to_owned(),
        content: json!("ok"),
        ..ToolReturnPart::default()
    };
    RequestPart::ToolReturn(part)
}

fn request(parts: Vec<RequestPart>) -> Message {
    RequestMessage {
        parts,
        ..RequestMessage::default()
    }
    .into()
}

fn prompt(text: &str) -> RequestPart {
    RequestPart::UserPrompt(UserPromptPart::new(text))
}

#[test]
fn a_sound_conversation_is_borrowed() {
    let messages = [
        Message::user("hi"),
        response(vec![call("1")]),
        request(vec![result("1")]),
        response(vec![ResponsePart::text("x")]),
    ];
    assert!(matches!(repair(&messages), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn faults_are_repaired() {
    let interrupted = "return work Interrupted: The call was interrupted and has no result.";
    let cases: Vec<(&str, Vec<Message>, Vec<&str>)> = vec![
        (
            "call at the end",
            vec![Message::user("a"), response(vec![call("1")])],
            vec!["user: a", "call work({})", interrupted],
        ),
        (
            "call before a prompt",
            vec![
                Message::user("a"),
                response(vec![call("1"), call("2")]),
                request(vec![prompt("b"), result("2")]),
            ],
            vec![
                "user: a",
                "call work({})",
                "call work({})",
                "return work Success: ok",
                interrupted,
                "user: b",
            ],
        ),
        (
            "result without a call, and twice",
            vec![
                request(vec![result("9"), prompt("a")]),
                response(vec![call("1")]),
                request(vec![result("1"), result("1")]),
            ],
            vec!["user: a", "call work({})", "return work Success: ok"],
        ),
        (
            "requests in a row and empty messages",
            vec![
                Message::user("a"),
                response(vec![]),
                Message::user("b"),
                request(vec![]),
            ],
            vec!["user: a", "user: b"],
        ),
        (
            "call answered by nobody before the next response",
            vec![
                Message::user("a"),
                response(vec![call("1")]),
                response(vec![ResponsePart::text("x")]),
            ],
            vec!["user: a", "call work({})", interrupted, "text: x"],
        ),
        (
            "arguments cut short",
            vec![
                Message::user("a"),
                response(vec![ResponsePart::tool_call(
                    "1",
                    "work",
                    ToolArguments::Text("{\"x".to_owned()),
                )]),
            ],
            vec!["user: a", "call work({})", interrupted],
        ),
        (
            "one id twice",
            vec![
                Message::user("a"),
                response(vec![call("1"), call("1")]),
                request(vec![result("1")]),
            ],
            vec!["user: a", "call work({})", "return work Success: ok"],
        ),
    ];
    for (name, messages, expected) in cases {
        let repaired = repair(&messages);
        assert_eq!(outline(&repaired), expected, "{name}");
        assert!(
            matches!(repair(&repaired), std::borrow::Cow::Borrowed(_)),
            "{name}: repaired is sound"
        );
    }
}

fn any_part() -> impl Strategy<Value = u8> {
    0u8..12
}

fn any_message() -> impl Strategy<Value = Message> {
    (
        any::<bool>(),
        proptest::collection::vec((any_part(), 0u8..4), 0..4),
    )
        .prop_map(|(is_request, parts)| {
            if is_request {
                let parts = parts.into_iter().map(|(kind, id)| match kind {
                    0..4 => prompt("p"),
                    4..10 => result(&id.to_string()),
                    _ => RequestPart::Unknown(JsonObject::from_iter([(
                        "part_kind".to_owned(),
                        json!("x"),
                    )])),
                });
                request(parts.collect())
            } else {
                let parts = parts.into_iter().map(|(kind, id)| match kind {
                    0..4 => ResponsePart::text("t"),
                    4..10 => call(&id.to_string()),
                    _ => ResponsePart::tool_call(
                        id.to_string(),
                        "work",
                        ToolArguments::Text("{".to_owned()),
                    ),
                });
                response(parts.collect())
            }
        })
}

proptest! {
    #[test]
    fn repair_makes_any_conversation_sound(messages in proptest::collection::vec(any_message(), 0..8)) {
        let repaired = repair(&messages).into_owned();
        prop_assert!(matches!(repair(&repaired), std::borrow::Cow::Borrowed(_)), "{:?}", outline(&repaired));
        let texts = |messages: &[Message]| outline(messages).iter().filter(|line| line.starts_with("text") || line.starts_with("user")).count();
        prop_assert_eq!(texts(&repaired), texts(&messages), "nothing that was said is lost");
    }

    #[test]
    fn messages_survive_json(messages in proptest::collection::vec(any_message(), 0..6)) {
        let json = serde_json::to_string(&messages).unwrap();
        let again: Vec<Message> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(again, messages);
    }
}

/// JSON that looks like a stored conversation, with anything in its places.
fn almost_history() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just(json!(null)),
        Just(json!("text")),
        Just(json!(-1)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"kind": "binary"}])),
    ];
    let kinds = [
        "system-prompt",
        "user-prompt",
        "tool-return",
        "retry-prompt",
        "text",
        "thinking",
        "tool-call",
        "file",
        "new",
    ];
    let part = (proptest::sample::select(kinds.to_vec()), value.clone(), value.clone(), value).prop_map(
        |(kind, content, args, id)| {
            json!({"part_kind": kind, "content": content, "args": args, "tool_name": "t", "tool_call_id": id, "outcome": id})
        },
    );
    (proptest::collection::vec(part, 0..4), any::<bool>(), 0u8..4).prop_map(
        |(parts, request, version)| {
            let kind = if request { "request" } else { "response" };
            json!({"version": version, "messages": [{"kind": kind, "parts": parts}]}).to_string()
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in prop_oneof![almost_history(), ".{0,200}".prop_map(|text| text)]) {
        if let Ok(history) = ringfence_agent::History::from_json(&text) {
            let again = ringfence_agent::History::from_json(&history.to_json().unwrap()).unwrap();
            prop_assert_eq!(&again, &history);
            repair(&history.messages);
        }
    }
}

/// A history of `count` exchanges, each with a tool call, after a system prompt.
async fn long_history(count: usize) -> Vec<Message> {
    let chat = Agent::builder(FunctionModel::new(|_, _| "fine"))
        .system_prompt("Be kind.")
        .build();
    let mut history = Vec::new();
    for number in 0..count {
        history = chat
            .run(format!("question {number}"), ())
            .history(history)
            .await
            .unwrap()
            .into_messages();
    }
    history
}

async fn sent_with(
    processor: impl ringfence_agent::HistoryProcessor<()> + 'static,
    history: Vec<Message>,
) -> Vec<String> {
    let model = CapturingModel::new(FunctionModel::new(|_, _| "end"));
    let agent = Agent::builder(model.clone())
        .history_processor(processor)
        .build();
    let before = history.len();
    let result = agent.run("last", ()).history(history).await.unwrap();
    assert_eq!(
        result.messages().len(),
        before + 2,
        "what is stored stays whole"
    );
    outline(&model.requests()[0].messages)
}

#[tokio::test]
async fn keep_last_keeps_system_prompts_and_begins_with_a_prompt() {
    let history = long_history(4).await;
    assert_eq!(
        sent_with(keep_last(2), history.clone()).await,
        [
            "system: Be kind.",
            "user: question 3",
            "text: fine",
            "user: last"
        ]
    );
    assert_eq!(
        sent_with(keep_last(1), history.clone()).await,
        ["system: Be kind.", "user: last"]
    );
    assert_eq!(sent_with(keep_last(100), history).await.len(), 10);
}

#[tokio::test]
async fn a_token_budget_keeps_the_newest() {
    let history = long_history(4).await;
    let one: u64 = history[2..4].iter().map(estimate_tokens).sum();
    assert_eq!(
        sent_with(token_budget(one + one / 2 + 5), history.clone()).await,
        [
            "system: Be kind.",
            "user: question 3",
            "text: fine",
            "user: last"
        ]
    );
    assert_eq!(
        sent_with(token_budget(0), history).await,
        ["system: Be kind.", "user: last"]
    );
}

#[tokio::test]
async fn a_summary_stands_for_old_messages_and_is_written_once() {
    let writer = CapturingModel::new(FunctionModel::new(|messages, _| {
        Reply::text(outline(messages).concat())
    }));
    let processor = summarise(writer.clone(), 4, 2);
    let history = long_history(3).await;
    let sent = sent_with(processor.clone(), history.clone()).await;
    assert_eq!(
        sent[1..],
        [
            "system: Summary of the conversation so far:\nuser: user: question 0\nassistant: fine\nuser: question 1\nassistant: fine\n",
            "user: question 2",
            "text: fine",
            "user: last",
        ]
    );
    sent_with(processor, history).await;
    assert_eq!(writer.requests().len(), 1);
}

#[tokio::test]
async fn a_function_can_be_a_processor() {
    let shout = |_: RunContext, mut messages: Vec<Message>| async move {
        messages.push(Message::user("LOUD"));
        Ok::<_, std::io::Error>(messages)
    };
    assert_eq!(sent_with(shout, vec![]).await, ["user: last", "user: LOUD"]);
}
