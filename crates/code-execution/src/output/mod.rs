//! Checks on everything that leaves the sandbox: a size cap, detectors for secrets and personal data, redaction.
//!
//! Text in, text out: nothing here knows a sandbox, a file or a network. Every text that reaches a caller (standard
//! output, standard error, return value, error text, text artifacts) goes through one [`OutputValidator`].
//!
//! ```
//! use ringfence_code_execution::output::OutputValidator;
//!
//! let validator = OutputValidator::default();
//! let key = format!("sk-proj-{}", "a1B2".repeat(12));
//! let report = validator.validate(&format!("key {key}"));
//! assert_eq!(report.sanitized_output, "key [REDACTED]");
//! assert_eq!(report.violations[0].violation_type, "openai_api_key");
//! ```
//!
//! # Security
//! A program that wants to hide a secret can always encode it in a way no detector knows. Detection stops accidents
//! and careless programs; what the guest must not know must not enter the sandbox.

mod builder;
mod checks;
mod detectors;
mod report;
mod rewrite;
mod scan;
mod severity;
mod stream;
mod validator;

pub use builder::{OutputConfigError, OutputValidatorBuilder};
pub use detectors::{Detector, detectors};
pub use report::{OutputReport, OutputViolation};
pub use severity::Severity;
pub use stream::{StreamEnd, StreamScanner};
pub use validator::OutputValidator;

/// The text that stands in the place of each finding.
pub const REDACTION_MARKER: &str = "[REDACTED]";

/// Default of [`OutputValidatorBuilder::max_output_bytes`], in bytes.
pub const DEFAULT_MAX_OUTPUT_BYTES: usize = 1_000_000;
