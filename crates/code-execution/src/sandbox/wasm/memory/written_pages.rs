//! Which pages of a private file mapping were written.
//!
//! A written page of such a mapping is anonymous memory, every other is the file's or not there. The kernel tells them
//! apart (`PAGEMAP_SCAN`, Linux 6.7), in time that does not depend on what the pages hold.
//!
//! Source: the Linux kernel's documentation, `admin-guide/mm/pagemap`, and its header `uapi/linux/fs.h`.
#![expect(
    unsafe_code,
    reason = "a system call that is told of memory; each block says why it is sound"
)]

use std::{ffi::c_void, fs::File, io, ops::Range};

use rustix::ioctl::{Ioctl, IoctlOutput, Opcode, ioctl, opcode};

/// Ranges that one call reports at most.
const RANGES_IN_A_CALL: usize = 256;

const IS_FILE: u64 = 1 << 2;
const IS_PRESENT: u64 = 1 << 3;
const IS_SWAPPED: u64 = 1 << 4;

/// The process's page tables, opened once: a process behind walls cannot open them any more.
#[derive(Debug)]
pub(crate) struct PageTables(File);

impl PageTables {
    /// Opens the page tables of this process.
    ///
    /// # Errors
    /// When the system does not show them.
    pub(crate) fn open() -> io::Result<Self> {
        File::open("/proc/self/pagemap").map(Self)
    }

    /// Adds to `found` the ranges of bytes in `memory` that lie in written pages, counted from the start of `memory`.
    ///
    /// # Errors
    /// When the kernel cannot tell (before Linux 6.7).
    pub(crate) fn written(
        &self,
        memory: *const c_void,
        bytes: usize,
        found: &mut Vec<Range<usize>>,
    ) -> io::Result<()> {
        let base = memory.addr() as u64;
        let end = base + bytes as u64;
        let mut start = base;
        let mut regions = [Region::default(); RANGES_IN_A_CALL];
        while start < end {
            let request = ScanRequest::new(start..end, &mut regions);
            // SAFETY: the request holds the address and the length of `regions`, which outlives the call, and the
            // range to look at, of which nothing is read or changed.
            let (count, walked_to) = unsafe { ioctl(&self.0, request)? };
            let filled = regions.get(..count).unwrap_or_default();
            found.extend(filled.iter().map(|region| {
                let at = |address: u64| usize::try_from(address - base).unwrap_or(bytes);
                at(region.start)..at(region.end)
            }));
            if walked_to <= start {
                return Err(io::Error::other("the kernel did not walk the page tables"));
            }
            start = walked_to;
        }
        Ok(())
    }
}

/// `struct page_region`.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
struct Region {
    start: u64,
    end: u64,
    categories: u64,
}

/// `struct pm_scan_arg`.
#[derive(Debug)]
#[repr(C)]
struct ScanRequest {
    size: u64,
    flags: u64,
    start: u64,
    end: u64,
    walk_end: u64,
    regions: u64,
    regions_len: u64,
    max_pages: u64,
    category_inverted: u64,
    category_mask: u64,
    category_anyof_mask: u64,
    return_mask: u64,
}

impl ScanRequest {
    /// Asks for pages that are no file's and are in memory or swapped out.
    fn new(range: Range<u64>, regions: &mut [Region]) -> Self {
        Self {
            size: size_of::<Self>() as u64,
            flags: 0,
            start: range.start,
            end: range.end,
            walk_end: 0,
            regions: regions.as_mut_ptr().addr() as u64,
            regions_len: regions.len() as u64,
            max_pages: 0,
            category_inverted: IS_FILE,
            category_mask: IS_FILE,
            category_anyof_mask: IS_PRESENT | IS_SWAPPED,
            // One bit that all of them have alike, so that neighbours are reported as one range.
            return_mask: IS_FILE,
        }
    }
}

// SAFETY: the opcode is that of `PAGEMAP_SCAN` with a `pm_scan_arg`, which this type is laid out as; the call answers
// with the number of regions and writes `walk_end`.
unsafe impl Ioctl for ScanRequest {
    type Output = (usize, u64);

    const IS_MUTATING: bool = true;

    fn opcode(&self) -> Opcode {
        opcode::read_write::<Self>(b'f', 16)
    }

    fn as_ptr(&mut self) -> *mut c_void {
        std::ptr::from_mut(self).cast()
    }

    unsafe fn output_from_ptr(
        out: IoctlOutput,
        request: *mut c_void,
    ) -> rustix::io::Result<Self::Output> {
        // SAFETY: `request` is what `as_ptr` gave.
        let walk_end = unsafe { (*request.cast::<Self>()).walk_end };
        Ok((usize::try_from(out).unwrap_or_default(), walk_end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::wasm::memory::{Image, WASM_PAGE_BYTES, mapping::Mapping};

    #[test]
    fn finds_what_was_written_and_not_what_was_read() {
        const PAGE: usize = 4096;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.img");
        std::fs::write(&path, vec![7; 2 << 16]).unwrap();
        let image = Image::open(&path, WASM_PAGE_BYTES).unwrap();
        let mapping = Mapping::new(2 << 16, 1 << 20, 1 << 16, Some(&image)).unwrap();
        // SAFETY: the mapping is readable and writable for the length of the image, and nothing else uses it.
        let bytes = unsafe { std::slice::from_raw_parts_mut(mapping.base().cast::<u8>(), 2 << 16) };
        assert_eq!(bytes[9 * PAGE], 7);
        for page in [1, 2, 5] {
            bytes[page * PAGE] = 1;
        }
        let mut found = Vec::new();
        let asked = PageTables::open()
            .and_then(|tables| tables.written(mapping.base(), bytes.len(), &mut found));
        if asked.is_err() {
            eprintln!("skipped: this kernel does not tell which pages were written");
            return;
        }
        assert_eq!(found, [PAGE..3 * PAGE, 5 * PAGE..6 * PAGE]);
    }
}
