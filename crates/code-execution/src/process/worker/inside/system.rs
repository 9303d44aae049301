//! The calls that have no safe form.
#![expect(
    unsafe_code,
    reason = "forks, closes descriptors by number and maps memory; every block states why it is sound"
)]

use std::{ffi::c_int, io, ptr};

use rustix::{
    mm::{MapFlags, ProtFlags, mmap_anonymous, munmap},
    process::Pid,
    thread::{UnshareFlags, unshare_unsafe},
};

/// Descriptors that are looked at one by one where the kernel does not close ranges (before Linux 5.9).
const MOST_DESCRIPTORS: c_int = 65_536;
/// A page of the smallest size there is.
const PAGE_BYTES: usize = 4096;

/// Closes every descriptor from `first` on. To be called before any of them belongs to a value.
pub(super) fn close_descriptors_from(first: c_int) {
    // SAFETY: closing touches no memory; the caller's process has just started and owns none of them.
    let result = unsafe { libc::syscall(libc::SYS_close_range, first, c_int::MAX, 0) };
    if result == 0 {
        return;
    }
    for descriptor in first..MOST_DESCRIPTORS {
        // SAFETY: as above.
        unsafe { libc::close(descriptor) };
    }
}

/// Splits the process: the child's number in the parent, `None` in the child. To be called with one thread.
pub(super) fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: the process has one thread, so that no lock is held by a thread that the child lacks.
    match unsafe { libc::fork() } {
        ..0 => Err(io::Error::last_os_error()),
        child => Ok(Pid::from_raw(child)),
    }
}

/// A write beyond the limit of a file's size then fails with an error. By default it ends the process, so that a message
/// on a standard error that is a file would.
pub(super) fn survive_file_limit() {
    // SAFETY: ignoring a signal installs no handler.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

/// Ends the process at once: no destructor, no exit handler.
pub(super) fn exit(code: c_int) -> ! {
    // SAFETY: never returns and touches no memory.
    unsafe { libc::_exit(code) }
}

/// Leaves one namespace of the parent for a new one.
pub(super) fn unshare(namespace: UnshareFlags) -> io::Result<()> {
    debug_assert!(
        !namespace.contains(UnshareFlags::FILES),
        "threads would see other descriptors"
    );
    // SAFETY: only dangerous with `FILES`, which no caller passes.
    unsafe { unshare_unsafe(namespace) }.map_err(io::Error::from)
}

/// Whether the kernel refuses memory that is executable.
pub(super) fn refuses_executable_memory() -> bool {
    // SAFETY: a new anonymous mapping at an address the kernel chooses aliases nothing.
    let page = unsafe {
        let access = ProtFlags::READ | ProtFlags::EXEC;
        mmap_anonymous(ptr::null_mut(), PAGE_BYTES, access, MapFlags::PRIVATE)
    };
    let Ok(page) = page else {
        return true;
    };
    // SAFETY: unmaps what was mapped above, which nobody else knows.
    let _ = unsafe { munmap(page, PAGE_BYTES) };
    false
}
