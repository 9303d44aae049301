//! What a guest does with its files, and what holds afterwards, whatever it did: asked by property tests and by fuzzing.
#![expect(
    clippy::expect_used,
    reason = "where an answer is missing, the answer is a panic"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use super::{
    BaseTree, Errno, FileSystem, NodeChange, NodeId, Quota,
    node::{Kind, Node},
};
use crate::sandbox::wasm::memory::SharedBytes;

/// Tight, so that calls reach it.
pub(super) const QUOTA: Quota = Quota {
    max_bytes: 2000,
    max_names: 12,
};

/// A path, and where it starts: the working folder, or what an open descriptor stands for.
#[derive(Debug, Clone)]
pub(super) struct At {
    /// 0 for the working folder, else the number of a descriptor, counted from 1 and around.
    pub(super) start: usize,
    pub(super) path: String,
}

/// One call of a guest.
#[derive(Debug, Clone)]
pub(super) enum Call {
    Create(At),
    Directory(At),
    Link(At, At),
    Symbolic(String, At),
    Unlink(At),
    RemoveDirectory(At),
    Rename(At, At),
    Write(At, u64, usize),
    Resize(At, u64),
    Open(At),
    Close(usize),
    Input(String, usize, bool),
    Rest,
}

/// A guest with its files and its open descriptors.
pub(super) struct Guest {
    pub(super) files: FileSystem,
    open: Vec<NodeId>,
    /// All changes since the start, as a host keeps them.
    kept: BTreeMap<u32, NodeChange>,
    /// What its files may hold.
    most: Quota,
}

impl Guest {
    /// A guest with nothing in its folders, over `base`.
    pub(super) fn new(base: &Arc<BaseTree>) -> Self {
        Self {
            files: FileSystem::new(Arc::clone(base), QUOTA, 0),
            open: Vec::new(),
            kept: BTreeMap::new(),
            most: QUOTA,
        }
    }

    /// A guest of a state that another guest may have made up; `None` where the state is refused.
    pub(super) fn of_state(
        base: &Arc<BaseTree>,
        changes: &[NodeChange],
        open: &[NodeId],
    ) -> Option<Self> {
        let nodes = open.iter().copied();
        let files = FileSystem::at_rest(Arc::clone(base), QUOTA, 0, changes, nodes).ok()?;
        let kept = changes.iter().map(|change| (change.number, change.clone()));
        Some(Self {
            // What is there stays, even where it is more than the quota.
            most: Quota {
                max_bytes: files.used_bytes.max(QUOTA.max_bytes),
                max_names: files.used_names.max(QUOTA.max_names),
            },
            files,
            open: open.to_vec(),
            kept: kept.collect(),
        })
    }

    /// Makes one call.
    pub(super) fn make(&mut self, call: &Call) -> Result<(), Errno> {
        let start = |at: &At| match at.start.checked_sub(1) {
            Some(index) if !self.open.is_empty() => self.open.get(index % self.open.len()).copied(),
            _ => None,
        };
        let start = |at: &At| start(at).unwrap_or(FileSystem::WORK);
        let files = &mut self.files;
        let find = |files: &FileSystem, at: &At| files.find(start(at), &at.path, true);
        let place = |files: &FileSystem, at: &At| files.place(start(at), &at.path);
        match call {
            Call::Create(at) => files.create_file(&place(files, at)?, 1).map(drop),
            Call::Directory(at) => files.create_directory(&place(files, at)?, 1).map(drop),
            Call::Link(from, to) => files.create_hard_link(find(files, from)?, &place(files, to)?),
            Call::Symbolic(target, at) => {
                let place = place(files, at)?;
                files.create_symbolic_link(&place, target, 1).map(drop)
            }
            Call::Unlink(at) => files.unlink(&place(files, at)?),
            Call::RemoveDirectory(at) => files.remove_directory(&place(files, at)?),
            Call::Rename(from, to) => files.rename(&place(files, from)?, &place(files, to)?),
            Call::Write(at, offset, len) => {
                files.write(find(files, at)?, *offset, &vec![7; *len], 2)
            }
            Call::Resize(at, size) => files.resize(find(files, at)?, *size, 2),
            Call::Open(at) => {
                let node = find(files, at)?;
                files.retain(node);
                self.open.push(node);
                Ok(())
            }
            Call::Close(index) => {
                if *index < self.open.len() {
                    files.release(self.open.swap_remove(*index));
                }
                Ok(())
            }
            Call::Input(path, len, replaces) => files.add_input(path, vec![8; *len], *replaces, 3),
            Call::Rest => {
                self.rest();
                Ok(())
            }
        }
    }

    /// Goes on with a file system made of all changes, which is the one that it was.
    pub(super) fn rest(&mut self) {
        for change in self.files.take_changes() {
            self.kept.insert(change.number, change);
        }
        let changes: Vec<_> = self.kept.values().cloned().collect();
        let base = Arc::clone(&self.files.base);
        let open = self.open.iter().copied();
        let restored = FileSystem::at_rest(base, QUOTA, 0, &changes, open)
            .expect("a guest's files are a file system");
        assert_eq!(tree(&restored), tree(&self.files));
        assert_eq!(restored.used_bytes, self.files.used_bytes);
        assert_eq!(restored.used_names, self.files.used_names);
        self.files = restored;
    }

