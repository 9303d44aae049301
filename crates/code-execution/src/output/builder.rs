use std::collections::BTreeSet;
use std::fmt;

use regex::Regex;

use super::scan::{Engine, EngineOptions, UserPattern, significant_bytes};
use super::{DEFAULT_MAX_OUTPUT_BYTES, OutputValidator, Severity, detectors};

/// Shortest secret value that is accepted, in bytes. A shorter one would blank ordinary words.
pub(super) const MIN_SECRET_VALUE_BYTES: usize = 4;
/// Longest secret value that is accepted, in bytes.
pub(super) const MAX_SECRET_VALUE_BYTES: usize = 16 * 1024;
/// Largest number of secret values and of user patterns.
pub(super) const MAX_ENTRIES: usize = 1_000;
/// Memory that one compiled user pattern may take, in bytes.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// Settings of an [`OutputValidator`]; nothing is compiled before [`build`](Self::build).
#[derive(Clone)]
pub struct OutputValidatorBuilder {
    max_output_bytes: usize,
    redact: bool,
    strict: bool,
    patterns: Vec<(String, String, Severity)>,
    secret_values: Vec<String>,
    allowed: Vec<String>,
    disabled: BTreeSet<String>,
    enabled: BTreeSet<String>,
}

/// A setting of [`OutputValidatorBuilder`] that cannot be honoured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputConfigError {
    /// A pattern's name is not of the form `[a-z][a-z0-9_]*`, at most 64 bytes, or is used twice.
    #[error("output pattern name `{name}` is taken or not of the form `[a-z][a-z0-9_]*`")]
    PatternName {
        /// The name as given.
        name: String,
    },
    /// A pattern is no regular expression of the `regex` crate, or compiles to more than 1 MiB.
    #[error("output pattern `{name}` does not compile")]
    PatternSyntax {
        /// The pattern's name.
        name: String,
        /// What the compiler said.
        #[source]
        source: Box<regex::Error>,
    },
    /// A pattern matches the empty text and would match everywhere.
    #[error("output pattern `{name}` matches the empty text")]
    PatternMatchesEmpty {
        /// The pattern's name.
        name: String,
    },
    /// No detector has this id; `detectors()` lists them.
    #[error("there is no output detector `{id}`")]
    UnknownDetector {
        /// The id as given.
        id: String,
    },
    /// A secret value is shorter than 4 bytes (white space, quotes and commas do not count) or longer than 16 KiB. The value is not repeated here.
    #[error("a secret value has {length_bytes} bytes; 4 to 16384 are accepted")]
    SecretValueLength {
        /// Length of the value.
        length_bytes: usize,
    },
    /// More than 1000 patterns or secret values.
    #[error("{count} {what} are more than the 1000 accepted")]
    TooMany {
        /// `patterns` or `secret values`.
        what: &'static str,
        /// How many there are.
        count: usize,
    },
    /// The search automaton of the keywords or secret values could not be built.
    #[error("the search automaton for {what} does not compile")]
    Automaton {
        /// `keywords` or `secret values`.
        what: &'static str,
        /// What the compiler said.
        #[source]
        source: Box<aho_corasick::BuildError>,
    },
}

impl Default for OutputValidatorBuilder {
    fn default() -> Self {
        Self {
            max_output_bytes: DEFAULT_MAX_OUTPUT_BYTES,
            redact: true,
            strict: false,
            patterns: Vec::new(),
            secret_values: Vec::new(),
            allowed: Vec::new(),
            disabled: BTreeSet::new(),
            enabled: BTreeSet::new(),
        }
    }
}

impl OutputValidatorBuilder {
    /// Size cap of the text that leaves, in bytes, without the notice line that truncation adds (at most 96 bytes).
    /// Default: 1 000 000.
    #[must_use]
    pub fn max_output_bytes(mut self, bytes: usize) -> Self {
        self.max_output_bytes = bytes;
        self
    }

    /// Replace findings by `[REDACTED]`. Default: true. When false, findings are only reported.
    #[must_use]
    pub fn redact(mut self, redact: bool) -> Self {
        self.redact = redact;
        self
    }

