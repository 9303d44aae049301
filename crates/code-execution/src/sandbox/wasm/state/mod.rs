//! The state of a session's guest at rest: what differs from the memory image it started from, and its files.
//!
//! The host keeps a [`GuestState`] for each session; whoever runs the next turn makes a guest of it and answers with what
//! the turn changed, in [pieces](piece). So a guest can end at any time, by a limit, by a crash, to make room, and the
//! session goes on from its last good turn; a fork is a clone; a checkpoint is the state's bytes.

mod checkpoint;
#[cfg(fuzzing)]
mod fuzz;
mod piece;
mod source;
mod tracker;
mod update;

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
    sync::Arc,
};

#[cfg(fuzzing)]
pub use fuzz::ask_checkpoint;
#[cfg(fuzzing)]
pub(crate) use fuzz::ask_state;
pub(crate) use piece::{PieceWriter, StatePiece, write_lines};
pub(crate) use source::StateSource;
pub(crate) use tracker::PageTracker;
pub(crate) use update::StateUpdate;

use piece::WHOLE_PAGE;
use update::{NODE_BYTES, PageUpdate};

use super::{filesystem::NodeChange, memory::HOST_PAGE_BYTES};

/// The state of a guest at rest. Cloning shares the pages.
#[derive(Debug, Clone)]
pub(crate) struct GuestState {
    /// The image that the guest started from.
    pub(crate) image: String,
    memory_bytes: u64,
    /// Pages that differ from the image, or from zeroes behind it, by number.
    pages: BTreeMap<u32, Arc<[u8]>>,
    /// Nodes of the file system, by number; opaque here.
    nodes: BTreeMap<u32, Arc<[u8]>>,
    descriptors: Arc<[u8]>,
    cpu_ns: u64,
}

/// A change that does not fit, or bytes that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the state of the session is damaged: {0}")]
pub(crate) struct BadState(pub(crate) &'static str);

/// How large a state may become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StateLimits {
    /// Bytes of linear memory.
    pub(crate) max_memory_bytes: u64,
    /// Bytes of files, their bookkeeping included.
    pub(crate) max_file_bytes: u64,
}

impl StateLimits {
    /// Names, times and links of the file system, beside the bytes of its files.
    const BOOKKEEPING_BYTES: u64 = 16 << 20;
    /// Bytes of the table of open descriptors.
    const MAX_DESCRIPTOR_BYTES: usize = 64 << 10;

    /// Limits for an execution that may use `max_memory_mb` and keep `max_file_bytes` in files.
    pub(crate) fn new(max_memory_mb: u64, max_file_bytes: u64) -> Self {
        Self {
            max_memory_bytes: (max_memory_mb << 20).min(1 << 32),
            max_file_bytes: max_file_bytes.saturating_add(Self::BOOKKEEPING_BYTES),
        }
    }

    /// The widest limits: what a state may hold at all.
    pub(crate) const WIDEST: Self = Self {
        max_memory_bytes: 1 << 32,
        max_file_bytes: 1 << 32,
    };
}

impl GuestState {
    /// The state of a guest that has run nothing yet.
    pub(crate) fn new(image: String) -> Self {
        Self {
            image,
            memory_bytes: 0,
            pages: BTreeMap::new(),
            nodes: BTreeMap::new(),
            descriptors: Arc::default(),
            cpu_ns: 0,
        }
    }

    /// Whether a turn has run.
    pub(crate) fn has_run(&self) -> bool {
        self.memory_bytes > 0
    }

