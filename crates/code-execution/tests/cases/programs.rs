//! Ordinary programs: allowed, and their output exact.
#![cfg(test)]

use std::{fs, sync::Arc};

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::{CodeExecutor, analysis::Policy};

use crate::{
    backends::{self, Backend},
    case::{self, Case},
    support,
};

/// `program::NAME::BACKEND` for each sandbox.
pub(crate) fn trials() -> Vec<Trial> {
    let root = case::folder("programs");
    let mut trials = Vec::new();
    for case in case::below(&root) {
        let name = case.name(&root);
        let case = Arc::new(case);
        for backend in &backends::ALL {
            let case = Arc::clone(&case);
            trials.push(Trial::test(
                format!("program::{name}::{}", backend.name),
                move || run(&case, backend),
            ));
        }
    }
    trials
}

fn run(case: &Case, backend: &Backend) -> Result<(), Failed> {
    let policy = match case.text("policy") {
        "" => Policy::default(),
        preset => Policy::preset(
            preset
                .parse()
                .map_err(|_| format!("unknown policy `{preset}`"))?,
        ),
    };
    let executor = CodeExecutor::builder(backend.sandbox())
        .policy(policy)
        .build()
        .unwrap();
    let result = support::block_on(executor.execute(case.code.as_str())).unwrap();
    let expected = fs::read_to_string(case.path.with_extension("stdout"))?;
    let place = case.path.display();
    if !result.success {
        let why = result
            .traceback
            .or(result.error_message)
            .unwrap_or_default();
        return Err(format!("{place}: {why}").into());
    }
    if result.stdout != expected {
        return Err(format!("{place}: expected\n{expected}\nprinted\n{}", result.stdout).into());
    }
    Ok(())
}
