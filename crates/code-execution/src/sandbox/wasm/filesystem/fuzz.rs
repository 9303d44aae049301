//! Any bytes as the calls of a guest, and as a state that one made up.

use super::{
    NodeChange, NodeId,
    oracle::{At, Call, Guest, base, check_made_up},
};
use crate::fuzzing::Choices;

/// The most calls of one guest: each is followed by a look at everything.
const MAX_CALLS: usize = 200;

/// The first byte says what the rest is: calls, or calls and edits of the state that they leave.
///
/// # Panics
/// Where a call, or the state, breaks what holds for every file system.
pub fn ask_filesystem(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    if choices.below(2) == 0 {
        ask_calls(choices);
    } else {
        ask_made_up(choices);
    }
}

fn ask_calls(mut choices: Choices<'_>) {
    let mut guest = Guest::new(&base());
    for _ in 0..MAX_CALLS {
        if choices.is_empty() {
            break;
        }
        let _ = guest.make(&call(&mut choices));
        guest.check();
    }
    guest.rest();
}

fn ask_made_up(mut choices: Choices<'_>) {
    let calls: Vec<_> = (0..choices.below(20)).map(|_| call(&mut choices)).collect();
    let open: Vec<_> = (0..choices.below(4))
        .map(|_| NodeId(number(&mut choices)))
        .collect();
    let mut guest = Guest::new(&base());
    for call in &calls {
        let _ = guest.make(call);
    }
    let mut changes = guest.files.take_changes();
    while !choices.is_empty() {
        edit(&mut changes, &mut choices);
    }
    check_made_up(&changes, &open, &calls);
}

/// Edits one of the changes, or adds one.
fn edit(changes: &mut Vec<NodeChange>, choices: &mut Choices<'_>) {
    let index = choices.below(16);
    let Some(change) = changes.get_mut(index) else {
        return changes.push(NodeChange {
            number: number(choices),
            node: node(choices),
        });
    };
    match choices.below(4) {
        0 => change.number = number(choices),
        1 => change.node = node(choices),
        _ => {
            let at = choices.below(255);
            if let Some(byte) = change.node.as_mut().and_then(|node| node.get_mut(at)) {
                *byte = choices.byte();
            }
        }
    }
}

/// A node's number: small mostly, sometimes near a bound.
fn number(choices: &mut Choices<'_>) -> u32 {
    match choices.byte() {
        255 => u32::MAX,
        254 => 1 << 31,
        253 => 1 << 20,
        252 => (1 << 20) - 1,
        small => u32::from(small) % 16,
    }
}

fn node(choices: &mut Choices<'_>) -> Option<Vec<u8>> {
    let len = choices.below(64);
    (len > 0).then(|| choices.bytes(len).to_vec())
}

fn call(choices: &mut Choices<'_>) -> Call {
    match choices.below(13) {
        0 => Call::Create(at(choices)),
        1 => Call::Directory(at(choices)),
        2 => Call::Link(at(choices), at(choices)),
        3 => Call::Symbolic(path(choices), at(choices)),
        4 => Call::Unlink(at(choices)),
        5 => Call::RemoveDirectory(at(choices)),
        6 => Call::Rename(at(choices), at(choices)),
        7 => Call::Write(at(choices), bytes(choices), choices.below(255) * 3),
        8 => Call::Resize(at(choices), bytes(choices)),
        9 => Call::Open(at(choices)),
        10 => Call::Close(choices.below(8)),
        11 => Call::Input(path(choices), choices.below(255) * 3, choices.below(2) > 0),
        _ => Call::Rest,
    }
}

/// A length or a place in a file: around the quota mostly, sometimes at a bound.
fn bytes(choices: &mut Choices<'_>) -> u64 {
    match choices.number() {
        number @ 0..60_000 => u64::from(number) % 3000,
        number => u64::MAX >> (number % 64),
    }
}

fn at(choices: &mut Choices<'_>) -> At {
    At {
        start: choices.below(5),
        path: path(choices),
    }
}

/// A path of up to three names, of which many meet: one byte for its form, and one for each name.
fn path(choices: &mut Choices<'_>) -> String {
    let form = choices.byte();
    let names: Vec<_> = (0..form >> 2 & 3).map(|_| name(choices.byte())).collect();
    let start = if form & 1 > 0 { "/" } else { "" };
    let end = if form & 2 > 0 { "/" } else { "" };
    format!("{start}{}{end}", names.join("/"))
}

fn name(choice: u8) -> String {
    match choice {
        250.. => "x".repeat(usize::from(choice)),
        249 => "x/".repeat(2100),
        248 => "ü".repeat(127),
        247 => "a\0b".to_owned(),
        choice => [
            "a", "b", "c", "..", ".", "work", "tmp", "usr", "lib", "file",
        ]
        .get(usize::from(choice) % 10)
        .map_or_else(String::new, |name| (*name).to_owned()),
    }
}
