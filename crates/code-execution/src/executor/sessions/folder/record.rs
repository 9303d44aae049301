//! The small file beside each checkpoint.

use serde::{Deserialize, Serialize};

use super::super::SessionId;

/// The longest name of a user, in bytes.
pub(in super::super) const MAX_USER_BYTES: usize = 256;
/// The longest record, in bytes.
pub(super) const MAX_RECORD_BYTES: u64 = 4096;
const VERSION: u32 = 1;

/// What is kept of a session beside its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Record {
    version: u32,
    pub(in super::super) id: SessionId,
    pub(in super::super) user_id: Option<String>,
    /// Absent where there is none, as in records of before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in super::super) profile: Option<String>,
    pub(in super::super) created_unix_ms: u64,
    pub(in super::super) last_used_unix_ms: u64,
    pub(in super::super) turns: u64,
}

impl Record {
    pub(in super::super) fn new(
        id: SessionId,
        user_id: Option<String>,
        profile: Option<String>,
        created_unix_ms: u64,
        last_used_unix_ms: u64,
        turns: u64,
    ) -> Self {
        Self {
            version: VERSION,
            id,
            user_id,
            profile,
            created_unix_ms,
            last_used_unix_ms,
            turns,
        }
    }

    pub(super) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// Reads the record of the session `id`; says what is wrong where it is none.
    pub(super) fn from_bytes(bytes: &[u8], id: SessionId) -> Result<Self, String> {
        let record: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if record.version != VERSION {
            return Err(format!("its version is {}, not {VERSION}", record.version));
        }
        if record.id != id {
            return Err(format!("it is of the session `{}`", record.id));
        }
        if record
            .user_id
            .as_ref()
            .is_some_and(|user| user.len() > MAX_USER_BYTES)
        {
            return Err("its user's name is too long".to_owned());
        }
        Ok(record)
    }
}
