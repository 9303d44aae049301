//! The guests of sessions that live between two turns.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::super::{
    interpreter::LiveGuest,
    memory::Image,
    state::{BadState, PageTracker, PieceWriter},
};

/// The most guests that are kept.
const MAX_LIVE: usize = 16;
/// The most bytes of pages and files that they have of their own, together. A session that has more is made anew from its
/// state for each turn.
const MAX_LIVE_BYTES: u64 = 256 << 20;
/// How long a guest waits for its next turn before it is ended; its session goes on from its state.
const MAX_IDLE: Duration = Duration::from_secs(20);

/// A session's guest.
#[derive(Debug)]
pub(super) struct LiveSession {
    pub(super) guest: LiveGuest,
    pub(super) pages: PageTracker,
}

impl LiveSession {
    /// Gives away what changed since this was last asked.
    pub(super) fn give_change(
        &mut self,
        image: &Image,
        give: &mut dyn FnMut(&[u8]) -> Result<(), BadState>,
    ) -> Result<(), BadState> {
        let Self { guest, pages } = self;
        let memory_bytes = guest.memory().len() as u64;
        let state = guest.guest_mut();
        let descriptors = postcard::to_stdvec(&state.descriptors)
            .map_err(|_| BadState("its descriptors cannot be written"))?;
        let mut writer = PieceWriter::new(give);
        writer.head(memory_bytes, &descriptors, state.inputs.cpu_ns())?;
        for node in state.files.take_changes() {
            writer.node(node)?;
        }
        pages.write_changes(guest.memory(), image, &mut writer)?;
        writer.end()
    }

    /// Bytes that the guest has of its own while it waits.
    fn own_bytes(&mut self) -> u64 {
        self.pages.known_bytes() as u64 + self.guest.guest_mut().files.used_bytes()
    }
}

/// The guests that wait for their sessions' next turns.
#[derive(Debug, Default)]
pub(super) struct LiveSessions(Mutex<HashMap<u64, Waiting>>);

#[derive(Debug)]
struct Waiting {
    generation: u64,
    session: LiveSession,
    own_bytes: u64,
    since: Instant,
}

impl LiveSessions {
    /// The session's guest, where it lives and is as old as the session.
    pub(super) fn take(&self, key: u64, generation: u64) -> Option<LiveSession> {
        let waiting = self.lock().remove(&key)?;
        (waiting.generation == generation).then_some(waiting.session)
    }

    /// Whether any guest waits.
    pub(super) fn has_any(&self) -> bool {
        !self.lock().is_empty()
    }

    /// Ends the session's guest.
    pub(super) fn forget(&self, key: u64) {
        let forgotten = self.lock().remove(&key);
        drop(forgotten);
    }

    /// Keeps a guest; those that wait longest are ended where they become too many or too large.
    pub(super) fn keep(&self, key: u64, generation: u64, mut session: LiveSession) {
        let waiting = Waiting {
            generation,
            own_bytes: session.own_bytes(),
            session,
            since: Instant::now(),
        };
        let mut ended = Vec::new();
        let mut live = self.lock();
        ended.extend(live.insert(key, waiting));
        while is_over(&live) {
            let longest = live
                .iter()
                .min_by_key(|(_, waiting)| waiting.since)
                .map(|(&key, _)| key);
            ended.extend(longest.and_then(|key| live.remove(&key)));
        }
        drop(live);
        drop(ended);
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

fn is_over(live: &HashMap<u64, Waiting>) -> bool {
    let own_bytes: u64 = live.values().map(|waiting| waiting.own_bytes).sum();
    live.len() > MAX_LIVE || own_bytes > MAX_LIVE_BYTES
}
