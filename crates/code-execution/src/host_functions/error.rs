//! Why a host function failed: what the code may know, and what only the host knows.

use std::error::Error;

/// The failure of a host function.
///
/// The code that called sees the text of [`shown`](Self::shown) or [`denied`](Self::denied) and nothing else. `?` turns
/// every error type into one that shows nothing: the code reads that the function failed.
#[derive(Debug)]
pub struct HostFunctionError {
    pub(super) shown: Option<String>,
    pub(super) is_denial: bool,
    pub(super) source: Option<Box<dyn Error + Send + Sync>>,
}

impl HostFunctionError {
    /// A failure with a text for the code: a `ToolError` in Python. At most 4096 bytes of it are sent.
    #[must_use]
    pub fn shown(text: impl Into<String>) -> Self {
        Self {
            shown: Some(text.into()),
            is_denial: false,
            source: None,
        }
    }

    /// A refusal with a text for the code: a `ToolDenied` in Python, which is a `PermissionError`.
    #[must_use]
    pub fn denied(text: impl Into<String>) -> Self {
        Self {
            is_denial: true,
            ..Self::shown(text)
        }
    }

    /// A failure that shows the code nothing. The source goes to the log and to [`HostCallRecord::cause`].
    ///
    /// [`HostCallRecord::cause`]: super::HostCallRecord::cause
    #[must_use]
    pub fn hidden(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            shown: None,
            is_denial: false,
            source: Some(source.into()),
        }
    }

    /// Adds what only the host may know.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The source and its sources, as one line.
    pub(super) fn cause(&self) -> Option<String> {
        let first = self.source.as_deref()?;
        let mut text = first.to_string();
        let mut next = first.source();
        while let Some(error) = next {
            text.push_str(": ");
            text.push_str(&error.to_string());
            next = error.source();
        }
        Some(text)
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for HostFunctionError {
    fn from(error: E) -> Self {
        Self::hidden(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_hides_the_error() {
        fn fails() -> Result<(), HostFunctionError> {
            "x".parse::<u8>()?;
            Ok(())
        }
        let error = fails().unwrap_err();
        assert_eq!((error.shown.as_deref(), error.is_denial), (None, false));
        assert_eq!(
            error.cause().as_deref(),
            Some("invalid digit found in string")
        );
    }
}
