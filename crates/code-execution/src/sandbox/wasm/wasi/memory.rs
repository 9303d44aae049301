//! Reading and writing a guest's memory: every address and length is the guest's word, so each is checked.

use super::super::filesystem::Errno;

/// The linear memory of a guest during one host call.
pub(super) struct GuestMemory<'a>(pub(super) &'a mut [u8]);

/// A buffer that the guest named: address and length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buffer {
    pub(super) address: u32,
    pub(super) len: u32,
}

/// The most buffers in one scatter or gather call.
const MAX_BUFFERS: u32 = 1024;

impl GuestMemory<'_> {
    /// `len` bytes at `address`, or [`Errno::Fault`].
    pub(super) fn bytes(&self, address: u32, len: u32) -> Result<&[u8], Errno> {
        let start = address as usize;
        self.0
            .get(start..start.saturating_add(len as usize))
            .ok_or(Errno::Fault)
    }

    /// As [`Self::bytes`], to write.
    pub(super) fn bytes_mut(&mut self, address: u32, len: u32) -> Result<&mut [u8], Errno> {
        let start = address as usize;
        self.0
            .get_mut(start..start.saturating_add(len as usize))
            .ok_or(Errno::Fault)
    }

    /// A path or a name: UTF-8, no NUL.
    pub(super) fn text(&self, address: u32, len: u32) -> Result<&str, Errno> {
        if len > 65_536 {
            return Err(Errno::NameTooLong);
        }
        let text = str::from_utf8(self.bytes(address, len)?).map_err(|_| Errno::IllegalBytes)?;
        if text.contains('\0') {
            Err(Errno::IllegalBytes)
        } else {
            Ok(text)
        }
    }

    /// The buffers of a scatter or gather call.
    pub(super) fn buffers(&self, address: u32, count: u32) -> Result<Vec<Buffer>, Errno> {
        if count > MAX_BUFFERS {
            return Err(Errno::Invalid);
        }
        let (entries, _) = self.bytes(address, count * 8)?.as_chunks::<8>();
        let buffer = |&[a, b, c, d, e, f, g, h]: &[u8; 8]| Buffer {
            address: u32::from_le_bytes([a, b, c, d]),
            len: u32::from_le_bytes([e, f, g, h]),
        };
        Ok(entries.iter().map(buffer).collect())
    }

    pub(super) fn read_array<const N: usize>(&self, address: u32) -> Result<[u8; N], Errno> {
        let start = address as usize;
        self.0
            .get(start..)
            .and_then(|rest| rest.first_chunk::<N>())
            .copied()
            .ok_or(Errno::Fault)
    }

    pub(super) fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), Errno> {
        let len = u32::try_from(bytes.len()).map_err(|_| Errno::Overflow)?;
        self.bytes_mut(address, len)?.copy_from_slice(bytes);
        Ok(())
    }

    pub(super) fn write_u32(&mut self, address: u32, value: u32) -> Result<(), Errno> {
        self.write(address, &value.to_le_bytes())
    }

    pub(super) fn write_u64(&mut self, address: u32, value: u64) -> Result<(), Errno> {
        self.write(address, &value.to_le_bytes())
    }
}
