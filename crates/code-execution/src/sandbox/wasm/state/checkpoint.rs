//! A session's state as bytes that leave the process and come back.
//!
//! ```text
//! "RINGFENCE" version(1)  header length(4)  header  compressed state  signature(32)
//! ```
//!
//! The header (postcard) names the pack and the image that the state belongs to and says how long the state is. The state
//! is an LZ4 block of [`StateChange`]'s bytes. The signature covers everything before it and is checked before anything
//! is read or taken memory for: who cannot write the cache folder cannot make a checkpoint. Nothing is encrypted.
//!
//! Sources: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>, RFC 2104.

use serde::{Deserialize, Serialize};

use super::{BadState, GuestState, StateChange, StateLimits};
use crate::runtime::InstallationKey;

pub(super) const MAGIC: &[u8] = b"RINGFENCE\x01";
/// The longest header: names of a pack and an image.
const MAX_HEADER_BYTES: usize = 4096;
/// Bytes that one byte of an LZ4 block stands for, at most.
const MAX_EXPANSION: u64 = 255;

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    pack: String,
    image: String,
    state_bytes: u64,
}

impl GuestState {
    /// The checkpoint of this state, in an installation with `key` and the pack named `pack`.
    ///
    /// # Errors
    /// Never in practice: every part has a form in the formats.
    pub(crate) fn to_checkpoint(
        &self,
        pack: &str,
        key: &InstallationKey,
    ) -> Result<Vec<u8>, BadState> {
        let state = self.to_change().to_bytes()?;
        let compressed = lz4_flex::block::compress(&state);
        checkpoint_of(pack, &self.image, state.len() as u64, &compressed, key)
    }

    /// Reads what [`Self::to_checkpoint`] wrote in the same installation, for the same pack.
    ///
    /// # Errors
    /// Where the bytes are no checkpoint, or another installation's, or were changed, or belong to another version of the
    /// pack, or hold more than `limits` allow.
    pub(crate) fn from_checkpoint(
        checkpoint: &[u8],
        pack: &str,
        key: &InstallationKey,
        limits: StateLimits,
    ) -> Result<Self, BadState> {
        let unreadable = BadState("it cannot be read");
        if !checkpoint.starts_with(MAGIC) {
            return Err(BadState("it is no checkpoint, or one of another version"));
        }
        let signed = checkpoint
            .len()
            .checked_sub(InstallationKey::SIGNATURE_BYTES)
            .and_then(|end| checkpoint.split_at_checked(end));
        let (content, signature) = signed.ok_or(unreadable)?;
        if !key.accepts(&[content], signature) {
            return Err(BadState(
                "another installation made it, or somebody changed it",
            ));
        }
        let rest = content.strip_prefix(MAGIC).ok_or(unreadable)?;
        let (header_bytes, rest) = rest.split_first_chunk::<4>().ok_or(unreadable)?;
        let header_bytes = u32::from_le_bytes(*header_bytes) as usize;
        let (header, compressed) = (header_bytes <= MAX_HEADER_BYTES)
            .then(|| rest.split_at_checked(header_bytes))
            .flatten()
            .ok_or(unreadable)?;
        let header: Header = postcard::from_bytes(header).map_err(|_| unreadable)?;
        if header.pack != pack {
            return Err(BadState("it was made with another version of the runtime"));
        }
        let state_bytes = usize::try_from(header.state_bytes)
            .ok()
            .filter(|_| header.state_bytes <= limits.max_state_bytes())
            .ok_or(BadState("it holds more than a session may"))?;
        if header.state_bytes > (compressed.len() as u64).saturating_mul(MAX_EXPANSION) {
            return Err(BadState("it is longer than its bytes can say"));
        }
        let state = lz4_flex::block::decompress(compressed, state_bytes).map_err(|_| unreadable)?;
        if state.len() != state_bytes {
            return Err(unreadable);
        }
        let mut restored = Self::new(header.image);
        let change = StateChange::from_bytes(&state)?;
        // A session that has run nothing yet has no memory.
        if change.memory_bytes > 0 {
            restored.apply(change, limits)?;
        }
        Ok(restored)
    }
}

