//! Mappings that wait for their next guest.
//!
//! Mapping, copying the first pages and unmapping are a third of a short execution. A mapping whose guest has ended is
//! therefore kept, made what it was in time that nobody waits for, and handed to the next guest of the same image.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{image::Image, mapping::Mapping};

/// The most mappings of one image that are kept.
const MAX_IDLE: usize = 8;

/// The mappings of one image that no guest has.
#[derive(Debug, Default)]
pub(super) struct IdleMappings(Mutex<Lists>);

#[derive(Debug, Default)]
struct Lists {
    /// As new.
    ready: Vec<Mapping>,
    /// As their last guest left them.
    used: Vec<Mapping>,
}

impl IdleMappings {
    /// A mapping as new, if there is one, or one that can be made so.
    pub(super) fn take(&self, image: &Image, reserved: usize, guard: usize) -> Option<Mapping> {
        let ready = self.lock().ready.pop();
        let mapping = if let Some(mapping) = ready {
            mapping
        } else {
            let mut used = self.lock().used.pop()?;
            used.reset(image).ok()?;
            used
        };
        mapping.has_sizes(reserved, guard).then_some(mapping)
    }

    /// Keeps the mapping of a guest that has ended; unmaps it where enough are kept.
    pub(super) fn put(&self, mapping: Mapping, image: &Image) {
        let mut lists = self.lock();
        if lists.ready.len() + lists.used.len() < MAX_IDLE {
            lists.used.push(mapping);
            return;
        }
        drop(lists);
        image.watch().end(mapping.base());
    }

    /// Makes every kept mapping as new.
    pub(super) fn refresh(&self, image: &Image) {
        loop {
            let Some(mut mapping) = self.lock().used.pop() else {
                return;
            };
            if mapping.reset(image).is_ok() {
                self.lock().ready.push(mapping);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Lists> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
