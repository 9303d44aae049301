//! An empty root folder.

use std::{fs, path::Path};

use rustix::{
    io::Errno,
    mount::{MountFlags, UnmountFlags, mount, unmount},
    process::{chdir, pivot_root},
};

/// Folders that nearly every system has; the new root covers one of them for a moment.
const PLACES: &[&str] = &["/proc", "/tmp", "/usr", "/dev"];
/// The folder itself is the only inode.
const OPTIONS: &std::ffi::CStr = c"size=4096,nr_inodes=1,mode=0555";

/// Makes an empty, read-only memory file system the root folder, and detaches the old one. To be called in a mount
/// namespace of the worker's own.
pub(super) fn empty() -> Result<String, String> {
    let place = cover().map_err(|error| format!("mount: {error}"))?;
    let step = |name, result: Result<(), Errno>| result.map_err(|error| format!("{name}: {error}"));
    step("chdir", chdir(place))?;
    // Both names are the same folder: the old root is then stacked on the new one, and unmounting takes it away
    // (pivot_root(2), "pivot_root(".", ".")").
    step("pivot_root", pivot_root(".", "."))?;
    step("umount", unmount(".", UnmountFlags::DETACH))?;
    step("chdir", chdir("/"))?;
    check()
}

fn cover() -> Result<&'static str, Errno> {
    let flags = MountFlags::RDONLY | MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
    let mut last = Errno::NOENT;
    for place in PLACES {
        match mount("none", *place, "tmpfs", flags, OPTIONS) {
            Ok(()) => return Ok(place),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn check() -> Result<String, String> {
    let entries = fs::read_dir("/").map_err(|error| format!("reading the new root: {error}"))?;
    if entries.count() != 0 || Path::new("/proc/self").exists() {
        return Err("the new root is not empty".to_owned());
    }
    match fs::create_dir("/x") {
        Ok(()) => Err("the new root can be written".to_owned()),
        Err(_) => Ok("empty and read-only".to_owned()),
    }
}
