//! Which pages of a living guest changed since its state was last taken, and which lines of them.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hasher},
    ops::Range,
};

use super::{
    BadState, PieceWriter,
    piece::{LINE_BYTES, WHOLE_PAGE},
};
use crate::sandbox::wasm::memory::{HOST_PAGE_BYTES, Image, WriteWatch};

/// The most pages of which a copy is kept.
const MAX_COPIES: usize = 1024;
/// Pages that a turn may not have changed, and that are looked at all the same, before they are protected: then the next
/// write to each costs a fault.
const MAX_LOOKED_AT_IN_VAIN: usize = 512;

/// Remembers what each page of a guest held when its state was last taken.
#[derive(Debug)]
pub(crate) struct PageTracker {
    known: HashMap<u32, Known>,
    copies: usize,
    /// How much of the memory is watched exactly, where it can be.
    watched_bytes: usize,
    hasher: foldhash::quality::RandomState,
}

/// What is known of a page.
#[derive(Debug)]
enum Known {
    /// A keyed hash. Two contents of a page with the same hash would be taken for the same: a guest that could make them
    /// would lose its own change, and nobody else's.
    Hash(u64),
    /// All of it: such a page changed twice, and is likely to change again, by a few lines.
    Copy(Box<[u8]>),
}

const ZEROES: [u8; HOST_PAGE_BYTES] = [0; HOST_PAGE_BYTES];

impl PageTracker {
    /// A tracker of a guest that is as its image.
    pub(crate) fn new() -> Self {
        Self {
            known: HashMap::new(),
            copies: 0,
            watched_bytes: 0,
            hasher: foldhash::quality::RandomState::default(),
        }
    }

    /// Takes note of a page that was just written from a state.
    pub(crate) fn learn(&mut self, number: u32, content: &[u8]) {
        let hash = self.hash(content);
        self.known.insert(number, Known::Hash(hash));
    }

    /// Takes note that `memory` is as its image but for the pages that [`Self::learn`] knows.
    pub(crate) fn start_from(&mut self, memory: &[u8], watch: &WriteWatch) {
        // Where that fails, the next change holds more candidates, and the same pages.
        if watch
            .set_aside(memory.as_ptr().cast(), memory.len())
            .is_ok()
        {
            self.watched_bytes = memory.len();
        }
    }

    /// Bytes of the pages that differ from the image.
    pub(crate) fn known_bytes(&self) -> usize {
        self.known.len() * HOST_PAGE_BYTES
    }

    /// Writes the pages of `memory` that changed since they were last asked for. `memory` started as `image`.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(crate) fn write_changes(
        &mut self,
        memory: &[u8],
        image: &Image,
        writer: &mut PieceWriter<'_>,
    ) -> Result<(), BadState> {
        let mut unchanged = 0;
        for range in self.candidates(memory, image) {
            let first = range.start / HOST_PAGE_BYTES;
            let pages = memory.get(range).unwrap_or_default();
            for (offset, page) in pages.chunks_exact(HOST_PAGE_BYTES).enumerate() {
                let Ok(number) = u32::try_from(first + offset) else {
                    break;
                };
                let lines = self.changed_lines(number, page, image);
                if lines == 0 {
                    unchanged += 1;
                    continue;
                }
                writer.page(number, lines, page)?;
            }
        }
        if unchanged > MAX_LOOKED_AT_IN_VAIN {
            // Where that fails, the next change has as many candidates again.
            let _ = image
                .watch()
                .set_aside(memory.as_ptr().cast(), memory.len());
        }
        Ok(())
    }

    /// The parts of `memory` that may have changed: all of it where the system tells nothing.
    fn candidates(&mut self, memory: &[u8], image: &Image) -> Vec<Range<usize>> {
        let told = if image.watch().is_exact() {
            self.written_and_grown(memory, image)
        } else {
            image
                .watch()
                .anonymous(memory.as_ptr().cast(), memory.len())
        };
        told.unwrap_or_else(|| std::iter::once(0..memory.len()).collect())
    }

    /// What was written in the part that is watched, and what is there of the part that has grown since.
    fn written_and_grown(&mut self, memory: &[u8], image: &Image) -> Option<Vec<Range<usize>>> {
        let watch = image.watch();
        let watched_bytes = self
            .watched_bytes
            .max(image.mapped_bytes())
            .min(memory.len());
        let (watched, grown) = memory.split_at_checked(watched_bytes)?;
        let mut written = watch.written(watched.as_ptr().cast(), watched.len())?;
        if !grown.is_empty() {
            let found = watch.anonymous(grown.as_ptr().cast(), grown.len())?;
            let found = found.into_iter();
            written
                .extend(found.map(|range| range.start + watched_bytes..range.end + watched_bytes));
            // From here on the grown part is watched too.
            watch.set_aside(memory.as_ptr().cast(), memory.len()).ok()?;
        }
        self.watched_bytes = memory.len();
        Some(written)
    }

    /// Which lines of a page changed, one bit for each; takes note of them.
    fn changed_lines(&mut self, number: u32, page: &[u8], image: &Image) -> u64 {
        match self.known.get_mut(&number) {
            None => {
                let start = number as usize * HOST_PAGE_BYTES;
                let original = image
                    .bytes()
                    .get(start..start + HOST_PAGE_BYTES)
                    .unwrap_or(&ZEROES);
                if page == original {
                    return 0;
                }
                self.learn(number, page);
                WHOLE_PAGE
            }
            Some(Known::Copy(known)) => {
                let lines = different_lines(known, page);
                if lines != 0 {
                    known.copy_from_slice(page);
                }
                lines
            }
            Some(Known::Hash(known)) => {
                let known = *known;
                if self.hash(page) == known {
                    return 0;
                }
                if self.copies < MAX_COPIES {
                    self.copies += 1;
                    self.known.insert(number, Known::Copy(Box::from(page)));
                } else {
                    self.learn(number, page);
                }
                WHOLE_PAGE
            }
        }
    }

    fn hash(&self, page: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(page);
        hasher.finish()
    }
}

fn different_lines(one: &[u8], other: &[u8]) -> u64 {
    let ((one, _), (other, _)) = (
        one.as_chunks::<LINE_BYTES>(),
        other.as_chunks::<LINE_BYTES>(),
    );
    let lines = one.iter().zip(other).enumerate();
    lines.fold(0, |found, (line, (one, other))| {
        found | u64::from(are_different(one, other)) << line
    })
}

/// Without a call of `memcmp`, of which there would be 64 for each page.
fn are_different(one: &[u8; LINE_BYTES], other: &[u8; LINE_BYTES]) -> bool {
    let ((one, _), (other, _)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let words = one.iter().zip(other);
    let different = words.fold(0, |found, (one, other)| {
        found | (u64::from_ne_bytes(*one) ^ u64::from_ne_bytes(*other))
    });
    different != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_found() {
        let one = [1; HOST_PAGE_BYTES];
        let mut other = one;
        assert_eq!(different_lines(&one, &other), 0);
        other[0] = 2;
        other[HOST_PAGE_BYTES - 1] = 2;
        assert_eq!(different_lines(&one, &other), 1 | 1 << 63);
    }
}
