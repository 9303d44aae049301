//! The name of a session.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// The name of a session: a UUID in its usual form, lower case with hyphens.
///
/// It is the name of the session's files too, so nothing else parses. New ones are of version 7: in order of their
/// creation. They are unique, not secret: 74 of their bits are random, and the rest is the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct SessionId(Uuid);

/// A text that is no [`SessionId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no session id: a UUID like `0190b8e4-5a6c-7d3e-8f10-2b4c6d8e0f12` is one")]
pub struct BadSessionId {
    /// What was given, cut after 64 characters, without control characters.
    pub given: String,
}

impl SessionId {
    pub(super) fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl FromStr for SessionId {
    type Err = BadSessionId;

    fn from_str(text: &str) -> Result<Self, BadSessionId> {
        let id = Uuid::try_parse(text).ok().map(Self);
        id.filter(|id| id.to_string() == text)
            .ok_or_else(|| BadSessionId {
                given: text.chars().filter(|c| !c.is_control()).take(64).collect(),
            })
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), formatter)
    }
}

impl From<SessionId> for String {
    fn from(id: SessionId) -> Self {
        id.to_string()
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_usual_form_parses() {
        let id = SessionId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [
            "",
            "..",
            "../../etc/passwd",
            "0190b8e45a6c7d3e8f102b4c6d8e0f12",
            "0190B8E4-5A6C-7D3E-8F10-2B4C6D8E0F12",
            "{0190b8e4-5a6c-7d3e-8f10-2b4c6d8e0f12}",
            "0190b8e4-5a6c-7d3e-8f10-2b4c6d8e0f12.json",
        ] {
            assert!(bad.parse::<SessionId>().is_err(), "{bad}");
        }
    }
}
