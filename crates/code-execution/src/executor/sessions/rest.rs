//! Out of memory and back.

use std::sync::{Arc, PoisonError};

use super::{
    Sessions, SessionsError,
    entry::{Entry, Seat, State},
    folder::Folder,
    info::Place,
};
use crate::{error::CodeExecutionError, executor::Session, sandbox::SandboxError};

impl Sessions {
    /// Brings a session back from its file.
    pub(super) async fn wake(&self, entry: &Entry) -> Result<Session, SessionsError> {
        self.make_room_in_memory().await?;
        let (id, max_bytes) = (entry.id, self.settings.max_disk_bytes);
        let executor = Arc::clone(&self.executor);
        let folder = self.folder.clone();
        let session = blocking(move || {
            let folder = folder.ok_or(SessionsError::Unknown { id })?;
            let checkpoint = folder.read(id, max_bytes)?;
            Ok(executor.restore_session(&checkpoint)?)
        })
        .await?;
        tracing::debug!(session_id = %id, "brought a session back");
        let turns = entry.facts().turns;
        Ok(session.named(id.to_string()).after_turns(turns))
    }

    /// Moves a session out of memory: writes its file, if that has not this state, and drops the state.
    ///
    /// Gives false where it is not in memory, or there is no folder.
    pub(super) async fn hibernate(
        &self,
        entry: &Entry,
        seat: &mut Seat,
    ) -> Result<bool, SessionsError> {
        let (Some(folder), State::Memory(session)) = (&self.folder, &mut seat.state) else {
            return Ok(false);
        };
        if !seat.is_saved {
            let checkpoint = match session.checkpoint().await {
                Err(error) if is_turn_lost(&error) => {
                    let told = error.to_string();
                    seat.notice = Some(error);
                    tracing::warn!(session_id = %entry.id, error = told, "a turn's state was lost");
                    session.checkpoint().await?
                }
                checkpoint => checkpoint?,
            };
            self.write(folder, entry, checkpoint).await?;
            seat.is_saved = true;
        }
        seat.state = State::Disk;
        let mut facts = entry.facts();
        facts.place = Place::Disk;
        facts.held_bytes = 0;
        Ok(true)
    }

    /// Writes a session's file, if the limit leaves room for it.
    async fn write(
        &self,
        folder: &Arc<Folder>,
        entry: &Entry,
        checkpoint: Vec<u8>,
    ) -> Result<(), SessionsError> {
        let needed_bytes = checkpoint.len() as u64;
        let own_bytes = self.reserve_disk(entry, needed_bytes)?;
        let (folder, record) = (Arc::clone(folder), entry.record());
        let written = blocking(move || folder.write(&record, &checkpoint)).await;
        entry.facts().disk_bytes = match &written {
            Ok(()) => needed_bytes,
            Err(_) => own_bytes,
        };
        written
    }

    /// Counts a file before it is written, so that several at once keep the limit. Gives what was counted before.
    fn reserve_disk(&self, entry: &Entry, needed_bytes: u64) -> Result<u64, SessionsError> {
        let _one_at_a_time = self
            .reserving
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let own_bytes = entry.facts().disk_bytes;
        let others_bytes = self
            .total(|facts| facts.disk_bytes)
            .saturating_sub(own_bytes);
        let free_bytes = self.settings.max_disk_bytes.saturating_sub(others_bytes);
        if needed_bytes > free_bytes {
            return Err(SessionsError::DiskFull {
                needed_bytes,
                free_bytes,
            });
        }
        entry.facts().disk_bytes = needed_bytes.max(own_bytes);
        Ok(own_bytes)
    }

    /// Moves sessions out of memory until they hold less than they may, longest unused first.
    pub(super) async fn relieve_memory(&self) -> usize {
        let limit_bytes = self.settings.max_memory_bytes;
        if self.folder.is_none() || self.total(|facts| facts.held_bytes) <= limit_bytes {
            return 0;
        }
        let mut entries = self.entries();
        entries.sort_by_key(|entry| entry.facts().last_used_unix_ms);
        let mut hibernated = 0;
        for entry in entries {
            let Some(mut seat) = entry.seat_at_rest().await else {
                continue;
            };
            match self.hibernate(&entry, &mut seat).await {
                Ok(moved) => hibernated += usize::from(moved),
                Err(error) => warn_of(&entry, &error),
            }
            if self.total(|facts| facts.held_bytes) <= limit_bytes {
                break;
            }
        }
        if hibernated > 0 {
            self.give_back_memory().await;
        }
        hibernated
    }

    /// Gives what sessions held back to the system, so that other processes have it.
    pub(super) async fn give_back_memory(&self) {
        let executor = Arc::clone(&self.executor);
        let given = blocking(move || {
            executor.sandbox().give_back_memory();
            Ok(())
        });
        // Where it failed, the allocator keeps the memory for the next session.
        let _ = given.await;
    }

    /// Makes room for one more session in memory.
    ///
    /// # Errors
    /// [`SessionsError::MemoryFull`] where none could be moved.
    pub(super) async fn make_room_in_memory(&self) -> Result<(), SessionsError> {
        self.relieve_memory().await;
        let limit_bytes = self.settings.max_memory_bytes;
        let held_bytes = self.total(|facts| facts.held_bytes);
        if held_bytes > limit_bytes {
            return Err(SessionsError::MemoryFull {
                held_bytes,
                limit_bytes,
            });
        }
        Ok(())
    }

    /// Takes the state that a turn left out of the sandbox's hands, so that it is counted.
    pub(super) async fn settle(&self, entry: &Entry) {
        let mut seat = entry.seat.lock().await;
        let State::Memory(session) = &mut seat.state else {
            return;
        };
        // A fork takes the state first; the fork itself shares it and is not needed.
        let settled = session.fork().await.map(drop);
        entry.facts().held_bytes = session.held_bytes();
        if let Err(error) = settled {
            seat.notice = Some(error);
        }
    }
}

pub(super) fn warn_of(entry: &Entry, error: &SessionsError) {
    tracing::warn!(session_id = %entry.id, error = %error, "a session stays in memory");
}

fn is_turn_lost(error: &CodeExecutionError) -> bool {
    let source = std::error::Error::source(error);
    matches!(
        source.and_then(|source| source.downcast_ref()),
        Some(SandboxError::TurnLost { .. })
    )
}

/// Runs what waits for the disk or computes for milliseconds where no other task is kept from running.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SessionsError> + Send + 'static,
) -> Result<T, SessionsError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // It panicked, or the runtime ends.
        Err(_) => Err(SessionsError::ShuttingDown),
    }
}
