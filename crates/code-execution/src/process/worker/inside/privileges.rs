//! Capabilities, and what could give them back.

use rustix::{
    process::{DumpableBehavior, dumpable_behavior, set_dumpable_behavior},
    thread::{
        CapabilitySet, CapabilitySets, capabilities, capability_is_in_bounding_set,
        clear_ambient_capability_set, no_new_privs, remove_capability_from_bounding_set,
        set_capabilities, set_no_new_privs,
    },
};

/// The kernel knows at most this many.
const MOST_CAPABILITIES: u32 = 64;

/// Takes every capability out of the set that programs could gain; whether that succeeded. Needs a privilege that
/// [`drop`] takes away.
pub(super) fn empty_bounding_set() -> bool {
    let mut emptied = true;
    for capability in known_capabilities() {
        emptied &= remove_capability_from_bounding_set(capability).is_ok();
    }
    emptied
}

/// Drops all capabilities for good.
pub(super) fn drop(bounding_set_is_empty: bool) -> Result<String, String> {
    let none = CapabilitySets {
        effective: CapabilitySet::empty(),
        permitted: CapabilitySet::empty(),
        inheritable: CapabilitySet::empty(),
    };
    // Kernels before 4.3 have no ambient set.
    let _ = clear_ambient_capability_set();
    set_capabilities(None, none).map_err(|error| format!("capset: {error}"))?;
    let left = capabilities(None).map_err(|error| format!("capget: {error}"))?;
    if !(left.effective | left.permitted | left.inheritable).is_empty() {
        return Err("the kernel left some in place".to_owned());
    }
    Ok(if bounding_set_is_empty {
        "none, nor in the bounding set"
    } else {
        "none; the bounding set could not be emptied, which matters to no process without new privileges"
    }
    .to_owned())
}

/// From here on starting a program gives no privilege.
pub(super) fn forbid_new() -> Result<String, String> {
    set_no_new_privs(true).map_err(|error| format!("prctl: {error}"))?;
    match no_new_privs() {
        Ok(true) => Ok("set".to_owned()),
        Ok(false) => Err("the kernel did not keep it".to_owned()),
        Err(error) => Err(format!("prctl: {error}")),
    }
}

/// From here on `/proc` shows nothing of the process to others of its user, and it leaves no core dump.
pub(super) fn forbid_dumps() -> Result<String, String> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|error| format!("prctl: {error}"))?;
    match dumpable_behavior() {
        Ok(DumpableBehavior::NotDumpable) => Ok("set".to_owned()),
        Ok(_) => Err("the kernel did not keep it".to_owned()),
        Err(error) => Err(format!("prctl: {error}")),
    }
}

fn known_capabilities() -> impl Iterator<Item = CapabilitySet> {
    (0..MOST_CAPABILITIES)
        .map(|number| CapabilitySet::from_bits_retain(1 << number))
        .take_while(|capability| capability_is_in_bounding_set(*capability).is_ok())
}
