//! Why there is no profile.

use super::requirement::RequirementError;

/// A profile cannot be made, or is not there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// A name that is no profile name.
    #[error(
        "`{name}` is no name for a profile: use 1 to 40 of a-z, 0-9, `-` and `_`, beginning with a letter or digit"
    )]
    Name {
        /// The name as given.
        name: String,
    },
    /// A requirement that is not read.
    #[error("`{text}` is no requirement that a profile takes: {reason}")]
    Requirement {
        /// The requirement as given.
        text: String,
        /// What is wrong with it.
        reason: RequirementError,
    },
    /// A name that is no module's.
    #[error("`{name}` is no name of a module")]
    Import {
        /// The name as given.
        name: String,
    },
    /// There is no profile of this name.
    #[error("there is no profile `{name}`; {}", known_profiles(known))]
    Unknown {
        /// The name as given.
        name: String,
        /// The profiles that are there.
        known: Vec<String>,
    },
    /// A wheel with compiled code.
    #[error(
        "the wheel `{wheel}` has compiled code, which the `wasm` sandbox cannot load: {reason}"
    )]
    BinaryWheel {
        /// The wheel's file name.
        wheel: String,
        /// What shows it.
        reason: String,
    },
    /// A wheel that breaks the rules of its format, or is over a limit.
    #[error("the wheel `{wheel}` is refused: {reason}")]
    Wheel {
        /// The wheel's file name.
        wheel: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The package index has no wheel that a profile could take.
    #[error("`{client}` found no pure-Python wheel for Python {python_version}: {reason}")]
    NoPureWheel {
        /// The package client.
        client: &'static str,
        /// The guest's Python.
        python_version: &'static str,
        /// The client's last words.
        reason: String,
    },
    /// The requirements contradict each other or the runtime.
    #[error("the packages do not fit together: {}", .problems.join("; "))]
    Unfit {
        /// What does not fit, a sentence each.
        problems: Vec<String>,
    },
    /// An import failed while the image was taken.
    #[error("the profile's imports failed: {reason}")]
    ImportFailed {
        /// The guest's traceback, or how it ended.
        reason: String,
    },
    /// A wheel that was kept for rebuilding is not what it was.
    #[error("the profile `{name}` cannot be rebuilt: {reason}")]
    NotRebuildable {
        /// The profile.
        name: String,
        /// What is missing.
        reason: String,
    },
}

fn known_profiles(known: &[String]) -> String {
    if known.is_empty() {
        return "none is there yet".to_owned();
    }
    let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("there are {}", names.join(", "))
}

impl ProfileError {
    /// What the user can do about it, where there is something.
    pub(in crate::runtime) fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Requirement { .. } => {
                "write `name`, `name[extra]`, `name==1.2` or `name>=1,<2`; for a file, use `--from WHEEL`"
            }
            Self::Unknown { .. } => {
                "`ringfence runtime profile list` shows what is there, `ringfence runtime profile add` makes one"
            }
            Self::NoPureWheel { .. } => {
                "check name and version; a package with compiled code needs a native Python: the sandbox `process` is planned for those and not part of this version"
            }
            Self::BinaryWheel { .. } => {
                "packages with compiled code need a native Python: the sandbox `process` is planned for those and not part of this version"
            }
            Self::Wheel { .. } => "take the wheel from its publisher again; do not use this one",
            Self::Unfit { .. } => {
                "ask for other versions with `--packages NAME==VERSION`, or add what is missing with `--packages` or `--from`"
            }
            Self::ImportFailed { .. } => {
                "leave the module out of `--import`; programs can still import it themselves"
            }
            Self::NotRebuildable { .. } => {
                "remove it and add it again: `ringfence runtime profile remove NAME`"
            }
            Self::Name { .. } | Self::Import { .. } => return None,
        })
    }
}
