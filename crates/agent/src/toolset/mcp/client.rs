use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;

use super::lines::next_line;

/// Messages that may wait to be written.
const MAX_WAITING_MESSAGES: usize = 256;

/// Talking to a server failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum McpError {
    /// The connection is closed, or the server sent a line of more than 16 MiB.
    #[error("the connection to the MCP server is closed")]
    Closed,
    /// No answer in time.
    #[error("the MCP server did not answer `{method}` within {limit:?}")]
    Timeout {
        /// What was asked.
        method: &'static str,
        /// The limit.
        limit: Duration,
    },
    /// The server answered with an error.
    #[error("the MCP server refused: {message} (code {code})")]
    Refused {
        /// Code of JSON-RPC.
        code: i64,
        /// What the server said.
        message: String,
    },
    /// The server does not speak the protocol.
    #[error("the MCP server does not follow the protocol: {message}")]
    Protocol {
        /// What is wrong.
        message: String,
    },
}

type Answer = Result<Value, McpError>;

/// What the reading task and the callers share.
#[derive(Default)]
struct Shared {
    waiting: Mutex<BTreeMap<u64, oneshot::Sender<Answer>>>,
    closed: AtomicBool,
    changed: AtomicBool,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, oneshot::Sender<Answer>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody will answer any more: dropping the senders wakes the callers.
    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.waiting().clear();
    }
}

/// Requests and answers of JSON-RPC over lines. Two tasks read and write; they end with the client.
pub(super) struct Client {
    outgoing: mpsc::Sender<String>,
    shared: Arc<Shared>,
    next_id: AtomicU64,
    tasks: [AbortHandle; 2],
}

impl Drop for Client {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

impl Client {
    pub(super) fn new(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
    ) -> Self {
        let (outgoing, messages) = mpsc::channel(MAX_WAITING_MESSAGES);
        let shared = Arc::new(Shared::default());
        let reading = tokio::spawn(read(reader, Arc::clone(&shared), outgoing.clone()));
        let writing = tokio::spawn(write(writer, messages, Arc::clone(&shared)));
        let tasks = [reading.abort_handle(), writing.abort_handle()];
        Self {
            outgoing,
            shared,
            next_id: AtomicU64::new(1),
            tasks,
        }
    }

    /// True once after the server said that its tools have changed.
    pub(super) fn take_changed(&self) -> bool {
        self.shared.changed.swap(false, Ordering::SeqCst)
    }

    /// Asks and waits. Dropping the future tells the server that the answer is no longer wanted.
    pub(super) async fn request(&self, method: &'static str, params: Value) -> Answer {
        let id = self.next_id.fetch_add(1, Ordering::SeqCst);
        let (sender, receiver) = oneshot::channel();
        self.shared.waiting().insert(id, sender);
        let mut ticket = Ticket {
            client: self,
            id,
            open: true,
        };
        let message =
            json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string();
        if self.shared.closed.load(Ordering::SeqCst) || self.outgoing.send(message).await.is_err() {
            return Err(McpError::Closed);
        }
        let answer = receiver.await;
        ticket.open = false;
        answer.unwrap_or(Err(McpError::Closed))
    }

    pub(super) async fn request_within(
        &self,
        limit: Duration,
        method: &'static str,
        params: Value,
    ) -> Answer {
        let answer = tokio::time::timeout(limit, self.request(method, params)).await;
        answer.unwrap_or(Err(McpError::Timeout { method, limit }))
    }

    /// Tells without waiting. Dropped when too much waits to be written.
    pub(super) fn notify(&self, method: &str, params: &Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string();
        // A lost notice does no harm: the server is busy or gone.
        let _ = self.outgoing.try_send(message);
    }
}

/// A request that waits. Gives its place up when dropped.
struct Ticket<'a> {
    client: &'a Client,
    id: u64,
    open: bool,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if self.open && self.client.shared.waiting().remove(&self.id).is_some() {
            self.client
                .notify("notifications/cancelled", &json!({"requestId": self.id}));
        }
    }
}

async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut messages: mpsc::Receiver<String>,
    shared: Arc<Shared>,
) {
    while let Some(mut message) = messages.recv().await {
        message.push('\n');
        if writer.write_all(message.as_bytes()).await.is_err() || writer.flush().await.is_err() {
            break;
        }
    }
    shared.close();
}

async fn read(reader: impl AsyncRead + Unpin, shared: Arc<Shared>, outgoing: mpsc::Sender<String>) {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while next_line(&mut reader, &mut line).await {
        // Lines that are no JSON are left out: some servers print other things on start.
        if let Ok(message) = serde_json::from_slice::<Value>(&line) {
            take(&message, &shared, &outgoing);
        }
    }
    shared.close();
}

fn take(message: &Value, shared: &Shared, outgoing: &mpsc::Sender<String>) {
    let id = message.get("id");
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        if let Some(sender) = id
            .and_then(Value::as_u64)
            .and_then(|id| shared.waiting().remove(&id))
        {
            // The caller may have gone; then nobody wants the answer.
            let _ = sender.send(answer_of(message));
        }
        return;
    };
    if method == "notifications/tools/list_changed" {
        shared.changed.store(true, Ordering::SeqCst);
    }
    let Some(id) = id else { return };
    let reply = if method == "ping" {
        json!({"jsonrpc": "2.0", "id": id, "result": {}})
    } else {
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": -32601, "message": "not supported"}})
    };
    let _ = outgoing.try_send(reply.to_string());
}

fn answer_of(message: &Value) -> Answer {
    if let Some(error) = message.get("error") {
        return Err(McpError::Refused {
            code: error
                .get("code")
                .and_then(Value::as_i64)
                .unwrap_or_default(),
            message: error
                .get("message")
                .and_then(Value::as_str)
                .unwrap_or("no reason given")
                .to_owned(),
        });
    }
    message
        .get("result")
        .cloned()
        .ok_or_else(|| McpError::Protocol {
            message: "an answer has neither `result` nor `error`".to_owned(),
        })
}
