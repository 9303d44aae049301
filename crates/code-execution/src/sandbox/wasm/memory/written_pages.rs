//! Asking the kernel which pages of a memory were written (`PAGEMAP_SCAN`, Linux 6.7), in time that does not depend on
//! what the pages hold.
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

const IS_WRITTEN: u64 = 1 << 1;
const IS_FILE: u64 = 1 << 2;
const IS_PRESENT: u64 = 1 << 3;
const IS_SWAPPED: u64 = 1 << 4;
/// `PM_SCAN_WP_MATCHING`: what is reported is protected again, in the same step.
const PROTECT: u64 = 1 << 0;
/// `PM_SCAN_CHECK_WPASYNC`: an error where the memory is not watched.
const MUST_BE_WATCHED: u64 = 1 << 1;

/// What a scan looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Pages of a private file mapping that are no longer the file's: anonymous memory. Slow: it asks what each page is.
    Anonymous,
    /// Pages of a watched memory that are not protected: written since they last were.
    Written,
    /// The same, and protects them again.
    WrittenAndProtect,
}

/// The process's page tables, opened once: a process behind walls cannot open them any more.
#[derive(Debug)]
pub(crate) struct PageTables(File);

impl PageTables {
    /// Opens the page tables of this process.
    ///
    /// # Errors
    /// When the system does not show them.
    pub(super) fn open() -> io::Result<Self> {
        File::open("/proc/self/pagemap").map(Self)
    }

    /// Adds to `found` the ranges of bytes in `memory` that are `wanted`, counted from the start of `memory`.
    ///
    /// # Errors
    /// When the kernel cannot tell (before Linux 6.7), or the memory is not watched and should be.
    pub(super) fn scan(
        &self,
        memory: *const c_void,
        bytes: usize,
        wanted: Wanted,
        found: &mut Vec<Range<usize>>,
    ) -> io::Result<()> {
        let base = memory.addr() as u64;
        let end = base + bytes as u64;
        let mut start = base;
        let mut regions = [Region::default(); RANGES_IN_A_CALL];
        while start < end {
            let request = ScanRequest::new(wanted, start..end, &mut regions);
            // SAFETY: the request holds the address and the length of `regions`, which outlives the call, and the
            // range to look at, of which no byte is read or changed.
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

    /// Protects all pages of a watched memory: none of them counts as written.
    ///
    /// # Errors
    /// When the memory is not watched.
    pub(super) fn protect(&self, memory: *const c_void, bytes: usize) -> io::Result<()> {
        let start = memory.addr() as u64;
        let request = ScanRequest::new(
            Wanted::WrittenAndProtect,
            start..start + bytes as u64,
            &mut [],
        );
        // SAFETY: the request names no memory to write to, and of the range no byte is read or changed.
        unsafe { ioctl(&self.0, request)? };
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
    fn new(wanted: Wanted, range: Range<u64>, regions: &mut [Region]) -> Self {
        let request = Self {
            size: size_of::<Self>() as u64,
            flags: 0,
            start: range.start,
            end: range.end,
            walk_end: 0,
            regions: if regions.is_empty() {
                0
            } else {
                regions.as_mut_ptr().addr() as u64
            },
            regions_len: regions.len() as u64,
            max_pages: 0,
            category_inverted: 0,
            category_mask: 0,
            category_anyof_mask: 0,
            return_mask: 0,
        };
        // One bit is returned that all pages have alike, so that neighbours are reported as one range.
        let flags = match wanted {
            Wanted::Anonymous => {
                return Self {
                    category_inverted: IS_FILE,
                    category_mask: IS_FILE,
                    category_anyof_mask: IS_PRESENT | IS_SWAPPED,
                    return_mask: IS_FILE,
                    ..request
                };
            }
            Wanted::Written => MUST_BE_WATCHED,
            Wanted::WrittenAndProtect => MUST_BE_WATCHED | PROTECT,
        };
        // The kernel has a fast path for this bit alone.
        Self {
            flags,
            category_mask: IS_WRITTEN,
            return_mask: IS_WRITTEN,
            ..request
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
