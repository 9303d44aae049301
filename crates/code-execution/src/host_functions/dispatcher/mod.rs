//! Answering frames: the same for every transport.

mod catch;
mod words;

#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{
    Decision, HostAccess, HostCall, HostCallOutcome as Outcome, HostCallRecord, PendingCall,
    function::{Failure, HostFunction, Prepared},
    protocol::{self, Operation},
};

/// The longest call whose faults are all described: the descriptions of a longer one could take a hundred times its memory.
const MAX_DESCRIBED_BYTES: usize = 16 << 10;

/// The clock that an execution's time limit runs by. It stands still while a gate decides.
pub trait RunClock: Send + Sync + fmt::Debug {
    /// Stops it, for at most as long as this, whether or not [`resume`](Self::resume) is ever called.
    fn pause(&self, at_most: Duration);
    /// Lets it go on.
    fn resume(&self);
}

/// Answers the frames of one execution, one after the other.
///
/// Knows no transport: a frame is bytes from code that nobody has reviewed, an answer is bytes for it. Needs a tokio
/// runtime with its time enabled.
#[derive(Debug)]
pub struct Dispatcher {
    access: HostAccess,
    clock: Arc<dyn RunClock>,
    calls: u32,
    total_bytes: u64,
    gate_time: Duration,
    is_over_budget: bool,
    records: Vec<HostCallRecord>,
    /// When the call that the last record is of began, while it has no answer.
    in_flight: Option<Instant>,
}

/// A call that has no value for the code.
struct Refusal {
    outcome: Outcome,
    /// What the code is told.
    shown: String,
    /// What only the host may know.
    cause: Option<String>,
}

impl Refusal {
    fn new(outcome: Outcome, shown: impl Into<String>) -> Self {
        Self {
            outcome,
            shown: words::bounded(shown.into()),
            cause: None,
        }
    }
}

impl Dispatcher {
    /// A dispatcher for one execution, whose time limit runs by `clock`.
    #[must_use]
    pub fn new(access: HostAccess, clock: Arc<dyn RunClock>) -> Self {
        Self {
            access,
            clock,
            calls: 0,
            total_bytes: 0,
            gate_time: Duration::ZERO,
            is_over_budget: false,
            records: Vec::new(),
            in_flight: None,
        }
    }

    /// The longest frame that is read, in bytes. A transport may cut a longer one, but not below one byte more than this.
    #[must_use]
    pub fn max_frame_bytes(&self) -> usize {
        self.access.functions.limits().max_request_bytes
    }

    /// Answers a frame.
    ///
    /// Takes as long as gate and function take within their limits. Dropping the future drops the function's; the call
    /// is then recorded as interrupted.
    pub async fn call(&mut self, frame: Vec<u8>) -> Vec<u8> {
        self.total_bytes = self.total_bytes.saturating_add(frame.len() as u64);
        let answer = self.answer(&frame).await;
        self.total_bytes = self.total_bytes.saturating_add(answer.len() as u64);
        answer
    }

    /// What is kept of the calls so far; one that has no answer yet counts as interrupted.
    #[must_use]
    pub fn into_records(mut self) -> Vec<HostCallRecord> {
        if let (Some(begun), Some(record)) = (self.in_flight, self.records.last_mut()) {
            record.seconds = begun.elapsed().as_secs_f64();
        }
        self.records
    }

    async fn answer(&mut self, frame: &[u8]) -> Vec<u8> {
        if let Some(refusal) = self.over_budget() {
            if !self.is_over_budget {
                self.is_over_budget = true;
                self.begin(frame.len());
                self.end(None, &refusal);
            }
            return protocol::failure(None, refusal.outcome, &refusal.shown);
        }
        let max_bytes = self.max_frame_bytes();
        let request = if frame.len() > max_bytes {
            let text = format!("the call is longer than its limit of {max_bytes} bytes");
            Err(Refusal::new(Outcome::TooLarge, text))
        } else {
            protocol::parse(frame).map_err(|fault| Refusal::new(Outcome::Protocol, fault))
        };
        match request {
            Ok(request) => match request.operation {
                Operation::List => protocol::list(request.id, self.access.functions.descriptors()),
                Operation::Call { name, arguments } => {
                    self.begin(frame.len());
                    let value = self.value(&name, arguments, frame.len()).await;
                    self.finish(request.id, value)
                }
            },
            Err(refusal) => {
                self.begin(frame.len());
                self.finish(None, Err(refusal))
            }
        }
    }

    fn over_budget(&self) -> Option<Refusal> {
        let limits = self.access.functions.limits();
        let text = if self.calls >= limits.max_calls {
            format!("this execution has made all its {} calls", limits.max_calls)
        } else if self.total_bytes > limits.max_total_bytes {
            let max_bytes = limits.max_total_bytes;
            format!("this execution's calls and answers are over their limit of {max_bytes} bytes")
        } else {
            return None;
        };
        Some(Refusal::new(Outcome::BudgetExceeded, text))
    }

