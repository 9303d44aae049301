//! The guests of sessions that live between two turns.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::super::{
    interpreter::LiveGuest,
    memory::Image,
    state::{BadState, PageTracker, StateChange},
};

/// The most guests that are kept: each holds some megabytes.
const MAX_LIVE: usize = 16;
/// How long a guest waits for its next turn before it is ended; its session goes on from its state.
const MAX_IDLE: Duration = Duration::from_secs(20);

/// A session's guest.
#[derive(Debug)]
pub(super) struct LiveSession {
    pub(super) guest: LiveGuest,
    pub(super) pages: PageTracker,
}

impl LiveSession {
    /// What changed since this was last asked.
    pub(super) fn take_change(&mut self, image: &Image) -> Result<StateChange, BadState> {
        let Self { guest, pages } = self;
        let (page_numbers, page_bytes) =
            pages.take_changes(guest.memory(), image, image.page_tables());
        let memory_bytes = guest.memory().len() as u64;
        let guest = guest.guest_mut();
        let descriptors = postcard::to_stdvec(&guest.descriptors);
        Ok(StateChange {
            memory_bytes,
            page_numbers,
            page_bytes,
            nodes: guest.files.take_changes(),
            descriptors: descriptors.map_err(|_| BadState("its descriptors cannot be written"))?,
            cpu_ns: guest.inputs.cpu_ns(),
        })
    }
}

/// The guests that wait for their sessions' next turns.
#[derive(Debug, Default)]
pub(super) struct LiveSessions(Mutex<HashMap<u64, Waiting>>);

#[derive(Debug)]
struct Waiting {
    generation: u64,
    session: LiveSession,
    since: Instant,
}

impl LiveSessions {
    /// The session's guest, where it lives and is as old as the session.
    pub(super) fn take(&self, key: u64, generation: u64) -> Option<LiveSession> {
        let waiting = self.lock().remove(&key)?;
        (waiting.generation == generation).then_some(waiting.session)
    }

    /// Keeps a guest; the one that waits longest is ended where they become too many.
    pub(super) fn keep(&self, key: u64, generation: u64, session: LiveSession) {
        let waiting = Waiting {
            generation,
            session,
            since: Instant::now(),
        };
        let mut live = self.lock();
        let replaced = live.insert(key, waiting);
        let longest = live
            .iter()
            .min_by_key(|(_, waiting)| waiting.since)
            .map(|(&key, _)| key);
        let ended = longest
            .filter(|_| live.len() > MAX_LIVE)
            .and_then(|key| live.remove(&key));
        drop(live);
        drop((replaced, ended));
    }

    /// Ends the guests that waited too long.
    pub(super) fn end_old(&self) {
        let mut live = self.lock();
        let old: Vec<_> = live
            .extract_if(|_, waiting| waiting.since.elapsed() > MAX_IDLE)
            .collect();
        drop(live);
        drop(old);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
