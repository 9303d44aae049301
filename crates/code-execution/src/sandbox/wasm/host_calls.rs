//! Calls of host functions: from a guest's thread, which waits, to the task that waits for the guest.

use std::{
    fmt,
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, SyncSender, sync_channel},
    },
    task::Poll,
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use super::wasi::{Stop, StopSignal};
use crate::host_functions::{Dispatcher, HostAccess, HostCallRecord, RunClock};

/// How often a guest that waits for an answer looks at its deadline and its cancel button.
const LOOK: Duration = Duration::from_millis(10);

/// Where the frames of a guest go.
pub(crate) trait HostCalls: fmt::Debug + Send {
    /// Answers a frame, on the guest's thread; an error ends the guest.
    ///
    /// # Errors
    /// When `stop` says so before the answer is there.
    fn call(&mut self, frame: &[u8], stop: &StopSignal) -> Result<Vec<u8>, Stop>;
}

/// The end of the guest's thread: frames go to a task of this process.
#[derive(Debug)]
struct TaskCalls {
    frames: mpsc::UnboundedSender<Frame>,
    max_frame_bytes: usize,
}

/// The task's end.
#[derive(Debug)]
pub(crate) struct HostCallService {
    frames: mpsc::UnboundedReceiver<Frame>,
    dispatcher: Dispatcher,
}

#[derive(Debug)]
struct Frame {
    bytes: Vec<u8>,
    answer: SyncSender<Vec<u8>>,
}

/// Both ends for one execution whose time limit is `stop`'s.
pub(crate) fn connect(
    access: HostAccess,
    stop: &Arc<StopSignal>,
) -> (Box<dyn HostCalls>, HostCallService) {
    let dispatcher = Dispatcher::new(access, Arc::clone(stop) as Arc<dyn RunClock>);
    let (sender, frames) = mpsc::unbounded_channel();
    let calls = TaskCalls {
        frames: sender,
        max_frame_bytes: dispatcher.max_frame_bytes(),
    };
    (Box::new(calls), HostCallService { frames, dispatcher })
}

impl HostCalls for TaskCalls {
    fn call(&mut self, frame: &[u8], stop: &StopSignal) -> Result<Vec<u8>, Stop> {
        // One byte over the limit is enough to be told so.
        let copied = frame.len().min(self.max_frame_bytes.saturating_add(1));
        let bytes = frame.get(..copied).unwrap_or_default().to_vec();
        let (answer, answered) = sync_channel(1);
        if self.frames.send(Frame { bytes, answer }).is_err() {
            return Err(Stop::Cancelled);
        }
        loop {
            match answered.recv_timeout(LOOK) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => stop.check()?,
                Err(RecvTimeoutError::Disconnected) => return Err(Stop::Cancelled),
            }
        }
    }
}

impl RunClock for StopSignal {
    fn pause(&self, at_most: Duration) {
        self.pause_deadline(at_most);
    }

    fn resume(&self) {
        self.resume_deadline();
    }
}

/// Waits for the guest's end and answers its calls meanwhile. A call that is under way when the guest ends is dropped.
pub(crate) async fn serve<T>(
    ended: oneshot::Receiver<T>,
    service: Option<HostCallService>,
) -> (Result<T, oneshot::error::RecvError>, Vec<HostCallRecord>) {
    let Some(HostCallService {
        mut frames,
        mut dispatcher,
    }) = service
    else {
        return (ended.await, Vec::new());
    };
    let mut ended = pin!(ended);
    let end = loop {
        let frame = match first(ended.as_mut(), frames.recv()).await {
            First::Left(end) => break end,
            First::Right(Some(frame)) => frame,
            // The guest's side is gone: only its end can come.
            First::Right(None) => break ended.await,
        };
        match first(ended.as_mut(), dispatcher.call(frame.bytes)).await {
            First::Left(end) => break end,
            First::Right(answer) => {
                // Nobody waits for it any more where the guest was stopped.
                let _ = frame.answer.send(answer);
            }
        }
    };
    (end, dispatcher.into_records())
}

enum First<L, R> {
    Left(L),
    Right(R),
}

/// Whichever is ready first; the left one where both are.
async fn first<L: Future, R: Future>(
    mut left: Pin<&mut L>,
    right: R,
) -> First<L::Output, R::Output> {
    let mut right = pin!(right);
    std::future::poll_fn(move |context| {
        if let Poll::Ready(value) = left.as_mut().poll(context) {
            return Poll::Ready(First::Left(value));
        }
        right.as_mut().poll(context).map(First::Right)
    })
    .await
}