    async fn value(
        &mut self,
        name: &str,
        arguments: Value,
        request_bytes: usize,
    ) -> Result<Vec<u8>, Refusal> {
        let functions = Arc::clone(&self.access.functions);
        let limits = functions.limits();
        let is_recorded = request_bytes <= limits.max_recorded_bytes;
        if let Some(record) = self.records.last_mut() {
            record.function = Some(name.to_owned());
            record.arguments = is_recorded.then(|| arguments.clone());
        }
        let Some(function) = functions.functions.get(name) else {
            return Err(words::unknown(name, &functions));
        };
        let call = HostCall {
            function: name.to_owned(),
            number: self.calls,
            execution_id: Arc::clone(&self.access.execution_id),
            user_id: self.access.user_id.clone(),
        };
        let gate = functions.gate.as_ref().filter(|gate| gate.covers(name));
        let shown = gate.is_some().then(|| arguments.clone());
        let prepared = prepared(function, &call, arguments, request_bytes)?;
        if let (Some(gate), Some(arguments)) = (gate, shown) {
            let pending = PendingCall {
                call: call.clone(),
                arguments,
            };
            self.ask(&**gate, &pending).await?;
        }
        let left_bytes = limits.max_total_bytes.saturating_sub(self.total_bytes);
        let max_bytes = limits
            .max_answer_bytes
            .min(usize::try_from(left_bytes).unwrap_or(usize::MAX));
        // Starting may run code of the function too, so it happens inside what catches panics.
        let running = catch::panics(async move { prepared(call, max_bytes).await });
        let Ok(ended) = tokio::time::timeout(limits.timeout(), running).await else {
            let text = format!(
                "`{name}` gave no answer within {} s",
                limits.timeout_seconds
            );
            return Err(Refusal::new(Outcome::Timeout, text));
        };
        match ended {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Failure::Function(error))) => Err(words::failed(name, error)),
            Ok(Err(Failure::TooLarge)) => {
                let text =
                    format!("the answer of `{name}` is longer than its limit of {max_bytes} bytes");
                Err(Refusal::new(Outcome::TooLarge, text))
            }
            Ok(Err(Failure::NoJson(error))) => Err(words::hidden(name, error.to_string())),
            Err(panic) => Err(words::hidden(name, format!("it panicked: {panic}"))),
        }
    }

    /// Asks the gate, while the execution's clock stands still.
    async fn ask(&mut self, gate: &dyn super::Gate, pending: &PendingCall) -> Result<(), Refusal> {
        let limits = self.access.functions.limits();
        let left = limits.gate_time().saturating_sub(self.gate_time);
        let begun = Instant::now();
        if let Some(record) = self.records.last_mut() {
            record.was_gated = true;
        }
        let asked = {
            let _paused = Paused::new(&*self.clock, left);
            tokio::time::timeout(left, catch::panics(gate.ask(pending))).await
        };
        let waited = begun.elapsed();
        self.gate_time += waited;
        if let Some(record) = self.records.last_mut() {
            record.gate_seconds = waited.as_secs_f64();
        }
        let name = &pending.call.function;
        match asked {
            Ok(Ok(Decision::Allow)) => Ok(()),
            Ok(Ok(Decision::Refuse { reason })) => Err(Refusal::new(Outcome::Denied, reason)),
            Ok(Err(panic)) => Err(Refusal {
                cause: Some(format!("the gate panicked: {panic}")),
                ..Refusal::new(
                    Outcome::Denied,
                    format!("nobody could decide about `{name}`"),
                )
            }),
            Err(_) => {
                let text = format!("nobody decided about `{name}` in time");
                Err(Refusal::new(Outcome::Denied, text))
            }
        }
    }

    fn begin(&mut self, request_bytes: usize) {
        self.calls = self.calls.saturating_add(1);
        self.records.push(HostCallRecord::begun(request_bytes));
        self.in_flight = Some(Instant::now());
    }

    fn finish(&mut self, id: Option<u64>, value: Result<Vec<u8>, Refusal>) -> Vec<u8> {
        match value {
            Ok(value) => {
                self.close(Outcome::Answered, value.len());
                protocol::value(id, &value)
            }
            Err(refusal) => self.end(id, &refusal),
        }
    }

    fn end(&mut self, id: Option<u64>, refusal: &Refusal) -> Vec<u8> {
        let answer = protocol::failure(id, refusal.outcome, &refusal.shown);
        if let Some(record) = self.records.last_mut() {
            record.error = Some(refusal.shown.clone());
            record.cause.clone_from(&refusal.cause);
        }
        self.close(refusal.outcome, answer.len());
        answer
    }

    fn close(&mut self, outcome: Outcome, answer_bytes: usize) {
        let begun = self.in_flight.take();
        let Some(record) = self.records.last_mut() else {
            return;
        };
        record.outcome = outcome;
        record.answer_bytes = answer_bytes;
        let seconds = begun.map_or(0.0, |begun| begun.elapsed().as_secs_f64());
        record.seconds = (seconds - record.gate_seconds).max(0.0);
        let (execution_id, function) = (&*self.access.execution_id, record.function.as_deref());
        if let Some(cause) = &record.cause {
            tracing::warn!(
                execution_id,
                function,
                outcome = outcome.as_str(),
                cause,
                "a host function failed"
            );
        } else {
            tracing::debug!(
                execution_id,
                function,
                outcome = outcome.as_str(),
                "a host function was called"
            );
        }
    }
}

/// The call, its arguments checked and read.
fn prepared(
    function: &HostFunction,
    call: &HostCall,
    arguments: Value,
    request_bytes: usize,
) -> Result<Prepared, Refusal> {
    let prepared = if request_bytes <= MAX_DESCRIBED_BYTES {
        let fits = function.arguments.check(&arguments);
        fits.and_then(|()| function.prepare(arguments))
    } else if function.arguments.is_valid(&arguments) {
        function.prepare(arguments)
    } else {
        // Reading stops at the first fault.
        let fault = function.prepare(arguments).err();
        Err(fault.unwrap_or_else(|| "the arguments do not fit the schema".to_owned()))
    };
    prepared.map_err(|fault| {
        let text = format!("{}(): {fault}", call.function);
        Refusal::new(Outcome::InvalidArguments, text)
    })
}

/// Holds a clock until it is dropped.
struct Paused<'a>(&'a dyn RunClock);

impl<'a> Paused<'a> {
    fn new(clock: &'a dyn RunClock, at_most: Duration) -> Self {
        clock.pause(at_most);
        Self(clock)
    }
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        self.0.resume();
    }
}
