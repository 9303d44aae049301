//! Whatever a guest does with its files: the quota holds, what is counted is what is there, and a file system at rest is the
//! one it was.

use proptest::prelude::*;

use super::{
    NodeId,
    oracle::{At, Call, Guest, base, check_made_up},
};

fn path() -> impl Strategy<Value = String> {
    let component = prop_oneof![
        8 => "[abc]",
        4 => Just("..".to_owned()),
        4 => Just(".".to_owned()),
        1 => "usr|work|tmp|a\0b",
    ];
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

fn at() -> impl Strategy<Value = At> {
    (prop_oneof![2 => Just(0), 1 => 1_usize..5], path())
        .prop_map(|(start, path)| At { start, path })
}

fn call() -> impl Strategy<Value = Call> {
    let offset = prop_oneof![0_u64..3000, Just(u64::MAX), Just(1 << 40)];
    prop_oneof![
        at().prop_map(Call::Create),
        at().prop_map(Call::Directory),
        (at(), at()).prop_map(|(from, to)| Call::Link(from, to)),
        (path(), at()).prop_map(|(target, at)| Call::Symbolic(target, at)),
        at().prop_map(Call::Unlink),
        at().prop_map(Call::RemoveDirectory),
        (at(), at()).prop_map(|(from, to)| Call::Rename(from, to)),
        (at(), offset.clone(), 0_usize..600)
            .prop_map(|(at, offset, len)| Call::Write(at, offset, len)),
        (at(), offset).prop_map(|(at, size)| Call::Resize(at, size)),
        at().prop_map(Call::Open),
        (0_usize..8).prop_map(Call::Close),
        (path(), 0_usize..600, any::<bool>())
            .prop_map(|(path, len, replaces)| Call::Input(path, len, replaces)),
        Just(Call::Rest),
    ]
}

proptest! {
    #[test]
    fn what_is_counted_is_what_is_there(calls in prop::collection::vec(call(), 1..60)) {
        let mut guest = Guest::new(&base());
        for call in &calls {
            let _ = guest.make(call);
            guest.check();
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
        let mut guest = Guest::new(&base());
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
        let open: Vec<_> = open.into_iter().map(NodeId).collect();
        check_made_up(&changes, &open, &calls);
    }
}
