//! Whom the worker runs as: never the host's root.

use std::{
    fs, io,
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use rustix::{
    process::{Gid, Pid, Uid, WaitOptions, getegid, geteuid, getpid, waitpid},
    thread::{UnshareFlags, set_thread_groups, set_thread_res_gid, set_thread_res_uid},
};

use super::{namespaces, system};
use crate::process::worker::{Wall, WallsReport};

/// The worker's user and group, in its own namespace.
const INSIDE: u32 = 1000;
/// What a worker started by root is on the host: this and its process number, so that no two share a user. The range is
/// given to nobody (systemd's documentation, `UIDS-GIDS`).
const FIRST_ON_HOST: u32 = 0x7000_0000;
/// Where that range does not exist, as in a container with few users: `nobody`.
const NOBODY: u32 = 65_534;

/// Whom the worker becomes when it is locked down. Until then it opens files as the host's user.
#[derive(Debug)]
pub(super) enum User {
    /// Who started it, who is not root.
    Same,
    /// This number in the worker's own namespace, an unused one on the host.
    Mapped(u32),
    /// There is no namespace: these numbers on the host, the first that exists.
    Host([u32; 2]),
    /// The host's root, for this reason.
    Root(String),
}

impl User {
    /// Becomes that user, for good.
    pub(super) fn switch(&self) -> Result<String, String> {
        match self {
            Self::Same => Ok("the user who started the host, who is not root".to_owned()),
            Self::Mapped(number) => become_user(*number)
                .map(|()| "a user of its own, unused on the host".to_owned())
                .map_err(|error| format!("setresuid: {error}")),
            Self::Host(numbers) => become_first(numbers)
                .map(|number| format!("user {number}"))
                .map_err(|error| format!("setresuid: {error}")),
            Self::Root(reason) => Err(reason.clone()),
        }
    }

    /// The guard's part: without a namespace it becomes the same user, so that it may kill the worker even where root
    /// may not kill everyone.
    pub(super) fn follow(&self) {
        if let Self::Host(numbers) = self {
            let _ = become_first(numbers);
        }
    }
}

/// Enters a new user namespace and maps one user into it.
///
/// # Errors
/// When the system refuses a helper process.
pub(super) fn leave_namespace(report: &mut WallsReport) -> io::Result<User> {
    let (user, group) = (geteuid(), getegid());
    // Root's map leads to another user, so it must be written from outside of the new namespace.
    let mapper = user.is_root().then(Mapper::start).transpose()?;
    if let Err(error) = namespaces::leave(UnshareFlags::NEWUSER, "user") {
        report.absent(Wall::UserNamespace, error.to_string());
        return Ok(match mapper {
            Some(_) => User::Host(numbers_on_host()),
            None => User::Same,
        });
    }
    report.stood(Wall::UserNamespace, "a new `user`");
    let Some(mapper) = mapper else {
        if let Err(error) = map_own(user, group) {
            report.absent(
                Wall::UserNamespace,
                format!("its map cannot be written: {error}"),
            );
        }
        return Ok(User::Same);
    };
    Ok(match mapper.map() {
        Ok(()) => User::Mapped(INSIDE),
        Err(error) => User::Root(format!("the map of users cannot be written: {error}")),
    })
}

/// Sees that the worker cannot become root again. To be asked after its capabilities are gone.
pub(super) fn check(detail: String) -> Result<String, String> {
    if geteuid().is_root() {
        return Err("the worker is root".to_owned());
    }
    match set_thread_res_uid(Uid::ROOT, Uid::ROOT, Uid::ROOT) {
        Ok(()) => Err("the worker could become root again".to_owned()),
        Err(_) => Ok(detail),
    }
}

fn numbers_on_host() -> [u32; 2] {
    [
        FIRST_ON_HOST.saturating_add(getpid().as_raw_nonzero().get().unsigned_abs()),
        NOBODY,
    ]
}

fn become_first(numbers: &[u32]) -> rustix::io::Result<u32> {
    let mut result = Err(rustix::io::Errno::INVAL);
    for number in numbers {
        result = become_user(*number).map(|()| *number);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Of one thread, the only one.
fn become_user(number: u32) -> rustix::io::Result<()> {
    let (user, group) = (Uid::from_raw(number), Gid::from_raw(number));
    set_thread_groups(&[])?;
    set_thread_res_gid(group, group, group)?;
    set_thread_res_uid(user, user, user)
}

/// A user may map itself; its further groups it must then keep.
fn map_own(user: Uid, group: Gid) -> io::Result<()> {
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", map_line(user.as_raw()))?;
    fs::write("/proc/self/gid_map", map_line(group.as_raw()))
}

fn map_line(on_host: u32) -> String {
    format!("{INSIDE} {on_host} 1")
}

/// A child that stays in the old namespace to write the maps of the new one, and then leaves.
#[derive(Debug)]
struct Mapper {
    child: Pid,
    line: UnixStream,
}

impl Mapper {
    fn start() -> io::Result<Self> {
        let parent = getpid();
        let (line, theirs) = UnixStream::pair()?;
        if let Some(child) = system::fork()? {
            return Ok(Self { child, line });
        }
        drop(line);
        system::exit(Self::answer(parent, theirs))
    }

    /// Has the maps written. To be called in the new namespace.
    fn map(mut self) -> io::Result<()> {
        self.line.write_all(&[0])?;
        let mut done = [0];
        self.line.read_exact(&mut done).map_err(|_ended| {
            io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the kernel refuses every candidate",
            )
        })
    }

    /// The child's part; gives its exit code.
    fn answer(parent: Pid, mut line: UnixStream) -> i32 {
        let mut start = [0];
        if line.read_exact(&mut start).is_err() {
            return 0;
        }
        for number in numbers_on_host() {
            // A map is written once: where the first user is refused, nothing was.
            if write_maps(parent, number).is_ok() {
                return i32::from(line.write_all(&[0]).is_err());
            }
        }
        1
    }
}

impl Drop for Mapper {
    fn drop(&mut self) {
        // Ends the child's wait, where it still waits.
        let _ = self.line.shutdown(std::net::Shutdown::Both);
        let _ = waitpid(Some(self.child), WaitOptions::empty());
    }
}

fn write_maps(process: Pid, on_host: u32) -> io::Result<()> {
    let folder = format!("/proc/{}", process.as_raw_nonzero());
    fs::write(format!("{folder}/uid_map"), map_line(on_host))?;
    fs::write(format!("{folder}/gid_map"), map_line(on_host))
}
