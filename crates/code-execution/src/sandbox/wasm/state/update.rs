//! A change of a session's state on its way into the state: gathered from pieces, held to limits, taken as a whole.

use std::sync::Arc;

use super::{
    BadState, StateLimits,
    piece::{StatePiece, WHOLE_PAGE},
};
use crate::sandbox::wasm::{
    filesystem::MAX_NODES,
    memory::{HOST_PAGE_BYTES, WASM_PAGE_BYTES},
};

/// What a node of the file system costs beside its bytes.
pub(super) const NODE_BYTES: u64 = 128;

/// Pieces of one change. They may come from a hostile guest: what is kept of them is bounded by the limits, and nothing
/// reaches the state before all of them are there.
#[derive(Debug)]
pub(crate) struct StateUpdate {
    pub(super) limits: StateLimits,
    pub(super) memory_bytes: u64,
    pub(super) descriptors: Arc<[u8]>,
    pub(super) cpu_ns: u64,
    pub(super) nodes: Vec<(u32, Option<Arc<[u8]>>)>,
    node_bytes: u64,
    pub(super) pages: Vec<(u32, PageUpdate)>,
    is_complete: bool,
}

/// What changed of a page.
#[derive(Debug)]
pub(super) enum PageUpdate {
    Whole(Arc<[u8]>),
    /// Which of its lines, and their bytes.
    Lines(u64, Box<[u8]>),
}

impl StateUpdate {
    /// An update of which nothing has come yet.
    pub(crate) fn new(limits: StateLimits) -> Self {
        Self {
            limits,
            memory_bytes: 0,
            descriptors: Arc::default(),
            cpu_ns: 0,
            nodes: Vec::new(),
            node_bytes: 0,
            pages: Vec::new(),
            is_complete: false,
        }
    }

    /// Whether the last piece has come.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether it is that of a session that has run nothing.
    pub(super) fn is_of_nothing(&self) -> bool {
        self.is_complete && self.memory_bytes == 0 && self.nodes.is_empty()
    }

    /// Takes a batch of pieces.
    ///
    /// # Errors
    /// Where they are none, come in no order that a change has, or hold more than the limits allow.
    pub(crate) fn push(&mut self, mut batch: &[u8]) -> Result<(), BadState> {
        while !batch.is_empty() {
            if self.is_complete {
                return Err(BadState("it goes on after its end"));
            }
            self.take(StatePiece::take(&mut batch)?)?;
        }
        Ok(())
    }

    fn take(&mut self, piece: StatePiece<'_>) -> Result<(), BadState> {
        match piece {
            StatePiece::Head {
                memory_bytes,
                descriptors,
                cpu_ns,
            } => {
                if memory_bytes > self.limits.max_memory_bytes
                    || !memory_bytes.is_multiple_of(WASM_PAGE_BYTES)
                {
                    return Err(BadState("its memory has no allowed size"));
                }
                if descriptors.len() > StateLimits::MAX_DESCRIPTOR_BYTES {
                    return Err(BadState("its descriptors are over the limit"));
                }
                self.memory_bytes = memory_bytes;
                self.descriptors = Arc::from(descriptors);
                self.cpu_ns = cpu_ns;
            }
            StatePiece::Nodes(nodes) => {
                for change in nodes {
                    if change.number >= MAX_NODES {
                        return Err(BadState("a node's number is too high"));
                    }
                    let bytes = change.node.as_ref().map_or(0, Vec::len) as u64;
                    self.node_bytes = self.node_bytes.saturating_add(bytes + NODE_BYTES);
                    if self.node_bytes > self.limits.max_file_bytes {
                        return Err(BadState("its files are over the quota"));
                    }
                    self.nodes.push((change.number, change.node.map(Arc::from)));
                }
            }
            StatePiece::Pages(pages) => {
                for (number, lines, bytes) in pages.each()? {
                    self.page(number, lines, bytes)?;
                }
            }
            StatePiece::End => self.is_complete = true,
        }
        Ok(())
    }

    fn page(&mut self, number: u32, lines: u64, bytes: &[u8]) -> Result<(), BadState> {
        let page_bytes = HOST_PAGE_BYTES as u64;
        if (u64::from(number) + 1) * page_bytes > self.memory_bytes {
            return Err(BadState("a page lies outside its memory"));
        }
        if self.pages.len() as u64 >= self.memory_bytes / page_bytes {
            return Err(BadState("it has more pages than its memory"));
        }
        let update = if lines == WHOLE_PAGE {
            PageUpdate::Whole(Arc::from(bytes))
        } else {
            PageUpdate::Lines(lines, Box::from(bytes))
        };
        self.pages.push((number, update));
        Ok(())
    }
}
