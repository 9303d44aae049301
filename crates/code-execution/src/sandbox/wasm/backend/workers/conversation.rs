//! One program in a worker: told to it, watched, answered.

use std::time::{Duration, Instant};

use super::{
    super::{
        super::{
            channel::{Frame, FromWorker, Read, RunHeader, ToWorker, frame_limits, write_frame},
            failed,
            guests::{Line, Order},
            state::{BadState, StateChange},
            wasi::Stop,
        },
        task::{Answers, Home, Settled},
    },
    Running,
};
use crate::sandbox::{Ending, Outcome, SandboxError};

/// How long a worker may take to end a guest that was cancelled, before it is killed.
const CANCEL_PATIENCE: Duration = Duration::from_millis(35);
/// How long it may take beyond the time limit, which it watches itself: handing over what the guest left takes time.
const TIMEOUT_PATIENCE: Duration = Duration::from_secs(2);
/// How long it may take to tell a session's new state.
const SETTLE_PATIENCE: Duration = Duration::from_secs(30);

/// A program in a worker.
pub(super) struct Conversation<'a> {
    pub(super) running: &'a mut Running,
    pub(super) order: Order,
    pub(super) line: Line,
    pub(super) answers: Answers,
    pub(super) home: Home,
}

/// In which state a conversation leaves the worker.
pub(super) enum End {
    /// Ready for the next program.
    WorkerReady,
    /// Dead, or to be killed.
    WorkerEnded,
}

/// What ended the wait for an answer.
enum Heard {
    Outcome(Outcome),
    Failed(SandboxError),
    StateMissing,
    /// The worker is of no more use.
    Lost(Result<Outcome, SandboxError>),
}

impl Conversation<'_> {
    /// Runs the program and gives the answers.
    pub(super) fn hold(mut self) -> End {
        let mut heard = self.ask();
        if matches!(heard, Heard::StateMissing) {
            let state = self
                .answers
                .turn
                .as_ref()
                .map(|turn| turn.state.to_change());
            if let Some(session) = &mut self.order.session {
                session.state = state;
            }
            heard = self.ask();
        }
        let Answers { answer, turn } = self.answers;
        match heard {
            Heard::Outcome(outcome) => {
                let is_at_rest = outcome.is_at_rest;
                // Nobody waits for the answer any more where the caller has cancelled.
                let _ = answer.send(Ok(outcome));
                let Some(turn) = turn.filter(|_| is_at_rest) else {
                    return End::WorkerReady;
                };
                let Ok(change) = hear_state(self.running, &self.order) else {
                    return End::WorkerEnded;
                };
                let _ = turn.settled.send(Settled {
                    home: self.home,
                    change,
                });
                End::WorkerReady
            }
            Heard::Failed(error) => {
                let _ = answer.send(Err(error));
                End::WorkerReady
            }
            Heard::StateMissing => {
                let _ = answer.send(Err(failed("the worker asks for a state it was given")));
                End::WorkerEnded
            }
            Heard::Lost(last) => {
                let _ = answer.send(last);
                End::WorkerEnded
            }
        }
    }

    /// Tells the worker the program, and waits for what comes of it.
    fn ask(&mut self) -> Heard {
        let running = &mut *self.running;
        running.runs += 1;
        let run = u64::from(running.runs);
        let started = Instant::now();
        let state = self
            .order
            .session
            .as_ref()
            .and_then(|session| session.state.as_ref())
            .map(StateChange::to_bytes)
            .transpose();
        let state = match state {
            Ok(state) => state,
            Err(error) => return Heard::Failed(failed(&error.to_string())),
        };
        let (header, mut pieces) = RunHeader::of(&self.order, &self.line, run);
        pieces.extend(state.as_deref());
        let header = ToWorker::Run(Box::new(header));
        if write_frame(&mut running.channel, &header, &pieces).is_err() {
            return Heard::Lost(Err(failed(&running.last_words())));
        }
        let limits = frame_limits(&self.order.job.limits);
        let mut stopped_since: Option<(Stop, Instant)> = None;
        loop {
            let frame = match running.reader.read(&mut running.channel, limits) {
                Ok(Read::Frame(frame)) => Some(frame),
                Ok(Read::Nothing) => None,
                Ok(Read::Closed) => {
                    return Heard::Lost(last_answer(stopped_since, started, &running.last_words()));
                }
                Err(error) => {
                    let _ = running.process.kill();
                    return Heard::Lost(last_answer(stopped_since, started, &error.to_string()));
                }
            };
            if let Some(frame) = frame {
                match self.line.hear(frame, &self.order) {
                    Ok(Word::Last(heard)) => return heard,
                    Ok(Word::Heard) => (),
                    Ok(Word::HostAnswer(answer)) => {
                        // Where it cannot be told any more, the next read says why.
                        let header = ToWorker::HostAnswer;
                        let _ = write_frame(&mut running.channel, &header, &[&answer]);
                    }
                    Err(reason) => {
                        let _ = running.process.kill();
                        return Heard::Lost(Err(failed(&reason)));
                    }
                }
            }
            let stop = self.line.stop.check().err();
            if let Some((stop, since)) = stopped_since {
                let patience = match stop {
                    Stop::Cancelled => CANCEL_PATIENCE,
                    _ => TIMEOUT_PATIENCE,
                };
                if since.elapsed() > patience {
                    let _ = running.process.kill();
                    return Heard::Lost(last_answer(stopped_since, started, ""));
                }
            }
            let Some(stop) = stop else { continue };
            let is_told = match stopped_since {
                None => false,
                Some((told, _)) => told == Stop::Cancelled || stop != Stop::Cancelled,
            };
            if !is_told {
                stopped_since = Some((stop, Instant::now()));
                let timed_out = stop == Stop::Timeout;
                let header = ToWorker::Stop { run, timed_out };
                // Where it cannot be told any more, it is killed a moment later.
                let _ = write_frame(&mut running.channel, &header, &[]);
            }
        }
    }
}

