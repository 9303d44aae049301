//! The kernel's limits.

use rustix::{
    process::{Resource, Rlimit, getrlimit, setrlimit},
    system::uname,
};

use super::system;
use crate::process::worker::WorkerLimits;

/// What no worker may use at all: core dumps, files it writes, locked memory, message queues, priorities.
const NOTHING: &[Resource] = &[
    Resource::Core,
    Resource::Fsize,
    Resource::Memlock,
    Resource::Msgqueue,
    Resource::Nice,
    Resource::Rtprio,
];
/// The first Linux that counts a user's processes in each user namespace alone.
const COUNTS_IN_NAMESPACE: (u32, u32) = (5, 14);

/// Sets the limits, as those that cannot be raised again, and reads them back.
pub(super) fn limit(limits: &WorkerLimits, own_namespace: bool) -> Result<String, String> {
    system::survive_file_limit();
    let mut wanted: Vec<(Resource, u64)> = NOTHING.iter().map(|resource| (*resource, 0)).collect();
    wanted.push((Resource::Nofile, limits.descriptors));
    wanted.extend(
        limits
            .address_space_bytes
            .map(|bytes| (Resource::As, bytes)),
    );
    wanted.extend(
        limits
            .writable_memory_bytes
            .map(|bytes| (Resource::Data, bytes)),
    );
    let counts_threads = own_namespace && version() >= Some(COUNTS_IN_NAMESPACE);
    if counts_threads {
        wanted.push((Resource::Nproc, limits.threads));
    }
    for (resource, most) in wanted {
        // A limit that is lower already stays, since it could not be raised.
        let most = getrlimit(resource)
            .maximum
            .map_or(most, |now| now.min(most));
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).map_err(|error| format!("setrlimit {resource:?}: {error}"))?;
        if getrlimit(resource) != limit {
            return Err(format!("the kernel did not keep the limit {resource:?}"));
        }
    }
    let bytes = |limit: Option<u64>| limit.map_or("no limit".to_owned(), |bytes| bytes.to_string());
    let threads = if counts_threads {
        limits.threads.to_string()
    } else {
        "no limit".to_owned()
    };
    Ok(format!(
        "address space: {}, writable memory: {}, descriptors: {}, threads: {threads}",
        bytes(limits.address_space_bytes),
        bytes(limits.writable_memory_bytes),
        limits.descriptors,
    ))
}

/// Major and minor number of the running kernel.
fn version() -> Option<(u32, u32)> {
    let name = uname();
    let mut numbers = name.release().to_str().ok()?.split(['.', '-']);
    let mut number = || numbers.next()?.parse().ok();
    Some((number()?, number()?))
}
