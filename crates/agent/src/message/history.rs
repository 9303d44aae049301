use serde::{Deserialize, Serialize};

use super::Message;

/// Version of the stored form that this crate writes.
pub const HISTORY_VERSION: u32 = 1;

/// A conversation as it is stored: `{"version": 1, "messages": [...]}`.
///
/// A bare JSON list of messages, as pydantic-ai writes it, is read too.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct History {
    /// Always [`HISTORY_VERSION`] when written.
    pub version: u32,
    /// The messages, oldest first.
    pub messages: Vec<Message>,
}

impl History {
    /// A history of this version.
    pub fn new(messages: impl Into<Vec<Message>>) -> Self {
        Self {
            version: HISTORY_VERSION,
            messages: messages.into(),
        }
    }

    /// Reads a stored history.
    ///
    /// # Errors
    /// When the text is not JSON of this form, or its version is newer than [`HISTORY_VERSION`].
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The stored form.
    ///
    /// # Errors
    /// Never for messages that were read from JSON or made by this crate.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

impl From<History> for Vec<Message> {
    fn from(history: History) -> Self {
        history.messages
    }
}

impl<'de> Deserialize<'de> for History {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Envelope {
            version: u32,
            messages: Vec<Message>,
        }
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.is_array() {
            return serde_json::from_value(value)
                .map(|messages: Vec<Message>| Self::new(messages))
                .map_err(serde::de::Error::custom);
        }
        let envelope: Envelope = serde_json::from_value(value).map_err(serde::de::Error::custom)?;
        if envelope.version == 0 || envelope.version > HISTORY_VERSION {
            return Err(serde::de::Error::custom(format!(
                "history has version {}, this program reads versions 1 to {HISTORY_VERSION}",
                envelope.version
            )));
        }
        Ok(Self::new(envelope.messages))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_envelope_and_bare_list_and_refuses_newer() {
        let messages = vec![Message::user("hi")];
        let text = History::new(messages.clone()).to_json().unwrap();
        assert_eq!(
            text,
            r#"{"version":1,"messages":[{"kind":"request","parts":[{"part_kind":"user-prompt","content":"hi"}]}]}"#
        );
        assert_eq!(History::from_json(&text).unwrap().messages, messages);
        let bare = serde_json::to_string(&messages).unwrap();
        assert_eq!(History::from_json(&bare).unwrap(), History::new(messages));
        let error = History::from_json(r#"{"version":2,"messages":[]}"#)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "history has version 2, this program reads versions 1 to 1"
        );
    }

    #[test]
    fn unknown_parts_survive() {
        let text = r#"{"kind":"response","parts":[{"content":"c","metadata":null,"part_kind":"compaction"}],"usage":{},"state":"complete"}"#;
        let message: Message = serde_json::from_str(text).unwrap();
        let again: serde_json::Value = serde_json::to_value(&message).unwrap();
        assert_eq!(again["parts"][0]["metadata"], serde_json::Value::Null);
        assert_eq!(again["parts"][0]["part_kind"], "compaction");
    }
}
