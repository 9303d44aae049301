//! The worker's side, on Linux: raise the walls.

mod calls;
mod guard;
mod landlock;
mod namespaces;
mod privileges;
mod resources;
mod root;
mod start;
mod system;
mod user;

use std::{
    io,
    mem::ManuallyDrop,
    os::{fd::OwnedFd, unix::net::UnixStream},
};

use self::user::User;
use super::{Wall, WallsReport, WorkerLimits};

/// This process as a worker: in its namespaces, not yet locked down.
#[derive(Debug)]
pub struct Worker {
    channel: UnixStream,
    /// Open as long as the process lives: the guard sees its end by it.
    lifeline: ManuallyDrop<OwnedFd>,
    user: User,
    report: WallsReport,
}

impl Worker {
    /// To be called first in `main`, before there is a second thread.
    ///
    /// Closes every descriptor but the channel (descriptor 0, which becomes `/dev/null`) and standard error, enters new
    /// namespaces as far as the system gives them, and forks. It returns in the child, which is process 1 of its
    /// namespace; the parent stays behind as the guard and never returns. The host's files can still be opened.
    ///
    /// A panic or `abort` of process 1 ends it by `SIGSEGV` where the kernel withholds `SIGABRT` from it.
    ///
    /// # Errors
    /// When descriptor 0 is no Unix socket, or the system refuses a fork. A namespace that cannot be had is no error, it
    /// is in the report.
    pub fn enter() -> io::Result<Self> {
        let mut report = WallsReport::default();
        let channel = start::take_channel(&mut report)?;
        start::note_environment(&mut report);
        let user = namespaces::raise(&mut report)?;
        let lifeline = ManuallyDrop::new(guard::split(&channel, &user)?);
        namespaces::check_process(&mut report);
        Ok(Self {
            channel,
            lifeline,
            user,
            report,
        })
    }

    /// The channel to the host.
    pub fn channel(&self) -> &UnixStream {
        &self.channel
    }

    /// To be called when everything is loaded, before there is a second thread and before a guest runs.
    ///
    /// Empties the root folder, leaves the host's user, drops all privileges, and raises Landlock and the filter of
    /// system calls. What was opened and mapped before stays usable, threads may be started after. A wall that cannot be
    /// raised is no error, it is in the report: who requires it must look there.
    ///
    /// # Errors
    /// When there is a second thread or an open folder, `/proc` is not to be read, or the host or guard has gone.
    pub fn lock_down(self, limits: &WorkerLimits) -> io::Result<(UnixStream, WallsReport)> {
        let Self {
            channel,
            lifeline,
            user,
            mut report,
        } = self;
        start::check_ready()?;
        let own_namespace = report.stands(Wall::UserNamespace);
        let root = match report.get(Wall::MountNamespace) {
            Some(state) if state.stands => root::empty(),
            _ => Err("there is no mount namespace of its own".to_owned()),
        };
        report.result(Wall::EmptyRoot, root);
        let bounded = privileges::empty_bounding_set();
        let switched = user.switch();
        report.result(Wall::NoCapabilities, privileges::drop(bounded));
        report.result(Wall::UnprivilegedUser, switched.and_then(user::check));
        report.result(Wall::NotDumpable, privileges::forbid_dumps());
        report.result(Wall::DiesWithHost, guard::bind(&lifeline)?);
        report.result(
            Wall::ResourceLimits,
            resources::limit(limits, own_namespace),
        );
        report.result(Wall::NoNewPrivileges, privileges::forbid_new());
        report.result(Wall::Landlock, landlock::raise());
        report.result(Wall::Seccomp, calls::filter());
        Ok((channel, report))
    }
}
