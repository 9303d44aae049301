//! One page per detector under `tests/detectors`: what it finds and what it leaves alone.
//!
//! In a `## Found` block each line is a text; the parts between `«` and `»` must be replaced and reported by the
//! detector, everything else must stay. In a `## Kept` block each line must stay as it is. `{}` stands for nothing: it
//! breaks the examples, so that no scanner of a hosting service takes them for keys. `\n` stands for a line break.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ringfence_code_execution::output::{OutputValidator, REDACTION_MARKER, detectors};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detectors")
}

struct Page {
    found: Vec<String>,
    kept: Vec<String>,
}

fn page(id: &str) -> Page {
    let path = folder().join(format!("{id}.md"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(
        text.starts_with(&format!("# `{id}`\n")),
        "{}: the title is the id",
        path.display()
    );
    let mut page = Page {
        found: Vec::new(),
        kept: Vec::new(),
    };
    let (mut heading, mut is_block) = (String::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if is_block {
            let example = line.replace("{}", "").replace("\\n", "\n");
            match heading.as_str() {
                "## Found" => page.found.push(example),
                "## Kept" => page.kept.push(example),
                other => panic!("{}: a block under `{other}`", path.display()),
            }
        } else if line.starts_with("## ") {
            line.clone_into(&mut heading);
        }
    }
    page
}

/// The text without its marks, and what must come back.
fn expectation(example: &str) -> (String, String) {
    let (mut text, mut expected) = (String::new(), String::new());
    let mut rest = example;
    while let Some((before, behind)) = rest.split_once('«') {
        let (secret, behind) = behind
            .split_once('»')
            .unwrap_or_else(|| panic!("no `»` in `{example}`"));
        text.push_str(before);
        text.push_str(secret);
        expected.push_str(before);
        expected.push_str(REDACTION_MARKER);
        rest = behind;
    }
    text.push_str(rest);
    expected.push_str(rest);
    (text, expected)
}

#[test]
fn every_detector_does_what_its_page_says() {
    let mut failures = Vec::new();
    for detector in detectors() {
        let id = detector.id;
        let page = page(id);
        assert!(
            !page.found.is_empty() && !page.kept.is_empty(),
            "{id}: a page has both kinds of examples"
        );
        let validator = OutputValidator::builder().enable(id).build().unwrap();
        for example in &page.found {
            let (text, expected) = expectation(example);
            let report = validator.validate(&text);
            let types: Vec<&str> = report
                .violations
                .iter()
                .map(|violation| violation.violation_type.as_str())
                .collect();
            if report.sanitized_output != expected || types != [id] {
                failures.push(format!(
                    "{id}: {text:?}\n  gave {:?} by {types:?}",
                    report.sanitized_output
                ));
            }
        }
        for example in &page.kept {
            let report = validator.validate(example);
            if report.sanitized_output != *example {
                failures.push(format!(
                    "{id}: {example:?} was changed\n  {:?}",
                    report.violations
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_page_has_a_detector() {
    let ids: BTreeSet<String> = detectors()
        .iter()
        .map(|detector| format!("{}.md", detector.id))
        .collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(ids.contains(&name), "{name} belongs to no detector");
    }
}
