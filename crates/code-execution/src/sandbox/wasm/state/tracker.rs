//! Which pages of a living guest changed since its state was last taken.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hasher},
    ops::Range,
};

use crate::sandbox::wasm::memory::{HOST_PAGE_BYTES, Image, PageTables};

/// Remembers what each page of a guest held when its state was last taken, as a keyed hash.
///
/// Two contents of a page with the same hash would be taken for the same: a guest that could make them would lose its own
/// change, and nobody else's.
#[derive(Debug)]
pub(crate) struct PageTracker {
    known: HashMap<u32, u64>,
    hasher: foldhash::quality::RandomState,
}

const ZEROES: [u8; HOST_PAGE_BYTES] = [0; HOST_PAGE_BYTES];

impl PageTracker {
    /// A tracker of a guest that is as its image.
    pub(crate) fn new() -> Self {
        Self {
            known: HashMap::new(),
            hasher: foldhash::quality::RandomState::default(),
        }
    }

    /// Takes note of a page that was just written from a state.
    pub(crate) fn learn(&mut self, number: u32, content: &[u8]) {
        let hash = self.hash(content);
        self.known.insert(number, hash);
    }

    /// The pages of `memory` that changed since they were last asked for: their numbers, and their contents one after the
    /// other. `memory` started as `image`.
    pub(crate) fn take_changes(
        &mut self,
        memory: &[u8],
        image: &Image,
        page_tables: Option<&PageTables>,
    ) -> (Vec<u32>, Vec<u8>) {
        let (mut numbers, mut contents) = (Vec::new(), Vec::new());
        for range in candidates(memory, page_tables) {
            let first = range.start / HOST_PAGE_BYTES;
            let pages = memory.get(range).unwrap_or_default();
            for (offset, page) in pages.chunks_exact(HOST_PAGE_BYTES).enumerate() {
                let index = first + offset;
                let Ok(number) = u32::try_from(index) else {
                    break;
                };
                if self.is_known(number, index, page, image) {
                    continue;
                }
                numbers.push(number);
                contents.extend_from_slice(page);
            }
        }
        (numbers, contents)
    }

    /// Whether the page is as it was; takes note of it where it is not.
    fn is_known(&mut self, number: u32, index: usize, page: &[u8], image: &Image) -> bool {
        if let Some(&known) = self.known.get(&number) {
            let hash = self.hash(page);
            if hash == known {
                return true;
            }
            self.known.insert(number, hash);
            return false;
        }
        let start = index * HOST_PAGE_BYTES;
        let original = image
            .bytes()
            .get(start..start + HOST_PAGE_BYTES)
            .unwrap_or(&ZEROES);
        if page == original {
            return true;
        }
        self.learn(number, page);
        false
    }

    fn hash(&self, page: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(page);
        hasher.finish()
    }
}

/// The parts of `memory` that may have changed: what was written, or all of it where the system does not tell.
fn candidates(memory: &[u8], page_tables: Option<&PageTables>) -> Vec<Range<usize>> {
    let mut written = Vec::new();
    let told = page_tables.is_some_and(|tables| {
        tables
            .written(memory.as_ptr().cast(), memory.len(), &mut written)
            .is_ok()
    });
    if told {
        written
    } else {
        std::iter::once(0..memory.len()).collect()
    }
}
