//! What changed in a guest since its state was last taken.

use serde::{Deserialize, Serialize};

use super::{BadState, bounded};
use crate::sandbox::wasm::filesystem::NodeChange;

/// What changed in a guest; all of it, where nothing was taken before.
///
/// Its bytes are in the postcard format, <https://postcard.jamesmunns.com/wire-format>.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StateChange {
    /// How long the linear memory is.
    pub(crate) memory_bytes: u64,
    /// Pages of 4096 bytes that changed, by number.
    #[serde(deserialize_with = "bounded::list")]
    pub(crate) page_numbers: Vec<u32>,
    /// Their contents, one after the other.
    #[serde(with = "serde_bytes")]
    pub(crate) page_bytes: Vec<u8>,
    /// Nodes of the file system that changed.
    #[serde(deserialize_with = "bounded::list")]
    pub(crate) nodes: Vec<NodeChange>,
    /// The table of open descriptors, as the guest's side encodes it.
    #[serde(with = "serde_bytes")]
    pub(crate) descriptors: Vec<u8>,
    /// What the guest's CPU clocks have counted.
    pub(crate) cpu_ns: u64,
}

impl StateChange {
    /// The bytes.
    ///
    /// # Errors
    /// Never in practice: every field has a form in the format.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, BadState> {
        postcard::to_stdvec(self).map_err(|_| BadState("it cannot be written"))
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are no change, or more than one.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, BadState> {
        match postcard::take_from_bytes(bytes) {
            Ok((change, [])) => Ok(change),
            _ => Err(BadState("it cannot be read")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_longer_than_any_state_has_is_refused() {
        for (entries, is_read) in [
            (bounded::MAX_ENTRIES, true),
            (bounded::MAX_ENTRIES + 1, false),
        ] {
            let removed = NodeChange {
                number: 1,
                node: None,
            };
            let change = StateChange {
                nodes: vec![removed; entries],
                ..StateChange::default()
            };
            let bytes = change.to_bytes().unwrap();
            assert_eq!(StateChange::from_bytes(&bytes).is_ok(), is_read);
            let change = StateChange {
                page_numbers: vec![1; entries],
                ..StateChange::default()
            };
            let bytes = change.to_bytes().unwrap();
            assert_eq!(StateChange::from_bytes(&bytes).is_ok(), is_read);
        }
    }
}
