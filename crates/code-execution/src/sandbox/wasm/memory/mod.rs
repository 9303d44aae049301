//! Linear memories that start as a copy-on-write view of an image file.
//!
//! The Python module is compiled without its data segments, so one compiled module serves every image: the memory of a
//! new instance is a private mapping of the image, and only the pages that the guest writes are copied. The mapping is
//! followed by an inaccessible guard, which is what lets compiled code leave out bounds checks.
#![expect(
    unsafe_code,
    reason = "maps memory; every block states why it is sound"
)]

mod hot_pages;
mod image;

use std::{cell::RefCell, ffi::c_void, ptr, sync::Arc};

use rustix::mm::{
    Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mmap_anonymous, mprotect, munmap,
};
use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

pub(crate) use hot_pages::HotPages;
pub(crate) use image::{Image, SharedBytes};

/// Bytes of a WebAssembly page.
pub(crate) const WASM_PAGE_BYTES: u64 = 65_536;

thread_local! {
    static NEXT_IMAGE: RefCell<Option<Arc<Image>>> = const { RefCell::new(None) };
}

/// Runs `instantiate`; the first memory of the image's module that it creates on this thread starts as `image`.
pub(crate) fn with_image<T>(image: Arc<Image>, instantiate: impl FnOnce() -> T) -> T {
    NEXT_IMAGE.with(|next| next.replace(Some(image)));
    let result = instantiate();
    NEXT_IMAGE.with(|next| next.replace(None));
    result
}

/// Gives a memory the image that [`with_image`] announced, or zeroes where none was announced.
#[derive(Debug)]
pub(crate) struct ImageMemoryCreator;

// SAFETY: a memory's reservation is `reserved + guard` bytes of address space that nothing else uses, mapped at
// creation and unmapped when it is dropped; it never moves; the bytes past `byte_size()` stay inaccessible.
unsafe impl MemoryCreator for ImageMemoryCreator {
    fn new_memory(
        &self,
        _ty: MemoryType,
        minimum: usize,
        _maximum: Option<usize>,
        reserved_size_in_bytes: Option<usize>,
        guard_size_in_bytes: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        let reserved =
            reserved_size_in_bytes.ok_or("a reservation is needed for a copy-on-write memory")?;
        let image = NEXT_IMAGE.with(|next| {
            let wanted = next
                .borrow()
                .as_ref()
                .is_some_and(|image| image.minimum_bytes() == minimum as u64);
            if wanted { next.take() } else { None }
        });
        let memory = ImageMemory::new(minimum, reserved, guard_size_in_bytes, image.as_deref())
            .map_err(|error| format!("cannot map {reserved} bytes for a linear memory: {error}"))?;
        Ok(Box::new(memory))
    }
}

struct ImageMemory {
    base: *mut c_void,
    mapped_bytes: usize,
    reserved_bytes: usize,
    accessible_bytes: usize,
}

// SAFETY: the mapping belongs to this value alone; Wasmtime serialises access to it through the store.
unsafe impl Send for ImageMemory {}
// SAFETY: as above; `&ImageMemory` only reads plain integers and the base address.
unsafe impl Sync for ImageMemory {}

impl ImageMemory {
    fn new(
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
            mmap_anonymous(
                ptr::null_mut(),
                mapped_bytes,
                ProtFlags::empty(),
                MapFlags::PRIVATE | MapFlags::NORESERVE,
            )?
        };
        let mut memory = Self {
            base,
            mapped_bytes,
            reserved_bytes: reserved,
            accessible_bytes: 0,
        };
        if let Some(image) = image {
            // SAFETY: replaces the start of the reservation made above, which this value owns; the file is private to
            // the runtime cache and only its pages that stay unwritten are shared.
            unsafe {
                mmap(
                    base,
                    image_bytes,
                    ProtFlags::READ | ProtFlags::WRITE,
                    MapFlags::PRIVATE | MapFlags::FIXED,
                    image.file(),
                    0,
                )?;
            }
            memory.accessible_bytes = image_bytes;
            memory.copy_hot_pages(image);
        }
        memory.make_accessible(minimum)?;
        Ok(memory)
    }

    /// Copies the pages ahead that programs write anyway. Where the kernel cannot (before Linux 5.14), they are copied
    /// one by one when they are written.
    #[cfg(target_os = "linux")]
    fn copy_hot_pages(&self, image: &Image) {
        for range in image.hot_pages().ranges() {
            // SAFETY: the range lies inside the image's mapping, which this value owns; populating changes no byte.
            let copied = unsafe {
                madvise(
                    self.base.byte_add(range.start),
                    range.len(),
                    Advice::LinuxPopulateWrite,
                )
            };
            if copied.is_err() {
                return;
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn copy_hot_pages(&self, _image: &Image) {}

    /// Opens the reservation up to `bytes`; does nothing where it is open already.
    fn make_accessible(&mut self, bytes: usize) -> rustix::io::Result<()> {
        if bytes <= self.accessible_bytes {
            return Ok(());
        }
        if bytes > self.reserved_bytes {
            return Err(rustix::io::Errno::NOMEM);
        }
        // SAFETY: `accessible_bytes..bytes` lies inside the reservation that this value owns.
        unsafe {
            let start = self.base.byte_add(self.accessible_bytes);
            mprotect(
                start,
                bytes - self.accessible_bytes,
                MprotectFlags::READ | MprotectFlags::WRITE,
            )?;
        }
        self.accessible_bytes = bytes;
        Ok(())
    }
}

// SAFETY: `as_ptr` is stable for the life of the value, `byte_size` bytes behind it are readable and writable, and
// growing never moves it.
unsafe impl LinearMemory for ImageMemory {
    fn byte_size(&self) -> usize {
        self.accessible_bytes
    }

    fn byte_capacity(&self) -> usize {
        self.reserved_bytes
    }

    fn grow_to(&mut self, new_size: usize) -> wasmtime::Result<()> {
        self.make_accessible(new_size)
            .map_err(|errno| wasmtime::Error::from(std::io::Error::from(errno)))
    }

    fn as_ptr(&self) -> *mut u8 {
        self.base.cast()
    }
}

impl Drop for ImageMemory {
    fn drop(&mut self) {
        // SAFETY: unmaps exactly what `new` mapped; Wasmtime drops a memory only after its instance.
        let result = unsafe { munmap(self.base, self.mapped_bytes) };
        debug_assert!(
            result.is_ok(),
            "unmapping a linear memory failed: {result:?}"
        );
    }
}
