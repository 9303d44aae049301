//! Ordinary programs: allowed, and their output exact.
#![cfg(test)]

use std::fs;

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::analysis::Policy;

use crate::{
    case::{self, Case},
    support,
};

pub(crate) fn trials() -> Vec<Trial> {
    let root = case::folder("programs");
    let cases = case::below(&root).into_iter();
    cases
        .map(|case| Trial::test(format!("program::{}", case.name(&root)), move || run(&case)))
        .collect()
}

fn run(case: &Case) -> Result<(), Failed> {
    let policy = match case.text("policy") {
        "" => Policy::default(),
        preset => Policy::preset(
            preset
                .parse()
                .map_err(|_| format!("unknown policy `{preset}`"))?,
        ),
    };
    let executor = support::executor().policy(policy).build().unwrap();
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
