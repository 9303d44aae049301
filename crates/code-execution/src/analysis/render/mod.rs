//! Reports as text for people, lines for tools, JSON, SARIF and annotations.
//!
//! Every function is given the path to show, the source and its report, and returns text. Nothing is printed, and no
//! setting is read: whether to use colours is an argument. Characters of the source that would control a terminal are
//! shown escaped.

mod finding;
mod frame;
mod github;
mod human;
mod json;
mod sarif;
mod visible;

pub use finding::{Finding, Level, findings};
pub use github::github;
pub use human::{Colours, concise, human};
pub use json::{json, json_of_files};
pub use sarif::{sarif, sarif_of_files};

use super::Report;

/// One checked file, for the renderers that put several into one document.
#[derive(Debug, Clone, Copy)]
pub struct CheckedFile<'a> {
    /// The path to show.
    pub path: &'a str,
    /// The source that was checked.
    pub source: &'a str,
    /// What was found.
    pub report: &'a Report,
}

#[cfg(test)]
mod tests;
