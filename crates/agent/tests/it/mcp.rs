use std::sync::{Arc, Mutex};
use std::time::Duration;

use ringfence_agent::toolset::mcp::{McpError, McpToolset};
use ringfence_agent::{Reply, ToolsetExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};

use crate::support::{agent, outline, step};

type Log = Arc<Mutex<Vec<Value>>>;

/// A server that answers by a function; `None` means no answer. Remembers what it got.
fn server(answer: fn(&str, &Value) -> Option<Value>) -> (DuplexStream, DuplexStream, Log) {
    let (reader, mut to_client) = tokio::io::duplex(1 << 16);
    let (writer, from_client) = tokio::io::duplex(1 << 16);
    let log = Log::default();
    let seen = Arc::clone(&log);
    tokio::spawn(async move {
        to_client
            .write_all(
                b"a line that is no JSON\n{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}\n",
            )
            .await
            .unwrap();
        let mut lines = BufReader::new(from_client).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let message: Value = serde_json::from_str(&line).unwrap();
            seen.lock().unwrap().push(message.clone());
            let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) else {
                continue;
            };
            if let Some(mut reply) = answer(method, &message["params"]) {
                reply["jsonrpc"] = json!("2.0");
                reply["id"] = id.clone();
                to_client
                    .write_all(format!("{reply}\n").as_bytes())
                    .await
                    .unwrap();
            }
        }
    });
    (reader, writer, log)
}

fn weather(method: &str, params: &Value) -> Option<Value> {
    let city =
        json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    Some(match (method, params["cursor"].as_str()) {
        ("initialize", _) => {
            json!({"result": {"protocolVersion": "2025-06-18", "instructions": "Ask for cities."}})
        }
        ("tools/list", None) => {
            json!({"result": {"tools": [{"name": "get.weather", "description": "Weather.", "inputSchema": city}], "nextCursor": "2"}})
        }
        ("tools/list", Some(_)) => {
            json!({"result": {"tools": [{"name": "slow"}, {"description": "no name"}]}})
        }
        ("tools/call", _) if params["name"] == "slow" => return None,
        ("tools/call", _) => match params["arguments"]["city"].as_str() {
            Some("Rome") => json!({"result": {"content": [{"type": "text", "text": "sunny"}]}}),
            Some("Oslo") => {
                json!({"result": {"content": [{"type": "text", "text": "unknown city"}], "isError": true}})
            }
            _ => json!({"error": {"code": -32603, "message": "out of order"}}),
        },
        _ => json!({"error": {"code": -32601, "message": "?"}}),
    })
}

#[tokio::test]
async fn tools_of_a_server_are_listed_and_called() {
    let (reader, writer, log) = server(weather);
    let toolset = McpToolset::connect(reader, writer).await.unwrap();
    assert_eq!(toolset.instructions(), Some("Ask for cities."));
    let agent = agent(|messages, request| {
        let names: Vec<_> = request
            .tools
            .iter()
            .map(|tool| tool.name.as_str())
            .collect();
        assert_eq!(names, ["w_get_weather", "w_slow"]);
        match step(messages) {
            0 => Reply::tool_call("w_get_weather", json!({"town": "Rome"})),
            1 => Reply::tool_call("w_get_weather", json!({"city": "Rome"})),
            2 => Reply::tool_call("w_get_weather", json!({"city": "Oslo"})),
            3 => Reply::tool_call("w_get_weather", json!({"city": "Bonn"})),
            _ => Reply::text("done"),
        }
    })
    .toolset(toolset.prefixed("w"))
    .build();
    let result = agent.run("weather?", ()).await.unwrap();
    let lines = outline(result.messages());
    assert!(
        lines[2].contains("\\\"city\\\" is a required property"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[4], "return w_get_weather Success: sunny");
    assert_eq!(
        lines[6],
        "retry w_get_weather: unknown city\n\nFix the errors and try again."
    );
    assert_eq!(lines[8], "return w_get_weather Failed: out of order");
    let log = log.lock().unwrap();
    assert!(
        log.iter()
            .any(|message| message["id"] == "p" && message["result"] == json!({})),
        "the ping is answered"
    );
    assert_eq!(
        log.iter()
            .filter(|message| message["method"] == "tools/call")
            .count(),
        3
    );
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_cancelled_at_the_server() {
    let (reader, writer, log) = server(weather);
    let toolset = McpToolset::connect(reader, writer)
        .await
        .unwrap()
        .timeout(Duration::from_millis(20));
    let agent = agent(|messages, _| match step(messages) {
        0 => Reply::tool_call("slow", json!({})),
        _ => Reply::text("done"),
    })
    .toolset(toolset)
    .build();
    let result = agent.run("go", ()).await.unwrap();
    assert!(
        outline(result.messages())[2]
            .starts_with("retry slow: The tool did not answer within 20ms.")
    );
    let cancelled = || {
        log.lock()
            .unwrap()
            .iter()
            .any(|message| message["method"] == "notifications/cancelled")
    };
    for _ in 0..1000 {
        if cancelled() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("the server was not told");
}

#[tokio::test]
async fn a_server_that_is_gone_or_wrong_is_an_error() {
    let (reader, gone) = tokio::io::duplex(64);
    drop(gone);
    let error = McpToolset::connect(reader, tokio::io::sink())
        .await
        .unwrap_err();
    assert_eq!(error, McpError::Closed);

    let (reader, writer, _) =
        server(|_, _| Some(json!({"error": {"code": 1, "message": "go away"}})));
    let error = McpToolset::connect(reader, writer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the MCP server refused: go away (code 1)"
    );

    let (reader, writer, _) = server(|_, _| Some(json!({"result": 7})));
    let error = McpToolset::connect(reader, writer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the MCP server does not follow the protocol: the list of tools has no `tools`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up() {
    let (reader, writer, _) = server(|_, _| None);
    let error = McpToolset::connect(reader, writer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the MCP server did not answer `initialize` within 30s"
    );
}
