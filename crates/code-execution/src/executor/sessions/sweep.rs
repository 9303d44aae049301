//! Limits that nobody has to ask for.

use std::sync::{Arc, Weak, atomic::Ordering};

use tokio::{
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
};

use super::{
    Sessions, SessionsError, SweepReport,
    builder::Settings,
    entry::{Entry, State},
    error::ExpiryReason,
    folder::Folder,
    rest::warn_of,
};

/// Sessions that are written at once when all are: the disk waits for each.
const FILES_AT_ONCE: usize = 8;

impl Sessions {
    /// Looks at every session once: closes those whose limits have passed, and moves those that rest long enough, or
    /// hold too much memory together, to the folder. A session whose turn runs is left alone.
    ///
    /// It runs by itself every [`sweep_every`](super::SessionsBuilder::sweep_every).
    pub async fn sweep(&self) -> SweepReport {
        let mut report = SweepReport::default();
        let rest_ms = u64::try_from(self.settings.hibernate_after.as_millis()).unwrap_or(u64::MAX);
        for entry in self.entries() {
            let now_unix_ms = self.settings.clock.now_unix_ms();
            if let Some((at_unix_ms, reason)) = entry.expired(&self.settings, now_unix_ms) {
                report.expired += usize::from(self.expire(&entry, at_unix_ms, reason));
                continue;
            }
            let rested_ms = now_unix_ms.saturating_sub(entry.facts().last_used_unix_ms);
            if rested_ms < rest_ms {
                continue;
            }
            let Some(mut seat) = entry.seat_at_rest().await else {
                continue;
            };
            match self.hibernate(&entry, &mut seat).await {
                Ok(moved) => report.hibernated += usize::from(moved),
                Err(error) => {
                    warn_of(&entry, &error);
                    report.failures.push((entry.id, error.to_string()));
                }
            }
        }
        if report.hibernated > 0 {
            self.give_back_memory().await;
        }
        report.hibernated += self.relieve_memory().await;
        report
    }

    /// Moves every session to the folder, after the turns that run; eight at once. Without a folder there is nothing to do.
    pub async fn hibernate_all(self: &Arc<Self>) -> SweepReport {
        let places = Arc::new(Semaphore::new(FILES_AT_ONCE));
        let mut moving = JoinSet::new();
        for entry in self.entries() {
            let (sessions, places) = (Arc::clone(self), Arc::clone(&places));
            moving.spawn(async move {
                let _place = places.acquire().await;
                let mut seat = entry.seat.lock().await;
                let moved = sessions.hibernate(&entry, &mut seat).await;
                if let Err(error) = &moved {
                    warn_of(&entry, error);
                }
                moved.map_err(|error| (entry.id, error.to_string()))
            });
        }
        let mut report = SweepReport::default();
        while let Some(Ok(moved)) = moving.join_next().await {
            match moved {
                Ok(moved) => report.hibernated += usize::from(moved),
                Err(failure) => report.failures.push(failure),
            }
        }
        report.failures.sort();
        self.give_back_memory().await;
        report
    }

    /// Takes no new turns, moves every session to the folder, and drains the executor
    /// ([`CodeExecutor::drain`](crate::CodeExecutor::drain)): the end of a server. The executor takes nothing from then
    /// on, from others either.
    pub async fn shut_down(self: &Arc<Self>) -> SweepReport {
        self.is_shutting_down.store(true, Ordering::Release);
        // Turns end first: each has its session's seat.
        let report = self.hibernate_all().await;
        self.executor.drain().await;
        report
    }

    /// Closes a session whose limit has passed, unless its turn runs.
    pub(super) fn expire(&self, entry: &Arc<Entry>, at_unix_ms: u64, reason: ExpiryReason) -> bool {
        if entry.is_in_use() {
            return false;
        }
        self.table().expire(entry.id, at_unix_ms, reason);
        tracing::info!(session_id = %entry.id, reason = %reason, "a session expired");
        if let Ok(mut seat) = entry.seat.try_lock() {
            seat.state = State::Gone;
            self.forget_file(entry);
        } else {
            // Its state is being counted or moved.
            let _ended_without_waiting = self.end(entry);
        }
        true
    }

    /// Ends a session that is in the table no more, after the turn that runs; goes on where nobody waits for it.
    pub(super) fn end(&self, entry: &Arc<Entry>) -> JoinHandle<()> {
        let (entry, folder) = (Arc::clone(entry), self.folder.clone());
        tokio::spawn(async move {
            entry.seat.lock().await.state = State::Gone;
            remove_file(folder.as_deref(), &entry);
        })
    }

    /// Removes a session's file. That it could not be removed is logged: it is found again at the next start.
    pub(super) fn forget_file(&self, entry: &Entry) {
        remove_file(self.folder.as_deref(), entry);
    }

    /// Sweeps until the last reference is dropped.
    pub(super) fn sweep_by_itself(sessions: &Arc<Self>, settings: &Settings) {
        let (sessions, every): (Weak<Self>, _) = (Arc::downgrade(sessions), settings.sweep_every);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                let Some(sessions) = sessions.upgrade() else {
                    return;
                };
                sessions.sweep().await;
            }
        });
    }

    pub(super) fn refuse_when_shutting_down(&self) -> Result<(), SessionsError> {
        if self.is_shutting_down.load(Ordering::Acquire) {
            return Err(SessionsError::ShuttingDown);
        }
        Ok(())
    }
}

fn remove_file(folder: Option<&Folder>, entry: &Entry) {
    match folder.map_or(Ok(()), |folder| folder.remove(entry.id)) {
        Ok(()) => entry.facts().disk_bytes = 0,
        Err(error) => tracing::warn!(session_id = %entry.id, error = %error, "a file stays"),
    }
}
