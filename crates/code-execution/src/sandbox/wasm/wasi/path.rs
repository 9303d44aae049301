//! Calls on paths.

use wasmtime::{Caller, Linker};

use super::{
    Guest, MODULE,
    descriptor::{Descriptor, OpenFile},
    file::{new_times, write_stat},
    memory::GuestMemory,
    reply, unsigned,
};
use crate::sandbox::wasm::filesystem::{Errno, FileSystem, FileType, NodeId};

const FOLLOW: u32 = 1;
const CREATE: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;
const APPEND: u32 = 1;
const RIGHT_READ: u64 = 1 << 1;
const RIGHT_WRITE: u64 = 1 << 6;

/// What `path_open` was asked for.
struct OpenRequest {
    directory: i32,
    follow: bool,
    open_flags: u32,
    rights: u64,
    descriptor_flags: u32,
}

pub(super) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "path_open",
        |caller: Caller<'_, Guest>,
         fd: i32,
         look_up: i32,
         path: i32,
         len: i32,
         open_flags: i32,
         rights: i64,
         _inheriting: i64,
         descriptor_flags: i32,
         out: i32| {
            reply(caller, |memory, guest| {
                let request = OpenRequest {
                    directory: fd,
                    follow: unsigned(look_up) & FOLLOW != 0,
                    open_flags: unsigned(open_flags),
                    rights: rights.cast_unsigned(),
                    descriptor_flags: unsigned(descriptor_flags),
                };
                let opened = open(guest, memory.text(unsigned(path), unsigned(len))?, &request)?;
                memory.write_u32(unsigned(out), opened)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_filestat_get",
        |caller: Caller<'_, Guest>, fd: i32, look_up: i32, path: i32, len: i32, out: i32| {
            reply(caller, |memory, guest| {
                let node = find(memory, guest, fd, look_up, path, len)?;
                write_stat(memory, unsigned(out), &guest.files.stat(node)?)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_filestat_set_times",
        |caller: Caller<'_, Guest>,
         fd: i32,
         look_up: i32,
         path: i32,
         len: i32,
         accessed: i64,
         modified: i64,
         flags: i32| {
            reply(caller, |memory, guest| {
                let node = find(memory, guest, fd, look_up, path, len)?;
                let times = new_times(
                    guest,
                    guest.files.stat(node)?.times,
                    accessed,
                    modified,
                    flags,
                )?;
                guest.files.set_times(node, times)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_readlink",
        |caller: Caller<'_, Guest>,
         fd: i32,
         path: i32,
         len: i32,
         buffer: i32,
         buffer_len: i32,
         out: i32| {
            reply(caller, |memory, guest| {
                let node = find(memory, guest, fd, 0, path, len)?;
                let target = guest.files.link_target(node)?.as_bytes();
                let copied = target.len().min(unsigned(buffer_len) as usize);
                memory.write(unsigned(buffer), target.get(..copied).unwrap_or_default())?;
                memory.write_u32(
                    unsigned(out),
                    u32::try_from(copied).map_err(|_| Errno::Overflow)?,
                )
            })
        },
    )?;
    add_changes(linker)
}

fn add_changes(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "path_create_directory",
        |caller: Caller<'_, Guest>, fd: i32, path: i32, len: i32| {
            reply(caller, |memory, guest| {
                let place = guest
                    .files
                    .place(directory(guest, fd)?, text(memory, path, len)?)?;
                guest
                    .files
                    .create_directory(&place, guest.inputs.now_ns())
                    .map(|_| ())
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_remove_directory",
        |caller: Caller<'_, Guest>, fd: i32, path: i32, len: i32| {
            reply(caller, |memory, guest| {
                let place = guest
                    .files
                    .place(directory(guest, fd)?, text(memory, path, len)?)?;
                guest.files.remove_directory(&place)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_unlink_file",
        |caller: Caller<'_, Guest>, fd: i32, path: i32, len: i32| {
            reply(caller, |memory, guest| {
                let place = guest
                    .files
                    .place(directory(guest, fd)?, text(memory, path, len)?)?;
                guest.files.unlink(&place)?;
                guest.limiter.set_host_bytes(guest.files.used_bytes());
                Ok(())
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_symlink",
        |caller: Caller<'_, Guest>, target: i32, target_len: i32, fd: i32, path: i32, len: i32| {
            reply(caller, |memory, guest| {
                let place = guest
                    .files
                    .place(directory(guest, fd)?, text(memory, path, len)?)?;
                let target = text(memory, target, target_len)?;
                guest
                    .files
                    .create_symbolic_link(&place, target, guest.inputs.now_ns())
                    .map(|_| ())
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_link",
        |caller: Caller<'_, Guest>,
         fd: i32,
         look_up: i32,
         path: i32,
         len: i32,
         to_fd: i32,
         to: i32,
         to_len: i32| {
            reply(caller, |memory, guest| {
                let existing = find(memory, guest, fd, look_up, path, len)?;
                let place = guest
                    .files
                    .place(directory(guest, to_fd)?, text(memory, to, to_len)?)?;
                guest.files.create_hard_link(existing, &place)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_rename",
        |caller: Caller<'_, Guest>,
         fd: i32,
         path: i32,
         len: i32,
         to_fd: i32,
         to: i32,
         to_len: i32| {
            reply(caller, |memory, guest| {
                let from = guest
                    .files
                    .place(directory(guest, fd)?, text(memory, path, len)?)?;
                let to = guest
                    .files
                    .place(directory(guest, to_fd)?, text(memory, to, to_len)?)?;
                guest.files.rename(&from, &to)?;
                // What it replaced may be gone.
                guest.limiter.set_host_bytes(guest.files.used_bytes());
                Ok(())
            })
        },
    )?;
    Ok(())
}

fn text<'a>(memory: &'a GuestMemory<'_>, path: i32, len: i32) -> Result<&'a str, Errno> {
    memory.text(unsigned(path), unsigned(len))
}

/// The open directory from which a path is looked up. In one that was removed meanwhile there is nothing, and nothing can
/// be put into it.
fn directory(guest: &Guest, fd: i32) -> Result<NodeId, Errno> {
    let node = guest.descriptors.directory(unsigned(fd))?;
    match guest.files.stat(node)?.links {
        0 => Err(Errno::NotFound),
        _ => Ok(node),
    }
}

fn find(
    memory: &GuestMemory<'_>,
    guest: &Guest,
    fd: i32,
    look_up: i32,
    path: i32,
    len: i32,
) -> Result<NodeId, Errno> {
    guest.files.find(
        directory(guest, fd)?,
        text(memory, path, len)?,
        unsigned(look_up) & FOLLOW != 0,
    )
}

fn open(guest: &mut Guest, path: &str, request: &OpenRequest) -> Result<u32, Errno> {
    let asked = |flag: u32| request.open_flags & flag != 0;
    let directory = directory(guest, request.directory)?;
    let now_ns = guest.inputs.now_ns();
    let node = match guest.files.find(directory, path, request.follow) {
        Ok(_) if asked(CREATE) && asked(EXCLUSIVE) => return Err(Errno::Exists),
        Ok(node) => node,
        Err(Errno::NotFound) if asked(CREATE) && !asked(DIRECTORY) => {
            let place = guest.files.place(directory, path)?;
            guest.files.create_file(&place, now_ns)?
        }
        Err(errno) => return Err(errno),
    };
    match guest.files.stat(node)?.file_type {
        FileType::Directory => {
            if request.rights & RIGHT_WRITE != 0 && !asked(DIRECTORY) && asked(CREATE | TRUNCATE) {
                return Err(Errno::IsDirectory);
            }
            let number = guest.descriptors.open(Descriptor::Directory {
                node,
                opened_ahead: None,
            })?;
            guest.files.retain(node);
            return Ok(number);
        }
        _ if asked(DIRECTORY) => return Err(Errno::NotDirectory),
        FileType::SymbolicLink => return Err(Errno::Loop),
        _ => (),
    }
    let file = OpenFile {
        node,
        offset: 0,
        readable: request.rights & RIGHT_READ != 0,
        writable: request.rights & RIGHT_WRITE != 0,
        appends: request.descriptor_flags & APPEND != 0,
    };
    if (file.writable || asked(TRUNCATE)) && !FileSystem::is_writable(node) {
        return Err(Errno::ReadOnly);
    }
    let number = guest.descriptors.open(Descriptor::File(file))?;
    guest.files.retain(node);
    if asked(TRUNCATE) {
        guest.files.resize(node, 0, now_ns)?;
        guest.limiter.set_host_bytes(guest.files.used_bytes());
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::{super::file::close, *};
    use crate::sandbox::wasm::{
        door::{Door, DoorLimits},
        filesystem::{BaseTree, Quota},
        limiter::MemoryLimiter,
        wasi::{Capture, Descriptors, GuestInputs, StopSignal},
    };

    fn guest() -> Guest {
        let quota = Quota {
            max_bytes: 1000,
            max_names: 10,
        };
        let files = FileSystem::new(Arc::new(BaseTree::new()), quota, 0);
        let limits = DoorLimits {
            max_artifacts: 0,
            max_artifact_bytes: 0,
            max_output_bytes: 0,
        };
        Guest {
            memory: None,
            descriptors: Descriptors::new(&files),
            files,
            stdout: Capture::new(0),
            stderr: Capture::new(0),
            inputs: GuestInputs::live(0),
            stop: Arc::new(StopSignal::after(Duration::ZERO)),
            door: Door::new(Vec::new(), limits),
            limiter: MemoryLimiter::new(1 << 20),
            max_fuel: 0,
            host_calls: None,
        }
    }

    const OPEN_DIRECTORY: OpenRequest = OpenRequest {
        directory: 3,
        follow: true,
        open_flags: DIRECTORY,
        rights: 0,
        descriptor_flags: 0,
    };

    #[test]
    fn an_open_directory_outlives_its_name() {
        let mut guest = guest();
        let place = |guest: &Guest, name| guest.files.place(FileSystem::WORK, name).unwrap();
        let removed = place(&guest, "removed");
        guest.files.create_directory(&removed, 0).unwrap();
        let fd = open(&mut guest, "/work/removed", &OPEN_DIRECTORY).unwrap();
        guest.files.remove_directory(&removed).unwrap();
        // Were the number of the removed one free, the descriptor would stand for another directory from here on.
        let other = place(&guest, "other");
        let other = guest.files.create_directory(&other, 0).unwrap();
        assert_ne!(guest.descriptors.directory(fd), Ok(other));
        // A session's next turn finds every descriptor's node.
        let changes = guest.files.take_changes();
        let quota = Quota {
            max_bytes: 1000,
            max_names: 10,
        };
        let open_nodes = guest.descriptors.open_nodes();
        let base = Arc::new(BaseTree::new());
        let restored = FileSystem::at_rest(base, quota, 0, &changes, open_nodes);
        assert!(restored.is_ok());
        let node = guest.descriptors.directory(fd).unwrap();
        close(&mut guest, fd).unwrap();
        assert!(guest.files.stat(node).is_err());
    }
}