    /// Call any text with a finding unacceptable, redacted or not. Default: false.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Add a pattern: a regular expression of the `regex` crate that is matched within single lines. Where it has a
    /// first group, the group is the secret, else the whole match.
    #[must_use]
    pub fn pattern(
        mut self,
        name: impl Into<String>,
        regex: impl Into<String>,
        severity: Severity,
    ) -> Self {
        self.patterns.push((name.into(), regex.into(), severity));
        self
    }

    /// Add exact values that are always redacted: also reversed, in hexadecimal, base64 or URL encoding, and split by
    /// spaces, line breaks, quotes, commas or invisible characters. Each has 4 bytes to 16 KiB.
    #[must_use]
    pub fn secret_values(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.secret_values
            .extend(values.into_iter().map(Into::into));
        self
    }

    /// Never report this exact text as a finding of a built-in detector or a pattern. Does not apply to secret values.
    #[must_use]
    pub fn allow(mut self, entry: impl Into<String>) -> Self {
        self.allowed.push(entry.into());
        self
    }

    /// Switch a built-in detector off, by id.
    #[must_use]
    pub fn disable(mut self, id: impl Into<String>) -> Self {
        self.disabled.insert(id.into());
        self
    }

    /// Switch a built-in detector on that is off by default, such as `ip_address`, by id.
    #[must_use]
    pub fn enable(mut self, id: impl Into<String>) -> Self {
        self.enabled.insert(id.into());
        self
    }

    /// Compile the settings.
    ///
    /// # Errors
    /// [`OutputConfigError`] names the setting that cannot be honoured.
    pub fn build(self) -> Result<OutputValidator, OutputConfigError> {
        for id in self.disabled.iter().chain(&self.enabled) {
            if !detectors().iter().any(|detector| detector.id == id) {
                return Err(OutputConfigError::UnknownDetector { id: id.clone() });
            }
        }
        for (what, count) in [
            ("patterns", self.patterns.len()),
            ("secret values", self.secret_values.len()),
        ] {
            if count > MAX_ENTRIES {
                return Err(OutputConfigError::TooMany { what, count });
            }
        }
        for value in &self.secret_values {
            let length_bytes = value.len();
            let is_long_enough = significant_bytes(value) >= MIN_SECRET_VALUE_BYTES;
            if !is_long_enough || length_bytes > MAX_SECRET_VALUE_BYTES {
                return Err(OutputConfigError::SecretValueLength { length_bytes });
            }
        }
        let engine = Engine::new(EngineOptions {
            patterns: compile_patterns(self.patterns)?,
            secret_values: self.secret_values,
            allowed: self.allowed,
            disabled: self.disabled,
            enabled: self.enabled,
        })?;
        Ok(OutputValidator::from_parts(
            engine,
            self.max_output_bytes,
            self.redact,
            self.strict,
        ))
    }
}

fn compile_patterns(
    patterns: Vec<(String, String, Severity)>,
) -> Result<Vec<UserPattern>, OutputConfigError> {
    let mut names = BTreeSet::new();
    let mut compiled = Vec::with_capacity(patterns.len());
    for (name, expression, severity) in patterns {
        let is_built_in = detectors().iter().any(|detector| detector.id == name);
        if is_built_in || !is_identifier(&name) || !names.insert(name.clone()) {
            return Err(OutputConfigError::PatternName { name });
        }
        let built = regex::RegexBuilder::new(&expression)
            .size_limit(MAX_PATTERN_BYTES)
            .build();
        let regex: Regex = match built {
            Ok(regex) => regex,
            Err(source) => {
                return Err(OutputConfigError::PatternSyntax {
                    name,
                    source: Box::new(source),
                });
            }
        };
        if regex.is_match("") {
            return Err(OutputConfigError::PatternMatchesEmpty { name });
        }
        compiled.push(UserPattern {
            name,
            regex,
            severity,
        });
    }
    Ok(compiled)
}

fn is_identifier(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl fmt::Debug for OutputValidatorBuilder {
    /// Shows the number of secret values, never the values.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OutputValidatorBuilder")
            .field("max_output_bytes", &self.max_output_bytes)
            .field("redact", &self.redact)
            .field("strict", &self.strict)
            .field("patterns", &self.patterns)
            .field("secret_values", &self.secret_values.len())
            .field("allowed", &self.allowed.len())
            .field("disabled", &self.disabled)
            .field("enabled", &self.enabled)
            .finish()
    }
}
