//! Many sessions by their names, for a server: bounded, moved out of memory while they rest, found again after a
//! restart.

mod builder;
mod clock;
mod entry;
mod error;
mod folder;
mod id;
mod info;
mod rest;
mod sweep;
mod table;
mod turn;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool};

pub use builder::SessionsBuilder;
pub use clock::{Clock, SystemClock};
pub use error::{ExpiryReason, SessionsError};
pub use id::{BadSessionId, SessionId};
pub use info::{FolderProblem, Place, SessionInfo, SweepReport};

use super::{CodeExecutor, ExecutionRequest, ExecutionResult, Session};
use builder::Settings;
use entry::{Entry, Facts, State};
use folder::Folder;
use rest::blocking;
use table::Table;

/// Many sessions by their names.
///
/// One turn runs in a session at a time: a second caller waits, in order, as far as
/// [`max_waiting`](SessionsBuilder::max_waiting) allows. Turns of other sessions go on meanwhile. A session that rests is
/// written to the folder and dropped from memory; the next call brings it back. Who has a session's name may use it: a
/// server compares [`SessionInfo::user_id`] with whoever asks.
///
/// What a crash of the process takes: a session is then as it was when it was last written, or gone if it never was.
/// [`Self::shut_down`] writes all of them.
#[derive(Debug)]
pub struct Sessions {
    executor: Arc<CodeExecutor>,
    settings: Settings,
    folder: Option<Arc<Folder>>,
    problems: Vec<FolderProblem>,
    table: Mutex<Table>,
    reserving: Mutex<()>,
    is_shutting_down: AtomicBool,
}

impl Sessions {
    /// Settings for sessions of `executor`.
    #[must_use]
    pub fn builder(executor: Arc<CodeExecutor>) -> SessionsBuilder {
        SessionsBuilder::new(executor)
    }

    async fn open(
        executor: Arc<CodeExecutor>,
        settings: Settings,
    ) -> Result<Arc<Self>, SessionsError> {
        let (mut folder, mut resting, mut problems) = (None, Vec::new(), Vec::new());
        if let Some(path) = settings.folder.clone() {
            let opened = blocking(move || {
                let folder = Folder::open(path)?;
                let found = folder.scan()?;
                Ok((folder, found))
            });
            let (opened, found) = opened.await?;
            (resting, problems) = found;
            folder = Some(Arc::new(opened));
        }
        for problem in &problems {
            tracing::warn!(path = %problem.path.display(), reason = problem.reason, "skipped a file");
        }
        let sessions = Arc::new(Self {
            executor,
            settings,
            folder,
            problems,
            table: Mutex::default(),
            reserving: Mutex::default(),
            is_shutting_down: AtomicBool::new(false),
        });
        for resting in resting {
            sessions.table().insert(Arc::new(Entry::resting(resting)));
        }
        Self::sweep_by_itself(&sessions, &sessions.settings);
        Ok(sessions)
    }

    /// Files of the folder that were skipped when it was opened.
    #[must_use]
    pub fn problems(&self) -> &[FolderProblem] {
        &self.problems
    }

    /// Starts a session, whose programs run on behalf of `user_id`. Nothing runs yet.
    ///
    /// # Errors
    /// Where there are as many sessions as there may be, or the sandbox has none.
    pub async fn create(&self, user_id: Option<&str>) -> Result<SessionInfo, SessionsError> {
        self.create_with(user_id, None).await
    }

    /// As [`Self::create`], with the packages of a profile where one is named. The session keeps it over resets, forks,
    /// rests in the folder and restarts.
    ///
    /// # Errors
    /// As [`Self::create`], and where the sandbox has no such profile.
    pub async fn create_with(
        &self,
        user_id: Option<&str>,
        profile: Option<&str>,
    ) -> Result<SessionInfo, SessionsError> {
        self.admit(user_id).await?;
        self.add(user_id, self.executor.create_session_with(profile)?)
    }

    /// Runs the next program of a session, when it is its turn. The request's user is the session's, unless it names one.
    ///
    /// Dropping the future stops the program; the session stays as it was before.
    ///
    /// # Errors
    /// Where there is no such session (or no longer), too many callers wait for it, or the executor fails.
    pub async fn run(
        self: &Arc<Self>,
        id: SessionId,
        request: impl Into<ExecutionRequest>,
    ) -> Result<ExecutionResult, SessionsError> {
        let mut request = request.into();
        let entry = self.find(id)?;
        request.user_id = request.user_id.or_else(|| entry.user_id.clone());
        let ran = {
            let mut turn = self.take(&entry).await?;
            turn.seat.is_saved = false;
            turn.session()?.run(request).await
        };
        let sessions = Arc::clone(self);
        tokio::spawn(async move {
            sessions.settle(&entry).await;
            sessions.relieve_memory().await;
        });
        Ok(ran?)
    }

    /// A second session with the state of this one, for the same user; neither sees what the other does from now on.
    ///
    /// # Errors
    /// As [`Self::create`] and [`Self::run`].
    pub async fn fork(&self, id: SessionId) -> Result<SessionInfo, SessionsError> {
        let entry = self.find(id)?;
        let user_id = entry.user_id.as_deref();
        self.admit(user_id).await?;
        let fork = self.take(&entry).await?.session()?.fork().await?;
        self.add(user_id, fork)
    }

