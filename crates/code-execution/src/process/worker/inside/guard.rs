//! The guard: the parent that waits beside the worker.

use std::{
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    net::{AddressFamily, SocketFlags, SocketType, socketpair},
    process::{
        DumpableBehavior, Pid, Signal, WaitOptions, WaitStatus, kill_process,
        parent_process_death_signal, set_dumpable_behavior, set_parent_process_death_signal,
        waitpid,
    },
    thread::set_no_new_privs,
};

use super::{system, user::User};

/// The guard's exit code when the worker's end is not known.
const UNKNOWN_END: i32 = 125;
/// Added to the number of the signal that ended a worker.
const SIGNAL_CODES_FROM: i32 = 128;

/// Forks. The parent becomes the guard and never returns; the child gets its end of the lifeline, by which each sees the
/// other's end.
pub(super) fn split(channel: &UnixStream, user: &User) -> io::Result<OwnedFd> {
    let (ours, theirs) = socketpair(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    if let Some(worker) = system::fork()? {
        drop(theirs);
        watch(worker, &ours, channel, user);
    }
    drop(ours);
    bind(&theirs)?.map_err(io::Error::other)?;
    Ok(theirs)
}

/// Has the kernel kill the worker when the guard dies. To be called again after each change of the user, which undoes it.
///
/// # Errors
/// When the guard is dead already.
pub(super) fn bind(lifeline: &OwnedFd) -> io::Result<Result<String, String>> {
    let bound = set_parent_process_death_signal(Some(Signal::KILL))
        .and_then(|()| parent_process_death_signal());
    let mut ends = [PollFd::new(lifeline, PollFlags::empty())];
    poll(&mut ends, Some(&Timespec::default()))?;
    if ends.iter().any(|end| !end.revents().is_empty()) {
        return Err(io::Error::new(
            io::ErrorKind::BrokenPipe,
            "the worker's guard has gone",
        ));
    }
    Ok(match bound {
        Ok(Some(Signal::KILL)) => {
            Ok("the guard hangs on the channel, the worker on the guard".to_owned())
        }
        Ok(_) => Err("the kernel did not keep the death signal".to_owned()),
        Err(error) => Err(format!("prctl: {error}")),
    })
}

/// Waits until host or worker has gone, and takes the other along.
fn watch(worker: Pid, lifeline: &OwnedFd, channel: &UnixStream, user: &User) -> ! {
    // The guard reads no byte of anyone. What it gives up here it never needs, so nothing depends on these.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let _ = set_no_new_privs(true);
    user.follow();
    let mut ends = [
        PollFd::from_borrowed_fd(channel.as_fd(), PollFlags::empty()),
        PollFd::from_borrowed_fd(lifeline.as_fd(), PollFlags::empty()),
    ];
    while matches!(poll(&mut ends, None), Err(Errno::INTR)) {}
    // Not waited for yet, so that the number is still the worker's.
    let _ = kill_process(worker, Signal::KILL);
    let status = loop {
        match waitpid(Some(worker), WaitOptions::empty()) {
            Err(Errno::INTR) => {}
            Ok(Some((_, status))) => break Some(status),
            Ok(None) | Err(_) => break None,
        }
    };
    system::exit(status.map_or(UNKNOWN_END, exit_code))
}

fn exit_code(status: WaitStatus) -> i32 {
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => SIGNAL_CODES_FROM + signal,
        (None, None) => UNKNOWN_END,
    }
}
