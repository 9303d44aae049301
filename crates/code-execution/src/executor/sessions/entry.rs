//! One session of many: what is known of it, and its seat, which one caller has at a time.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{
    SessionId, SessionInfo, SessionsError,
    builder::Settings,
    error::ExpiryReason,
    folder::{Record, Resting},
    info::Place,
};
use crate::{error::CodeExecutionError, executor::Session};

/// How long is waited for a session that is being moved.
const MOVE_TIMEOUT: Duration = Duration::from_secs(1);

/// One session of many.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: SessionId,
    pub(super) user_id: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) created_unix_ms: u64,
    /// The state; who holds the lock has the session's turn. Waiting callers get it in the order they came.
    pub(super) seat: tokio::sync::Mutex<Seat>,
    facts: Mutex<Facts>,
    in_use: AtomicUsize,
}

/// What only the caller whose turn it is touches.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) state: State,
    /// Whether the session's file holds this state.
    pub(super) is_saved: bool,
    /// What the next turn has to be told: that the state of the one before was lost.
    pub(super) notice: Option<CodeExecutionError>,
}

/// Where the state is.
#[derive(Debug)]
pub(super) enum State {
    Memory(Session),
    Disk,
    /// The session was closed.
    Gone,
}

/// What can be told without a turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) last_used_unix_ms: u64,
    pub(super) turns: u64,
    pub(super) held_bytes: u64,
    pub(super) disk_bytes: u64,
    pub(super) place: Place,
}

impl Entry {
    /// An entry for a session in memory.
    pub(super) fn new(
        id: SessionId,
        user_id: Option<String>,
        session: Session,
        now_unix_ms: u64,
    ) -> Self {
        let facts = Facts {
            last_used_unix_ms: now_unix_ms,
            turns: session.turns(),
            held_bytes: session.held_bytes(),
            disk_bytes: 0,
            place: Place::Memory,
        };
        let profile = session.profile().map(str::to_owned);
        let session = session.named(id.to_string());
        let record = Record::new(
            id,
            user_id,
            profile,
            now_unix_ms,
            facts.last_used_unix_ms,
            facts.turns,
        );
        Self::with(record, State::Memory(session), facts)
    }

    /// An entry for a session that was found in the folder.
    pub(super) fn resting(resting: Resting) -> Self {
        let Resting { record, disk_bytes } = resting;
        let facts = Facts {
            last_used_unix_ms: record.last_used_unix_ms,
            turns: record.turns,
            held_bytes: 0,
            disk_bytes,
            place: Place::Disk,
        };
        Self::with(record, State::Disk, facts)
    }

    fn with(record: Record, state: State, facts: Facts) -> Self {
        let is_saved = matches!(state, State::Disk);
        Self {
            id: record.id,
            user_id: record.user_id,
            profile: record.profile,
            created_unix_ms: record.created_unix_ms,
            seat: tokio::sync::Mutex::new(Seat {
                state,
                is_saved,
                notice: None,
            }),
            facts: Mutex::new(facts),
            in_use: AtomicUsize::new(0),
        }
    }

    pub(super) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept on disk beside the state.
    pub(super) fn record(&self) -> Record {
        let facts = *self.facts();
        Record::new(
            self.id,
            self.user_id.clone(),
            self.profile.clone(),
            self.created_unix_ms,
            facts.last_used_unix_ms,
            facts.turns,
        )
    }

    /// Takes a place among those who use the session or wait for it.
    pub(super) fn queue(self: &Arc<Self>, max_waiting: usize) -> Result<InUse, SessionsError> {
        let waiting = self.in_use.fetch_add(1, Ordering::AcqRel);
        let place = InUse(Arc::clone(self));
        if waiting > max_waiting {
            return Err(SessionsError::Busy {
                id: self.id,
                waiting,
            });
        }
        Ok(place)
    }

    /// The seat of a session that nobody uses; whoever has it then counts or moves its state, and is done soon.
    pub(super) async fn seat_at_rest(&self) -> Option<tokio::sync::MutexGuard<'_, Seat>> {
        if self.is_in_use() {
            return None;
        }
        let seat = tokio::time::timeout(MOVE_TIMEOUT, self.seat.lock());
        seat.await.ok()
    }

    pub(super) fn is_in_use(&self) -> bool {
        self.in_use.load(Ordering::Acquire) > 0
    }

    /// When the session expires if nobody uses it, and why. A session in use is not idle.
    fn expiry(&self, settings: &Settings) -> (u64, ExpiryReason) {
        let life_end = after(self.created_unix_ms, settings.life_limit);
        let idle_end = after(self.facts().last_used_unix_ms, settings.idle_limit);
        if self.is_in_use() || life_end <= idle_end {
            (life_end, ExpiryReason::Life(settings.life_limit))
        } else {
            (idle_end, ExpiryReason::Idle(settings.idle_limit))
        }
    }

    /// When and why it expired, if it did by `now_unix_ms`.
    pub(super) fn expired(
        &self,
        settings: &Settings,
        now_unix_ms: u64,
    ) -> Option<(u64, ExpiryReason)> {
        Some(self.expiry(settings)).filter(|(at_unix_ms, _)| *at_unix_ms <= now_unix_ms)
    }

    pub(super) fn info(&self, settings: &Settings) -> SessionInfo {
        let (expires_unix_ms, _) = self.expiry(settings);
        let facts = *self.facts();
        SessionInfo {
            id: self.id,
            user_id: self.user_id.clone(),
            profile: self.profile.clone(),
            created_unix_ms: self.created_unix_ms,
            last_used_unix_ms: facts.last_used_unix_ms,
            expires_unix_ms,
            turns: facts.turns,
            place: facts.place,
            is_in_use: self.is_in_use(),
            held_bytes: facts.held_bytes,
            disk_bytes: facts.disk_bytes,
        }
    }
}

fn after(unix_ms: u64, duration: Duration) -> u64 {
    let duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    unix_ms.saturating_add(duration_ms)
}

/// A place among those who use a session or wait for it; given up when dropped.
#[derive(Debug)]
pub(super) struct InUse(Arc<Entry>);

impl Drop for InUse {
    fn drop(&mut self) {
        self.0.in_use.fetch_sub(1, Ordering::AcqRel);
    }
}
