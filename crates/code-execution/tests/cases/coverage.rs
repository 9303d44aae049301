//! `docs/security/coverage.md`, computed from the cases. `UPDATE=1 cargo test --test cases coverage` writes it.
#![cfg(test)]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::{
    analysis::{self, Policy, Preset},
    output::{OutputValidator, detectors},
};

use crate::{
    case::{self, Case},
    detector_pages, escapes,
};

const HEAD: &str = "# Coverage

<!-- Written by a test from `crates/code-execution/tests`. Change the cases, then run
`UPDATE=1 cargo test -p ringfence-code-execution --test cases coverage`. -->

What each layer does with the attacks of `crates/code-execution/tests/attacks`, alone. The verdicts of the analysis are
computed when this page is written; how a case ends in the sandbox is what its header says, and the test `cases` runs
every case with analysis off and compares. No case escapes from the sandbox: a case that did would fail that test.
";

const TECHNIQUES: &str = "
## By technique
What each technique tries is in [known attacks](known-attacks.md). The last three columns are the sandbox with analysis
off: the program raised an exception, or broke its interpreter and no more; met a limit; or ended in any way without
having reached anything.

| technique | cases | refused under `strict` | refused under `standard` | raised | limit | contained |
|---|---|---|---|---|---|---|
";

const ESCAPES: &str = "
## Public escapes, by class
Escapes from other sandboxes that became public between 2023 and 2026. Each case is a program of our own that does the
same kind of thing.

| escape | of | what it does | case | rules under `strict` | sandbox |
|---|---|---|---|---|---|
";

const DETECTORS: &str = "
## Detectors
Found: examples of the detector's own page in `tests/detectors` that it replaces whole and reports as its own. Wrong:
examples of that page that must stay and do not, and outputs of the ordinary programs in `tests/programs` that a detector
changes when all are switched on. How they do on texts of others: [limitations](../limitations/output.md).

| detector | found | of | wrong on its page | of | wrong on programs | of |
|---|---|---|---|---|---|---|
";

const SPEED: &str = "
## Speed
How fast analysis and output validation are, and how that was measured, is in
[performance](../reference/performance.md#analysis-and-output).
";

/// The comparison of the page with what it should be.
pub(crate) fn trial() -> Trial {
    Trial::test("coverage_is_current", is_current)
}

fn is_current() -> Result<(), Failed> {
    let text = page();
    if is_update() {
        fs::write(path(), text)?;
        return Ok(());
    }
    if fs::read_to_string(path()).unwrap_or_default() == text {
        return Ok(());
    }
    Err(
        "docs/security/coverage.md differs from the cases; run `UPDATE=1 cargo test` to write it"
            .into(),
    )
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/security/coverage.md")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told to write its snapshot by the environment"
)]
fn is_update() -> bool {
    std::env::var("UPDATE").is_ok()
}

/// An attack and what the policies say about it.
struct Judged {
    case: Case,
    name: String,
    is_refused_strictly: bool,
    is_refused: bool,
}

fn judged() -> Vec<Judged> {
    let root = case::folder("attacks");
    let is_refused =
        |case: &Case, preset| !analysis::check(&case.code, &Policy::preset(preset)).is_accepted();
    let judge = |case: Case| Judged {
        name: case.name(&root),
        is_refused_strictly: is_refused(&case, Preset::Strict),
        is_refused: is_refused(&case, Preset::Standard),
        case,
    };
    case::below(&root).into_iter().map(judge).collect()
}

fn page() -> String {
    let attacks = judged();
    let mut page = HEAD.to_owned();
    write_techniques(&mut page, &attacks);
    write_accepted(&mut page, &attacks);
    write_escapes(&mut page, &attacks);
    write_detectors(&mut page);
    page.push_str(SPEED);
    page
}

