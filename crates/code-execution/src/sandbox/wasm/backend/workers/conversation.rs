//! One program in a worker: told to it, watched, answered.

use std::time::{Duration, Instant};

use super::{
    super::{
        super::{
            channel::{Frame, FromWorker, Read, ToWorker, frame_limits},
            failed,
            guests::{Line, Order},
            wasi::Stop,
        },
        task::{Answers, Home},
    },
    Running,
    memory_watch::MemoryWatch,
    sending::send_program,
    settling::hear_state,
};
use crate::sandbox::{Ending, Outcome, Resource, SandboxError};

/// How long a worker may take to end a guest that was cancelled, before it is killed.
const CANCEL_PATIENCE: Duration = Duration::from_millis(35);
/// How long it may take beyond the time limit, which it watches itself: handing over what the guest left takes time.
const TIMEOUT_PATIENCE: Duration = Duration::from_secs(2);

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
            if let Some(session) = &mut self.order.session {
                session.state = self.answers.whole_state();
            }
            heard = self.ask();
        }
        let (answer, end) = match heard {
            Heard::Outcome(outcome) => (Ok(outcome), End::WorkerReady),
            Heard::Failed(error) => (Err(error), End::WorkerReady),
            Heard::StateMissing => {
                let error = failed("the worker asks for a state it was given");
                (Err(error), End::WorkerEnded)
            }
            Heard::Lost(last) => (last, End::WorkerEnded),
        };
        let Some(turn) = self.answers.give(answer) else {
            return end;
        };
        let frames = frame_limits(&self.order.job.limits);
        match hear_state(self.running, frames, turn.limits()) {
            Ok(change) => {
                // What is left of a state that was not taken would be heard as the next program's.
                let end = if change.is_ok() {
                    end
                } else {
                    End::WorkerEnded
                };
                turn.settle(change, self.home);
                end
            }
            Err(error) => {
                tracing::warn!(%error, "a session lost its last turn");
                turn.lose("the worker ended before it told the new state");
                End::WorkerEnded
            }
        }
    }

    /// Tells the worker the program, and waits for what comes of it.
    fn ask(&mut self) -> Heard {
        self.running.runs += 1;
        let run = u64::from(self.running.runs);
        let started = Instant::now();
        let running = &mut *self.running;
        let stop = &self.line.stop;
        // A worker that does not even take its program before it is to stop again is of no use.
        let sent = send_program(running, &mut self.order, &self.line, run, || {
            stop.check().is_ok()
        });
        if let Err(error) = sent {
            let stopped = stop.check().err().map(|stop| (stop, started));
            let reason = match stopped {
                None => running.last_words(),
                Some(_) => error.to_string(),
            };
            let _ = running.process.kill();
            return Heard::Lost(last_answer(stopped, started, &reason));
        }
        let mut memory = MemoryWatch::new(&self.order.job.limits);
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
                match self.line.hear(&frame, &self.order) {
                    Ok(Word::Last(heard)) => return *heard,
                    Ok(Word::Heard) => (),
                    Ok(Word::HostAnswer(answer)) => {
                        let stop = &self.line.stop;
                        let header = ToWorker::HostAnswer;
                        // Where it cannot be told any more, the next read says why, or the stop signal does.
                        let _ = running.send(&header, &[&answer], || stop.check().is_ok());
                    }
                    Err(reason) => {
                        let _ = running.process.kill();
                        return Heard::Lost(Err(failed(&reason)));
                    }
                }
            }
            if memory.is_over(&running.process) {
                let _ = running.process.kill();
                let ending = Ending::OutOf(Resource::Memory);
                return Heard::Lost(Ok(Outcome::stopped(ending, started.elapsed())));
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
                let until = Instant::now() + CANCEL_PATIENCE;
                let _ = running.send(&header, &[], || Instant::now() < until);
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
    Last(Box<Heard>),
}

impl Line {
    /// Takes a frame.
    fn hear(&mut self, frame: &Frame, order: &Order) -> Result<Word, String> {
        let header = frame
            .header::<FromWorker>()
            .map_err(|error| error.to_string())?;
        Ok(match header {
            FromWorker::Output { stream } => {
                if let Some(output) = &self.output {
                    output.take(stream, frame.payload());
                }
                Word::Heard
            }
            FromWorker::HostCall => {
                let host_calls = self.host_calls.as_mut();
                let host_calls =
                    host_calls.ok_or("the worker calls a function, and there are none")?;
                match host_calls.call(frame.payload(), &self.stop) {
                    Ok(answer) => Word::HostAnswer(answer),
                    // The worker is told when its stop signal is looked at.
                    Err(_) => Word::Heard,
                }
            }
            FromWorker::Outcome(header) => {
                let outcome = header
                    .into_outcome(frame.payload(), &order.job.limits)
                    .map_err(|error| error.to_string())?;
                Word::Last(Box::new(Heard::Outcome(outcome)))
            }
            FromWorker::Failed(error) => Word::Last(Box::new(Heard::Failed(error.into()))),
            FromWorker::StateMissing => Word::Last(Box::new(Heard::StateMissing)),
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
