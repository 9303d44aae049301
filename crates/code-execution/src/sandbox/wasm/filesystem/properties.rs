//! Whatever a guest does with its files: the quota holds, what is counted is what is there, and a file system at rest is the
//! one it was.

use proptest::prelude::*;

use super::*;

const MAX_BYTES: u64 = 2000;
const MAX_NAMES: u32 = 12;
const QUOTA: Quota = Quota {
    max_bytes: MAX_BYTES,
    max_names: MAX_NAMES,
};

/// One call of a guest.
#[derive(Debug, Clone)]
enum Call {
    Create(String),
    Directory(String),
    Link(String, String),
    Symbolic(String, String),
    Unlink(String),
    RemoveDirectory(String),
    Rename(String, String),
    Write(String, u64, usize),
    Resize(String, u64),
    Open(String),
    Close(usize),
    Rest,
}

fn path() -> impl Strategy<Value = String> {
    let component = prop_oneof!["[abc]", Just("..".to_owned()), Just(".".to_owned())];
    (
        any::<bool>(),
        prop::collection::vec(component, 1..4),
        any::<bool>(),
    )
        .prop_map(|(absolute, components, slash)| {
            let start = if absolute { "/" } else { "" };
            let end = if slash { "/" } else { "" };
            format!("{start}{}{end}", components.join("/"))
        })
}

fn call() -> impl Strategy<Value = Call> {
    let offset = prop_oneof![0_u64..3000, Just(u64::MAX), Just(1 << 40)];
    prop_oneof![
        path().prop_map(Call::Create),
        path().prop_map(Call::Directory),
        (path(), path()).prop_map(|(from, to)| Call::Link(from, to)),
        (path(), path()).prop_map(|(target, at)| Call::Symbolic(target, at)),
        path().prop_map(Call::Unlink),
        path().prop_map(Call::RemoveDirectory),
        (path(), path()).prop_map(|(from, to)| Call::Rename(from, to)),
        (path(), offset.clone(), 0_usize..600)
            .prop_map(|(at, offset, len)| Call::Write(at, offset, len)),
        (path(), offset).prop_map(|(at, size)| Call::Resize(at, size)),
        path().prop_map(Call::Open),
        (0_usize..8).prop_map(Call::Close),
        Just(Call::Rest),
    ]
}

/// A guest with its files and its open descriptors.
struct Guest {
    files: FileSystem,
    open: Vec<NodeId>,
    /// All changes since the start, as a host keeps them.
    kept: std::collections::BTreeMap<u32, NodeChange>,
}

