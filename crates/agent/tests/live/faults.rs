//! Faults of the server: what is tried again, and what becomes which error.

use std::time::Duration;

use ringfence_agent::message::Message;
use ringfence_agent::model::{Model, ModelRequest, ModelSettings};
use ringfence_agent::{AgentError, AgentErrorKind, ModelErrorKind};

use crate::agent::bank;
use crate::server::{WIRES, address, control, model};

/// Sets the faults of one test and counts its requests.
struct Chaos<'a> {
    address: &'a str,
    test: String,
}

impl<'a> Chaos<'a> {
    async fn new(address: &'a str, test: String, faults: &str) -> Self {
        let chaos = Self { address, test };
        chaos.call("POST", "/__aimock/chaos", faults).await;
        chaos
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> String {
        control(self.address, method, path, &self.test, body).await
    }

    async fn end(self) {
        self.call("DELETE", "/__aimock/chaos", "").await;
    }

    /// Requests of this test that the mock's journal holds.
    async fn requests(&self) -> usize {
        let journal = self.call("GET", "/__aimock/journal", "").await;
        journal.matches(&format!("\"{}\"", self.test)).count()
    }
}

async fn error_of(chaos: &Chaos<'_>, provider: &str, streaming: bool) -> AgentError {
    let agent = bank(model(
        provider,
        "gpt-4.1",
        chaos.address,
        &chaos.test,
        streaming,
    ));
    agent.run("hello", ()).await.unwrap_err()
}

fn model_error(error: &AgentError) -> &ringfence_agent::ModelError {
    assert_eq!(error.kind(), AgentErrorKind::Model, "{error:?}");
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref() {
            return error;
        }
        source = error.source();
    }
    panic!("no model error in {error:?}")
}

#[tokio::test]
async fn every_fault_is_tried_again_or_told() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    let faults = [
        (
            "drop",
            "{\"dropRate\":1}",
            ModelErrorKind::Status,
            Some(500),
            3,
        ),
        (
            "malformed",
            "{\"malformedRate\":1}",
            ModelErrorKind::Protocol,
            None,
            1,
        ),
        (
            "disconnect",
            "{\"disconnectRate\":1}",
            ModelErrorKind::Connection,
            None,
            3,
        ),
    ];
    for provider in WIRES {
        for streaming in [true, false] {
            for (name, fault, kind, status, requests) in faults {
                let test = format!("{name}-{provider}-{streaming}");
                let chaos = Chaos::new(&address, test.clone(), fault).await;
                let error = error_of(&chaos, provider, streaming).await;
                let error = model_error(&error);
                assert_eq!(
                    (error.kind(), error.status()),
                    (kind, status),
                    "{test}: {error:?}"
                );
                assert_eq!(chaos.requests().await, requests, "{test}");
                chaos.end().await;
            }
        }
    }
}

#[tokio::test]
async fn too_many_requests_are_waited_for() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    let cases = WIRES
        .into_iter()
        .flat_map(|provider| [(provider, true), (provider, false)]);
    let tries: Vec<_> = cases
        .map(|(provider, streaming)| {
            let address = address.clone();
            tokio::spawn(async move {
                let test = format!("limit-{provider}-{streaming}");
                let chaos = Chaos::new(&address, test.clone(), "{\"rateLimitRate\":1}").await;
                let started = std::time::Instant::now();
                let error = error_of(&chaos, provider, streaming).await;
                let error = model_error(&error);
                assert_eq!(error.status(), Some(429), "{error:?}");
                assert_eq!(error.retry_after(), Some(Duration::from_secs(1)), "{test}");
                // `Retry-After: 1`, twice.
                assert!(
                    started.elapsed() >= Duration::from_secs(2),
                    "{test} did not wait"
                );
                assert_eq!(chaos.requests().await, 3, "{test}");
                assert!(!format!("{error:?}").contains("not-a-real-key"));
                chaos.end().await;
            })
        })
        .collect();
    for task in tries {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_time_limit_covers_all_tries() {
    let Some(address) = address("RINGFENCE_LIVE_AIMOCK") else {
        return;
    };
    let chaos = Chaos::new(&address, "time".to_owned(), "{\"rateLimitRate\":1}").await;
    let model = model("openai-chat", "gpt-4.1", &address, "time", true);
    let settings = ModelSettings {
        timeout: Some(Duration::from_millis(300)),
        ..ModelSettings::default()
    };
    let messages = [Message::user("hello")];
    let request = ModelRequest {
        settings: &settings,
        ..ModelRequest::new(&messages)
    };
    let error = model.request(request).await.unwrap_err();
    assert_eq!(error.kind(), ModelErrorKind::Timeout, "{error:?}");
    chaos.end().await;
}
