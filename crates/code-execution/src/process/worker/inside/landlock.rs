//! Landlock: no file, no TCP port, no signal to others.
//!
//! Source: the Linux kernel's documentation, `userspace-api/landlock`.

use std::{fs, io};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, RestrictionStatus,
    Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope,
};

/// The newest version that is asked for; an older kernel gives what it has.
const NEWEST: ABI = ABI::V9;

/// Refuses everything that Landlock can refuse, with no exception.
pub(super) fn raise() -> Result<String, String> {
    let status = restrict().map_err(|error| error.to_string())?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Err(format!(
            "the kernel enforces nothing: {:?}",
            status.landlock
        ));
    }
    let LandlockStatus::Available { effective_abi, .. } = status.landlock else {
        return Err("the kernel has no Landlock".to_owned());
    };
    match fs::read_dir("/") {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        _ => return Err("the root folder can still be opened".to_owned()),
    }
    let mut kinds = vec!["files"];
    if effective_abi >= ABI::V4 {
        kinds.push("TCP ports");
    }
    if effective_abi >= ABI::V6 {
        kinds.extend(["signals", "abstract sockets"]);
    }
    Ok(format!(
        "ABI {}: {}",
        effective_abi as i32,
        kinds.join(", ")
    ))
}

fn restrict() -> Result<RestrictionStatus, RulesetError> {
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .restrict_self()
}
