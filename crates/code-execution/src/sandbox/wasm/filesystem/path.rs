//! From a path to a node.

use super::{
    FileSystem,
    base::BaseTree,
    errno::Errno,
    node::{Kind, NodeId},
};

/// The longest path, in bytes.
pub(super) const MAX_PATH_BYTES: usize = 4096;
/// The longest name, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 255;
/// How many symbolic links one look-up follows.
const MAX_LINKS: usize = 40;

/// Where a path ends: its directory and its last name, which need not exist.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) directory: NodeId,
    pub(crate) name: String,
    /// The path ended in `/`, so only a directory fits.
    pub(crate) must_be_directory: bool,
}

impl FileSystem {
    /// The node that `path` names, seen from `start`.
    ///
    /// `..` never leaves the tree of `start`: the parent of a root is the root. Where `follow` is unset, a symbolic
    /// link at the end is the answer itself.
    pub(crate) fn find(&self, start: NodeId, path: &str, follow: bool) -> Result<NodeId, Errno> {
        let mut walk = Walk::new(start, path)?;
        while let Some(name) = walk.next_name() {
            let last = walk.rest.is_empty();
            let node = self.child(walk.at, &name)?;
            match self.node(node).map(|node| &node.kind) {
                Some(Kind::SymbolicLink(target)) if follow || !last || walk.must_be_directory => {
                    walk.follow(target)?;
                }
                _ => walk.at = node,
            }
        }
        if walk.must_be_directory && !self.is_directory(walk.at) {
            return Err(Errno::NotDirectory);
        }
        Ok(walk.at)
    }

    /// The directory and the last name of `path`, seen from `start`; the last name is not looked up.
    ///
    /// # Errors
    /// [`Errno::Invalid`] for a path without a last name (`.`, `..`, `/`) or with a NUL in that name, and what a look-up
    /// of its directory says.
    pub(crate) fn place(&self, start: NodeId, path: &str) -> Result<Place, Errno> {
        let trimmed = path.trim_end_matches('/');
        let (directories, name) = trimmed.rsplit_once('/').unwrap_or((".", trimmed));
        if path.len() > MAX_PATH_BYTES || name.len() > MAX_NAME_BYTES {
            return Err(Errno::NameTooLong);
        }
        if matches!(name, "" | "." | "..") {
            return Err(if path.is_empty() {
                Errno::NotFound
            } else {
                Errno::Invalid
            });
        }
        if name.contains('\0') {
            return Err(Errno::Invalid);
        }
        let directories = if directories.is_empty() {
            "/"
        } else {
            directories
        };
        let directory = self.find(start, directories, true)?;
        if !self.is_directory(directory) {
            return Err(Errno::NotDirectory);
        }
        Ok(Place {
            directory,
            name: name.to_owned(),
            must_be_directory: trimmed.len() < path.len(),
        })
    }

    /// The entry `name` of `directory`; `.` and `..` included.
    fn child(&self, directory: NodeId, name: &str) -> Result<NodeId, Errno> {
        let node = self.node(directory).ok_or(Errno::NotFound)?;
        let Kind::Directory { entries, parent } = &node.kind else {
            return Err(Errno::NotDirectory);
        };
        match name {
            "." => Ok(directory),
            ".." if *parent == BaseTree::ROOT => Ok(Self::ROOT),
            ".." => Ok(*parent),
            name => entries.get(name).copied().ok_or(Errno::NotFound),
        }
    }
}

/// A look-up under way: where it stands, and the names still to come, last first.
struct Walk {
    at: NodeId,
    rest: Vec<String>,
    must_be_directory: bool,
    links: usize,
}

impl Walk {
    fn new(start: NodeId, path: &str) -> Result<Self, Errno> {
        if path.is_empty() {
            return Err(Errno::NotFound);
        }
        let mut walk = Self {
            at: start,
            rest: Vec::new(),
            must_be_directory: path.ends_with('/'),
            links: 0,
        };
        walk.push(path)?;
        Ok(walk)
    }

    fn push(&mut self, path: &str) -> Result<(), Errno> {
        if path.len() > MAX_PATH_BYTES {
            return Err(Errno::NameTooLong);
        }
        if path.starts_with('/') {
            self.at = FileSystem::ROOT;
        }
        for name in path.split('/').rev().filter(|name| !name.is_empty()) {
            if name.len() > MAX_NAME_BYTES {
                return Err(Errno::NameTooLong);
            }
            self.rest.push(name.to_owned());
        }
        Ok(())
    }

    fn next_name(&mut self) -> Option<String> {
        self.rest.pop()
    }

    fn follow(&mut self, target: &str) -> Result<(), Errno> {
        self.links += 1;
        if self.links > MAX_LINKS {
            return Err(Errno::Loop);
        }
        self.push(target)
    }
}
