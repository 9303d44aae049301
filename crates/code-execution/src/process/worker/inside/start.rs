//! What a worker starts with, and whether it may lock itself down.

use std::{
    env, fs, io,
    os::{fd::AsFd, unix::net::UnixStream},
    path::PathBuf,
};

use rustix::{
    net::{AddressFamily, sockopt},
    process::{Resource, Rlimit, setrlimit, setsid},
    stdio,
};

use super::system;
use crate::process::worker::{Wall, WallsReport};

/// Descriptors 0, 1 and 2 are the channel, nothing, and standard error.
const FIRST_STRAY_DESCRIPTOR: i32 = 3;
/// These three, the channel's copy, and the list of them.
const OPEN_AT_START: usize = 5;

/// Closes what the host should not have left open, and takes the channel from descriptor 0.
pub(super) fn take_channel(report: &mut WallsReport) -> io::Result<UnixStream> {
    system::close_descriptors_from(FIRST_STRAY_DESCRIPTOR);
    let channel = io::stdin().as_fd().try_clone_to_owned()?;
    if sockopt::socket_domain(&channel)? != AddressFamily::UNIX {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "a worker is started by `WorkerProcess::spawn`, with its channel as descriptor 0",
        ));
    }
    let nothing = fs::File::options()
        .read(true)
        .write(true)
        .open("/dev/null")?;
    stdio::dup2_stdin(&nothing)?;
    stdio::dup2_stdout(&nothing)?;
    drop(nothing);
    let detail = if cfg!(debug_assertions) {
        "the channel, and standard error in this debug build"
    } else {
        stdio::dup2_stderr(io::stdin())?;
        "the channel"
    };
    let stray = descriptors().map(|open| open.len() != OPEN_AT_START);
    report.result(
        Wall::NoDescriptors,
        match stray {
            Ok(false) => Ok(detail.to_owned()),
            Ok(true) => Err("others are open".to_owned()),
            Err(error) => Err(format!("reading `/proc/self/fd`: {error}")),
        },
    );
    // Leading a session is a matter of course for who was started by `spawn`; a leader already cannot.
    let _ = setsid();
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    Ok(channel.into())
}

/// Notes whether the environment is empty.
pub(super) fn note_environment(report: &mut WallsReport) {
    match env::vars_os().count() {
        0 => report.stood(Wall::EmptyEnvironment, "no variable"),
        count => report.absent(Wall::EmptyEnvironment, format!("{count} variables")),
    }
}

/// Landlock, capabilities and users belong to threads, and a folder that is open leads to every file below it: there may
/// be one thread, and no open folder.
pub(super) fn check_ready() -> io::Result<()> {
    let threads = fs::read_dir("/proc/self/task")?.count();
    if threads != 1 {
        return Err(not_ready(format!(
            "`lock_down` with {threads} threads: it must come before the second"
        )));
    }
    for descriptor in descriptors()? {
        // The descriptor that listed them is closed by now.
        if fs::metadata(&descriptor).is_ok_and(|file| file.is_dir()) {
            return Err(not_ready(format!(
                "`lock_down` with a folder open as `{}`",
                descriptor.display()
            )));
        }
    }
    Ok(())
}

/// What is open, with the descriptor that lists it, which is closed when this returns.
fn descriptors() -> io::Result<Vec<PathBuf>> {
    fs::read_dir("/proc/self/fd")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect()
}

fn not_ready(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}
