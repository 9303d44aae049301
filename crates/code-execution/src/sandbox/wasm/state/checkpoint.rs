//! A session's state as bytes that leave the process and come back.
//!
//! ```text
//! "RINGFENCE" version(1)  header length(4)  header  { length(4)  compressed length(4)  LZ4 block }*  signature(32)
//! ```
//!
//! The header (postcard) names the pack and the image that the state belongs to. Each block holds a batch of the state's
//! [pieces](super::piece). The signature covers everything before it and is checked before anything is read or taken
//! memory for: who cannot write the cache folder cannot make a checkpoint. Nothing is encrypted.
//!
//! Sources: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>, RFC 2104.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{BadState, GuestState, StateLimits, StateUpdate};
use crate::runtime::InstallationKey;

pub(super) const MAGIC: &[u8] = b"RINGFENCE\x02";
/// Bytes that one byte of an LZ4 block stands for, at most.
const MAX_EXPANSION: u64 = 255;
/// The longest batch of pages.
const MAX_BATCH_BYTES: u64 = 4 << 20;
/// The longest header: names of a pack and an image.
const MAX_HEADER_BYTES: usize = 4096;

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    pack: String,
    image: String,
}

impl GuestState {
    /// The checkpoint of this state, in an installation with `key` and the pack named `pack`.
    ///
    /// # Errors
    /// Never in practice: every part has a form in the formats.
    pub(crate) fn to_checkpoint(
        self: &Arc<Self>,
        pack: &str,
        key: &InstallationKey,
    ) -> Result<Vec<u8>, BadState> {
        let mut checkpoint = beginning(pack, &self.image)?;
        for batch in self.batches() {
            let batch = batch?;
            let compressed = lz4_flex::block::compress(&batch);
            add_block(&mut checkpoint, batch.len(), &compressed)?;
        }
        let signature = key.sign(&[&checkpoint]);
        checkpoint.extend_from_slice(&signature);
        Ok(checkpoint)
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
        let mut update = StateUpdate::new(limits);
        let mut rest = compressed;
        while !rest.is_empty() {
            let (batch, after) = take_block(rest, limits).ok_or(unreadable)?;
            update.push(&batch)?;
            rest = after;
        }
        let mut restored = Self::new(header.image);
        if !update.is_of_nothing() {
            restored.apply(update)?;
        }
        Ok(restored)
    }
}

/// What comes before the blocks.
pub(super) fn beginning(pack: &str, image: &str) -> Result<Vec<u8>, BadState> {
    let unwritable = BadState("it cannot be written");
    let header = Header {
        pack: pack.to_owned(),
        image: image.to_owned(),
    };
    let header = postcard::to_stdvec(&header).map_err(|_| unwritable)?;
    let header_bytes = u32::try_from(header.len()).map_err(|_| unwritable)?;
    Ok([MAGIC, &header_bytes.to_le_bytes(), &header].concat())
}

/// Adds a compressed batch that was `batch_bytes` long.
pub(super) fn add_block(
    checkpoint: &mut Vec<u8>,
    batch_bytes: usize,
    compressed: &[u8],
) -> Result<(), BadState> {
    for bytes in [batch_bytes, compressed.len()] {
        let bytes = u32::try_from(bytes).map_err(|_| BadState("it cannot be written"))?;
        checkpoint.extend_from_slice(&bytes.to_le_bytes());
    }
    checkpoint.extend_from_slice(compressed);
    Ok(())
}

/// The batch at the beginning of `bytes`, and what comes after it. No length that it names takes memory that its bytes
/// cannot stand for.
fn take_block(bytes: &[u8], limits: StateLimits) -> Option<(Vec<u8>, &[u8])> {
    let (batch_bytes, rest) = bytes.split_first_chunk::<4>()?;
    let (compressed_bytes, rest) = rest.split_first_chunk::<4>()?;
    let [batch_bytes, compressed_bytes] =
        [batch_bytes, compressed_bytes].map(|bytes| u32::from_le_bytes(*bytes) as usize);
    // A batch is longer than its pages only where one file is.
    let most = MAX_BATCH_BYTES
        .saturating_add(limits.max_file_bytes)
        .min((compressed_bytes as u64).saturating_mul(MAX_EXPANSION));
    if batch_bytes as u64 > most {
        return None;
    }
    let (compressed, rest) = rest.split_at_checked(compressed_bytes)?;
    let batch = lz4_flex::block::decompress(compressed, batch_bytes).ok()?;
    (batch.len() == batch_bytes).then_some((batch, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{PieceWriter, piece::WHOLE_PAGE, tests::all},
        *,
    };
    use crate::sandbox::wasm::memory::HOST_PAGE_BYTES;

    const LIMITS: StateLimits = StateLimits {
        max_memory_bytes: 1 << 20,
        max_file_bytes: 1 << 20,
    };

    fn state() -> Arc<GuestState> {
        let mut state = GuestState::new("data".to_owned());
        let mut update = StateUpdate::new(LIMITS);
        let mut give = |batch: &[u8]| update.push(batch);
        let mut writer = PieceWriter::new(&mut give);
        writer.head(131_072, b"", 7).unwrap();
        let bytes: Vec<u8> = (0..251_u8).cycle().take(HOST_PAGE_BYTES).collect();
        for number in [1, 5] {
            writer.page(number, WHOLE_PAGE, &bytes).unwrap();
        }
        writer.end().unwrap();
        state.apply(update).unwrap();
        Arc::new(state)
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
        assert_eq!(all(&restored), all(&state()));
        let fresh = Arc::new(GuestState::new("base".to_owned()));
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
        let mut checkpoint = beginning("pack", "base").unwrap();
        add_block(&mut checkpoint, 4 << 20, b"short").unwrap();
        let signature = key.sign(&[&checkpoint]);
        checkpoint.extend_from_slice(&signature);
        let error = GuestState::from_checkpoint(&checkpoint, "pack", &key, StateLimits::WIDEST);
        assert_eq!(error.unwrap_err().0, "it cannot be read");
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
