//! What one execution may use.

use serde::{Deserialize, Serialize};

/// What one execution may use. All limits are enforced from outside the guest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// Wall time of the code, in seconds, sleeping included. Default 30.
    pub timeout_seconds: f64,
    /// Memory of the guest and its files together, in MB of 2^20 bytes. Default 512.
    pub max_memory_mb: u64,
    /// Bytes kept of standard output, of standard error and of the returned value, each. Default 1 000 000.
    pub max_output_bytes: usize,
    /// Files, directories and links that the code may have at once. Default 1000.
    pub max_files: u32,
    /// Bytes of all files together. Default 64 MiB.
    pub max_file_bytes: u64,
    /// Artifacts that are handed out; what comes after is counted and dropped. Default 50.
    pub max_artifacts: usize,
    /// Bytes of all artifacts together. Default 32 MiB.
    pub max_artifact_bytes: usize,
    /// Bytes of inputs that a recording keeps; a run that is given more goes on, and its recording is incomplete.
    /// Default 16 MiB.
    pub max_recording_bytes: u64,
    /// WebAssembly instructions that the code may run, the start of its program included, where the sandbox counts them.
    /// Default none.
    pub max_fuel: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout_seconds: 30.0,
            max_memory_mb: 512,
            max_output_bytes: 1_000_000,
            max_files: 1000,
            max_file_bytes: 64 << 20,
            max_artifacts: 50,
            max_artifact_bytes: 32 << 20,
            max_recording_bytes: 16 << 20,
            max_fuel: None,
        }
    }
}

/// A limit that makes no sense, or is over what may be asked for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the limit `{name}` is {given}, and must be {expected}")]
pub struct LimitsError {
    /// The limit.
    pub name: &'static str,
    /// The value given.
    pub given: String,
    /// What it must be.
    pub expected: String,
}

/// The longest time limit, in seconds: a day.
const MAX_TIMEOUT_SECONDS: f64 = 86_400.0;
/// The highest memory limit: what 32-bit addresses reach.
const MAX_MEMORY_MB: u64 = 4096;

impl Limits {
    /// Refuses limits that no sandbox can keep.
    ///
    /// # Errors
    /// The first such limit.
    pub fn validate(&self) -> Result<(), LimitsError> {
        if !(self.timeout_seconds > 0.0 && self.timeout_seconds <= MAX_TIMEOUT_SECONDS) {
            let expected = format!("over 0 and at most {MAX_TIMEOUT_SECONDS} seconds");
            return Err(LimitsError {
                name: "timeout_seconds",
                given: self.timeout_seconds.to_string(),
                expected,
            });
        }
        if self.max_memory_mb == 0 || self.max_memory_mb > MAX_MEMORY_MB {
            let expected = format!("from 1 to {MAX_MEMORY_MB} MB");
            return Err(LimitsError {
                name: "max_memory_mb",
                given: self.max_memory_mb.to_string(),
                expected,
            });
        }
        Ok(())
    }

    /// Refuses limits that are over `ceiling` in anything.
    ///
    /// # Errors
    /// The first limit that is over.
    pub(crate) fn check_within(&self, ceiling: &Self) -> Result<(), LimitsError> {
        fn check<T: PartialOrd + std::fmt::Display>(
            name: &'static str,
            given: &T,
            most: &T,
        ) -> Result<(), LimitsError> {
            if given <= most {
                return Ok(());
            }
            Err(LimitsError {
                name,
                given: given.to_string(),
                expected: format!("at most {most}"),
            })
        }
        let (ours, most) = (self, ceiling);
        check(
            "timeout_seconds",
            &ours.timeout_seconds,
            &most.timeout_seconds,
        )?;
        check("max_memory_mb", &ours.max_memory_mb, &most.max_memory_mb)?;
        check(
            "max_output_bytes",
            &ours.max_output_bytes,
            &most.max_output_bytes,
        )?;
        check("max_files", &ours.max_files, &most.max_files)?;
        check("max_file_bytes", &ours.max_file_bytes, &most.max_file_bytes)?;
        check("max_artifacts", &ours.max_artifacts, &most.max_artifacts)?;
        check(
            "max_artifact_bytes",
            &ours.max_artifact_bytes,
            &most.max_artifact_bytes,
        )?;
        let fuel = |limits: &Self| limits.max_fuel.unwrap_or(u64::MAX);
        check("max_fuel", &fuel(ours), &fuel(most))
    }

    /// These limits with the overrides of one request; none may be over the limit here.
    ///
    /// # Errors
    /// The first override that is over its limit or makes no sense.
    pub fn with(&self, overrides: &LimitOverrides) -> Result<Self, LimitsError> {
        let mut limits = self.clone();
        lower(
            "timeout_seconds",
            &mut limits.timeout_seconds,
            overrides.timeout_seconds,
        )?;
        lower(
            "max_memory_mb",
            &mut limits.max_memory_mb,
            overrides.max_memory_mb,
        )?;
        lower(
            "max_output_bytes",
            &mut limits.max_output_bytes,
            overrides.max_output_bytes,
        )?;
        limits.validate()?;
        Ok(limits)
    }
}

/// Lower limits for one request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitOverrides {
    /// See [`Limits::timeout_seconds`].
    pub timeout_seconds: Option<f64>,
    /// See [`Limits::max_memory_mb`].
    pub max_memory_mb: Option<u64>,
    /// See [`Limits::max_output_bytes`].
    pub max_output_bytes: Option<usize>,
}

fn lower<T>(name: &'static str, limit: &mut T, wanted: Option<T>) -> Result<(), LimitsError>
where
    T: PartialOrd + std::fmt::Display,
{
    let Some(wanted) = wanted else { return Ok(()) };
    if wanted > *limit {
        return Err(LimitsError {
            name,
            given: wanted.to_string(),
            expected: format!("at most {limit}"),
        });
    }
    *limit = wanted;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_lowers_and_never_raises() {
        let limits = Limits::default();
        let lower = LimitOverrides {
            timeout_seconds: Some(1.0),
            ..LimitOverrides::default()
        };
        assert!((limits.with(&lower).unwrap().timeout_seconds - 1.0).abs() < f64::EPSILON);
        let higher = LimitOverrides {
            max_memory_mb: Some(513),
            ..LimitOverrides::default()
        };
        let error = limits.with(&higher).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the limit `max_memory_mb` is 513, and must be at most 512"
        );
    }

    #[test]
    fn limits_that_make_no_sense_are_refused() {
        for timeout_seconds in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(
                Limits {
                    timeout_seconds,
                    ..Limits::default()
                }
                .validate()
                .is_err(),
                "{timeout_seconds}"
            );
        }
        assert!(
            Limits {
                max_memory_mb: 5000,
                ..Limits::default()
            }
            .validate()
            .is_err()
        );
    }
}
