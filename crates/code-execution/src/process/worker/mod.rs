//! A process of its own for guests, and the walls around it.
//!
//! The host starts a worker with [`WorkerProcess::spawn`]. The worker's `main` calls [`Worker::enter`] before anything
//! else, loads what it needs, and calls [`Worker::lock_down`] before it runs a guest. From then on it can compute, wait,
//! take memory up to its limits and talk over its channel, and nothing else. `docs/concepts/walls.md` says what each
//! wall stops, `docs/reference/walls.md` lists the system calls that are left.
//!
//! ```text
//! host ── channel ── worker (process 1 of its namespace, behind the walls)
//!   └─ parent of ─ guard ─ parent of ─┘   the guard only waits
//! ```
//!
//! Host, guard and worker notice each other's end without signals between host and guard, because the signal that a
//! process gets when its parent dies is sent when the parent's *thread* ends. The guard holds the worker's end of the
//! channel too: when the host ends, however it ends, the kernel hangs the channel up; then the guard kills the worker
//! and leaves. When the guard dies, the worker gets `SIGKILL` (`PR_SET_PDEATHSIG`; the guard has one thread).

#[cfg(not(target_os = "linux"))]
mod elsewhere;
mod host;
#[cfg(target_os = "linux")]
mod inside;
mod limits;
mod report;

#[cfg(not(target_os = "linux"))]
pub use elsewhere::Worker;
pub use host::{WorkerEnd, WorkerProcess};
#[cfg(target_os = "linux")]
pub use inside::Worker;
pub use limits::WorkerLimits;
pub use report::{Wall, WallState, WallsReport};
