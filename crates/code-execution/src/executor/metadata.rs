//! What a backend tells of itself: the word of a worker, which a guest may have taken over.

use serde_json::{Map, Value};

use super::clean::Cleaner;

/// The most entries that a backend may add.
const MAX_ENTRIES: usize = 32;
/// The longest name of an entry.
const MAX_NAME_BYTES: usize = 64;
/// The longest value, as JSON.
const MAX_VALUE_BYTES: usize = 4096;
/// What the executor says itself, here or once the result is made.
const OWN_NAMES: [&str; 4] = ["sandbox_type", "walls", "session_id", "state_kept"];

/// Adds what the backend told to what the executor says, and gives how many entries were left out: those that the
/// executor sets itself, that are too many or too long, or that hold something sensitive.
pub(super) fn add(
    known: &mut Map<String, Value>,
    told: Map<String, Value>,
    cleaner: &Cleaner<'_>,
) -> usize {
    let all = told.len();
    let plain = told
        .into_iter()
        .filter(|(name, value)| is_plain(name) && is_short_and_clean(value, cleaner));
    let before = known.len();
    known.extend(plain.take(MAX_ENTRIES));
    all - (known.len() - before)
}

fn is_plain(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty()
        && name.len() <= MAX_NAME_BYTES
        && name.bytes().all(allowed)
        && !OWN_NAMES.contains(&name)
}

fn is_short_and_clean(value: &Value, cleaner: &Cleaner<'_>) -> bool {
    let text = value.to_string();
    text.len() <= MAX_VALUE_BYTES && cleaner.is_clean(&text)
}
