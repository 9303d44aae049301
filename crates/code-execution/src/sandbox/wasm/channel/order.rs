//! From the host to the worker.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    super::{
        guests::{Line, Order, SessionTurn},
        state::StateSource,
    },
    FrameError,
    answer::LogHeader,
};
use crate::sandbox::{InputFile, Inputs, LastExpression, Limits, OutputSink, SandboxJob};

/// The headers of frames to a worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ToWorker<'a> {
    /// Run a program; the payload holds the files' bytes. Where it brings a session's state, that comes next.
    Run(Box<RunHeader<'a>>),
    /// A batch of the session's state is in the payload; the last one says so.
    State,
    /// Stop it, if it runs still.
    Stop {
        /// Which.
        run: u64,
        /// Whether its time is over; else it is cancelled.
        timed_out: bool,
    },
    /// The payload answers the function call that the guest waits for.
    HostAnswer,
    /// End the guest of a session that has ended or goes on elsewhere.
    Forget {
        /// Which session.
        key: u64,
    },
}

/// A program without the bytes of its files.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunHeader<'a> {
    pub(crate) run: u64,
    code: Cow<'a, str>,
    file_name: Cow<'a, str>,
    context: Cow<'a, Map<String, Value>>,
    files: Vec<FileHeader<'a>>,
    limits: Cow<'a, Limits>,
    inputs: InputsHeader,
    imported_modules: Cow<'a, BTreeSet<String>>,
    last_expression: LastExpression,
    keeps_state: bool,
    profile: Option<Cow<'a, str>>,
    pub(crate) shows_output: bool,
    pub(crate) has_host_functions: bool,
    session: Option<SessionHeader<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileHeader<'a> {
    name: Cow<'a, str>,
    bytes: u64,
}

/// Where inputs come from; the bytes of a log follow those of the files.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum InputsHeader {
    Live,
    Recorded,
    Replayed(LogHeader),
    Deterministic { seed: u64 },
}

#[derive(Debug, Serialize, Deserialize)]
struct SessionHeader<'a> {
    key: u64,
    generation: u64,
    image: Cow<'a, str>,
    has_state: bool,
}

impl<'a> RunHeader<'a> {
    /// The header of an order, and the payload's pieces.
    pub(crate) fn of(order: &'a Order, line: &Line, run: u64) -> (Self, Vec<&'a [u8]>) {
        let job = &order.job;
        let header = Self {
            run,
            code: Cow::Borrowed(&job.code),
            file_name: Cow::Borrowed(&job.file_name),
            context: Cow::Borrowed(&job.context),
            files: job
                .files
                .iter()
                .map(|file| FileHeader {
                    name: Cow::Borrowed(&file.name),
                    bytes: file.bytes.len() as u64,
                })
                .collect(),
            limits: Cow::Borrowed(&job.limits),
            inputs: match &job.inputs {
                Inputs::Live => InputsHeader::Live,
                Inputs::Recorded => InputsHeader::Recorded,
                Inputs::Replayed(log) => InputsHeader::Replayed(LogHeader::of(log)),
                Inputs::Deterministic { seed } => InputsHeader::Deterministic { seed: *seed },
            },
            imported_modules: Cow::Borrowed(&job.imported_modules),
            last_expression: job.last_expression,
            keeps_state: job.keeps_state,
            profile: job.profile.as_deref().map(Cow::Borrowed),
            shows_output: line.output.is_some(),
            has_host_functions: line.host_calls.is_some(),
            session: order.session.as_ref().map(|session| SessionHeader {
                key: session.key,
                generation: session.generation,
                image: Cow::Borrowed(&session.image),
                has_state: session.state.is_some(),
            }),
        };
        let files = job.files.iter().map(|file| file.bytes.as_slice());
        let log = match &job.inputs {
            Inputs::Replayed(log) => Some(log.bytes.as_slice()),
            _ => None,
        };
        (header, files.chain(log).collect())
    }

    /// The order that header and payload make; the session's state comes from `state`, where the order brings it.
    ///
    /// # Errors
    /// Where the payload is not what the header says.
    pub(crate) fn into_order(
        self,
        payload: &[u8],
        output: Option<OutputSink>,
        state: impl FnOnce() -> StateSource,
    ) -> Result<Order, FrameError> {
        let mut rest = payload;
        let mut files = Vec::with_capacity(self.files.len().min(1000));
        for file in self.files {
            let bytes = usize::try_from(file.bytes)
                .ok()
                .and_then(|len| rest.split_off(..len))
                .ok_or(FrameError::Malformed(None))?;
            files.push(InputFile {
                name: file.name.into_owned(),
                bytes: bytes.to_vec(),
            });
        }
        let inputs = match self.inputs {
            InputsHeader::Live => Inputs::Live,
            InputsHeader::Recorded => Inputs::Recorded,
            InputsHeader::Replayed(log) => Inputs::Replayed(Arc::new(log.into_log(&mut rest)?)),
            InputsHeader::Deterministic { seed } => Inputs::Deterministic { seed },
        };
        let session = self.session.map(|session| SessionTurn {
            key: session.key,
            generation: session.generation,
            image: session.image.into_owned(),
            state: session.has_state.then(state),
        });
        Ok(Order {
            job: SandboxJob {
                code: self.code.into_owned(),
                file_name: self.file_name.into_owned(),
                context: self.context.into_owned(),
                files,
                limits: self.limits.into_owned(),
                inputs,
                imported_modules: self.imported_modules.into_owned(),
                last_expression: self.last_expression,
                keeps_state: self.keeps_state,
                profile: self.profile.map(Cow::into_owned),
                user_id: None,
                output,
                host_functions: None,
            },
            session,
        })
    }
}
