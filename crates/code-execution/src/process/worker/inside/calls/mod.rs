//! The filter of system calls (seccomp).
//!
//! Three filters, of which the kernel takes the strictest answer: the calls in [`FATAL`] end the process; `clone3` does
//! not exist, so that the C library starts threads with `clone`, whose flags a filter can read; whatever [`ALLOWED`] does
//! not name is refused with `EPERM`. A refusal rather than an end is the rule because the standard library tries files
//! that it can do without, such as the limits of a control group.
//!
//! Calls of another architecture or of the 32-bit kind end the process or are refused.
//!
//! Source: seccomp(2) and the Linux kernel's documentation, `userspace-api/seccomp_filter`.

mod allowed;
mod fatal;
#[cfg(test)]
mod page;

use std::{collections::BTreeMap, env::consts::ARCH, fs, io};

use rustix::{io::Errno, process::getpid};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, apply_filter_all_threads,
};

use self::{
    allowed::{ALLOWED, AllowedCall, Condition, Width},
    fatal::FATAL,
};
use super::system;

/// Raises the filter for all threads, and sees that it stands.
pub(super) fn filter() -> Result<String, String> {
    let programs = programs().map_err(|error| error.to_string())?;
    for program in &programs {
        apply_filter_all_threads(program).map_err(|error| error.to_string())?;
    }
    match fs::File::open("/") {
        Err(error) if is_refused(&error) => {}
        _ => return Err("a file can still be opened".to_owned()),
    }
    if !system::refuses_executable_memory() {
        return Err("memory can still be made executable".to_owned());
    }
    let allowed = ALLOWED.iter().filter(|call| call.number.is_some()).count();
    Ok(format!("{allowed} calls are allowed"))
}

fn is_refused(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::PERM)
}

/// In the order in which they are raised: the last one forbids raising more.
fn programs() -> Result<[BpfProgram; 3], BackendError> {
    let no_clone3 = [(libc::SYS_clone3, Vec::new())].into();
    let fatal = FATAL
        .iter()
        .flat_map(|group| group.calls)
        .filter_map(|(_, number)| number.map(|number| (number, Vec::new())))
        .collect();
    let mut allowed = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    for call in ALLOWED {
        if let Some(number) = call.number {
            allowed.insert(number, rules(call)?);
        }
    }
    let refused = |errno: Errno| SeccompAction::Errno(errno.raw_os_error().unsigned_abs());
    Ok([
        program(no_clone3, SeccompAction::Allow, refused(Errno::NOSYS))?,
        program(fatal, SeccompAction::Allow, SeccompAction::KillProcess)?,
        program(allowed, refused(Errno::PERM), SeccompAction::Allow)?,
    ])
}

fn program(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    others: SeccompAction,
    named: SeccompAction,
) -> Result<BpfProgram, BackendError> {
    SeccompFilter::new(rules, others, named, ARCH.try_into()?)?.try_into()
}

/// One rule for each value that the argument may have; none where every call is allowed.
fn rules(call: &AllowedCall) -> Result<Vec<SeccompRule>, BackendError> {
    let (argument, width, mask, values) = match call.condition {
        Condition::Always => return Ok(Vec::new()),
        Condition::OneOf {
            argument,
            width,
            mask,
            values,
            ..
        } => (argument, width, mask, values.to_vec()),
        Condition::OwnProcess { argument } => {
            let process = getpid().as_raw_nonzero().get().unsigned_abs();
            (argument, Width::Int, u64::MAX, vec![u64::from(process)])
        }
    };
    let width = match width {
        Width::Int => SeccompCmpArgLen::Dword,
        Width::Long => SeccompCmpArgLen::Qword,
    };
    values
        .into_iter()
        .map(|value| {
            let operator = SeccompCmpOp::MaskedEq(mask);
            let condition = SeccompCondition::new(argument, width.clone(), operator, value)?;
            SeccompRule::new(vec![condition])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_is_one_that_the_kernel_takes() {
        const MOST_INSTRUCTIONS: usize = 4096;
        for program in programs().unwrap() {
            assert!((4..MOST_INSTRUCTIONS).contains(&program.len()));
        }
    }

    #[test]
    fn no_call_is_both_allowed_and_fatal_or_named_twice() {
        let mut names: Vec<_> = ALLOWED.iter().map(|call| call.name).collect();
        names.extend(
            FATAL
                .iter()
                .flat_map(|group| group.calls)
                .map(|(name, _)| *name),
        );
        names.push("clone3");
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