/// A checkpoint of a compressed state that is `state_bytes` long.
pub(super) fn checkpoint_of(
    pack: &str,
    image: &str,
    state_bytes: u64,
    compressed: &[u8],
    key: &InstallationKey,
) -> Result<Vec<u8>, BadState> {
    let unwritable = BadState("it cannot be written");
    let header = Header {
        pack: pack.to_owned(),
        image: image.to_owned(),
        state_bytes,
    };
    let header = postcard::to_stdvec(&header).map_err(|_| unwritable)?;
    let header_bytes = u32::try_from(header.len()).map_err(|_| unwritable)?;
    let mut checkpoint = [MAGIC, &header_bytes.to_le_bytes(), &header, compressed].concat();
    let signature = key.sign(&[&checkpoint]);
    checkpoint.extend_from_slice(&signature);
    Ok(checkpoint)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sandbox::wasm::memory::HOST_PAGE_BYTES;

    const LIMITS: StateLimits = StateLimits {
        max_memory_bytes: 1 << 20,
        max_file_bytes: 1 << 20,
    };

    fn state() -> GuestState {
        let mut state = GuestState::new("data".to_owned());
        let change = StateChange {
            memory_bytes: 131_072,
            page_numbers: vec![1, 5],
            page_bytes: (0..251_u8).cycle().take(2 * HOST_PAGE_BYTES).collect(),
            cpu_ns: 7,
            ..StateChange::default()
        };
        state.apply(change, LIMITS).unwrap();
        state
    }

    fn key() -> InstallationKey {
        InstallationKey::open(tempfile::tempdir().unwrap().path()).unwrap()
    }

    #[test]
    fn a_checkpoint_comes_back() {
        let key = key();
        let checkpoint = state().to_checkpoint("pack", &key).unwrap();
        let restored = GuestState::from_checkpoint(&checkpoint, "pack", &key, LIMITS).unwrap();
        assert_eq!(restored.image, "data");
        assert_eq!(
            restored.to_change().to_bytes().unwrap(),
            state().to_change().to_bytes().unwrap()
        );
        let fresh = GuestState::new("base".to_owned());
        let checkpoint = fresh.to_checkpoint("pack", &key).unwrap();
        let restored = GuestState::from_checkpoint(&checkpoint, "pack", &key, LIMITS).unwrap();
        assert!(!restored.has_run());
    }

    #[test]
    fn what_does_not_belong_is_refused() {
        let our_key = key();
        let checkpoint = state().to_checkpoint("pack", &our_key).unwrap();
        let read = |bytes: &[u8], pack: &str, key: &InstallationKey, limits| {
            GuestState::from_checkpoint(bytes, pack, key, limits)
                .unwrap_err()
                .0
        };
        assert!(read(b"", "pack", &our_key, LIMITS).contains("no checkpoint"));
        assert!(read(MAGIC, "pack", &our_key, LIMITS).contains("cannot be read"));
        assert!(read(&checkpoint, "pack", &key(), LIMITS).contains("another installation"));
        assert!(read(&checkpoint, "other", &our_key, LIMITS).contains("another version"));
        let tight = StateLimits {
            max_memory_bytes: 65_536,
            max_file_bytes: 0,
        };
        assert!(read(&checkpoint, "pack", &our_key, tight).contains("allowed size"));
    }

    #[test]
    fn a_length_beyond_what_the_bytes_can_say_takes_no_memory() {
        let key = key();
        let checkpoint = checkpoint_of("pack", "base", 1 << 32, b"short", &key).unwrap();
        let error = GuestState::from_checkpoint(&checkpoint, "pack", &key, StateLimits::WIDEST);
        assert_eq!(error.unwrap_err().0, "it is longer than its bytes can say");
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), xor in 1_u8..) {
            let key = key();
            let mut checkpoint = state().to_checkpoint("pack", &key).unwrap();
            let at = at.index(checkpoint.len());
            checkpoint[at] ^= xor;
            prop_assert!(GuestState::from_checkpoint(&checkpoint, "pack", &key, LIMITS).is_err());
        }

        /// Bytes that this installation signed and that are no checkpoint: a broken writer, not an attacker.
        #[test]
        fn any_signed_bytes_are_read_without_panic(content in prop::collection::vec(any::<u8>(), 0..300)) {
            let key = key();
            let mut checkpoint = [MAGIC, &content].concat();
            let signature = key.sign(&[&checkpoint]);
            checkpoint.extend_from_slice(&signature);
            let _ = GuestState::from_checkpoint(&checkpoint, "pack", &key, LIMITS);
        }
    }
}