/// What a frame means for the program.
enum Word {
    /// Nothing more is to be done.
    Heard,
    /// The guest waits for these bytes.
    HostAnswer(Vec<u8>),
    /// It ends it.
    Last(Heard),
}

impl Line {
    /// Takes a frame.
    fn hear(&mut self, frame: Frame, order: &Order) -> Result<Word, String> {
        let header = frame
            .header::<FromWorker>()
            .map_err(|error| error.to_string())?;
        Ok(match header {
            FromWorker::Output { stream } => {
                if let Some(output) = &self.output {
                    output.take(stream, &frame.payload);
                }
                Word::Heard
            }
            FromWorker::HostCall => {
                let host_calls = self.host_calls.as_mut();
                let host_calls =
                    host_calls.ok_or("the worker calls a function, and there are none")?;
                match host_calls.call(&frame.payload, &self.stop) {
                    Ok(answer) => Word::HostAnswer(answer),
                    // The worker is told when its stop signal is looked at.
                    Err(_) => Word::Heard,
                }
            }
            FromWorker::Outcome(header) => {
                let outcome = header
                    .into_outcome(&frame.payload, &order.job.limits)
                    .map_err(|error| error.to_string())?;
                Word::Last(Heard::Outcome(outcome))
            }
            FromWorker::Failed(error) => Word::Last(Heard::Failed(error.into())),
            FromWorker::StateMissing => Word::Last(Heard::StateMissing),
            FromWorker::Ready { .. } | FromWorker::State | FromWorker::StateLost { .. } => {
                return Err("the worker said what does not belong here".to_owned());
            }
        })
    }
}

/// The answer to a program whose worker is gone: what the host itself ended is no failure.
fn last_answer(
    stopped_since: Option<(Stop, Instant)>,
    started: Instant,
    reason: &str,
) -> Result<Outcome, SandboxError> {
    let ending = match stopped_since {
        Some((Stop::Timeout, _)) => Ending::TimedOut,
        Some((Stop::Cancelled, _)) => Ending::Cancelled,
        _ => return Err(failed(reason)),
    };
    Ok(Outcome::stopped(ending, started.elapsed()))
}

/// Waits for the new state of a session; an error where the worker is of no more use.
fn hear_state(
    running: &mut Running,
    order: &Order,
) -> Result<Result<StateChange, BadState>, SandboxError> {
    let limits = frame_limits(&order.job.limits);
    let started = Instant::now();
    loop {
        let frame = match running.reader.read(&mut running.channel, limits) {
            Ok(Read::Frame(frame)) => frame,
            Ok(Read::Nothing) if started.elapsed() < SETTLE_PATIENCE => continue,
            Ok(Read::Nothing | Read::Closed) | Err(_) => {
                let _ = running.process.kill();
                return Err(failed("the worker did not tell the session's new state"));
            }
        };
        return match frame.header::<FromWorker>() {
            Ok(FromWorker::State) => Ok(StateChange::from_bytes(&frame.payload)),
            Ok(FromWorker::StateLost { reason }) => {
                tracing::warn!(%reason, "a session's new state could not be told");
                Ok(Err(BadState("the worker could not tell it")))
            }
            _ => {
                let _ = running.process.kill();
                Err(failed("the worker said what does not belong here"))
            }
        };
    }
}
