//! New namespaces, as far as the system gives them.

use std::{fs, io, path::PathBuf};

use rustix::{
    mount::{MountPropagationFlags, mount_change},
    process::{Pid, getpid},
    system::sethostname,
    thread::UnshareFlags,
};

use super::{
    system,
    user::{self, User},
};
use crate::process::worker::{Wall, WallsReport};

/// The name of the machine that a worker sees.
const HOST_NAME: &[u8] = b"worker";

/// Namespaces, the kernel's flag for each, and its link in `/proc/self/ns`. The user namespace comes first: it allows the
/// others to who has no privilege.
const NAMESPACES: &[(Wall, UnshareFlags, &str)] = &[
    (Wall::MountNamespace, UnshareFlags::NEWNS, "mnt"),
    (Wall::NetworkNamespace, UnshareFlags::NEWNET, "net"),
    (Wall::IpcNamespace, UnshareFlags::NEWIPC, "ipc"),
    (Wall::UtsNamespace, UnshareFlags::NEWUTS, "uts"),
    (Wall::CgroupNamespace, UnshareFlags::NEWCGROUP, "cgroup"),
];

/// Enters new namespaces; that for processes holds for the next child.
///
/// # Errors
/// When the system refuses a helper process.
pub(super) fn raise(report: &mut WallsReport) -> io::Result<User> {
    let user = user::leave_namespace(report)?;
    for (wall, flag, link) in NAMESPACES {
        let result = leave(*flag, link).and_then(|()| settle(*wall));
        let result = result.map(|()| format!("a new `{link}`"));
        report.result(*wall, result.map_err(|error| error.to_string()));
    }
    if let Err(error) = system::unshare(UnshareFlags::NEWPID) {
        report.absent(Wall::PidNamespace, format!("unshare: {error}"));
    }
    Ok(user)
}

/// Notes whether this is process 1 of a new namespace.
pub(super) fn check_process(report: &mut WallsReport) {
    if getpid() == Pid::INIT {
        report.stood(Wall::PidNamespace, "process 1");
    } else if report.get(Wall::PidNamespace).is_none() {
        report.absent(Wall::PidNamespace, "the worker is not process 1 of it");
    }
}

/// Leaves one namespace, and sees that the link to it changed.
pub(super) fn leave(flag: UnshareFlags, link: &str) -> io::Result<()> {
    let before = identity(link)?;
    system::unshare(flag)
        .map_err(|error| io::Error::new(error.kind(), format!("unshare: {error}")))?;
    if identity(link)? == before {
        return Err(io::Error::other("the kernel left the old one in place"));
    }
    Ok(())
}

fn identity(link: &str) -> io::Result<PathBuf> {
    let path = format!("/proc/self/ns/{link}");
    fs::read_link(&path)
        .map_err(|error| io::Error::new(error.kind(), format!("reading `{path}`: {error}")))
}

/// What must follow in the new namespace before it is a wall.
fn settle(wall: Wall) -> io::Result<()> {
    match wall {
        Wall::MountNamespace => {
            let flags = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
            mount_change("/", flags)?;
        }
        Wall::UtsNamespace => sethostname(HOST_NAME)?,
        _ => {}
    }
    Ok(())
}
