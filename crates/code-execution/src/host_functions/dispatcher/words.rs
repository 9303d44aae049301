//! What the code is told of a call that failed.

use super::{
    super::{HostFunctionError, HostFunctions},
    Outcome, Refusal,
};

/// The most bytes of a text that the code is shown.
const MAX_SHOWN_BYTES: usize = 4096;
/// The most bytes of a cause that is kept.
const MAX_CAUSE_BYTES: usize = 4096;

/// The beginning of a text that is too long.
pub(super) fn bounded(text: String) -> String {
    cut(text, MAX_SHOWN_BYTES)
}

/// The refusal of a name that no function has.
pub(super) fn unknown(name: &str, functions: &HostFunctions) -> Refusal {
    let offered: Vec<_> = functions.names().map(|name| format!("`{name}`")).collect();
    let text = format!(
        "there is no function `{name}`; there are {}",
        offered.join(", ")
    );
    Refusal::new(Outcome::UnknownTool, text)
}

/// The failure that a function reported.
pub(super) fn failed(name: &str, error: HostFunctionError) -> Refusal {
    let cause = error.cause();
    let outcome = if error.is_denial {
        Outcome::Denied
    } else {
        Outcome::ToolError
    };
    let shown = error.shown.unwrap_or_else(|| nothing_shown(name));
    Refusal {
        cause: cause.map(|cause| cut(cause, MAX_CAUSE_BYTES)),
        ..Refusal::new(outcome, shown)
    }
}

/// A failure that the code is told nothing about.
pub(super) fn hidden(name: &str, cause: String) -> Refusal {
    Refusal {
        cause: Some(cut(cause, MAX_CAUSE_BYTES)),
        ..Refusal::new(Outcome::ToolError, nothing_shown(name))
    }
}

fn nothing_shown(name: &str) -> String {
    format!("`{name}` failed")
}

fn cut(mut text: String, max_bytes: usize) -> String {
    if text.len() > max_bytes {
        let end = (0..=max_bytes)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(0);
        text.truncate(end);
    }
    text
}
