//! The guest's files: an in-memory tree with a byte and a node quota.
//!
//! A guest holds no descriptor of the host. What it opens is a node here: read-only nodes that all executions share
//! ([`BaseTree`]), and the execution's own nodes, which end with it.

mod archive;
mod base;
mod change;
mod errno;
#[cfg(fuzzing)]
mod fuzz;
mod node;
#[cfg(any(test, fuzzing))]
mod oracle;
mod path;
#[cfg(test)]
mod properties;
mod rest;
#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, sync::Arc};

pub(crate) use archive::add_archive;
pub(crate) use base::BaseTree;
pub(crate) use errno::Errno;
#[cfg(fuzzing)]
pub use fuzz::ask_filesystem;
pub(crate) use node::{Entries, FileType, NodeId, Stat, Times};
use node::{Kind, Node};
pub(crate) use rest::{MAX_NODES, NodeChange};

/// How much one execution may keep in files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    /// Bytes of all files together.
    pub(crate) max_bytes: u64,
    /// Names of files, directories and links together.
    pub(crate) max_names: u32,
}

/// The files of one execution.
#[derive(Debug)]
pub(crate) struct FileSystem {
    base: Arc<BaseTree>,
    nodes: Vec<Option<Node>>,
    free: Vec<u32>,
    quota: Quota,
    used_bytes: u64,
    used_names: u32,
    /// Nodes that were made, changed or removed since that was last asked.
    touched: BTreeSet<u32>,
}

impl FileSystem {
    /// `/`.
    pub(crate) const ROOT: NodeId = NodeId(0);
    /// `/work`, the working folder: where given files lie and whose new files are the execution's output.
    pub(crate) const WORK: NodeId = NodeId(1);
    const TMP: NodeId = NodeId(2);

    /// An empty `/work` and `/tmp` over `base`.
    pub(crate) fn new(base: Arc<BaseTree>, quota: Quota, now_ns: u64) -> Self {
        let mut root = Entries::from([
            ("work".to_owned(), Self::WORK),
            ("tmp".to_owned(), Self::TMP),
        ]);
        root.extend(base.find("usr").map(|usr| ("usr".to_owned(), usr)));
        let directory = |entries| {
            Some(Node::new(
                Kind::Directory {
                    entries,
                    parent: Self::ROOT,
                },
                now_ns,
            ))
        };
        let nodes = vec![
            directory(root),
            directory(Entries::new()),
            directory(Entries::new()),
        ];
        Self {
            base,
            nodes,
            free: Vec::new(),
            quota,
            used_bytes: 0,
            used_names: 0,
            touched: BTreeSet::new(),
        }
    }

    /// The node at `path` of the shared tree, for a directory that is opened ahead.
    pub(crate) fn base_node(&self, path: &str) -> Option<NodeId> {
        self.base.find(path)
    }

    /// Bytes of the host's memory that the execution's files hold.
    pub(crate) fn used_bytes(&self) -> u64 {
        self.used_bytes
    }

    /// What `stat` tells of a node.
    pub(crate) fn stat(&self, id: NodeId) -> Result<Stat, Errno> {
        let node = self.node(id).ok_or(Errno::BadDescriptor)?;
        Ok(Stat {
            node: id,
            file_type: node.file_type(),
            links: u64::from(node.links),
            size_bytes: node.size_bytes(),
            times: node.times,
        })
    }

    /// The bytes of a file.
    pub(crate) fn content(&self, id: NodeId) -> Result<&[u8], Errno> {
        match &self.node(id).ok_or(Errno::BadDescriptor)?.kind {
            Kind::File(content) => Ok(content.as_slice()),
            Kind::Directory { .. } => Err(Errno::IsDirectory),
            Kind::SymbolicLink(_) => Err(Errno::Invalid),
        }
    }

    /// The entries of a directory.
    pub(crate) fn entries(&self, id: NodeId) -> Result<&Entries, Errno> {
        match &self.node(id).ok_or(Errno::BadDescriptor)?.kind {
            Kind::Directory { entries, .. } => Ok(entries),
            _ => Err(Errno::NotDirectory),
        }
    }

    /// The parent of a directory; the root is its own.
    pub(crate) fn parent(&self, id: NodeId) -> Result<NodeId, Errno> {
        match &self.node(id).ok_or(Errno::BadDescriptor)?.kind {
            Kind::Directory { parent, .. } if *parent == BaseTree::ROOT => Ok(Self::ROOT),
            Kind::Directory { parent, .. } => Ok(*parent),
            _ => Err(Errno::NotDirectory),
        }
    }

    /// Where a symbolic link points to.
    pub(crate) fn link_target(&self, id: NodeId) -> Result<&str, Errno> {
        match &self.node(id).ok_or(Errno::NotFound)?.kind {
            Kind::SymbolicLink(target) => Ok(target),
            _ => Err(Errno::Invalid),
        }
    }

    /// Whether the guest may change the node.
    pub(crate) fn is_writable(id: NodeId) -> bool {
        !BaseTree::owns(id)
    }

    /// The files of the working folder that the guest made or changed: path below the folder, and bytes.
    ///
    /// Symbolic links are not followed. The order is that of the paths.
    pub(crate) fn changed_files(&self) -> Vec<(String, &[u8])> {
        let mut found = Vec::new();
        let mut open = vec![(Self::WORK, String::new())];
        while let Some((directory, prefix)) = open.pop() {
            let Ok(entries) = self.entries(directory) else {
                continue;
            };
            for (name, &id) in entries {
                let path = format!("{prefix}{name}");
                match self.node(id) {
                    Some(Node {
                        kind: Kind::Directory { .. },
                        ..
                    }) => open.push((id, format!("{path}/"))),
                    Some(Node {
                        kind: Kind::File(content),
                        changed: true,
                        ..
                    }) => found.push((path, content.as_slice())),
                    _ => (),
                }
            }
        }
        found.sort();
        found
    }

    fn is_directory(&self, id: NodeId) -> bool {
        self.node(id)
            .is_some_and(|node| matches!(node.kind, Kind::Directory { .. }))
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        if BaseTree::owns(id) {
            return self.base.get(id);
        }
        self.nodes.get(id.0 as usize)?.as_ref()
    }

    /// A node that may be changed; [`Errno::ReadOnly`] in the shared tree.
    fn node_mut(&mut self, id: NodeId) -> Result<&mut Node, Errno> {
        if BaseTree::owns(id) {
            return Err(Errno::ReadOnly);
        }
        let node = self
            .nodes
            .get_mut(id.0 as usize)
            .and_then(Option::as_mut)
            .ok_or(Errno::NotFound)?;
        self.touched.insert(id.0);
        Ok(node)
    }
}
