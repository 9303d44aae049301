//! The files of a guest at rest: what changed since the last rest, and a file system made of such changes.
//!
//! Source of the form: <https://postcard.jamesmunns.com/wire-format>.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    BaseTree, FileSystem, Quota,
    node::{Kind, Node, NodeId},
};

/// The highest number of nodes that a file system at rest may have: no quota for names is higher.
pub(crate) const MAX_NODES: u32 = 1 << 20;

/// A node that was made or changed, or removed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NodeChange {
    /// Its number.
    pub(crate) number: u32,
    /// The node, opaque to all but [`FileSystem`]; `None` where it is gone.
    #[serde(with = "serde_bytes")]
    pub(crate) node: Option<Vec<u8>>,
}

/// Bytes that are no file system, or none that a guest could have made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the files of the session are damaged: {0}")]
pub(crate) struct BadFiles(&'static str);

impl FileSystem {
    /// What changed since this was last asked, in the order of the nodes' numbers.
    pub(crate) fn take_changes(&mut self) -> Vec<NodeChange> {
        let touched = std::mem::take(&mut self.touched);
        touched
            .into_iter()
            .map(|number| NodeChange {
                number,
                node: self
                    .nodes
                    .get(number as usize)
                    .and_then(Option::as_ref)
                    .and_then(|node| postcard::to_stdvec(node).ok()),
            })
            .collect()
    }

    /// Forgets which files were changed: what a turn of a session wrote is no output of the next.
    pub(crate) fn forget_outputs(&mut self) {
        for node in self.nodes.iter_mut().flatten() {
            node.changed = false;
        }
    }

    /// Changes how much may be kept; what is there stays, even where it is more.
    pub(crate) fn set_quota(&mut self, quota: Quota) {
        self.quota = quota;
    }

    /// The file system that `changes` leave, over `base`.
    ///
    /// `open_nodes` are the nodes that descriptors stand for, one for each.
    ///
    /// # Errors
    /// Where the changes contradict themselves: what is read here may come from a guest that broke out of its first
    /// wall, so nothing that this module relies on is taken for granted.
    pub(crate) fn at_rest(
        base: Arc<BaseTree>,
        quota: Quota,
        now_ns: u64,
        changes: &[NodeChange],
        open_nodes: impl Iterator<Item = NodeId>,
    ) -> Result<Self, BadFiles> {
        let mut files = Self::new(base, quota, now_ns);
        for change in changes {
            files.set_node(change)?;
        }
        files.count_descriptors(open_nodes)?;
        files.check_tree()?;
        files.touched.clear();
        Ok(files)
    }

    fn set_node(&mut self, change: &NodeChange) -> Result<(), BadFiles> {
        if change.number >= MAX_NODES {
            return Err(BadFiles("a node's number is too high"));
        }
        let index = change.number as usize;
        if self.nodes.len() <= index {
            self.nodes.resize_with(index + 1, || None);
        }
        let node = match &change.node {
            None => None,
            Some(bytes) => Some(
                postcard::from_bytes::<Node>(bytes)
                    .map_err(|_| BadFiles("a node cannot be read"))?,
            ),
        };
        if let Some(slot) = self.nodes.get_mut(index) {
            *slot = node;
        }
        Ok(())
    }

    fn count_descriptors(
        &mut self,
        open_nodes: impl Iterator<Item = NodeId>,
    ) -> Result<(), BadFiles> {
        for node in self.nodes.iter_mut().flatten() {
            node.open_descriptors = 0;
        }
        for id in open_nodes {
            if BaseTree::owns(id) {
                if self.base.get(id).is_none() {
                    return Err(BadFiles("a descriptor of a node that is not there"));
                }
                continue;
            }
            let node = self.nodes.get_mut(id.0 as usize).and_then(Option::as_mut);
            node.ok_or(BadFiles("a descriptor of a node that is not there"))?
                .open_descriptors += 1;
        }
        Ok(())
    }

    /// Walks the tree: every directory is reached once, from its parent; names, links and bytes are counted anew.
    fn check_tree(&mut self) -> Result<(), BadFiles> {
        if self.parent(Self::ROOT) != Ok(Self::ROOT) {
            return Err(BadFiles("the root lies in a directory"));
        }
        let mut links = vec![0_u32; self.nodes.len()];
        let mut reached = BTreeSet::from([Self::ROOT]);
        let mut open = vec![Self::ROOT];
        let (mut names, mut bytes) = (0_u32, 0_u64);
        while let Some(directory) = open.pop() {
            let Some(Kind::Directory { entries, .. }) = self.node(directory).map(|node| &node.kind)
            else {
                return Err(BadFiles("a directory is none"));
            };
            for (name, &id) in entries {
                if BaseTree::owns(id) {
                    if directory != Self::ROOT || self.base.find(name) != Some(id) {
                        return Err(BadFiles("a shared file lies where none is"));
                    }
                    continue;
                }
                if matches!(name.as_str(), "" | "." | "..") || name.contains(['/', '\0']) {
                    return Err(BadFiles("a name is none"));
                }
                names += 1;
                match links.get_mut(id.0 as usize) {
                    Some(count) => *count += 1,
                    None => return Err(BadFiles("an entry of a node that is not there")),
                }
                match self.node(id).map(|node| &node.kind) {
                    Some(Kind::Directory { parent, .. }) => {
                        if *parent != directory || !reached.insert(id) {
                            return Err(BadFiles("a directory lies in two places"));
                        }
                        open.push(id);
                    }
                    Some(_) => (),
                    None => return Err(BadFiles("an entry of a node that is not there")),
                }
            }
        }
        let fixed = [Self::WORK, Self::TMP];
        if !fixed.iter().all(|id| reached.contains(id)) {
            return Err(BadFiles("the working folder is missing"));
        }
        self.free.clear();
        for (number, (slot, links)) in (0_u32..).zip(self.nodes.iter_mut().zip(links)) {
            let kept = slot.as_ref().is_some_and(|node| {
                links > 0 || node.open_descriptors > 0 || number == Self::ROOT.0
            });
            if !kept {
                *slot = None;
                self.free.push(number);
                continue;
            }
            let Some(node) = slot else { continue };
            node.links = links.max(u32::from(number == Self::ROOT.0));
            match &mut node.kind {
                Kind::File(content) => {
                    bytes = bytes.saturating_add(content.as_slice().len() as u64);
                }
                // Removed and still open: it is empty, and hangs nowhere.
                Kind::Directory { entries, parent } if !reached.contains(&NodeId(number)) => {
                    entries.clear();
                    *parent = Self::ROOT;
                }
                _ => (),
            }
        }
        // The working folder and `/tmp` are there from the start and count against no quota.
        self.used_names = names.saturating_sub(2);
        self.used_bytes = bytes;
        Ok(())
    }
}
