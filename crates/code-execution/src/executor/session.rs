//! Sessions: programs that build on each other, each through the whole pipeline.

use std::sync::Arc;

use super::{
    Accepted, CodeExecutor, ExecutionRequest, ExecutionResult, Received, Turn, failure,
    request::DEFAULT_FILE_NAME,
};
use crate::{
    error::{CodeExecutionError, ErrorKind},
    sandbox::SandboxSession,
};

/// A session: names, imports and files stay from one program to the next.
///
/// Every program is analysed, run, validated and audited as one that runs by itself. A program that is refused, times
/// out, is cancelled or breaks leaves the session as it was before; an exception does not: what ran before it stays, as
/// in a notebook. A session at rest holds no worker and some hundred kilobytes. Dropping it ends it.
#[derive(Debug)]
pub struct Session {
    executor: Arc<CodeExecutor>,
    sandbox: Box<dyn SandboxSession>,
    id: String,
    turns: u64,
    /// Whose packages its programs may import.
    profile: Option<String>,
}

impl CodeExecutor {
    /// Starts a session; nothing runs yet.
    ///
    /// # Errors
    /// Where the sandbox has no sessions.
    pub fn create_session(self: &Arc<Self>) -> Result<Session, CodeExecutionError> {
        self.create_session_with(None)
    }

    /// As [`Self::create_session`], with the packages of a profile where one is named.
    ///
    /// # Errors
    /// Where the sandbox has no sessions, or no such profile.
    pub fn create_session_with(
        self: &Arc<Self>,
        profile: Option<&str>,
    ) -> Result<Session, CodeExecutionError> {
        let sandbox = self.sandbox.create_session(profile).map_err(failure)?;
        Ok(Session::new(Arc::clone(self), sandbox))
    }

    /// Goes on with a session from its checkpoint, of this process or of an earlier one.
    ///
    /// # Errors
    /// Where the sandbox has no sessions, or the bytes are no checkpoint that this installation made.
    pub fn restore_session(
        self: &Arc<Self>,
        checkpoint: &[u8],
    ) -> Result<Session, CodeExecutionError> {
        let sandbox = self.sandbox.restore_session(checkpoint).map_err(failure)?;
        Ok(Session::new(Arc::clone(self), sandbox))
    }
}

impl Session {
    fn new(executor: Arc<CodeExecutor>, sandbox: Box<dyn SandboxSession>) -> Self {
        Self {
            profile: sandbox.profile().map(str::to_owned),
            executor,
            sandbox,
            id: uuid::Uuid::now_v7().to_string(),
            turns: 0,
        }
    }

    /// The same session under another name.
    pub(super) fn named(self, id: String) -> Self {
        Self { id, ..self }
    }

    /// The same session, which `turns` programs were given to already.
    pub(super) fn after_turns(self, turns: u64) -> Self {
        Self { turns, ..self }
    }

    /// The session's name: unique, and in the metadata of its results as `session_id`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The profile whose packages its programs may import; it stays over resets, forks and checkpoints.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// Programs that were given to it.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// Runs the next program. A request without a file name is called `turn-1.py`, `turn-2.py`, ... in tracebacks.
    ///
    /// Dropping the future stops the program; the session stays as it was before.
    ///
    /// # Errors
    /// As [`CodeExecutor::execute`]; where the request is to be recorded or deterministic, or names another profile than
    /// the session's; and [`SandboxError::TurnLost`](crate::sandbox::SandboxError::TurnLost) once where the state that
    /// the turn before left was lost after its result was given.
    pub async fn run(
        &mut self,
        request: impl Into<ExecutionRequest>,
    ) -> Result<ExecutionResult, CodeExecutionError> {
        let mut request = request.into();
        request.check_turn()?;
        self.check_profile(request.profile.as_deref())?;
        self.turns += 1;
        if request.file_name == DEFAULT_FILE_NAME {
            request.file_name = format!("turn-{}.py", self.turns);
        }
        request.profile.clone_from(&self.profile);
        // A restored session has a state before its first turn here.
        let mut result = match self.executor.receive(request, Turn::Later)? {
            Received::Refused(result) => *result,
            Received::Accepted(accepted) => {
                let Accepted { admitted, job } = *accepted;
                let ran = self.sandbox.run(job).await;
                let kept = ran.as_ref().is_ok_and(|outcome| outcome.is_at_rest);
                let mut result = self.executor.conclude_run(admitted, ran)?;
                result
                    .sandbox_metadata
                    .insert("state_kept".to_owned(), kept.into());
                result
            }
        };
        result
            .sandbox_metadata
            .insert("session_id".to_owned(), self.id.clone().into());
        Ok(result)
    }

    /// Refuses a profile that is not the session's: its interpreter cannot change to another image.
    fn check_profile(&self, named: Option<&str>) -> Result<(), CodeExecutionError> {
        let Some(named) = named.filter(|named| self.profile() != Some(named)) else {
            return Ok(());
        };
        let own = match self.profile() {
            Some(own) => format!("the session has the profile `{own}`"),
            None => "the session was created without a profile".to_owned(),
        };
        Err(CodeExecutionError::new(
            ErrorKind::Validation,
            format!(
                "{own}, and the request names `{named}`: a session keeps what it was created with"
            ),
        )
        .with_detail("profile", named))
    }

    /// A second session with this one's state; neither sees what the other does from now on.
    ///
    /// # Errors
    /// [`SandboxError::TurnLost`](crate::sandbox::SandboxError::TurnLost), as for [`Self::run`].
    pub async fn fork(&mut self) -> Result<Self, CodeExecutionError> {
        let sandbox = self.sandbox.fork().await.map_err(failure)?;
        Ok(Self::new(Arc::clone(&self.executor), sandbox).after_turns(self.turns))
    }

    /// The state as bytes, for [`CodeExecutor::restore_session`].
    ///
    /// They are compressed, authenticated with a key of the installation, and not encrypted: they hold whatever the
    /// programs had in memory.
    ///
    /// # Errors
    /// [`SandboxError::TurnLost`](crate::sandbox::SandboxError::TurnLost), as for [`Self::run`].
    pub async fn checkpoint(&mut self) -> Result<Vec<u8>, CodeExecutionError> {
        self.sandbox.checkpoint().await.map_err(failure)
    }

    /// Forgets names, imports and files.
    pub fn reset(&mut self) {
        self.sandbox.reset();
        self.turns = 0;
    }

    /// Bytes of this process's memory that the session holds at rest.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        self.sandbox.held_bytes()
    }
}
