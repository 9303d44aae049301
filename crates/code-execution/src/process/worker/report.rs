//! Which walls stand.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

macro_rules! walls {
    ($($(#[doc = $words:literal])+ $variant:ident = $name:literal,)+) => {
        /// One wall around a worker; each is raised and checked alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Wall {
            $($(#[doc = $words])+ #[serde(rename = $name)] $variant,)+
        }

        impl Wall {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name on the wire.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

walls! {
    /// No environment variable reached the worker.
    EmptyEnvironment = "empty_environment",
    /// No descriptor reached the worker but its channel.
    NoDescriptors = "no_descriptors",
    /// The worker's user is not the host's root, and it cannot become root.
    UnprivilegedUser = "unprivileged_user",
    /// A user namespace of its own.
    UserNamespace = "user_namespace",
    /// A process namespace of its own, in which it is process 1.
    PidNamespace = "pid_namespace",
    /// A network namespace of its own, with no interface up.
    NetworkNamespace = "network_namespace",
    /// A mount namespace of its own.
    MountNamespace = "mount_namespace",
    /// A namespace of its own for System V objects and message queues.
    IpcNamespace = "ipc_namespace",
    /// A namespace of its own for host and domain name.
    UtsNamespace = "uts_namespace",
    /// A view of its own on control groups.
    CgroupNamespace = "cgroup_namespace",
    /// The root folder is empty and read-only; the host's is detached.
    EmptyRoot = "empty_root",
    /// The worker is killed when its guard ends, and the guard ends when the host does.
    DiesWithHost = "dies_with_host",
    /// Other processes of the same user can neither trace it nor read its memory; it leaves no core dump.
    NotDumpable = "not_dumpable",
    /// No program can give it a privilege.
    NoNewPrivileges = "no_new_privileges",
    /// It holds no capability.
    NoCapabilities = "no_capabilities",
    /// The kernel's limits of [`WorkerLimits`](super::WorkerLimits).
    ResourceLimits = "resource_limits",
    /// Landlock refuses every file, TCP port, and with ABI 6 signals to and abstract sockets of others.
    Landlock = "landlock",
    /// System calls outside of the allow-list are refused, those that no worker ever needs end it.
    Seccomp = "seccomp",
}

impl fmt::Display for Wall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Whether one wall stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallState {
    /// Whether it was raised, and found standing where that can be found out from inside.
    pub stands: bool,
    /// What was found, or why it does not stand.
    pub detail: String,
}

/// Which walls stand around one worker, told by the worker itself before it runs a guest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WallsReport {
    walls: BTreeMap<Wall, WallState>,
}

impl WallsReport {
    /// What is known of one wall; `None` where the worker said nothing, which counts as not standing.
    pub fn get(&self, wall: Wall) -> Option<&WallState> {
        self.walls.get(&wall)
    }

    /// Whether one wall stands.
    pub fn stands(&self, wall: Wall) -> bool {
        self.get(wall).is_some_and(|state| state.stands)
    }

    /// The walls that do not stand, with the reason, in the order of [`Wall::ALL`].
    pub fn missing(&self) -> impl Iterator<Item = (Wall, &str)> {
        Wall::ALL
            .iter()
            .filter(|wall| !self.stands(**wall))
            .map(|wall| {
                let reason = self.get(*wall).map(|state| state.detail.as_str());
                (*wall, reason.unwrap_or("the worker did not say"))
            })
    }

    /// Notes that a wall stands.
    #[cfg(any(test, target_os = "linux"))]
    pub(super) fn stood(&mut self, wall: Wall, detail: impl Into<String>) {
        self.note(wall, true, detail.into());
    }

    /// Notes that a wall does not stand.
    pub(super) fn absent(&mut self, wall: Wall, reason: impl Into<String>) {
        self.note(wall, false, reason.into());
    }

    /// Notes one or the other.
    #[cfg(target_os = "linux")]
    pub(super) fn result(&mut self, wall: Wall, result: Result<String, String>) {
        match result {
            Ok(detail) => self.stood(wall, detail),
            Err(reason) => self.absent(wall, reason),
        }
    }

    fn note(&mut self, wall: Wall, stands: bool, detail: String) {
        self.walls.insert(wall, WallState { stands, detail });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_that_nobody_spoke_of_does_not_stand() {
        let mut report = WallsReport::default();
        for wall in Wall::ALL {
            report.stood(*wall, "");
        }
        assert_eq!(report.missing().count(), 0);
        report.walls.remove(&Wall::Seccomp);
        report.absent(Wall::Landlock, "the kernel has none");
        assert_eq!(
            report.missing().collect::<Vec<_>>(),
            [
                (Wall::Landlock, "the kernel has none"),
                (Wall::Seccomp, "the worker did not say"),
            ]
        );
    }

    #[test]
    fn goes_over_the_wire_by_name() {
        let mut report = WallsReport::default();
        report.stood(Wall::EmptyRoot, "detached");
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(
            text,
            r#"{"empty_root":{"stands":true,"detail":"detached"}}"#
        );
        assert_eq!(serde_json::from_str::<WallsReport>(&text).unwrap(), report);
        assert!(serde_json::from_str::<WallsReport>(r#"{"moat":{}}"#).is_err());
    }
}
