//! A key that cannot be printed by accident.

use std::fmt;

use reqwest::header::{HeaderValue, InvalidHeaderValue};

/// An API key. `Debug` shows `Secret(..)`, there is no `Display`, and it is not serialisable.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the key; surrounding white space is dropped, as keys read from files end with a line break.
    pub fn new(key: impl AsRef<str>) -> Self {
        Self(key.as_ref().trim().to_owned())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A header value that marks itself as sensitive, so that HTTP logs do not show it.
    pub(crate) fn header_value(&self, prefix: &str) -> Result<HeaderValue, InvalidHeaderValue> {
        let mut value = HeaderValue::from_str(&format!("{prefix}{}", self.0))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// `text` with each occurrence of the key replaced by `[key]`: some servers repeat the key in their error body.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.0.len() < 4 {
            return text.to_owned();
        }
        text.replace(&self.0, "[key]")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

impl<T: AsRef<str>> From<T> for Secret {
    fn from(key: T) -> Self {
        Self::new(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_key() {
        let secret = Secret::new("sk-test-1234\n");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        let header = secret.header_value("Bearer ").unwrap();
        assert_eq!(header.as_bytes(), b"Bearer sk-test-1234");
        assert!(!format!("{header:?}").contains("1234"));
    }

    #[test]
    fn a_key_in_an_error_body_is_replaced() {
        let secret = Secret::new("sk-test-1234");
        assert_eq!(secret.redact("bad key sk-test-1234."), "bad key [key].");
        assert_eq!(Secret::new("").redact("abc"), "abc");
    }

    #[test]
    fn a_key_that_is_no_header_is_refused() {
        assert!(Secret::new("a\nb").header_value("").is_err());
    }
}
