//! `docs/reference/detectors.md` is written from the table: `UPDATE=1 cargo test -p ringfence-code-execution` rewrites.

use std::fmt::Write as _;
use std::path::Path;

use ringfence_code_execution::output::detectors;

fn reference_page() -> String {
    let mut page = String::from(
        "# Detectors of output validation\n\n\
         Written from the table in `crates/code-execution/src/output/detectors/` by a test; do not edit.\n\n\
         Each row has a page with examples in `crates/code-execution/tests/detectors/<id>.md`. A finding is replaced by\n\
         `[REDACTED]` and reported with the id as its `violation_type`. What limits them: \n\
         [limitations](../limitations/output.md). How to switch them: [guide](../guides/output-validation.md).\n\n",
    )
    .replace(": \n", ":\n");
    let _ = writeln!(page, "{} detectors.\n", detectors().len());
    page.push_str("| id | finds | severity | form | on by default |\n|---|---|---|---|---|\n");
    for detector in detectors() {
        let is_on = if detector.enabled_by_default {
            "yes"
        } else {
            "no"
        };
        let format = detector.format.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {format} | {is_on} |",
            detector.id, detector.description, detector.severity
        );
    }
    page
}

#[test]
fn the_reference_page_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/detectors.md");
    let page = reference_page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{} is not the table; run the tests with UPDATE=1",
        path.display()
    );
}