    /// Takes what a turn changed. The change may come from a hostile guest; where it does not fit, nothing changes.
    ///
    /// # Errors
    /// Where a piece is missing, the memory shrank, lines belong to a page that is not there, or the files would pass the
    /// update's limits.
    pub(crate) fn apply(&mut self, update: StateUpdate) -> Result<(), BadState> {
        if !update.is_complete() {
            return Err(BadState("a part of it is missing"));
        }
        if update.memory_bytes == 0 {
            // A state without memory has run nothing: files beside it would be lost with the next checkpoint.
            return Err(BadState("it has no memory"));
        }
        if update.memory_bytes < self.memory_bytes {
            return Err(BadState("its memory shrank"));
        }
        let has_page = |(number, page): &(u32, PageUpdate)| {
            matches!(page, PageUpdate::Whole(_)) || self.pages.contains_key(number)
        };
        if !update.pages.iter().all(has_page) {
            return Err(BadState("lines of a page that it does not have"));
        }
        if !update.nodes.is_empty() {
            let mut nodes = self.nodes.clone();
            for (number, node) in update.nodes {
                match node {
                    Some(bytes) => nodes.insert(number, bytes),
                    None => nodes.remove(&number),
                };
            }
            if held_by(&nodes) > update.limits.max_file_bytes {
                return Err(BadState("its files are over the quota"));
            }
            self.nodes = nodes;
        }
        for (number, page) in update.pages {
            match page {
                PageUpdate::Whole(bytes) => {
                    self.pages.insert(number, bytes);
                }
                PageUpdate::Lines(lines, bytes) => {
                    if let Some(page) = self.pages.get_mut(&number) {
                        write_lines(Arc::make_mut(page), lines, &bytes);
                    }
                }
            }
        }
        self.memory_bytes = update.memory_bytes;
        self.descriptors = update.descriptors;
        self.cpu_ns = update.cpu_ns;
        Ok(())
    }

    /// All of the state, as a change from nothing, batch after batch: each is made when it is asked for.
    pub(crate) fn batches(
        self: &Arc<Self>,
    ) -> impl Iterator<Item = Result<Vec<u8>, BadState>> + Send + 'static {
        let state = Arc::clone(self);
        let mut next = Some(Cursor::Start);
        std::iter::from_fn(move || {
            let mut batch = Vec::new();
            let mut give = |bytes: &[u8]| {
                batch.extend_from_slice(bytes);
                Ok(())
            };
            let written = state.batch(next.take()?, &mut PieceWriter::new(&mut give));
            Some(written.map(|after| {
                next = after;
                batch
            }))
        })
    }

    /// Writes what comes at `cursor`; where the rest begins.
    fn batch(
        &self,
        cursor: Cursor,
        writer: &mut PieceWriter<'_>,
    ) -> Result<Option<Cursor>, BadState> {
        let after_node = match cursor {
            Cursor::Start => {
                writer.head(self.memory_bytes, &self.descriptors, self.cpu_ns)?;
                Some(Unbounded)
            }
            Cursor::AfterNode(number) => Some(Excluded(number)),
            Cursor::AfterPage(_) => None,
        };
        if let Some(start) = after_node {
            for (&number, node) in self.nodes.range((start, Unbounded)) {
                writer.node(NodeChange {
                    number,
                    node: Some(node.to_vec()),
                })?;
                if writer.is_full() {
                    writer.flush()?;
                    return Ok(Some(Cursor::AfterNode(number)));
                }
            }
        }
        let start = match cursor {
            Cursor::AfterPage(number) => Excluded(number),
            _ => Unbounded,
        };
        for (&number, page) in self.pages.range((start, Unbounded)) {
            writer.page(number, WHOLE_PAGE, page)?;
            if writer.is_full() {
                writer.flush()?;
                return Ok(Some(Cursor::AfterPage(number)));
            }
        }
        writer.end()?;
        Ok(None)
    }

    /// Bytes of the host's memory that the state holds, shared pages counted as its own.
    pub(crate) fn held_bytes(&self) -> u64 {
        let pages = self.pages.len() * HOST_PAGE_BYTES + self.descriptors.len();
        pages as u64 + held_by(&self.nodes)
    }
}

/// Where a batch begins.
#[derive(Debug, Clone, Copy)]
enum Cursor {
    Start,
    AfterNode(u32),
    AfterPage(u32),
}

