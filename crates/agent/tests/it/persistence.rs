use std::sync::{Arc, Mutex};

use ringfence_agent::{Agent, AgentError, History, Message, Reply, RunContext, Step, tool};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::support::{agent, outline, step};

#[derive(Deserialize, JsonSchema)]
struct NoArgs {}

/// Calls `work` twice, then answers with the number of results.
fn worker() -> Agent {
    agent(|messages, _| match step(messages) {
        0 | 1 => Reply::tool_call("work", json!({})),
        _ => Reply::text(format!("{} messages", messages.len())),
    })
    .tool(tool(|_: RunContext, _: NoArgs| async { Ok("done") }).named("work"))
    .build()
}

#[derive(Clone, Default)]
struct Store(Arc<Mutex<Vec<Message>>>);

impl Store {
    fn save(&self, step: &Step) {
        self.0.lock().unwrap().extend_from_slice(step.added());
    }

    fn load(&self) -> Vec<Message> {
        self.0.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn every_message_is_stored_once_and_in_order() {
    let store = Store::default();
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let (saved, seen) = (store.clone(), Arc::clone(&sizes));
    let result = worker()
        .run("go", ())
        .on_step(move |step: Step| {
            saved.save(&step);
            seen.lock()
                .unwrap()
                .push((step.run_step, step.added().len()));
            async { Ok::<_, std::io::Error>(()) }
        })
        .await
        .unwrap();
    assert_eq!(store.load(), result.messages());
    assert_eq!(
        *sizes.lock().unwrap(),
        [(1, 1), (1, 1), (2, 1), (2, 1), (3, 1), (3, 1)]
    );
}

#[tokio::test]
async fn a_run_resumes_after_a_crash_at_any_step() {
    let whole = worker().run("go", ()).await.unwrap();
    for crash_at in 1..=6 {
        let store = Store::default();
        let saved = store.clone();
        let count = Arc::new(Mutex::new(0));
        let crashed = worker()
            .run("go", ())
            .on_step(move |step: Step| {
                saved.save(&step);
                *count.lock().unwrap() += 1;
                let dies = *count.lock().unwrap() == crash_at;
                async move {
                    if dies {
                        Err(std::io::Error::other("power cut"))
                    } else {
                        Ok(())
                    }
                }
            })
            .await;
        assert!(
            matches!(crashed, Err(AgentError::Callback { .. })),
            "{crash_at}"
        );
        let stored = History::new(store.load()).to_json().unwrap();
        let resumed = worker()
            .resume(History::from_json(&stored).unwrap(), ())
            .await
            .unwrap();
        assert_eq!(resumed.output, whole.output, "{crash_at}");
        assert_eq!(
            outline(resumed.messages()),
            outline(whole.messages()),
            "{crash_at}"
        );
    }
}

#[tokio::test]
async fn a_conversation_goes_on_with_its_history() {
    let chat = agent(|messages, _| Reply::text(format!("{} messages", messages.len())))
        .system_prompt("Be kind.")
        .instructions("Be brief.")
        .build();
    let first = chat.run("one", ()).await.unwrap();
    let second = chat.run("two", ()).history(first.messages()).await.unwrap();
    assert_eq!(
        outline(second.messages()),
        [
            "system: Be kind.",
            "user: one",
            "text: 1 messages",
            "user: two",
            "text: 3 messages"
        ]
    );
    assert_eq!(second.new_messages().len(), 2);
}

#[tokio::test]
async fn messages_have_the_form_of_pydantic_ai() {
    let chat = agent(|_, _| Reply::text("hello"))
        .system_prompt("Be kind.")
        .instructions("Be brief.")
        .build();
    let result = chat.run("hi", ()).run_id("r1").await.unwrap();
    let time = "2024-01-01T00:00:00.000Z";
    assert_eq!(
        serde_json::to_value(result.messages()).unwrap(),
        json!([
            {"kind": "request", "instructions": "Be brief.", "timestamp": time, "run_id": "r1", "parts": [
                {"part_kind": "system-prompt", "content": "Be kind.", "timestamp": time},
                {"part_kind": "user-prompt", "content": "hi", "timestamp": time}]},
            {"kind": "response", "timestamp": time, "run_id": "r1", "model_name": "function", "provider_name": "test",
             "finish_reason": "stop", "state": "complete", "usage": {"input_tokens": 5, "output_tokens": 1},
             "parts": [{"part_kind": "text", "content": "hello"}]}
        ])
    );
}

/// A city.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct City {
    name: String,
}

#[tokio::test]
async fn a_finished_run_gives_its_answer_again_without_a_request() {
    let agent = agent(|messages, _| {
        assert_eq!(step(messages), 0);
        Reply::tool_calls([
            ("final_result", json!({"name": "Rome"})),
            ("final_result", json!({"name": "Oslo"})),
        ])
    })
    .output::<City>()
    .build();
    let first = agent.run("a city", ()).await.unwrap();
    let again = agent.resume(first.messages(), ()).await.unwrap();
    assert_eq!(
        again.output,
        City {
            name: "Rome".to_owned()
        }
    );
    assert_eq!(again.messages(), first.messages());
    assert_eq!(again.usage.requests, 0);

    let chat = self::agent(|_, _| Reply::text("hello")).build();
    let first = chat.run("hi", ()).await.unwrap();
    let again = chat.resume(first.messages(), ()).await.unwrap();
    assert_eq!((again.output.as_str(), again.usage.requests), ("hello", 0));
}
