//! Directories that are open at the start, and listing.

use wasmtime::{Caller, Linker};

use super::{Guest, MODULE, descriptor::Descriptor, memory::GuestMemory, reply, unsigned};
use crate::sandbox::wasm::filesystem::{Errno, NodeId};

/// Bytes of a `dirent` without its name.
const ENTRY_HEADER_BYTES: usize = 24;

pub(super) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_prestat_get",
        |caller: Caller<'_, Guest>, fd: i32, out: i32| {
            reply(caller, |memory, guest| {
                let path = opened_ahead(guest, unsigned(fd))?;
                memory.write_u32(unsigned(out), 0)?;
                memory.write_u32(
                    unsigned(out).wrapping_add(4),
                    u32::try_from(path.len()).map_err(|_| Errno::Overflow)?,
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_prestat_dir_name",
        |caller: Caller<'_, Guest>, fd: i32, out: i32, len: i32| {
            reply(caller, |memory, guest| {
                let path = opened_ahead(guest, unsigned(fd))?;
                if path.len() > unsigned(len) as usize {
                    return Err(Errno::NameTooLong);
                }
                memory.write(unsigned(out), path.as_bytes())
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_readdir",
        |caller: Caller<'_, Guest>, fd: i32, buffer: i32, len: i32, cookie: i64, out: i32| {
            reply(caller, |memory, guest| {
                let node = guest.descriptors.directory(unsigned(fd))?;
                let written = list(
                    memory,
                    guest,
                    node,
                    unsigned(buffer),
                    unsigned(len),
                    cookie.cast_unsigned(),
                )?;
                memory.write_u32(unsigned(out), written)
            })
        },
    )?;
    Ok(())
}

fn opened_ahead(guest: &Guest, fd: u32) -> Result<&str, Errno> {
    match guest.descriptors.get(fd)? {
        Descriptor::Directory {
            opened_ahead: Some(path),
            ..
        } => Ok(path),
        _ => Err(Errno::BadDescriptor),
    }
}

/// Fills the buffer with entries from number `cookie` on; a last entry may be cut, as WASI has it.
fn list(
    memory: &mut GuestMemory<'_>,
    guest: &Guest,
    directory: NodeId,
    buffer: u32,
    len: u32,
    cookie: u64,
) -> Result<u32, Errno> {
    let files = &guest.files;
    let own = [(".", directory), ("..", files.parent(directory)?)];
    let entries = files
        .entries(directory)?
        .iter()
        .map(|(name, &node)| (name.as_str(), node));
    let target = memory.bytes_mut(buffer, len)?;
    let mut written = 0;
    let skipped = usize::try_from(cookie).unwrap_or(usize::MAX);
    for (index, (name, node)) in own.into_iter().chain(entries).enumerate().skip(skipped) {
        let mut entry = Vec::with_capacity(ENTRY_HEADER_BYTES + name.len());
        entry.extend_from_slice(&(index as u64 + 1).to_le_bytes());
        entry.extend_from_slice(&node.inode().to_le_bytes());
        entry.extend_from_slice(
            &u32::try_from(name.len())
                .map_err(|_| Errno::Overflow)?
                .to_le_bytes(),
        );
        entry.extend_from_slice(&[files.stat(node)?.file_type as u8, 0, 0, 0]);
        entry.extend_from_slice(name.as_bytes());
        let room = target.get_mut(written..).unwrap_or_default();
        let copied = entry.len().min(room.len());
        let (Some(room), Some(entry)) = (room.get_mut(..copied), entry.get(..copied)) else {
            break;
        };
        room.copy_from_slice(entry);
        written += copied;
        if written == target.len() {
            break;
        }
    }
    u32::try_from(written).map_err(|_| Errno::Overflow)
}