    /// The state of a session as bytes, for [`Self::restore`] here or elsewhere in the same installation.
    ///
    /// # Errors
    /// As [`Self::run`].
    ///
    /// # Security
    /// The bytes are authenticated and not encrypted: they hold whatever programs had in memory.
    pub async fn checkpoint(&self, id: SessionId) -> Result<Vec<u8>, SessionsError> {
        let entry = self.find(id)?;
        let mut turn = self.take(&entry).await?;
        Ok(turn.session()?.checkpoint().await?)
    }

    /// Starts a session from a checkpoint, for `user_id`: the bytes do not say whose it was. Its turns count from 0.
    ///
    /// # Errors
    /// As [`Self::create`], and where the bytes are no checkpoint that this installation made.
    pub async fn restore(
        &self,
        user_id: Option<&str>,
        checkpoint: Vec<u8>,
    ) -> Result<SessionInfo, SessionsError> {
        self.admit(user_id).await?;
        let executor = Arc::clone(&self.executor);
        let session = blocking(move || Ok(executor.restore_session(&checkpoint)?)).await?;
        self.add(user_id, session)
    }

    /// Forgets names, imports and files of a session, here and in its file; its profile stays.
    ///
    /// # Errors
    /// As [`Self::run`]. A session whose file cannot be used can be reset, unless its profile is gone.
    pub async fn reset(&self, id: SessionId) -> Result<SessionInfo, SessionsError> {
        let entry = self.find(id)?;
        let _in_use = entry.queue(self.settings.max_waiting)?;
        let mut seat = entry.seat.lock().await;
        if let State::Gone = seat.state {
            return Err(self.table().missing(id));
        }
        let session = self
            .executor
            .create_session_with(entry.profile.as_deref())?
            .named(id.to_string());
        seat.state = State::Memory(session);
        (seat.is_saved, seat.notice) = (false, None);
        self.forget_file(&entry);
        let mut facts = entry.facts();
        *facts = Facts {
            last_used_unix_ms: self.settings.clock.now_unix_ms(),
            turns: 0,
            held_bytes: 0,
            place: Place::Memory,
            ..*facts
        };
        drop(facts);
        Ok(entry.info(&self.settings))
    }

    /// Ends a session and removes its file. A turn that runs ends first; those that wait find no session.
    ///
    /// # Errors
    /// Where there is no such session.
    pub async fn close(&self, id: SessionId) -> Result<(), SessionsError> {
        let entry = self.find(id)?;
        self.table().remove(id);
        let ended = self.end(&entry).await;
        ended.map_err(|_| SessionsError::ShuttingDown)
    }

    /// All sessions, oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<SessionInfo> {
        let entries = self.entries();
        let infos = entries.iter().map(|entry| entry.info(&self.settings));
        infos.collect()
    }

    /// One session, without waiting for its turn or bringing it back.
    ///
    /// # Errors
    /// Where there is no such session, or no longer.
    pub fn info(&self, id: SessionId) -> Result<SessionInfo, SessionsError> {
        Ok(self.find(id)?.info(&self.settings))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn entries(&self) -> Vec<Arc<Entry>> {
        self.table().all()
    }

    /// The session `id`; one whose limit has passed is closed.
    fn find(&self, id: SessionId) -> Result<Arc<Entry>, SessionsError> {
        self.refuse_when_shutting_down()?;
        let entry = {
            let table = self.table();
            table.get(id).ok_or_else(|| table.missing(id))?
        };
        let now_unix_ms = self.settings.clock.now_unix_ms();
        if let Some((at_unix_ms, reason)) = entry.expired(&self.settings, now_unix_ms) {
            self.expire(&entry, at_unix_ms, reason);
            return Err(SessionsError::Expired {
                id,
                at_unix_ms,
                reason,
            });
        }
        Ok(entry)
    }

    /// Whether there may be one more session; those whose limits have passed make room.
    async fn admit(&self, user_id: Option<&str>) -> Result<(), SessionsError> {
        self.refuse_when_shutting_down()?;
        let admitted = self.table().admit(user_id, &self.settings);
        if admitted.is_err() {
            self.sweep().await;
            self.table().admit(user_id, &self.settings)?;
        }
        self.make_room_in_memory().await
    }

    fn add(&self, user_id: Option<&str>, session: Session) -> Result<SessionInfo, SessionsError> {
        let now_unix_ms = self.settings.clock.now_unix_ms();
        let user = user_id.map(str::to_owned);
        let entry = Arc::new(Entry::new(SessionId::new(), user, session, now_unix_ms));
        let info = entry.info(&self.settings);
        let mut table = self.table();
        table.admit(user_id, &self.settings)?;
        table.insert(entry);
        Ok(info)
    }

    fn total(&self, of: impl Fn(&Facts) -> u64) -> u64 {
        let entries = self.entries();
        entries.iter().map(|entry| of(&entry.facts())).sum()
    }
}
