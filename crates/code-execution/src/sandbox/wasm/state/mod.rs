//! The state of a session's guest at rest: what differs from the memory image it started from, and its files.
//!
//! The host keeps a [`GuestState`] for each session; whoever runs the next turn makes a guest of it and answers with a
//! [`StateChange`]. So a guest can end at any time, by a limit, by a crash, to make room, and the session goes on from
//! its last good turn; a fork is a clone; a checkpoint is the state's bytes.

mod bounded;
mod change;
mod checkpoint;
#[cfg(fuzzing)]
mod fuzz;
mod tracker;

use std::{collections::BTreeMap, sync::Arc};

pub(crate) use change::StateChange;
#[cfg(fuzzing)]
pub use fuzz::ask_checkpoint;
#[cfg(fuzzing)]
pub(crate) use fuzz::ask_state;
pub(crate) use tracker::PageTracker;

use super::{
    filesystem::{MAX_NODES, NodeChange},
    memory::{HOST_PAGE_BYTES, WASM_PAGE_BYTES},
};

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

    /// Bytes of a whole state.
    fn max_state_bytes(self) -> u64 {
        self.max_memory_bytes
            .saturating_add(self.max_file_bytes)
            .saturating_add(Self::BOOKKEEPING_BYTES)
    }
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
    /// Where page numbers lie outside the memory, lengths do not match, or the state would pass `limits`.
    pub(crate) fn apply(
        &mut self,
        change: StateChange,
        limits: StateLimits,
    ) -> Result<(), BadState> {
        let memory_bytes = change.memory_bytes;
        let is_whole = memory_bytes > 0 && memory_bytes.is_multiple_of(WASM_PAGE_BYTES);
        if memory_bytes > limits.max_memory_bytes || !is_whole {
            return Err(BadState("its memory has no allowed size"));
        }
        if memory_bytes < self.memory_bytes {
            return Err(BadState("its memory shrank"));
        }
        if change.page_bytes.len() != change.page_numbers.len() * HOST_PAGE_BYTES {
            return Err(BadState("its pages do not match their numbers"));
        }
        let in_memory =
            |number: &u32| (u64::from(*number) + 1) * HOST_PAGE_BYTES as u64 <= memory_bytes;
        if !change.page_numbers.iter().all(in_memory) {
            return Err(BadState("a page lies outside its memory"));
        }
        if change.nodes.iter().any(|node| node.number >= MAX_NODES) {
            return Err(BadState("a node's number is too high"));
        }
        let mut nodes = self.nodes.clone();
        for NodeChange { number, node } in change.nodes {
            match node {
                Some(bytes) => nodes.insert(number, Arc::from(bytes)),
                None => nodes.remove(&number),
            };
        }
        let node_bytes: u64 = nodes.values().map(|node| node.len() as u64).sum();
        if node_bytes > limits.max_file_bytes || change.descriptors.len() > 64 << 10 {
            return Err(BadState("its files are over the quota"));
        }
        let contents = change.page_bytes.chunks_exact(HOST_PAGE_BYTES);
        for (number, content) in change.page_numbers.iter().zip(contents) {
            self.pages.insert(*number, Arc::from(content));
        }
        self.memory_bytes = memory_bytes;
        self.nodes = nodes;
        self.descriptors = Arc::from(change.descriptors);
        self.cpu_ns = change.cpu_ns;
        Ok(())
    }

    /// All of the state, as a change from nothing.
    pub(crate) fn to_change(&self) -> StateChange {
        let mut page_bytes = Vec::with_capacity(self.pages.len() * HOST_PAGE_BYTES);
        for content in self.pages.values() {
            page_bytes.extend_from_slice(content);
        }
        StateChange {
            memory_bytes: self.memory_bytes,
            page_numbers: self.pages.keys().copied().collect(),
            page_bytes,
            nodes: self
                .nodes
                .iter()
                .map(|(&number, node)| NodeChange {
                    number,
                    node: Some(node.to_vec()),
                })
                .collect(),
            descriptors: self.descriptors.to_vec(),
            cpu_ns: self.cpu_ns,
        }
    }

    /// Bytes of the host's memory that the state holds, shared pages counted as its own.
    pub(crate) fn held_bytes(&self) -> u64 {
        let nodes: usize = self.nodes.values().map(|node| node.len()).sum();
        (self.pages.len() * HOST_PAGE_BYTES + nodes + self.descriptors.len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(memory_bytes: u64, page_numbers: Vec<u32>) -> StateChange {
        StateChange {
            memory_bytes,
            page_bytes: vec![5; page_numbers.len() * HOST_PAGE_BYTES],
            page_numbers,
            nodes: Vec::new(),
            descriptors: Vec::new(),
            cpu_ns: 0,
        }
    }

    const LIMITS: StateLimits = StateLimits {
        max_memory_bytes: 1 << 20,
        max_file_bytes: 100,
    };

    #[test]
    fn takes_changes_and_gives_all_of_them_back() {
        let mut state = GuestState::new("base".to_owned());
        state.apply(change(65_536, vec![3, 1]), LIMITS).unwrap();
        state.apply(change(131_072, vec![3, 31]), LIMITS).unwrap();
        let all = state.to_change();
        assert_eq!(all.page_numbers, [1, 3, 31]);
        assert_eq!(all.memory_bytes, 131_072);
        assert_eq!(all.page_bytes.len(), 3 * HOST_PAGE_BYTES);
    }

    #[test]
    fn a_turn_without_memory_is_none() {
        // A state without memory has run nothing: files beside it would be lost with the next checkpoint.
        let mut state = GuestState::new("base".to_owned());
        assert!(state.apply(change(0, Vec::new()), LIMITS).is_err());
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut state = GuestState::new("base".to_owned());
        state.apply(change(131_072, vec![1]), LIMITS).unwrap();
        let mut short = change(131_072, vec![2]);
        short.page_bytes.pop();
        let mut much = change(131_072, vec![2]);
        much.nodes.push(NodeChange {
            number: 5,
            node: Some(vec![0; 101]),
        });
        let mut high = change(131_072, vec![2]);
        high.nodes.push(NodeChange {
            number: MAX_NODES,
            node: Some(Vec::new()),
        });
        for bad in [
            change(131_072, vec![32]),
            change(131_072, vec![u32::MAX]),
            change(65_536, vec![2]),
            change(2 << 20, vec![2]),
            change(131_073, vec![2]),
            short,
            much,
            high,
        ] {
            assert!(state.apply(bad, LIMITS).is_err());
        }
        assert_eq!(state.to_change().page_numbers, [1]);
    }
}