impl Guest {
    fn make(&mut self, call: &Call) -> Result<(), Errno> {
        const AT: NodeId = FileSystem::WORK;
        let files = &mut self.files;
        match call {
            Call::Create(path) => files.create_file(&files.place(AT, path)?, 1).map(drop),
            Call::Directory(path) => files.create_directory(&files.place(AT, path)?, 1).map(drop),
            Call::Link(from, to) => {
                files.create_hard_link(files.find(AT, from, true)?, &files.place(AT, to)?)
            }
            Call::Symbolic(target, at) => {
                let place = files.place(AT, at)?;
                files.create_symbolic_link(&place, target, 1).map(drop)
            }
            Call::Unlink(path) => files.unlink(&files.place(AT, path)?),
            Call::RemoveDirectory(path) => files.remove_directory(&files.place(AT, path)?),
            Call::Rename(from, to) => files.rename(&files.place(AT, from)?, &files.place(AT, to)?),
            Call::Write(path, offset, len) => {
                files.write(files.find(AT, path, true)?, *offset, &vec![7; *len], 2)
            }
            Call::Resize(path, size) => files.resize(files.find(AT, path, true)?, *size, 2),
            Call::Open(path) => {
                let node = files.find(AT, path, true)?;
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
            Call::Rest => {
                self.rest();
                Ok(())
            }
        }
    }

    /// Goes on with a file system made of all changes.
    fn rest(&mut self) {
        for change in self.files.take_changes() {
            self.kept.insert(change.number, change);
        }
        let changes: Vec<_> = self.kept.values().cloned().collect();
        let base = Arc::clone(&self.files.base);
        let open = self.open.iter().copied();
        let restored = FileSystem::at_rest(base, QUOTA, 0, &changes, open).unwrap();
        assert_eq!(tree(&restored), tree(&self.files));
        assert_eq!(restored.used_bytes, self.files.used_bytes);
        assert_eq!(restored.used_names, self.files.used_names);
        self.files = restored;
    }
}

/// Every path below the root, with what is there. Directories form a tree, so this ends.
fn tree(files: &FileSystem) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![(FileSystem::ROOT, String::new())];
    while let Some((directory, path)) = open.pop() {
        for (name, &id) in files.entries(directory).unwrap() {
            let path = format!("{path}/{name}");
            let what = match &files.node(id).unwrap().kind {
                Kind::File(content) => format!("{:?}", content.as_slice()),
                Kind::SymbolicLink(target) => format!("-> {target}"),
                Kind::Directory { parent, .. } => {
                    assert_eq!(*parent, directory, "{path}");
                    open.push((id, path.clone()));
                    "directory".to_owned()
                }
            };
            found.push((path, what));
            assert!(found.len() < 1000, "no tree");
        }
    }
    found.sort();
    found
}

proptest! {
    #[test]
    fn what_is_counted_is_what_is_there(calls in prop::collection::vec(call(), 1..60)) {
        let mut guest = Guest {
            files: FileSystem::new(Arc::new(BaseTree::new()), QUOTA, 0),
            open: Vec::new(),
            kept: std::collections::BTreeMap::new(),
        };
        for call in &calls {
            let _ = guest.make(call);
            let nodes = guest.files.nodes.iter().flatten();
            let bytes: u64 = nodes
                .filter(|node| matches!(node.kind, Kind::File(_)))
                .map(Node::size_bytes)
                .sum();
            prop_assert_eq!(guest.files.used_bytes, bytes, "after {:?}", call);
            prop_assert!(bytes <= MAX_BYTES);
            let names = tree(&guest.files).len() - 2;
            prop_assert_eq!(guest.files.used_names as usize, names, "after {:?}", call);
            prop_assert!(names <= MAX_NAMES as usize);
        }
        guest.rest();
    }

    /// Changes that a guest made up which broke out of its first wall.
    #[test]
    fn made_up_changes_are_refused_or_make_a_tree(
        calls in prop::collection::vec(call(), 1..20),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
        open in prop::collection::vec(0_u32..20, 0..4),
    ) {
        let mut guest = Guest {
            files: FileSystem::new(Arc::new(BaseTree::new()), QUOTA, 0),
            open: Vec::new(),
            kept: std::collections::BTreeMap::new(),
        };
        for call in &calls {
            let _ = guest.make(call);
        }
        let mut changes = guest.files.take_changes();
        for (change, byte, value) in flips {
            if changes.is_empty() {
                break;
            }
            let at = change.index(changes.len());
            let change = &mut changes[at];
            match &mut change.node {
                Some(node) if !node.is_empty() => {
                    let at = byte.index(node.len());
                    node[at] = value;
                }
                _ => change.number = u32::from(value),
            }
        }
        let base = Arc::new(BaseTree::new());
        let open = open.into_iter().map(NodeId);
        if let Ok(mut files) = FileSystem::at_rest(base, QUOTA, 0, &changes, open) {
            tree(&files);
            for call in &calls {
                let mut guest = Guest { files, open: Vec::new(), kept: std::collections::BTreeMap::new() };
                if !matches!(call, Call::Rest) {
                    let _ = guest.make(call);
                }
                files = guest.files;
            }
            tree(&files);
        }
    }
}
