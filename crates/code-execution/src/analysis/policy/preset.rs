//! The named policies.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Action, Policy, PolicyError, lists};

/// A named policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Refuses everything that could reach beyond the program, files included.
    Strict,
    /// As strict, but `io`, `pathlib`, `asyncio` and `open` are fine, because the sandbox has files of its own.
    #[default]
    Standard,
    /// Allows and records what the sandbox makes harmless; refuses what cannot work inside it.
    Contained,
    /// Refuses nothing but wrong syntax and sources that are too large or nested too deeply.
    None,
}

impl Preset {
    /// Every preset, from the strictest to the most permissive.
    pub const ALL: [Self; 4] = [Self::Strict, Self::Standard, Self::Contained, Self::None];

    /// The name on the command line and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Standard => "standard",
            Self::Contained => "contained",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Preset {
    type Err = PolicyError;

    fn from_str(name: &str) -> Result<Self, PolicyError> {
        let found = Self::ALL.into_iter().find(|preset| preset.as_str() == name);
        found.ok_or_else(|| PolicyError::UnknownPreset {
            name: name.to_owned(),
        })
    }
}

impl From<Preset> for Policy {
    fn from(preset: Preset) -> Self {
        Self::preset(preset)
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(name: &str) -> Result<Self, PolicyError> {
        name.parse::<Preset>().map(Self::preset)
    }
}

/// Longest source that the presets accept, in bytes.
const MAX_SOURCE_BYTES: usize = 512 * 1024;
/// Deepest nesting that the presets accept.
const MAX_NESTING: usize = 1000;

pub(super) fn build(preset: Preset) -> Policy {
    let empty = Policy {
        preset,
        allowed_imports: None,
        forbidden_imports: Vec::new(),
        recorded_imports: Vec::new(),
        forbidden_functions: Vec::new(),
        recorded_functions: Vec::new(),
        forbidden_attributes: Vec::new(),
        recorded_attributes: Vec::new(),
        max_operations: None,
        allow_getattr: true,
        allow_setattr: true,
        allow_self_inspection: true,
        max_source_bytes: MAX_SOURCE_BYTES,
        max_nesting: MAX_NESTING,
        allow_inline_suppressions: false,
        host_functions: true,
        provided_imports: Vec::new(),
        rules: BTreeMap::new(),
    };
    match preset {
        Preset::Strict => Policy {
            forbidden_imports: owned(&[
                lists::IMPORTS,
                lists::SANDBOXED_IMPORTS,
                lists::EQUIVALENT_IMPORTS,
            ]),
            forbidden_functions: owned(&[lists::FUNCTIONS, lists::SANDBOXED_FUNCTIONS]),
            forbidden_attributes: owned(&[lists::ATTRIBUTES]),
            max_operations: Some(10_000),
            allow_setattr: false,
            allow_self_inspection: false,
            ..empty
        },
        Preset::Standard => Policy {
            forbidden_imports: owned(&[lists::IMPORTS, lists::EQUIVALENT_IMPORTS]),
            forbidden_functions: owned(&[lists::FUNCTIONS]),
            forbidden_attributes: owned(&[lists::ATTRIBUTES]),
            max_operations: Some(20_000),
            ..empty
        },
        Preset::Contained => Policy {
            recorded_imports: owned(&[
                lists::IMPORTS,
                lists::SANDBOXED_IMPORTS,
                lists::EQUIVALENT_IMPORTS,
            ]),
            recorded_functions: owned(&[lists::FUNCTIONS, lists::SANDBOXED_FUNCTIONS]),
            recorded_attributes: owned(&[lists::ATTRIBUTES]),
            max_operations: Some(100_000),
            allow_inline_suppressions: true,
            ..empty
        },
        Preset::None => Policy {
            allow_inline_suppressions: true,
            ..empty
        },
    }
}

/// What a rule without a list does under `preset`.
pub(super) fn default_action(preset: Preset, rule: &str) -> Action {
    use Action::{Ignore, Record, Refuse};
    let [strict, standard, contained, none] = match rule {
        "source-too-large" | "nesting-too-deep" | "analysis-failed" | "unlisted-import" => {
            [Refuse; 4]
        }
        "endless-loop" | "exploding-value" | "large-product" | "file-function" | "code-in-text"
        | "dynamic-attribute" => [Refuse, Record, Record, Ignore],
        "unavailable-module" | "unavailable-function" | "too-many-operations" => {
            [Refuse, Refuse, Refuse, Ignore]
        }
        _ => [Refuse, Refuse, Record, Ignore],
    };
    match preset {
        Preset::Strict => strict,
        Preset::Standard => standard,
        Preset::Contained => contained,
        Preset::None => none,
    }
}

fn owned(lists: &[&[&str]]) -> Vec<String> {
    lists
        .iter()
        .flat_map(|list| list.iter())
        .map(|name| (*name).to_owned())
        .collect()
}