fn held_by(nodes: &BTreeMap<u32, Arc<[u8]>>) -> u64 {
    let bytes = nodes.values().map(|node| node.len() as u64 + NODE_BYTES);
    bytes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::wasm::filesystem::MAX_NODES;

    const LIMITS: StateLimits = StateLimits {
        max_memory_bytes: 1 << 20,
        max_file_bytes: 1000,
    };

    /// A change of whole pages filled with a byte, of lines, and of nodes of some length.
    pub(super) fn update(
        memory_bytes: u64,
        pages: &[(u32, u8)],
        lines: &[(u32, u64, u8)],
        nodes: &[(u32, usize)],
    ) -> Result<StateUpdate, BadState> {
        let mut update = StateUpdate::new(LIMITS);
        let mut give = |batch: &[u8]| update.push(batch);
        let mut writer = PieceWriter::new(&mut give);
        writer.head(memory_bytes, b"", 7)?;
        for &(number, bytes) in nodes {
            let node = Some(vec![0; bytes]);
            writer.node(NodeChange { number, node })?;
        }
        let whole = pages
            .iter()
            .map(|&(number, byte)| (number, WHOLE_PAGE, byte));
        for (number, lines, byte) in whole.chain(lines.iter().copied()) {
            writer.page(number, lines, &[byte; HOST_PAGE_BYTES])?;
        }
        writer.end()?;
        Ok(update)
    }

    pub(super) fn all(state: &GuestState) -> Vec<u8> {
        let batches = Arc::new(state.clone()).batches();
        batches.flat_map(Result::unwrap).collect()
    }

    #[test]
    fn takes_changes_and_gives_all_of_them_back() {
        let mut state = GuestState::new("base".to_owned());
        state
            .apply(update(65_536, &[(3, 1), (1, 1)], &[], &[(2, 5)]).unwrap())
            .unwrap();
        state
            .apply(update(131_072, &[(31, 2)], &[(3, 0b101, 9)], &[]).unwrap())
            .unwrap();
        assert_eq!(state.pages.keys().copied().collect::<Vec<_>>(), [1, 3, 31]);
        let page = &state.pages[&3];
        assert_eq!([page[0], page[64], page[128], page[192]], [9, 1, 9, 1]);
        let mut again = StateUpdate::new(LIMITS);
        again.push(&all(&state)).unwrap();
        let mut other = GuestState::new("base".to_owned());
        other.apply(again).unwrap();
        assert_eq!(all(&other), all(&state));
        assert_eq!(other.memory_bytes, 131_072);
    }

    #[test]
    fn a_fork_keeps_its_pages() {
        let mut state = GuestState::new("base".to_owned());
        state
            .apply(update(65_536, &[(3, 1)], &[], &[]).unwrap())
            .unwrap();
        let fork = state.clone();
        state
            .apply(update(65_536, &[], &[(3, 1, 9)], &[]).unwrap())
            .unwrap();
        assert_eq!((state.pages[&3][0], fork.pages[&3][0]), (9, 1));
    }

    #[test]
    fn a_large_state_comes_in_batches() {
        let mut state = GuestState::new("base".to_owned());
        for number in 0..5000 {
            state
                .pages
                .insert(number, Arc::from([1; HOST_PAGE_BYTES].as_slice()));
            state.nodes.insert(number, Arc::from([2; 300].as_slice()));
        }
        let lengths: Vec<_> = Arc::new(state)
            .batches()
            .map(|batch| batch.unwrap().len())
            .collect();
        assert!(lengths.len() > 15);
        assert!(lengths.iter().all(|bytes| *bytes < 3 << 20), "{lengths:?}");
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut state = GuestState::new("base".to_owned());
        state
            .apply(update(131_072, &[(1, 1)], &[], &[]).unwrap())
            .unwrap();
        let before = all(&state);
        let mut cut = StateUpdate::new(LIMITS);
        cut.push(&before[..before.len() - 1]).unwrap();
        assert!(state.apply(cut).is_err(), "the end is missing");
        for bad in [
            update(131_072, &[(32, 1)], &[], &[]),
            update(131_072, &[(u32::MAX, 1)], &[], &[]),
            update(65_536, &[(2, 1)], &[], &[]),
            update(2 << 20, &[(2, 1)], &[], &[]),
            update(131_073, &[(2, 1)], &[], &[]),
            update(131_072, &[(2, 1)], &[], &[(5, 1001)]),
            update(131_072, &[], &[(2, 1, 1)], &[]),
            update(131_072, &[(2, 1); 33], &[], &[]),
            update(131_072, &[], &[], &[(5, 0); 9]),
            update(131_072, &[], &[], &[(MAX_NODES, 0)]),
            update(0, &[], &[], &[(5, 0)]),
        ] {
            assert!(bad.and_then(|update| state.apply(update)).is_err());
        }
        assert_eq!(all(&state), before);
    }
}
