//! One reservation of address space for a linear memory.
#![expect(
    unsafe_code,
    reason = "maps memory; every block states why it is sound"
)]

use std::{ffi::c_void, ops::Range, ptr};

use rustix::mm::{
    Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mmap_anonymous, mprotect, munmap,
};

use super::image::Image;

/// Written pages that a reset keeps, in bytes: several times what a short program writes.
const MAX_KEPT_BYTES: usize = 8 << 20;
/// Pages in bytes that count as written by every guest, whether it writes them or not, and are reset with those that are:
/// what most programs write, which then costs them no fault.
const MAX_ALWAYS_RESET_BYTES: usize = 4 << 20;

/// Address space that belongs to one memory: readable and writable up to `accessible_bytes`, inaccessible behind.
#[derive(Debug)]
pub(super) struct Mapping {
    base: *mut c_void,
    mapped_bytes: usize,
    reserved_bytes: usize,
    accessible_bytes: usize,
}

// SAFETY: the mapping belongs to this value alone.
unsafe impl Send for Mapping {}
// SAFETY: as above; `&Mapping` only reads plain integers and the base address.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Reserves `reserved` bytes and an inaccessible guard behind them; the image, or zeroes, at the start. With an image,
    /// the pages that programs touch anyway are copied and mapped ahead, and writes are watched where the system can.
    pub(super) fn new(
        minimum: usize,
        reserved: usize,
        guard: usize,
        image: Option<&Image>,
    ) -> rustix::io::Result<Self> {
        let mapped_bytes = reserved
            .checked_add(guard)
            .ok_or(rustix::io::Errno::NOMEM)?;
        let image_bytes = image.map_or(0, Image::mapped_bytes);
        if minimum.max(image_bytes) > reserved {
            return Err(rustix::io::Errno::NOMEM);
        }
        // SAFETY: a new anonymous mapping at an address the kernel chooses aliases nothing.
        let base = unsafe {
            let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
            mmap_anonymous(ptr::null_mut(), mapped_bytes, ProtFlags::empty(), flags)?
        };
        let mut mapping = Self {
            base,
            mapped_bytes,
            reserved_bytes: reserved,
            accessible_bytes: 0,
        };
        if let Some(image) = image {
            let (access, flags) = (
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::PRIVATE | MapFlags::FIXED,
            );
            // SAFETY: replaces the start of the reservation made above, which this value owns; the file is private to
            // the runtime cache, and only its pages that stay unwritten are shared.
            unsafe {
                mmap(base, image_bytes, access, flags, image.file(), 0)?;
            }
            mapping.accessible_bytes = image_bytes;
            mapping.touch_hot_pages(image);
            let watch = image.watch();
            watch
                .start(base, reserved)
                .and_then(|()| watch.forget(base, image_bytes))
                .map_err(|error| errno(&error))?;
        }
        mapping.make_accessible(minimum)?;
        Ok(mapping)
    }

    /// Makes the mapping what it was when it was made for `image`: no byte that a guest wrote is left.
    ///
    /// Pages that were written get the image's bytes back and stay: the next guest writes most of them again, without a
    /// fault. Where they are many, or the kernel does not tell which they are, all are dropped.
    #[cfg(target_os = "linux")]
    pub(super) fn reset(&mut self, image: &Image) -> rustix::io::Result<()> {
        let image_bytes = image.mapped_bytes();
        let restored = self.restore_written_pages(image);
        if !restored {
            self.drop_pages(0..image_bytes)?;
        }
        if self.accessible_bytes > image_bytes {
            let grown = image_bytes..self.accessible_bytes;
            self.drop_pages(grown.clone())?;
            // SAFETY: the range lies behind the image and inside the reservation that this value owns.
            unsafe {
                let start = self.base.byte_add(grown.start);
                mprotect(start, grown.len(), MprotectFlags::empty())?;
            }
            self.accessible_bytes = image_bytes;
        }
        if !restored {
            self.touch_hot_pages(image);
            let forgotten = image.watch().forget(self.base, image_bytes);
            return forgotten.map_err(|error| errno(&error));
        }
        Ok(())
    }

    /// Copies the image over the pages that were written; `false` where nothing is known or they are too many.
    #[cfg(target_os = "linux")]
    fn restore_written_pages(&mut self, image: &Image) -> bool {
        let watch = image.watch();
        let image_bytes = image.mapped_bytes();
        let Some(written) = watch.written_ever(self.base, image_bytes) else {
            return false;
        };
        let bytes: usize = written.iter().map(ExactSizeIterator::len).sum();
        if bytes > MAX_KEPT_BYTES {
            return false;
        }
        for range in written {
            let Some(original) = image.bytes().get(range.clone()) else {
                return false;
            };
            // SAFETY: the range lies inside the image's mapping, which this value owns and no guest has any more; the
            // source is another mapping of the image.
            unsafe {
                let start = self.base.byte_add(range.start).cast::<u8>();
                ptr::copy_nonoverlapping(original.as_ptr(), start, original.len());
            }
        }
        bytes <= MAX_ALWAYS_RESET_BYTES || watch.forget(self.base, image_bytes).is_ok()
    }

    /// Drops the pages of a range, which then reads as the image, and as zeroes behind it (madvise(2),
    /// `MADV_DONTNEED`).
    #[cfg(target_os = "linux")]
    fn drop_pages(&mut self, range: Range<usize>) -> rustix::io::Result<()> {
        // SAFETY: the range is this value's own, and no guest has it any more.
        unsafe {
            let start = self.base.byte_add(range.start);
            madvise(start, range.len(), Advice::LinuxDontNeed)
        }
    }

    /// Elsewhere dropped pages do not read as the file again: a mapping is used once.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn reset(&mut self, _image: &Image) -> rustix::io::Result<()> {
        Err(rustix::io::Errno::NOTSUP)
    }

    /// Maps and copies the pages ahead that programs touch anyway. Where the kernel cannot (before Linux 5.14), that
    /// happens one by one when they are touched.
    #[cfg(target_os = "linux")]
    fn touch_hot_pages(&self, image: &Image) {
        let pages = image.hot_pages();
        let written = pages
            .written()
            .map(|range| (range, Advice::LinuxPopulateWrite));
        let read = pages.read().map(|range| (range, Advice::LinuxPopulateRead));
        for (range, advice) in written.chain(read) {
            // SAFETY: the range lies inside the image's mapping, which this value owns; populating changes no byte.
            let done = unsafe { madvise(self.base.byte_add(range.start), range.len(), advice) };
            if done.is_err() {
                return;
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn touch_hot_pages(&self, _image: &Image) {}

    /// Opens the reservation up to `bytes`; does nothing where it is open already.
    pub(super) fn make_accessible(&mut self, bytes: usize) -> rustix::io::Result<()> {
        if bytes <= self.accessible_bytes {
            return Ok(());
        }
        if bytes > self.reserved_bytes {
            return Err(rustix::io::Errno::NOMEM);
        }
        let access = MprotectFlags::READ | MprotectFlags::WRITE;
        // SAFETY: `accessible_bytes..bytes` lies inside the reservation that this value owns.
        unsafe {
            let start = self.base.byte_add(self.accessible_bytes);
            mprotect(start, bytes - self.accessible_bytes, access)?;
        }
        self.accessible_bytes = bytes;
        Ok(())
    }

    /// Whether it was made with these sizes.
    pub(super) fn has_sizes(&self, reserved: usize, guard: usize) -> bool {
        self.reserved_bytes == reserved && self.mapped_bytes - reserved == guard
    }

    pub(super) fn accessible_bytes(&self) -> usize {
        self.accessible_bytes
    }

    pub(super) fn reserved_bytes(&self) -> usize {
        self.reserved_bytes
    }

    pub(super) fn base(&self) -> *mut c_void {
        self.base
    }
}

fn errno(error: &std::io::Error) -> rustix::io::Errno {
    rustix::io::Errno::from_io_error(error).unwrap_or(rustix::io::Errno::NOMEM)
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: unmaps exactly what `new` mapped; Wasmtime drops a memory only after its instance.
        let result = unsafe { munmap(self.base, self.mapped_bytes) };
        debug_assert!(
            result.is_ok(),
            "unmapping a linear memory failed: {result:?}"
        );
    }
}
