//! Public escapes from other sandboxes, by class: each has a case here, is refused, and is contained.
//!
//! `escapes.json` lists them. A class may be `unseen`, with the reason: then no reading of the text can refuse it, and
//! the test fails when one does.
#![cfg(test)]

use std::collections::BTreeSet;

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::analysis::{self, Policy, Preset};
use serde::Deserialize;

use crate::case::{self, Case};

const CLASSES: &str = include_str!("escapes.json");

/// One public escape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Escape {
    /// Its CVE, or where it is described.
    pub(crate) id: String,
    /// The program that let it out.
    pub(crate) of: String,
    /// What it does, in general.
    pub(crate) class: String,
    /// Why analysis cannot see it.
    #[serde(default)]
    pub(crate) unseen: Option<String>,
}

impl Escape {
    /// Whether `case` replays it.
    pub(crate) fn is_replayed_by(&self, case: &Case) -> bool {
        references(case).any(|reference| reference == self.id)
    }
}

/// Every public escape of the list.
pub(crate) fn all() -> Vec<Escape> {
    serde_json::from_str(CLASSES).unwrap()
}

/// `escape::ID` for each; that a case is contained, its own trials show.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials: Vec<_> = all()
        .into_iter()
        .map(|escape| {
            Trial::test(format!("escape::{}", escape.id), move || {
                is_refused(&escape)
            })
        })
        .collect();
    trials.push(Trial::test(
        "escape::every_reference_is_listed",
        every_reference_is_listed,
    ));
    trials
}

fn is_refused(escape: &Escape) -> Result<(), Failed> {
    let cases = case::below(&case::folder("attacks"));
    let replays: Vec<_> = cases
        .iter()
        .filter(|case| escape.is_replayed_by(case))
        .collect();
    if replays.is_empty() {
        return Err(format!("no case has the reference `{}`", escape.id).into());
    }
    let strict = Policy::preset(Preset::Strict);
    for case in replays {
        let is_accepted = analysis::check(&case.code, &strict).is_accepted();
        if is_accepted != escape.unseen.is_some() {
            return Err(format!(
                "{}: accepted under strict: {is_accepted}; said to be unseen: {:?}",
                case.path.display(),
                escape.unseen
            )
            .into());
        }
    }
    Ok(())
}

fn every_reference_is_listed() -> Result<(), Failed> {
    let known: BTreeSet<_> = all().into_iter().map(|escape| escape.id).collect();
    for case in case::below(&case::folder("attacks")) {
        if let Some(missing) = references(&case).find(|reference| !known.contains(*reference)) {
            return Err(format!(
                "{}: `{missing}` is not in escapes.json",
                case.path.display()
            )
            .into());
        }
    }
    Ok(())
}

fn references(case: &Case) -> impl Iterator<Item = &str> {
    case.text("reference")
        .split(", ")
        .filter(|reference| !reference.is_empty())
}
