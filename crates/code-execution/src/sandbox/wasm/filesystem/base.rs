//! The read-only tree that all executions share: the standard library and matplotlib's data.

use super::{
    super::memory::SharedBytes,
    errno::Errno,
    node::{Content, Entries, Kind, Node, NodeId},
};

/// A tree of read-only files, built once and shared.
#[derive(Debug, Clone)]
pub(crate) struct BaseTree {
    nodes: Vec<Node>,
}

impl BaseTree {
    /// Set in the number of every node of a base tree, and of no other.
    const TREE_BIT: u32 = 1 << 31;
    /// The root directory of every base tree.
    pub(super) const ROOT: NodeId = NodeId(Self::TREE_BIT);

    /// A tree of one empty directory.
    pub(crate) fn new() -> Self {
        Self {
            nodes: vec![directory(Self::ROOT)],
        }
    }

    /// Adds a file at `path`, with the directories on the way.
    ///
    /// # Errors
    /// [`Errno::Exists`] when the path is taken, [`Errno::NotDirectory`] when a file is on the way, and
    /// [`Errno::Invalid`] when a component is empty, `.` or `..`.
    pub(crate) fn add_file(&mut self, path: &str, bytes: SharedBytes) -> Result<(), Errno> {
        let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut parent = Self::ROOT;
        for component in directories
            .split('/')
            .filter(|component| !component.is_empty())
        {
            parent = match self.entries(parent)?.get(checked(component)?) {
                Some(&existing) => existing,
                None => self.insert(parent, component, directory(parent))?,
            };
        }
        if self.entries(parent)?.contains_key(checked(name)?) {
            return Err(Errno::Exists);
        }
        self.insert(
            parent,
            name,
            Node::new(Kind::File(Content::Shared(bytes)), 0),
        )?;
        Ok(())
    }

    /// The node at `path`, where there is one.
    pub(crate) fn find(&self, path: &str) -> Option<NodeId> {
        let mut node = Self::ROOT;
        for component in path.split('/').filter(|component| !component.is_empty()) {
            node = *self.entries(node).ok()?.get(component)?;
        }
        Some(node)
    }

    /// Whether `id` is the number of a node of a base tree.
    pub(super) fn owns(id: NodeId) -> bool {
        id.0 & Self::TREE_BIT != 0
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get((id.0 & !Self::TREE_BIT) as usize)
    }

    fn entries(&self, id: NodeId) -> Result<&Entries, Errno> {
        match self.get(id).map(|node| &node.kind) {
            Some(Kind::Directory { entries, .. }) => Ok(entries),
            _ => Err(Errno::NotDirectory),
        }
    }

    fn insert(&mut self, parent: NodeId, name: &str, node: Node) -> Result<NodeId, Errno> {
        let index = u32::try_from(self.nodes.len())
            .ok()
            .filter(|index| index & Self::TREE_BIT == 0);
        let id = NodeId(index.ok_or(Errno::NoSpace)? | Self::TREE_BIT);
        self.nodes.push(node);
        let parent = self
            .nodes
            .get_mut((parent.0 & !Self::TREE_BIT) as usize)
            .ok_or(Errno::NotFound)?;
        let Kind::Directory { entries, .. } = &mut parent.kind else {
            return Err(Errno::NotDirectory);
        };
        entries.insert(name.to_owned(), id);
        Ok(id)
    }
}

fn directory(parent: NodeId) -> Node {
    Node::new(
        Kind::Directory {
            entries: Entries::new(),
            parent,
        },
        0,
    )
}

fn checked(component: &str) -> Result<&str, Errno> {
    match component {
        "" | "." | ".." => Err(Errno::Invalid),
        name => Ok(name),
    }
}
