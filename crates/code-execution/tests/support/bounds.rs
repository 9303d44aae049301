//! What no result may exceed, whatever the program did.

use ringfence_code_execution::{ExecutionResult, sandbox::Limits};

/// What is said where a text was cut, or put in the place of a secret.
const NOTICE_BYTES: usize = 200;
/// What a report of a guest may hold beside its texts.
const REPORT_BYTES: usize = 1 << 20;

/// Which limit a result is over, where it is over one.
pub(crate) fn exceeded(result: &ExecutionResult, limits: &Limits) -> Option<String> {
    let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let text_bytes = limits.max_output_bytes + NOTICE_BYTES;
    for (name, bytes) in [
        ("stdout", result.stdout.len()),
        ("stderr", result.stderr.len()),
        ("return_value_repr", of(&result.return_value_repr)),
        ("error_message", of(&result.error_message)),
        ("error_type", of(&result.error_type)),
        ("traceback", of(&result.traceback)),
    ] {
        if bytes > text_bytes {
            return Some(format!("`{name}` has {bytes} bytes"));
        }
    }
    let value = result.return_value.as_ref().map(ToString::to_string);
    let value_bytes = of(&value);
    if value_bytes > 8 * limits.max_output_bytes + REPORT_BYTES {
        return Some(format!("`return_value` has {value_bytes} bytes"));
    }
    let artifacts = result.artifacts.len();
    let bytes = |artifact: &ringfence_code_execution::sandbox::Artifact| artifact.bytes.len();
    let artifact_bytes: usize = result.artifacts.iter().map(bytes).sum();
    if artifacts > limits.max_artifacts || artifact_bytes > limits.max_artifact_bytes {
        return Some(format!("{artifacts} artifacts of {artifact_bytes} bytes"));
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a limit in megabytes is a small number"
    )]
    let max_memory_mb = limits.max_memory_mb as f64;
    if result.memory_used_mb > max_memory_mb {
        return Some(format!("{} MB of memory", result.memory_used_mb));
    }
    None
}
