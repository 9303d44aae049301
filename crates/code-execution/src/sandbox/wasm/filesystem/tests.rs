use proptest::prelude::*;

use super::{change::place, *};

fn files(max_bytes: u64, max_names: u32) -> FileSystem {
    let quota = Quota {
        max_bytes,
        max_names,
    };
    FileSystem::new(Arc::new(BaseTree::new()), quota, 0)
}

fn create(files: &mut FileSystem, path: &str) -> Result<NodeId, Errno> {
    let place = files.place(FileSystem::WORK, path)?;
    files.create_file(&place, 0)
}

#[test]
fn paths_are_resolved_inside_the_tree() {
    let mut files = files(1000, 100);
    files
        .add_input("a/b/c.txt", b"abc".to_vec(), false, 0)
        .unwrap();
    for path in [
        "a/b/c.txt",
        "./a//b/../b/c.txt",
        "/work/a/b/c.txt",
        "../../../work/a/b/c.txt",
    ] {
        let node = files.find(FileSystem::WORK, path, true).unwrap();
        assert_eq!(files.content(node).unwrap(), b"abc", "{path}");
    }
    for (path, errno) in [
        ("", Errno::NotFound),
        ("missing", Errno::NotFound),
        ("a/b/c.txt/", Errno::NotDirectory),
        ("a/b/c.txt/d", Errno::NotDirectory),
    ] {
        assert_eq!(
            files.find(FileSystem::WORK, path, true),
            Err(errno),
            "{path}"
        );
    }
    let long = "x".repeat(256);
    assert_eq!(
        files.find(FileSystem::WORK, &long, true),
        Err(Errno::NameTooLong)
    );
    assert_eq!(
        files.find(FileSystem::WORK, &"x/".repeat(3000), true),
        Err(Errno::NameTooLong)
    );
}

#[test]
fn links_are_followed_and_loops_end() {
    let mut files = files(1000, 100);
    files.add_input("target", b"t".to_vec(), false, 0).unwrap();
    for (name, target) in [
        ("one", "two"),
        ("two", "/work/target"),
        ("loop", "loop"),
        ("out", "../../../../etc"),
    ] {
        let place = place(FileSystem::WORK, name);
        files.create_symbolic_link(&place, target, 0).unwrap();
    }
    let found = files.find(FileSystem::WORK, "one", true).unwrap();
    assert_eq!(files.content(found).unwrap(), b"t");
    let itself = files.find(FileSystem::WORK, "one", false).unwrap();
    assert_eq!(files.link_target(itself).unwrap(), "two");
    assert_eq!(files.find(FileSystem::WORK, "loop", true), Err(Errno::Loop));
    assert_eq!(
        files.find(FileSystem::WORK, "out", true),
        Err(Errno::NotFound)
    );
}

#[test]
fn rename_replaces_only_what_fits() {
    let mut files = files(1000, 100);
    for name in ["file", "other", "full/inside"] {
        files.add_input(name, b"x".to_vec(), false, 0).unwrap();
    }
    let at = |name: &str| place(FileSystem::WORK, name);
    files.create_directory(&at("empty"), 0).unwrap();
    assert_eq!(
        files.rename(&at("file"), &at("empty")),
        Err(Errno::IsDirectory)
    );
    assert_eq!(
        files.rename(&at("empty"), &at("file")),
        Err(Errno::NotDirectory)
    );
    assert_eq!(
        files.rename(&at("empty"), &at("full")),
        Err(Errno::NotEmpty)
    );
    assert_eq!(
        files.rename(&at("missing"), &at("full")),
        Err(Errno::NotFound)
    );
    let full = files.find(FileSystem::WORK, "full", true).unwrap();
    assert_eq!(
        files.rename(&at("full"), &place(full, "itself")),
        Err(Errno::Invalid)
    );
    files.rename(&at("file"), &at("other")).unwrap();
    files.rename(&at("full"), &at("empty")).unwrap();
    let names: Vec<_> = files
        .entries(FileSystem::WORK)
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(names, ["empty", "other"]);
}

#[test]
fn an_unlinked_file_lives_as_long_as_it_is_open() {
    let mut files = files(1000, 100);
    let node = create(&mut files, "f").unwrap();
    files.retain(node);
    files.write(node, 0, b"abc", 0).unwrap();
    files.unlink(&place(FileSystem::WORK, "f")).unwrap();
    assert_eq!(
        (files.content(node).unwrap(), files.used_bytes()),
        (&b"abc"[..], 3)
    );
    files.release(node);
    assert_eq!(files.used_bytes(), 0);
    assert!(files.content(node).is_err());
}

