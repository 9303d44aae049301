use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use futures::task::AtomicWaker;
use serde_json::Value;

use super::AgentEvent;

/// Progress reports that may wait for the watcher.
const MAX_WAITING_REPORTS: usize = 1024;

type Event = AgentEvent<Infallible>;

/// Events between the loop and the stream that polls it.
///
/// The loop runs inside the stream's own `poll_next`, so at most one event of the loop waits here at a time: the loop
/// pauses until the watcher has taken it. Progress reports come from tools, which do not pause.
#[derive(Default)]
pub(crate) struct EventQueue {
    waiting: Mutex<VecDeque<Event>>,
    watcher: AtomicWaker,
}

impl fmt::Debug for EventQueue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventQueue").finish_non_exhaustive()
    }
}

impl EventQueue {
    /// Hands an event to the watcher and waits until it is taken.
    pub(crate) async fn send(&self, event: Event) {
        self.lock().push_back(event);
        // The stream polls again after it has given an event away, so no waker is needed here.
        poll_fn(|_| {
            if self.lock().is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Hands a progress report over, or drops it when too many wait.
    pub(crate) fn report_progress(&self, tool_call_id: &str, tool_name: &str, value: Value) {
        let mut waiting = self.lock();
        if waiting.len() >= MAX_WAITING_REPORTS {
            return;
        }
        waiting.push_back(AgentEvent::ToolProgress {
            tool_call_id: tool_call_id.to_owned(),
            tool_name: tool_name.to_owned(),
            value,
        });
        drop(waiting);
        self.watcher.wake();
    }

    pub(crate) fn pop(&self) -> Option<Event> {
        self.lock().pop_front()
    }

    pub(crate) fn watch(&self, waker: &Waker) {
        self.watcher.register(waker);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Event>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
