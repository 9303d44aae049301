//! Settings of many sessions.

use std::{path::PathBuf, sync::Arc, time::Duration};

use super::{Clock, Sessions, SessionsError, SystemClock};
use crate::executor::CodeExecutor;

const HOUR: Duration = Duration::from_hours(1);

/// Builds [`Sessions`]. Every bound has a default.
#[derive(Debug)]
pub struct SessionsBuilder {
    executor: Arc<CodeExecutor>,
    settings: Settings,
}

/// The bounds.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) max_sessions: usize,
    pub(super) max_sessions_of_user: usize,
    pub(super) max_waiting: usize,
    pub(super) max_memory_bytes: u64,
    pub(super) max_disk_bytes: u64,
    pub(super) idle_limit: Duration,
    pub(super) life_limit: Duration,
    pub(super) hibernate_after: Duration,
    pub(super) sweep_every: Duration,
    pub(super) folder: Option<PathBuf>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_sessions: 1000,
            max_sessions_of_user: 100,
            max_waiting: 8,
            max_memory_bytes: 1 << 30,
            max_disk_bytes: 10 << 30,
            idle_limit: 24 * HOUR,
            life_limit: 7 * 24 * HOUR,
            hibernate_after: Duration::from_mins(5),
            sweep_every: Duration::from_secs(5),
            folder: None,
            clock: Arc::new(SystemClock),
        }
    }
}

impl SessionsBuilder {
    pub(super) fn new(executor: Arc<CodeExecutor>) -> Self {
        Self {
            executor,
            settings: Settings::default(),
        }
    }

    /// Sessions there may be at once, in memory and on disk together. Default 1000.
    #[must_use]
    pub fn max_sessions(mut self, sessions: usize) -> Self {
        self.settings.max_sessions = sessions;
        self
    }

    /// Sessions that one user may have at once. Default 100. Sessions without a user count for nobody.
    #[must_use]
    pub fn max_sessions_of_user(mut self, sessions: usize) -> Self {
        self.settings.max_sessions_of_user = sessions;
        self
    }

    /// Callers that may wait for one session beside the one whose turn it is. Default 8; 0 refuses a second caller.
    #[must_use]
    pub fn max_waiting(mut self, callers: usize) -> Self {
        self.settings.max_waiting = callers;
        self
    }

    /// Bytes of this process's memory that the states of resting sessions may hold together. Default 1 GiB.
    ///
    /// Over it, sessions are moved to the folder, longest unused first; without a folder new ones are refused. A turn may
    /// pass it by what its own session holds, until the sweep that follows.
    #[must_use]
    pub fn max_memory_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_memory_bytes = bytes;
        self
    }

    /// Bytes that the checkpoints in the folder may have together. Default 10 GiB. A session that does not fit stays in
    /// memory.
    #[must_use]
    pub fn max_disk_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_disk_bytes = bytes;
        self
    }

    /// How long a session may go unused before it is closed. Default 24 hours.
    #[must_use]
    pub fn idle_limit(mut self, limit: Duration) -> Self {
        self.settings.idle_limit = limit;
        self
    }

    /// How long a session may exist. Default 7 days. A turn that runs then ends first. A fork and a restored session begin
    /// anew.
    #[must_use]
    pub fn life_limit(mut self, limit: Duration) -> Self {
        self.settings.life_limit = limit;
        self
    }

    /// How long a session rests in memory before it is moved to the folder. Default 5 minutes. Nothing without a folder.
    #[must_use]
    pub fn hibernate_after(mut self, rest: Duration) -> Self {
        self.settings.hibernate_after = rest;
        self
    }

    /// How often limits are looked at, to the precision of the timer. Default 5 seconds. An expired session is refused at
    /// once all the same.
    #[must_use]
    pub fn sweep_every(mut self, interval: Duration) -> Self {
        self.settings.sweep_every = interval;
        self
    }

    /// Where sessions rest. Default none: they stay in memory and end with the process.
    ///
    /// # Security
    /// The folder is made with mode 0700 and its files with 0600; one that others may use is refused. Checkpoints are
    /// authenticated and not encrypted: they hold whatever programs had in memory.
    #[must_use]
    pub fn folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.folder = Some(path.into());
        self
    }

    /// The time. Default [`SystemClock`].
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Opens the folder, takes up the sessions that rest there, and starts to look at limits until the last reference is
    /// dropped.
    ///
    /// # Errors
    /// Where a setting makes no sense, or the folder is another process's, is not private or cannot be read. A bad file in
    /// it is no error: see [`Sessions::problems`].
    ///
    /// # Panics
    /// Outside a Tokio runtime with a timer.
    pub async fn build(self) -> Result<Arc<Sessions>, SessionsError> {
        let Settings {
            max_sessions,
            max_sessions_of_user,
            idle_limit,
            life_limit,
            sweep_every,
            ..
        } = self.settings;
        for (name, is_zero) in [
            ("max_sessions", max_sessions == 0),
            ("max_sessions_of_user", max_sessions_of_user == 0),
            ("idle_limit", idle_limit.is_zero()),
            ("life_limit", life_limit.is_zero()),
            ("sweep_every", sweep_every.is_zero()),
        ] {
            if is_zero {
                return Err(SessionsError::Setting { name });
            }
        }
        Sessions::open(self.executor, self.settings).await
    }
}