#[test]
fn an_input_that_is_refused_takes_nothing_of_the_quota() {
    let mut files = files(1000, 1);
    files.add_input("a", vec![1; 10], false, 0).unwrap();
    let again = files.add_input("a", vec![1; 10], false, 0);
    assert_eq!(again, Err(Errno::Exists));
    let second = files.add_input("b", vec![1; 10], false, 0);
    assert_eq!(second, Err(Errno::NoSpace));
    assert_eq!(files.used_bytes(), 10);
}

#[test]
fn no_name_has_a_nul_in_it() {
    // `at_rest` refuses such names: a session that had one could not go on.
    let mut files = files(1000, 100);
    assert_eq!(create(&mut files, "a\0b"), Err(Errno::Invalid));
    let input = files.add_input("a\0/b", Vec::new(), false, 0);
    assert_eq!(input, Err(Errno::Invalid));
}

#[test]
fn a_removed_directory_that_is_open_takes_nothing_and_lies_in_the_root() {
    let mut files = files(1000, 100);
    files
        .create_directory(&place(FileSystem::WORK, "upper"), 0)
        .unwrap();
    let upper = files.find(FileSystem::WORK, "upper", true).unwrap();
    let lower = files.create_directory(&place(upper, "lower"), 0).unwrap();
    files.retain(lower);
    files.remove_directory(&place(upper, "lower")).unwrap();
    files
        .remove_directory(&place(FileSystem::WORK, "upper"))
        .unwrap();
    // The next node gets the number of `upper`: were it put into `lower`, each would lie in the other, and a rename
    // that asks what lies in what would never end.
    let inside = place(lower, "upper");
    assert_eq!(files.create_directory(&inside, 0), Err(Errno::NotFound));
    assert_eq!(files.find(lower, "..", true), Ok(FileSystem::ROOT));
    let other = create(&mut files, "other").unwrap();
    assert_eq!(files.create_hard_link(other, &inside), Err(Errno::NotFound));
    let other = place(FileSystem::WORK, "other");
    assert_eq!(files.rename(&other, &inside), Err(Errno::NotFound));
    files.release(lower);
    assert_eq!(files.used_names, 1);
}

#[test]
fn the_quota_holds_for_gaps_and_comes_back() {
    let mut files = files(100, 100);
    let node = create(&mut files, "f").unwrap();
    assert_eq!(files.write(node, u64::MAX, b"x", 0), Err(Errno::NoSpace));
    assert_eq!(files.write(node, 100, b"x", 0), Err(Errno::NoSpace));
    files.write(node, 99, b"x", 0).unwrap();
    assert_eq!(files.used_bytes(), 100);
    files.resize(node, 10, 0).unwrap();
    assert_eq!(files.used_bytes(), 10);
}

#[test]
fn the_shared_tree_cannot_be_changed() {
    let mut tree = BaseTree::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, b"shared").unwrap();
    let bytes =
        super::super::memory::SharedBytes::map(&std::fs::File::open(&path).unwrap()).unwrap();
    tree.add_file("usr/lib/f", bytes.clone()).unwrap();
    assert_eq!(
        tree.add_file("usr/lib/f", bytes.clone()),
        Err(Errno::Exists)
    );
    assert_eq!(
        tree.add_file("usr/lib/f/g", bytes),
        Err(Errno::NotDirectory)
    );
    let quota = Quota {
        max_bytes: 100,
        max_names: 100,
    };
    let mut files = FileSystem::new(Arc::new(tree), quota, 0);
    let node = files.find(FileSystem::ROOT, "usr/lib/f", true).unwrap();
    assert_eq!(files.content(node).unwrap(), b"shared");
    assert_eq!(files.write(node, 0, b"x", 0), Err(Errno::ReadOnly));
    let place = files.place(FileSystem::ROOT, "usr/lib/f").unwrap();
    assert_eq!(files.unlink(&place), Err(Errno::ReadOnly));
    let shared = files.place(FileSystem::ROOT, "usr").unwrap();
    let moved = files.rename(&shared, &super::change::place(FileSystem::WORK, "usr"));
    assert_eq!(moved, Err(Errno::ReadOnly));
    assert!(files.find(FileSystem::ROOT, "usr/lib/f", true).is_ok());
    let parent = files.find(FileSystem::ROOT, "usr/lib/../..", true).unwrap();
    assert_eq!(parent, FileSystem::ROOT);
}

