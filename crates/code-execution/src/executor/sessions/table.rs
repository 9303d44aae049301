//! Which sessions there are, and which expired.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::{
    SessionId, SessionsError, builder::Settings, entry::Entry, error::ExpiryReason,
    folder::MAX_USER_BYTES,
};

/// Expired sessions that are remembered; the oldest are forgotten first, and are unknown from then on.
const MAX_PAST: usize = 10_000;

/// Which sessions there are, and which expired.
#[derive(Debug, Default)]
pub(super) struct Table {
    entries: BTreeMap<SessionId, Arc<Entry>>,
    past: BTreeMap<SessionId, (u64, ExpiryReason)>,
    past_in_order: VecDeque<SessionId>,
}

impl Table {
    pub(super) fn get(&self, id: SessionId) -> Option<Arc<Entry>> {
        self.entries.get(&id).map(Arc::clone)
    }

    pub(super) fn all(&self) -> Vec<Arc<Entry>> {
        self.entries.values().map(Arc::clone).collect()
    }

    /// Whether `user_id` may have one more session.
    pub(super) fn admit(
        &self,
        user_id: Option<&str>,
        settings: &Settings,
    ) -> Result<(), SessionsError> {
        if self.entries.len() >= settings.max_sessions {
            return Err(SessionsError::TooMany {
                limit: settings.max_sessions,
            });
        }
        let Some(user_id) = user_id else {
            return Ok(());
        };
        if user_id.len() > MAX_USER_BYTES {
            return Err(SessionsError::BadUser {
                bytes: user_id.len(),
            });
        }
        let theirs = self
            .entries
            .values()
            .filter(|entry| entry.user_id.as_deref() == Some(user_id));
        if theirs.count() >= settings.max_sessions_of_user {
            return Err(SessionsError::TooManyOfUser {
                user_id: user_id.to_owned(),
                limit: settings.max_sessions_of_user,
            });
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, entry: Arc<Entry>) {
        self.entries.insert(entry.id, entry);
    }

    pub(super) fn remove(&mut self, id: SessionId) {
        self.entries.remove(&id);
    }

    /// Removes a session that expired, and remembers that it did.
    pub(super) fn expire(&mut self, id: SessionId, at_unix_ms: u64, reason: ExpiryReason) {
        self.entries.remove(&id);
        if self.past.insert(id, (at_unix_ms, reason)).is_some() {
            return;
        }
        self.past_in_order.push_back(id);
        if self.past_in_order.len() > MAX_PAST
            && let Some(oldest) = self.past_in_order.pop_front()
        {
            self.past.remove(&oldest);
        }
    }

    /// Why there is no session `id`.
    pub(super) fn missing(&self, id: SessionId) -> SessionsError {
        match self.past.get(&id) {
            Some(&(at_unix_ms, reason)) => SessionsError::Expired {
                id,
                at_unix_ms,
                reason,
            },
            None => SessionsError::Unknown { id },
        }
    }
}
