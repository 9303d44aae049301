//! Any bytes as a session's state, and as a checkpoint of one.

use std::sync::Arc;

use super::{
    BadState, GuestState, PieceWriter, StateLimits, StateUpdate,
    checkpoint::{MAGIC, add_block, beginning},
    piece::WHOLE_PAGE,
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
    let mut update = StateUpdate::new(LIMITS);
    if update.push(bytes).is_err() {
        return;
    }
    let mut state = GuestState::new("base".to_owned());
    let earlier = changed(|writer| {
        writer.head(65_536, b"", 0)?;
        writer.page(3, WHOLE_PAGE, &[1; HOST_PAGE_BYTES])
    });
    let applied = earlier.and_then(|earlier| state.apply(earlier));
    assert_eq!(applied, Ok(()));
    let before = written(&state);
    match state.apply(update) {
        Ok(()) => assert_comes_back(&state),
        Err(_) => assert_eq!(before, written(&state)),
    }
}

/// The update that `write` writes.
fn changed(
    write: impl FnOnce(&mut PieceWriter<'_>) -> Result<(), BadState>,
) -> Result<StateUpdate, BadState> {
    let mut update = StateUpdate::new(LIMITS);
    let mut give = |batch: &[u8]| update.push(batch);
    let mut writer = PieceWriter::new(&mut give);
    write(&mut writer)?;
    writer.end()?;
    Ok(update)
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
            let batch_bytes = usize::from(choices.number()) << choices.below(16);
            let checkpoint = headed(batch_bytes, choices.rest(), &key);
            // As a host reads one: no length that it names may take memory.
            let _ = GuestState::from_checkpoint(&checkpoint, PACK, &key, StateLimits::WIDEST);
            read(&checkpoint)
        }
        3 => {
            let state = choices.rest();
            let compressed = lz4_flex::block::compress(state);
            read(&headed(state.len(), &compressed, &key))
        }
        _ => chosen_state(&mut choices).and_then(|state| {
            let state = Arc::new(state);
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
    let mut update = StateUpdate::new(LIMITS);
    let applied = update
        .push(&written(state))
        .and_then(|()| again.apply(update));
    assert_eq!(applied, Ok(()));
    assert_eq!(written(&again), written(state));
}

fn written(state: &GuestState) -> Vec<u8> {
    let batches: Result<Vec<_>, _> = Arc::new(state.clone()).batches().collect();
    assert!(batches.is_ok(), "every state can be written");
    batches.unwrap_or_default().concat()
}

/// The content of a checkpoint and its code.
fn signed(content: &[u8], key: &InstallationKey) -> Vec<u8> {
    let content = [MAGIC, content].concat();
    let signature = key.sign(&[&content]);
    [content, signature].concat()
}

/// A checkpoint of one block that says how long its batch is.
fn headed(batch_bytes: usize, compressed: &[u8], key: &InstallationKey) -> Vec<u8> {
    let mut checkpoint = beginning(PACK, "base").unwrap_or_default();
    let added = add_block(&mut checkpoint, batch_bytes, compressed);
    assert!(added.is_ok());
    let signature = key.sign(&[&checkpoint]);
    [checkpoint, signature].concat()
}

/// A state of some pages and nodes, each of one byte over and over.
fn chosen_state(choices: &mut Choices<'_>) -> Result<GuestState, BadState> {
    let mut state = GuestState::new("base".to_owned());
    for _ in 0..choices.below(4) {
        let update = changed(|writer| {
            let memory_bytes = u64::from(choices.byte()) << 16;
            let descriptors = vec![1; choices.below(255)];
            writer.head(memory_bytes, &descriptors, u64::from(choices.number()))?;
            for _ in 0..choices.below(4) {
                writer.node(NodeChange {
                    number: u32::from(choices.byte()),
                    node: (choices.below(4) > 0).then(|| vec![9; choices.below(255)]),
                })?;
            }
            for _ in 0..choices.below(4) {
                let lines = match choices.below(2) {
                    0 => WHOLE_PAGE,
                    _ => u64::from(choices.number()),
                };
                let page = [choices.byte(); HOST_PAGE_BYTES];
                writer.page(u32::from(choices.byte()), lines, &page)?;
            }
            Ok(())
        });
        state.apply(update?)?;
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
