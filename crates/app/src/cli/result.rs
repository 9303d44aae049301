//! Showing how a program went, as text.

use std::path::Path;

use ringfence_code_execution::{
    ErrorKind, ExecutionResult,
    analysis::{Report, render},
    sandbox::Artifact,
};

use super::printer::Printer;

/// Shows all but what the program printed (that was shown as it came), its value and its artifacts.
///
/// `refusal` is what analysis says, where the program was not run.
pub(super) fn show_ending(
    result: &ExecutionResult,
    refusal: Option<&Report>,
    name: &str,
    code: &str,
    printer: Printer,
) {
    for (stream, name) in [("stdout", "standard output"), ("stderr", "standard error")] {
        if result.truncated.contains(&stream) {
            printer.note(&format!("{name} was cut: it is longer than `--max-output`"));
        }
    }
    if let Some(report) = refusal {
        // It shows control characters of the source as `\u{1b}`.
        printer.rendered(&render::human(name, code, report, printer.stderr_colours()));
        printer.alarm("refused", "the program was not run");
        return;
    }
    if let Some(traceback) = &result.traceback {
        printer.untrusted_lines(traceback);
    } else if let Some(message) = &result.error_message {
        let kind = result.error_type.as_deref().unwrap_or("error");
        printer.alarm(kind, message);
    }
    for violation in &result.output_violations {
        let verb = if result.was_output_redacted {
            "redacted"
        } else {
            "found"
        };
        printer.note(&format!(
            "{verb}: {} (line {} of the output)",
            violation.message, violation.line_number
        ));
    }
}

/// Whether a turn left the session as it was before, though its program ran.
pub(super) fn changed_nothing(result: &ExecutionResult) -> bool {
    let kept = result.sandbox_metadata.get("state_kept");
    !was_refused(result) && kept == Some(&false.into())
}

/// Whether the program was not run.
pub(super) fn was_refused(result: &ExecutionResult) -> bool {
    matches!(
        result.error_kind(),
        Some(ErrorKind::Validation | ErrorKind::SecurityViolation)
    )
}

/// Names artifacts, and where they were written.
pub(super) fn show_artifacts(result: &ExecutionResult, folder: Option<&Path>, printer: Printer) {
    let artifacts: &[Artifact] = &result.artifacts;
    for artifact in artifacts {
        let place = folder.map_or_else(String::new, |folder| format!(" in `{}`", folder.display()));
        printer.labelled(
            "artifact",
            &format!(
                "{} ({}, {} bytes){place}",
                artifact.name,
                artifact.media_type,
                artifact.bytes.len()
            ),
        );
    }
    if folder.is_none() && !artifacts.is_empty() {
        printer.note("hint: `--artifacts DIR` keeps them");
    }
    if result.truncated.contains(&"artifacts") {
        printer.note("artifacts over the limit were dropped");
    }
}
