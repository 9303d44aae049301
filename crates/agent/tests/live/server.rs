//! Addresses of the servers, models on them, and the mock's control address.

use std::time::Duration;

use ringfence_agent::model::http::{HttpOptions, RetryPolicy};
use ringfence_agent::model::provider::{self, ProviderModel};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The three wires, by a provider that speaks them.
pub(crate) const WIRES: [&str; 3] = ["openai-chat", "openai", "anthropic"];

/// The address in this variable, or `None` with a printed message.
#[expect(
    clippy::disallowed_methods,
    reason = "the script hands the addresses over in the environment"
)]
pub(crate) fn address(variable: &str) -> Option<String> {
    let address = std::env::var(variable)
        .ok()
        .filter(|address| !address.is_empty());
    if address.is_none() {
        println!("skipped: `{variable}` is not set, see tests/live/run");
    }
    address
}

/// A model of this name on the server; requests carry the name of the test.
pub(crate) fn model(
    provider: &str,
    name: &str,
    address: &str,
    test: &str,
    streaming: bool,
) -> ProviderModel {
    let retry = RetryPolicy {
        initial_delay: Duration::from_millis(20),
        ..RetryPolicy::default()
    };
    let http = HttpOptions {
        retry,
        ..HttpOptions::default()
    };
    let builder = provider::builder(&format!("{provider}:{name}")).unwrap();
    builder
        .base_url(format!("{address}/v1"))
        .api_key("not-a-real-key")
        .header("x-test-id", test)
        .http(http)
        .streaming(streaming)
        .build()
        .unwrap()
}

/// Sends one request to the mock itself and returns the body of the answer.
pub(crate) async fn control(
    address: &str,
    method: &str,
    path: &str,
    test: &str,
    body: &str,
) -> String {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nx-test-id: {test}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default()
}