fn write_techniques(page: &mut String, attacks: &[Judged]) {
    page.push_str(TECHNIQUES);
    let mut techniques: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for attack in attacks {
        let technique = attack.case.text("technique");
        techniques.entry(technique).or_default().push(attack);
    }
    for (technique, attacks) in &techniques {
        write_row(page, &format!("`{technique}`"), attacks);
    }
    write_row(page, "all", &attacks.iter().collect::<Vec<_>>());
}

fn write_row(page: &mut String, name: &str, attacks: &[&Judged]) {
    let count = |is_counted: &dyn Fn(&Judged) -> bool| {
        attacks.iter().filter(|attack| is_counted(attack)).count()
    };
    let ended = |ending: &str| count(&|attack| attack.case.text("without_analysis") == ending);
    let strictly = count(&|attack| attack.is_refused_strictly);
    let normally = count(&|attack| attack.is_refused);
    writeln!(
        page,
        "| {name} | {} | {strictly} | {normally} | {} | {} | {} |",
        attacks.len(),
        ended("raised"),
        ended("limit"),
        ended("contained"),
    )
    .unwrap();
}

fn write_accepted(page: &mut String, attacks: &[Judged]) {
    let accepted: Vec<_> = attacks
        .iter()
        .filter(|attack| !attack.is_refused_strictly)
        .map(|attack| format!("`{}`", attack.name))
        .collect();
    writeln!(
        page,
        "\n### What `strict` accepts\n{} of {} cases; the sandbox, or output validation, is what stops these:\n{}.",
        accepted.len(),
        attacks.len(),
        accepted.join(",\n")
    )
    .unwrap();
}

fn write_escapes(page: &mut String, attacks: &[Judged]) {
    page.push_str(ESCAPES);
    for escape in escapes::all() {
        for attack in attacks
            .iter()
            .filter(|attack| escape.is_replayed_by(&attack.case))
        {
            let rules: Vec<_> = attack
                .case
                .list("analysis")
                .into_iter()
                .map(|rule| format!("`{rule}`"))
                .collect();
            let rules = match &escape.unseen {
                Some(reason) => format!("none: {reason}"),
                None => rules.join(", "),
            };
            writeln!(
                page,
                "| {} | {} | {} | `{}` | {rules} | {} |",
                escape.id,
                escape.of,
                escape.class,
                attack.name,
                attack.case.text("without_analysis"),
            )
            .unwrap();
        }
    }
}

fn write_detectors(page: &mut String) {
    let outputs = outputs_of_programs();
    page.push_str(DETECTORS);
    let everything = detectors()
        .iter()
        .fold(OutputValidator::builder(), |builder, detector| {
            builder.enable(detector.id)
        })
        .build()
        .unwrap();
    let mut wrong_on_programs: BTreeMap<String, usize> = BTreeMap::new();
    for output in &outputs {
        let mut kinds: Vec<_> = everything
            .validate(output)
            .violations
            .into_iter()
            .map(|violation| violation.violation_type)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *wrong_on_programs.entry(kind).or_default() += 1;
        }
    }
    let mut sums = [0; 6];
    for detector in detectors() {
        let score = detector_pages::score(detector.id);
        let wrong = wrong_on_programs.get(detector.id).copied().unwrap_or(0);
        let row = [
            score.found,
            score.all_found,
            score.changed,
            score.all_kept,
            wrong,
            outputs.len(),
        ];
        write_detector(page, &format!("`{}`", detector.id), row);
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
    sums[5] = outputs.len();
    write_detector(page, "all", sums);
}

fn write_detector(page: &mut String, name: &str, row: [usize; 6]) {
    let cells = row.map(|value| value.to_string()).join(" | ");
    writeln!(page, "| {name} | {cells} |").unwrap();
}

fn outputs_of_programs() -> Vec<String> {
    case::below(&case::folder("programs"))
        .iter()
        .map(|case| fs::read_to_string(case.path.with_extension("stdout")).unwrap())
        .collect()
}
