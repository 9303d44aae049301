//! Any bytes as a session's state, and as a checkpoint of one.

use super::{
    BadState, GuestState, StateChange, StateLimits,
    checkpoint::{MAGIC, checkpoint_of},
};
use crate::{
    fuzzing::Choices,
    runtime::InstallationKey,
    sandbox::wasm::{filesystem::NodeChange, memory::HOST_PAGE_BYTES},
};

/// Tight, so that inputs reach them.
const LIMITS: StateLimits = StateLimits {
    max_memory_bytes: 1 << 20,
    max_file_bytes: 1000,
};
const PACK: &str = "pack";

/// Asks of bytes that a worker calls a state: refused without a trace, or one within the limits that comes back.
///
/// # Panics
/// Where it does not.
pub(crate) fn ask_state(bytes: &[u8]) {
    let Ok(change) = StateChange::from_bytes(bytes) else {
        return;
    };
    let mut state = GuestState::new("base".to_owned());
    let earlier = StateChange {
        memory_bytes: 65_536,
        page_numbers: vec![3],
        page_bytes: vec![1; HOST_PAGE_BYTES],
        ..StateChange::default()
    };
    let applied = state.apply(earlier, LIMITS);
    assert_eq!(applied, Ok(()));
    let before = written(&state);
    match state.apply(change, LIMITS) {
        Ok(()) => assert_comes_back(&state),
        Err(_) => assert_eq!(before, written(&state)),
    }
}

/// Asks of bytes that are called a checkpoint. The first byte says how much of the form is made right: nothing, the
/// authentication code, the header too, the compression too, or all of it, from a state that the bytes choose.
///
/// # Panics
/// Where bytes without the code are taken, or a state does not come back.
pub fn ask_checkpoint(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let key = InstallationKey::known();
    let read = |bytes: &[u8]| GuestState::from_checkpoint(bytes, PACK, &key, LIMITS);
    let restored = match choices.byte() % 5 {
        0 => {
            let restored = read(choices.rest());
            assert!(restored.is_err(), "nobody signed this");
            restored
        }
        1 => read(&signed(choices.rest(), &key)),
        2 => {
            let state_bytes = u64::from(choices.number()) << choices.below(48);
            let checkpoint = headed(state_bytes, choices.rest(), &key);
            // As a host reads one: no length that it names may take memory.
            let _ = GuestState::from_checkpoint(&checkpoint, PACK, &key, StateLimits::WIDEST);
            read(&checkpoint)
        }
        3 => {
            let state = choices.rest();
            let compressed = lz4_flex::block::compress(state);
            read(&headed(state.len() as u64, &compressed, &key))
        }
        _ => chosen_state(&mut choices).and_then(|state| {
            let checkpoint = state.to_checkpoint(PACK, &key)?;
            let damaged = damaged(&checkpoint, &mut choices);
            assert!(damaged == checkpoint || read(&damaged).is_err());
            let restored = read(&checkpoint)?;
            assert_eq!(written(&restored), written(&state));
            Ok(restored)
        }),
    };
    if let Ok(state) = restored {
        assert_comes_back(&state);
    }
}

/// The state is within its limits, and a change from nothing makes it again.
fn assert_comes_back(state: &GuestState) {
    let held_bytes = LIMITS.max_memory_bytes + LIMITS.max_file_bytes + (64 << 10);
    assert!(state.held_bytes() <= held_bytes);
    if !state.has_run() {
        return;
    }
    let mut again = GuestState::new(state.image.clone());
    let applied =
        StateChange::from_bytes(&written(state)).and_then(|change| again.apply(change, LIMITS));
    assert_eq!(applied, Ok(()));
    assert_eq!(written(&again), written(state));
}

fn written(state: &GuestState) -> Vec<u8> {
    let bytes = state.to_change().to_bytes();
    assert!(bytes.is_ok(), "every state can be written");
    bytes.unwrap_or_default()
}

/// The content of a checkpoint and its code.
fn signed(content: &[u8], key: &InstallationKey) -> Vec<u8> {
    let content = [MAGIC, content].concat();
    let signature = key.sign(&[&content]);
    [content, signature].concat()
}

/// A checkpoint that says how long its state is.
fn headed(state_bytes: u64, compressed: &[u8], key: &InstallationKey) -> Vec<u8> {
    checkpoint_of(PACK, "base", state_bytes, compressed, key).unwrap_or_default()
}

/// A state of some pages and nodes, each of one byte over and over.
fn chosen_state(choices: &mut Choices<'_>) -> Result<GuestState, BadState> {
    let mut state = GuestState::new("base".to_owned());
    for _ in 0..choices.below(4) {
        let page_numbers: Vec<_> = (0..choices.below(4))
            .map(|_| u32::from(choices.byte()))
            .collect();
        let change = StateChange {
            memory_bytes: u64::from(choices.byte()) << 16,
            page_bytes: vec![choices.byte(); page_numbers.len() * HOST_PAGE_BYTES],
            page_numbers,
            nodes: (0..choices.below(4))
                .map(|_| NodeChange {
                    number: u32::from(choices.byte()),
                    node: (choices.below(4) > 0).then(|| vec![9; choices.below(255)]),
                })
                .collect(),
            descriptors: vec![1; choices.below(255)],
            cpu_ns: u64::from(choices.number()),
        };
        state.apply(change, LIMITS)?;
    }
    Ok(state)
}

/// The bytes with one of them changed, cut, or as they are.
fn damaged(checkpoint: &[u8], choices: &mut Choices<'_>) -> Vec<u8> {
    let mut damaged = checkpoint.to_vec();
    let at = usize::from(choices.number()) % checkpoint.len().max(1);
    if choices.below(2) > 0 {
        damaged.truncate(at);
    } else if let Some(byte) = damaged.get_mut(at) {
        *byte ^= choices.byte();
    }
    damaged
}
