//! How a detector does on its own page of `tests/detectors`.
//!
//! The pages' form is told in `tests/output/detector_pages.rs`, which asserts each example; here they are counted.
#![cfg(test)]

use std::fs;

use ringfence_code_execution::output::{OutputValidator, REDACTION_MARKER};

use crate::case;

/// How many examples come out as the page says.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Secrets' lines replaced as marked, and reported as this detector's.
    pub(crate) found: usize,
    /// Lines with a secret.
    pub(crate) all_found: usize,
    /// Lines without a secret that were changed.
    pub(crate) changed: usize,
    /// Lines without a secret.
    pub(crate) all_kept: usize,
}

/// Runs every example of a detector's page.
pub(crate) fn score(id: &str) -> Score {
    let page = fs::read_to_string(case::folder("detectors").join(format!("{id}.md"))).unwrap();
    let validator = OutputValidator::builder().enable(id).build().unwrap();
    let mut score = Score::default();
    let (mut is_secret, mut is_block) = (false, false);
    for line in page.lines() {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if !is_block {
            is_secret = (is_secret || line == "## Found") && line != "## Kept";
        } else {
            let example = line.replace("{}", "").replace("\\n", "\n");
            let text = example.replace(['«', '»'], "");
            let report = validator.validate(&text);
            if is_secret {
                score.all_found += 1;
                let kinds = report.violations.iter().map(|found| &found.violation_type);
                let is_right = report.sanitized_output == redacted(&example);
                score.found += usize::from(is_right && kinds.eq([id]));
            } else {
                score.all_kept += 1;
                score.changed += usize::from(report.sanitized_output != text);
            }
        }
    }
    score
}

/// The example with each part between `«` and `»` replaced.
fn redacted(example: &str) -> String {
    let mut parts = example.split('«');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('»').unwrap();
        text.push_str(REDACTION_MARKER);
        text.push_str(rest);
    }
    text
}
