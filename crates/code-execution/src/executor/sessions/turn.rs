//! A caller's turn with a session.

use std::sync::Arc;

use tokio::sync::MutexGuard;

use super::{
    Clock, Sessions, SessionsError,
    entry::{Entry, InUse, Seat, State},
    info::Place,
};
use crate::executor::Session;

/// A caller's turn: nobody else touches the session until it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    pub(super) entry: &'a Entry,
    pub(super) seat: MutexGuard<'a, Seat>,
    clock: &'a dyn Clock,
    _in_use: InUse,
}

impl Sessions {
    /// Waits for the session's turn, and brings it back to memory.
    pub(super) async fn take<'a>(
        &'a self,
        entry: &'a Arc<Entry>,
    ) -> Result<Turn<'a>, SessionsError> {
        let in_use = entry.queue(self.settings.max_waiting)?;
        let seat = entry.seat.lock().await;
        let mut turn = Turn {
            entry,
            seat,
            clock: &*self.settings.clock,
            _in_use: in_use,
        };
        if let State::Disk = turn.seat.state {
            turn.seat.state = State::Memory(self.wake(entry).await?);
        }
        if let State::Gone = turn.seat.state {
            return Err(self.table().missing(entry.id));
        }
        match turn.seat.notice.take() {
            Some(notice) => Err(notice.into()),
            None => Ok(turn),
        }
    }
}

impl Turn<'_> {
    /// The session.
    pub(super) fn session(&mut self) -> Result<&mut Session, SessionsError> {
        match &mut self.seat.state {
            State::Memory(session) => Ok(session),
            State::Disk | State::Gone => Err(SessionsError::Unknown { id: self.entry.id }),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut facts = self.entry.facts();
        facts.last_used_unix_ms = self.clock.now_unix_ms();
        if let State::Memory(session) = &self.seat.state {
            facts.place = Place::Memory;
            facts.turns = session.turns();
            facts.held_bytes = session.held_bytes();
        }
    }
}