#[test]
fn a_root_that_lies_in_a_directory_is_refused() {
    let mut files = files(1000, 100);
    let Some(node) = files.nodes.get_mut(0).and_then(Option::as_mut) else {
        panic!("there is no root");
    };
    if let Kind::Directory { parent, .. } = &mut node.kind {
        *parent = FileSystem::WORK;
    }
    let root = NodeChange {
        number: 0,
        node: Some(postcard::to_stdvec(node).unwrap()),
    };
    let base = Arc::new(BaseTree::new());
    let open = std::iter::empty();
    let restored = FileSystem::at_rest(base, files.quota, 0, &[root], open);
    assert!(restored.is_err());
}

#[derive(Debug, Clone)]
enum Change {
    Create(u8),
    Write(u8, u16, u8),
    Resize(u8, u16),
    Unlink(u8),
    Link(u8, u8),
    Directory(u8),
    RemoveDirectory(u8),
    Rename(u8, u8),
    Symlink(u8, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Create),
        any::<(u8, u16, u8)>().prop_map(|(name, offset, len)| Change::Write(name, offset, len)),
        any::<(u8, u16)>().prop_map(|(name, size)| Change::Resize(name, size)),
        any::<u8>().prop_map(Change::Unlink),
        any::<(u8, u8)>().prop_map(|(from, to)| Change::Link(from, to)),
        any::<u8>().prop_map(Change::Directory),
        any::<u8>().prop_map(Change::RemoveDirectory),
        any::<(u8, u8)>().prop_map(|(from, to)| Change::Rename(from, to)),
        any::<(u8, u8)>().prop_map(|(from, to)| Change::Symlink(from, to)),
    ]
}

/// A few names, some of them below directories, so that changes meet.
fn path(number: u8) -> String {
    ["a", "b", "c", "d", "a/x", "b/x", "a/b/x", "../tmp/y"][usize::from(number) % 8].to_owned()
}

fn apply(files: &mut FileSystem, change: &Change) -> Result<(), Errno> {
    let place = |files: &FileSystem, number| files.place(FileSystem::WORK, &path(number));
    let find = |files: &FileSystem, number| files.find(FileSystem::WORK, &path(number), true);
    match *change {
        Change::Create(name) => files.create_file(&place(files, name)?, 0).map(|_| ()),
        Change::Write(name, offset, len) => {
            files.write(find(files, name)?, offset.into(), &vec![1; len.into()], 0)
        }
        Change::Resize(name, size) => files.resize(find(files, name)?, size.into(), 0),
        Change::Unlink(name) => files.unlink(&place(files, name)?),
        Change::Link(from, to) => files.create_hard_link(find(files, from)?, &place(files, to)?),
        Change::Directory(name) => files.create_directory(&place(files, name)?, 0).map(|_| ()),
        Change::RemoveDirectory(name) => files.remove_directory(&place(files, name)?),
        Change::Rename(from, to) => files.rename(&place(files, from)?, &place(files, to)?),
        Change::Symlink(from, to) => files
            .create_symbolic_link(&place(files, from)?, &path(to), 0)
            .map(|_| ()),
    }
}

/// Counts what is really there.
fn counted(files: &FileSystem) -> (u64, u32) {
    let mut bytes = 0;
    let mut names = 0;
    for node in files.nodes.iter().flatten() {
        match &node.kind {
            Kind::File(content) => bytes += content.as_slice().len() as u64,
            Kind::Directory { entries, .. } => names += u32::try_from(entries.len()).unwrap(),
            Kind::SymbolicLink(_) => (),
        }
    }
    (bytes, names - 2)
}

proptest! {
    /// Whatever a guest does, the books are right and the quota holds; `/work` and `/tmp` stay.
    #[test]
    fn the_books_are_right(changes in prop::collection::vec(change(), 0..200)) {
        let mut files = files(50_000, 12);
        for change in &changes {
            let _refused = apply(&mut files, change);
            prop_assert_eq!(counted(&files), (files.used_bytes, files.used_names));
            prop_assert!(files.used_bytes <= 50_000 && files.used_names <= 12);
        }
        prop_assert!(files.find(FileSystem::ROOT, "work", true).is_ok());
        prop_assert!(files.find(FileSystem::ROOT, "tmp", true).is_ok());
    }
}
