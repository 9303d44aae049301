//! Files, directories and symbolic links.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::memory::SharedBytes;

/// A node's number: an index into the shared read-only tree, then into the execution's own nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct NodeId(pub(super) u32);

impl NodeId {
    /// The number as the guest sees it in `st_ino`.
    pub(crate) fn inode(self) -> u64 {
        u64::from(self.0) + 1
    }
}

/// What a node is, as WASI numbers it in `filetype`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FileType {
    /// A character device: the standard streams.
    CharacterDevice = 2,
    /// A directory.
    Directory = 3,
    /// A file with bytes.
    RegularFile = 4,
    /// A symbolic link.
    SymbolicLink = 7,
}

/// The bytes of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Content {
    /// Written by the guest or given by the caller.
    #[serde(with = "serde_bytes")]
    Owned(Vec<u8>),
    /// Part of a mapped file, shared by all executions; never an execution's own. Last, because serde counts variants
    /// that it skips when it writes and not when it reads.
    #[serde(skip)]
    Shared(SharedBytes),
}

impl Content {
    pub(crate) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Shared(bytes) => bytes.as_slice(),
            Self::Owned(bytes) => bytes,
        }
    }
}

/// A directory's entries, in the order of their names.
pub(crate) type Entries = BTreeMap<String, NodeId>;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Kind {
    File(Content),
    Directory { entries: Entries, parent: NodeId },
    SymbolicLink(String),
}

/// Nanoseconds since the Unix epoch of the last access and the last change.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Times {
    pub(crate) accessed_ns: u64,
    pub(crate) modified_ns: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) links: u32,
    pub(super) open_descriptors: u32,
    pub(super) times: Times,
    /// Set once the guest wrote to it: what the caller gave and the guest left alone is no output.
    pub(super) changed: bool,
}

impl Node {
    pub(super) fn new(kind: Kind, now_ns: u64) -> Self {
        let times = Times {
            accessed_ns: now_ns,
            modified_ns: now_ns,
        };
        Self {
            kind,
            links: 1,
            open_descriptors: 0,
            times,
            changed: false,
        }
    }

    pub(super) fn file_type(&self) -> FileType {
        match self.kind {
            Kind::File(_) => FileType::RegularFile,
            Kind::Directory { .. } => FileType::Directory,
            Kind::SymbolicLink(_) => FileType::SymbolicLink,
        }
    }

    pub(super) fn size_bytes(&self) -> u64 {
        match &self.kind {
            Kind::File(content) => content.as_slice().len() as u64,
            Kind::Directory { entries, .. } => entries.len() as u64,
            Kind::SymbolicLink(target) => target.len() as u64,
        }
    }
}

/// What `stat` tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stat {
    pub(crate) node: NodeId,
    pub(crate) file_type: FileType,
    pub(crate) links: u64,
    pub(crate) size_bytes: u64,
    pub(crate) times: Times,
}
