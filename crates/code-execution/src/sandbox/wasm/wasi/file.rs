//! Calls on descriptors: reading, writing, seeking, status.

use wasmtime::{Caller, Linker};

use super::{
    Guest, MODULE,
    descriptor::{Descriptor, OpenFile},
    memory::GuestMemory,
    reply, unsigned,
};
use crate::sandbox::wasm::filesystem::{Errno, FileSystem, FileType, NodeId, Stat, Times};

const FDFLAG_APPEND: u16 = 1;
const ALL_RIGHTS: u64 = 0x1fff_ffff;

pub(super) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_read",
        |caller: Caller<'_, Guest>, fd: i32, buffers: i32, count: i32, out: i32| {
            reply(caller, |memory, guest| {
                read(
                    memory,
                    guest,
                    unsigned(fd),
                    None,
                    [buffers, count, out].map(unsigned),
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_pread",
        |caller: Caller<'_, Guest>, fd: i32, buffers: i32, count: i32, offset: i64, out: i32| {
            reply(caller, |memory, guest| {
                let offset = Some(offset.cast_unsigned());
                read(
                    memory,
                    guest,
                    unsigned(fd),
                    offset,
                    [buffers, count, out].map(unsigned),
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_write",
        |caller: Caller<'_, Guest>, fd: i32, buffers: i32, count: i32, out: i32| {
            reply(caller, |memory, guest| {
                write(
                    memory,
                    guest,
                    unsigned(fd),
                    None,
                    [buffers, count, out].map(unsigned),
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_pwrite",
        |caller: Caller<'_, Guest>, fd: i32, buffers: i32, count: i32, offset: i64, out: i32| {
            reply(caller, |memory, guest| {
                let offset = Some(offset.cast_unsigned());
                write(
                    memory,
                    guest,
                    unsigned(fd),
                    offset,
                    [buffers, count, out].map(unsigned),
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_seek",
        |caller: Caller<'_, Guest>, fd: i32, delta: i64, whence: i32, out: i32| {
            reply(caller, |memory, guest| {
                let offset = seek(guest, unsigned(fd), delta, whence)?;
                memory.write_u64(unsigned(out), offset)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_tell",
        |caller: Caller<'_, Guest>, fd: i32, out: i32| {
            reply(caller, |memory, guest| {
                let offset = guest.descriptors.file_mut(unsigned(fd))?.offset;
                memory.write_u64(unsigned(out), offset)
            })
        },
    )?;
    linker.func_wrap(MODULE, "fd_close", |caller: Caller<'_, Guest>, fd: i32| {
        reply(caller, |_, guest| close(guest, unsigned(fd)))
    })?;
    add_status(linker)
}

fn add_status(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_fdstat_get",
        |caller: Caller<'_, Guest>, fd: i32, out: i32| {
            reply(caller, |memory, guest| {
                let (file_type, flags) = match guest.descriptors.get(unsigned(fd))? {
                    Descriptor::Directory { .. } => (FileType::Directory, 0),
                    Descriptor::File(file) => (
                        FileType::RegularFile,
                        if file.appends { FDFLAG_APPEND } else { 0 },
                    ),
                    _ => (FileType::CharacterDevice, 0),
                };
                let mut status = [0; 24];
                status[0] = file_type as u8;
                status[2..4].copy_from_slice(&flags.to_le_bytes());
                // The right to seek on a standard stream is what makes the C library say that it is no terminal.
                status[8..16].copy_from_slice(&ALL_RIGHTS.to_le_bytes());
                status[16..24].copy_from_slice(&ALL_RIGHTS.to_le_bytes());
                memory.write(unsigned(out), &status)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_fdstat_set_flags",
        |caller: Caller<'_, Guest>, fd: i32, flags: i32| {
            reply(caller, |_, guest| {
                guest.descriptors.file_mut(unsigned(fd))?.appends =
                    unsigned(flags) & u32::from(FDFLAG_APPEND) != 0;
                Ok(())
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_filestat_get",
        |caller: Caller<'_, Guest>, fd: i32, out: i32| {
            reply(caller, |memory, guest| {
                let node = match guest.descriptors.get(unsigned(fd))? {
                    Descriptor::Directory { node, .. } => *node,
                    Descriptor::File(file) => file.node,
                    _ => {
                        let mut status = [0; 64];
                        status[16] = FileType::CharacterDevice as u8;
                        status[24] = 1;
                        return memory.write(unsigned(out), &status);
                    }
                };
                write_stat(memory, unsigned(out), &guest.files.stat(node)?)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_filestat_set_size",
        |caller: Caller<'_, Guest>, fd: i32, size: i64| {
            reply(caller, |_, guest| {
                let file = *guest.descriptors.file_mut(unsigned(fd))?;
                if !file.writable {
                    return Err(Errno::Invalid);
                }
                let now_ns = guest.inputs.now_ns();
                let size = size.cast_unsigned();
                within_memory(guest, file.node, size, |files| {
                    files.resize(file.node, size, now_ns)
                })
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_filestat_set_times",
        |caller: Caller<'_, Guest>, fd: i32, accessed: i64, modified: i64, flags: i32| {
            reply(caller, |_, guest| {
                let node = guest.descriptors.file_mut(unsigned(fd))?.node;
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
        "fd_advise",
        |caller: Caller<'_, Guest>, fd: i32, _: i64, _: i64, _: i32| {
            reply(caller, |_, guest| {
                guest.descriptors.file_mut(unsigned(fd)).map(|_| ())
            })
        },
    )?;
    for name in ["fd_sync", "fd_datasync"] {
        linker.func_wrap(MODULE, name, |caller: Caller<'_, Guest>, fd: i32| {
            reply(caller, |_, guest| {
                guest.descriptors.get(unsigned(fd)).map(|_| ())
            })
        })?;
    }
    Ok(())
}

/// Writes a `filestat`.
pub(super) fn write_stat(memory: &mut GuestMemory<'_>, out: u32, stat: &Stat) -> Result<(), Errno> {
    let mut status = [0; 64];
    status[0] = 1;
    status[8..16].copy_from_slice(&stat.node.inode().to_le_bytes());
    status[16] = stat.file_type as u8;
    status[24..32].copy_from_slice(&stat.links.to_le_bytes());
    status[32..40].copy_from_slice(&stat.size_bytes.to_le_bytes());
    status[40..48].copy_from_slice(&stat.times.accessed_ns.to_le_bytes());
    status[48..56].copy_from_slice(&stat.times.modified_ns.to_le_bytes());
    status[56..64].copy_from_slice(&stat.times.modified_ns.to_le_bytes());
    memory.write(out, &status)
}

/// The times that a `set_times` call asks for: each given, now, or left as it was.
pub(super) fn new_times(
    guest: &mut Guest,
    old: Times,
    accessed: i64,
    modified: i64,
    flags: i32,
) -> Result<Times, Errno> {
    let flags = unsigned(flags);
    let now_ns = guest.inputs.now_ns();
    let choose = |given: i64, old: u64, given_flag: u32, now_flag: u32| match (
        flags & given_flag,
        flags & now_flag,
    ) {
        (0, 0) => Ok(old),
        (0, _) => Ok(now_ns),
        (_, 0) => Ok(given.cast_unsigned()),
        _ => Err(Errno::Invalid),
    };
    Ok(Times {
        accessed_ns: choose(accessed, old.accessed_ns, 1, 2)?,
        modified_ns: choose(modified, old.modified_ns, 4, 8)?,
    })
}

fn read(
    memory: &mut GuestMemory<'_>,
    guest: &mut Guest,
    fd: u32,
    at: Option<u64>,
    [buffers, count, out]: [u32; 3],
) -> Result<(), Errno> {
    if matches!(guest.descriptors.get(fd)?, Descriptor::StandardInput) {
        return memory.write_u32(out, 0);
    }
    let file = readable(guest.descriptors.file_mut(fd)?)?;
    let mut offset = usize::try_from(at.unwrap_or(file.offset)).map_err(|_| Errno::Invalid)?;
    let content = guest.files.content(file.node)?;
    let mut total = 0_u32;
    for buffer in memory.buffers(buffers, count)? {
        let rest = content.get(offset..).unwrap_or_default();
        let len = (buffer.len as usize).min(rest.len());
        let read = u32::try_from(len).map_err(|_| Errno::Overflow)?;
        memory.write(buffer.address, rest.get(..len).unwrap_or_default())?;
        offset += len;
        total = total.checked_add(read).ok_or(Errno::Overflow)?;
    }
    if at.is_none() {
        guest.descriptors.file_mut(fd)?.offset += u64::from(total);
    }
    memory.write_u32(out, total)
}

fn write(
    memory: &mut GuestMemory<'_>,
    guest: &mut Guest,
    fd: u32,
    at: Option<u64>,
    [buffers, count, out]: [u32; 3],
) -> Result<(), Errno> {
    let buffers = memory.buffers(buffers, count)?;
    let capture = match guest.descriptors.get(fd)? {
        Descriptor::StandardOutput => Some(&mut guest.stdout),
        Descriptor::StandardError => Some(&mut guest.stderr),
        _ => None,
    };
    let mut total = 0_u32;
    if let Some(capture) = capture {
        for buffer in buffers {
            capture.write(memory.bytes(buffer.address, buffer.len)?);
            total = total.checked_add(buffer.len).ok_or(Errno::Overflow)?;
        }
        return memory.write_u32(out, total);
    }
    let file = *guest.descriptors.file_mut(fd)?;
    if !file.writable {
        return Err(Errno::BadDescriptor);
    }
    let mut offset = match at {
        Some(at) => at,
        None if file.appends => guest.files.stat(file.node)?.size_bytes,
        None => file.offset,
    };
    let now_ns = guest.inputs.now_ns();
    for buffer in buffers {
        let end = offset
            .checked_add(u64::from(buffer.len))
            .ok_or(Errno::NoSpace)?;
        let bytes = memory.bytes(buffer.address, buffer.len)?;
        within_memory(guest, file.node, end, |files| {
            files.write(file.node, offset, bytes, now_ns)
        })?;
        offset = end;
        total = total.checked_add(buffer.len).ok_or(Errno::Overflow)?;
    }
    if at.is_none() {
        guest.descriptors.file_mut(fd)?.offset = offset;
    }
    memory.write_u32(out, total)
}

/// Makes a change by which a file may become `size_bytes` long; refused where files and linear memory together would pass the
/// memory limit. What the change did not take, it is not counted for.
fn within_memory(
    guest: &mut Guest,
    node: NodeId,
    size_bytes: u64,
    change: impl FnOnce(&mut FileSystem) -> Result<(), Errno>,
) -> Result<(), Errno> {
    let grown = size_bytes.saturating_sub(guest.files.stat(node)?.size_bytes);
    let files = guest.files.used_bytes().saturating_add(grown);
    if !guest.limiter.set_host_bytes(files) {
        return Err(Errno::NoSpace);
    }
    let changed = change(&mut guest.files);
    guest.limiter.set_host_bytes(guest.files.used_bytes());
    changed
}

fn readable(file: &OpenFile) -> Result<OpenFile, Errno> {
    if file.readable {
        Ok(*file)
    } else {
        Err(Errno::BadDescriptor)
    }
}

fn seek(guest: &mut Guest, fd: u32, delta: i64, whence: i32) -> Result<u64, Errno> {
    let file = *guest.descriptors.file_mut(fd)?;
    let from = match whence {
        0 => 0,
        1 => file.offset,
        2 => guest.files.stat(file.node)?.size_bytes,
        _ => return Err(Errno::Invalid),
    };
    let offset = from.checked_add_signed(delta).ok_or(Errno::Invalid)?;
    guest.descriptors.file_mut(fd)?.offset = offset;
    Ok(offset)
}

pub(super) fn close(guest: &mut Guest, fd: u32) -> Result<(), Errno> {
    let node = match guest.descriptors.close(fd)? {
        Descriptor::Directory { node, .. } => node,
        Descriptor::File(file) => file.node,
        _ => return Ok(()),
    };
    guest.files.release(node);
    guest.limiter.set_host_bytes(guest.files.used_bytes());
    Ok(())
}