    /// What is counted is what is there and within the quota, nothing is lost or leads outside, and `/work` and `/tmp`
    /// stay.
    pub(super) fn check(&self) {
        let files = &self.files;
        let bytes: u64 = living(files)
            .filter(|(_, node)| matches!(node.kind, Kind::File(_)))
            .map(|(_, node)| node.size_bytes())
            .sum();
        assert_eq!(files.used_bytes, bytes, "bytes");
        assert!(bytes <= self.most.max_bytes, "{bytes} bytes");
        let tree = tree(files);
        // `/work` and `/tmp` are there from the start.
        assert_eq!(files.used_names as usize + 2, tree.len(), "names");
        assert!(files.used_names <= self.most.max_names, "too many names");
        self.check_nodes(&tree);
        for (id, _) in living(files).filter(|(id, _)| files.is_directory(*id)) {
            assert_ends_at_root(files, id);
        }
        for (path, _) in files.changed_files() {
            let is_name = |name: &str| !matches!(name, "" | "." | "..");
            assert!(path.split('/').all(is_name), "{path}");
        }
    }

    /// Every node has names or an open descriptor, no descriptor stands for nothing, and the rest is free.
    fn check_nodes(&self, tree: &Tree) {
        let mut names = BTreeMap::from([(FileSystem::ROOT, 1)]);
        for (id, _) in tree.values() {
            *names.entry(*id).or_default() += 1;
        }
        for id in [FileSystem::WORK, FileSystem::TMP] {
            assert!(names.contains_key(&id) && self.files.is_directory(id));
        }
        let open: BTreeSet<_> = self.open.iter().copied().collect();
        for &id in &open {
            assert!(self.files.node(id).is_some(), "{id:?} is open");
        }
        for (id, node) in living(&self.files) {
            let links = names.get(&id).copied().unwrap_or_default();
            assert_eq!(node.links, links, "{id:?}");
            assert!(links > 0 || open.contains(&id), "{id:?} is lost");
        }
        let free: BTreeSet<_> = self.files.free.iter().copied().collect();
        assert_eq!(free.len(), self.files.free.len(), "free twice");
        let slots = (0_u32..).zip(&self.files.nodes);
        let empty = slots.filter(|(_, slot)| slot.is_none());
        assert!(free.into_iter().eq(empty.map(|(number, _)| number)));
    }
}

/// Changes that a guest may have made up which broke out of its first wall: they are refused, or make a file system as
/// good as any other.
pub(super) fn check_made_up(changes: &[NodeChange], open: &[NodeId], calls: &[Call]) {
    let Some(mut guest) = Guest::of_state(&base(), changes, open) else {
        return;
    };
    guest.check();
    for call in calls {
        let _ = guest.make(call);
        guest.check();
    }
}

/// A shared tree of one file, `/usr/lib/file`.
pub(super) fn base() -> Arc<BaseTree> {
    static BASE: LazyLock<Arc<BaseTree>> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let file = std::fs::File::open(path).expect("the package has a manifest");
        let bytes = SharedBytes::map(&file).expect("it can be mapped");
        let mut tree = BaseTree::new();
        tree.add_file("usr/lib/file", bytes)
            .expect("the tree is empty");
        Arc::new(tree)
    });
    Arc::clone(&BASE)
}

/// Paths below the root, with the node and what it is; the shared tree left out.
type Tree = BTreeMap<String, (NodeId, String)>;

/// Every path. Directories form a tree, so this ends.
fn tree(files: &FileSystem) -> Tree {
    let mut found = Tree::new();
    let mut open = vec![(FileSystem::ROOT, String::new())];
    while let Some((directory, path)) = open.pop() {
        let entries = files.entries(directory).expect("a directory was listed");
        for (name, &id) in entries {
            let path = format!("{path}/{name}");
            if BaseTree::owns(id) {
                assert_eq!(path, "/usr", "the shared tree was moved");
                continue;
            }
            let node = files.node(id).expect("a name stands for a node");
            let what = match &node.kind {
                Kind::File(content) => format!("{:?}", content.as_slice()),
                Kind::SymbolicLink(target) => format!("-> {target}"),
                Kind::Directory { parent, .. } => {
                    assert_eq!(*parent, directory, "{path}");
                    open.push((id, path.clone()));
                    "directory".to_owned()
                }
            };
            found.insert(path, (id, what));
            assert!(found.len() < 1000, "no tree");
        }
    }
    found
}

/// The execution's own nodes.
fn living(files: &FileSystem) -> impl Iterator<Item = (NodeId, &Node)> {
    let nodes = (0_u32..).zip(&files.nodes);
    nodes.filter_map(|(number, node)| Some((NodeId(number), node.as_ref()?)))
}

/// `..` from anywhere comes to the root, where it stays.
fn assert_ends_at_root(files: &FileSystem, directory: NodeId) {
    let mut at = directory;
    for _ in 0..=files.nodes.len() {
        at = files.parent(at).expect("a directory lies in one");
    }
    assert_eq!(at, FileSystem::ROOT, "above {directory:?}");
}
