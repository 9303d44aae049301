//! HTTP against a server of the test's own on loopback, which answers from a list.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use ringfence_agent::error::{ModelError, ModelErrorKind};
use ringfence_agent::message::Message;
use ringfence_agent::model::http::{HttpOptions, RetryPolicy};
use ringfence_agent::model::provider::{self, ModelBuilder};
use ringfence_agent::model::{Model, ModelEvent, ModelRequest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Answers the n-th request with the n-th text, then closes the connection. Keeps what it was sent.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read_request(&mut stream).await;
                kept.lock().unwrap().push(request);
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.ok();
            }
        });
        Self { address, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    fn model(&self) -> ModelBuilder {
        let retry = RetryPolicy {
            initial_delay: Duration::from_millis(1),
            ..RetryPolicy::default()
        };
        let http = HttpOptions {
            retry,
            ..HttpOptions::default()
        };
        let builder = provider::builder("openai-chat:gpt-4.1").unwrap();
        builder
            .base_url(&self.address)
            .api_key("sk-secret-1234")
            .http(http)
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return text;
        }
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\n\r\n{body}")
}

fn stream_of(text: &str) -> String {
    let body = format!(
        "data: {{\"model\":\"m\",\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n\
         data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}\n\ndata: [DONE]\n\n"
    );
    answer("200 OK", "content-type: text/event-stream\r\n", &body)
}

async fn ask(model: ModelBuilder) -> Result<String, ModelError> {
    let model = model.build()?;
    let messages = [Message::user("hi")];
    let mut events = model.stream(ModelRequest::new(&messages));
    let mut assembler = ringfence_agent::model::ResponseAssembler::new();
    while let Some(event) = events.next().await {
        assembler.push(event?);
    }
    Ok(assembler.finish().text())
}

#[tokio::test]
async fn the_request_carries_key_and_body() {
    let server = Server::start(vec![stream_of("hello")]).await;
    assert_eq!(
        ask(server.model().header("x-more", "1")).await.unwrap(),
        "hello"
    );
    let request = server.requests().remove(0);
    assert!(
        request.starts_with("POST /chat/completions HTTP/1.1\r\n"),
        "{request}"
    );
    for part in [
        "authorization: Bearer sk-secret-1234",
        "content-type: application/json",
        "x-more: 1",
        "\"stream\":true",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
}

#[tokio::test]
async fn failures_are_tried_twice_more() {
    let busy = answer("503 Service Unavailable", "content-length: 4\r\n", "busy");
    let limited = answer(
        "429 Too Many Requests",
        "retry-after-ms: 5\r\ncontent-length: 0\r\n",
        "",
    );
    let server = Server::start(vec![busy.clone(), limited, stream_of("late")]).await;
    assert_eq!(ask(server.model()).await.unwrap(), "late");
    let server = Server::start(vec![busy.clone(), busy.clone(), busy]).await;
    let error = ask(server.model()).await.unwrap_err();
    assert_eq!((error.status(), server.requests().len()), (Some(503), 3));
    assert_eq!(
        error.to_string(),
        "model `gpt-4.1` answered with status 503: busy"
    );
}

#[tokio::test]
async fn a_refusal_is_not_tried_again_and_hides_the_key() {
    let body = "{\"error\":\"bad key sk-secret-1234\"}";
    let refused = answer("401 Unauthorized", "x-request-id: req_1\r\n", body);
    let server = Server::start(vec![refused]).await;
    let error = ask(server.model()).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    let ModelError::Status {
        body, request_id, ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(
        (body.as_str(), request_id.as_deref()),
        ("{\"error\":\"bad key [key]\"}", Some("req_1"))
    );
    assert!(!format!("{error:?} {:?}", server.model().build().unwrap()).contains("sk-secret"));
}

#[tokio::test]
async fn error_bodies_are_bounded() {
    let server = Server::start(vec![answer("400 Bad Request", "", &"x".repeat(100_000))]).await;
    let ModelError::Status { body, .. } = ask(server.model()).await.unwrap_err() else {
        panic!("no status")
    };
    assert_eq!(body.len(), ringfence_agent::error::MAX_ERROR_BODY_BYTES);
}

#[tokio::test]
async fn a_break_before_the_first_token_is_tried_again() {
    let cut = answer(
        "200 OK",
        "content-type: text/event-stream\r\n",
        ": wait\n\n",
    );
    let server = Server::start(vec![cut, stream_of("second")]).await;
    assert_eq!(ask(server.model()).await.unwrap(), "second");
}

#[tokio::test]
async fn a_break_after_the_first_token_is_an_error() {
    let body = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n";
    let cut = answer("200 OK", "content-type: text/event-stream\r\n", body);
    let server = Server::start(vec![cut, stream_of("never")]).await;
    let model = server.model().build().unwrap();
    let messages = [Message::user("hi")];
    let events: Vec<_> = model.stream(ModelRequest::new(&messages)).collect().await;
    let texts = events
        .iter()
        .filter(|event| matches!(event, Ok(ModelEvent::PartStart { .. })));
    assert_eq!(texts.count(), 1);
    let error = events.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.kind(), ModelErrorKind::Stream, "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_body_in_one_piece_is_read_too() {
    let body = "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}";
    let whole = answer("200 OK", "content-type: application/json\r\n", body);
    let server = Server::start(vec![whole.clone(), whole]).await;
    assert_eq!(ask(server.model()).await.unwrap(), "whole");
    assert_eq!(ask(server.model().streaming(false)).await.unwrap(), "whole");
    assert!(server.requests()[1].contains("\"stream\":false"));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = Server::start(vec![answer(
        "302 Found",
        "location: http://127.0.0.1:9/\r\n",
        "",
    )])
    .await;
    assert_eq!(ask(server.model()).await.unwrap_err().status(), Some(302));
}

#[tokio::test]
async fn nobody_listening_is_a_connection_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let http = HttpOptions {
        retry: RetryPolicy::none(),
        ..HttpOptions::default()
    };
    let builder = provider::builder("ollama:x")
        .unwrap()
        .base_url(address)
        .http(http);
    assert_eq!(
        ask(builder).await.unwrap_err().kind(),
        ModelErrorKind::Connection
    );
}
