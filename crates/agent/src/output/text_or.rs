/// Output of an agent that may answer with a value or with plain text; see [`crate::AgentBuilder::or_text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextOr<T> {
    /// The value.
    Value(T),
    /// Plain text.
    Text(String),
}

impl<T> TextOr<T> {
    /// The value, or `None` for text.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// The text, or `None` for a value.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Value(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}
