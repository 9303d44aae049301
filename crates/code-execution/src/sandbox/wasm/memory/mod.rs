//! Linear memories that start as a copy-on-write view of an image file.
//!
//! The Python module is compiled without its data segments, so one compiled module serves every image: the memory of a
//! new instance is a private mapping of the image, and only the pages that the guest writes are copied. The mapping is
//! followed by an inaccessible guard, which is what lets compiled code leave out bounds checks.
#![expect(
    unsafe_code,
    reason = "implements Wasmtime's traits for memories; each says why it is sound"
)]

mod hot_pages;
mod idle;
mod image;
mod mapping;
mod shared_bytes;
mod unused;
mod write_faults;
mod write_watch;
mod written_pages;

use std::{cell::RefCell, sync::Arc};

use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

pub(crate) use hot_pages::{HOST_PAGE_BYTES, HotPages};
pub(crate) use image::Image;
use mapping::Mapping;
pub(crate) use shared_bytes::SharedBytes;
pub(crate) use unused::give_back_unused;
pub(crate) use write_watch::WriteWatch;

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
// creation and given back when it is dropped; it never moves; the bytes past `byte_size()` stay inaccessible.
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
        let memory = ImageMemory::new(minimum, reserved, guard_size_in_bytes, image)
            .map_err(|error| format!("cannot map {reserved} bytes for a linear memory: {error}"))?;
        Ok(Box::new(memory))
    }
}

/// A memory with its mapping, which goes back to its image's idle ones when the instance ends.
struct ImageMemory {
    mapping: Option<Mapping>,
    home: Option<Arc<Image>>,
}

impl ImageMemory {
    fn new(
        minimum: usize,
        reserved: usize,
        guard: usize,
        home: Option<Arc<Image>>,
    ) -> rustix::io::Result<Self> {
        let idle = home
            .as_ref()
            .and_then(|image| image.idle_mapping(reserved, guard));
        let mapping = match idle {
            Some(mapping) => mapping,
            None => Mapping::new(minimum, reserved, guard, home.as_deref())?,
        };
        Ok(Self {
            mapping: Some(mapping),
            home,
        })
    }
}

impl Drop for ImageMemory {
    fn drop(&mut self) {
        if let (Some(image), Some(mapping)) = (&self.home, self.mapping.take()) {
            image.keep_mapping(mapping);
        }
    }
}

// SAFETY: `as_ptr` is stable for the life of the value, `byte_size` bytes behind it are readable and writable, and
// growing never moves it.
unsafe impl LinearMemory for ImageMemory {
    fn byte_size(&self) -> usize {
        self.mapping.as_ref().map_or(0, Mapping::accessible_bytes)
    }

    fn byte_capacity(&self) -> usize {
        self.mapping.as_ref().map_or(0, Mapping::reserved_bytes)
    }

    fn grow_to(&mut self, new_size: usize) -> wasmtime::Result<()> {
        let mapping = self.mapping.as_mut().ok_or(rustix::io::Errno::NOMEM);
        mapping
            .and_then(|mapping| mapping.make_accessible(new_size))
            .map_err(|errno| wasmtime::Error::from(std::io::Error::from(errno)))
    }

    fn as_ptr(&self) -> *mut u8 {
        self.mapping
            .as_ref()
            .map_or(std::ptr::null_mut(), |mapping| mapping.base().cast())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMUM_BYTES: usize = 65_536;
    const IMAGE_BYTES: usize = 2 * MINIMUM_BYTES;
    const RESERVED_BYTES: usize = 64 << 20;

    fn image() -> (tempfile::TempDir, Arc<Image>) {
        let folder = tempfile::tempdir().unwrap();
        let image = open(&folder, IMAGE_BYTES);
        (folder, Arc::new(image))
    }

    fn open(folder: &tempfile::TempDir, bytes: usize) -> Image {
        let path = folder.path().join("test.img");
        std::fs::write(&path, vec![7; bytes]).unwrap();
        Image::open(&path, WASM_PAGE_BYTES).unwrap()
    }

    fn memory(image: &Arc<Image>) -> ImageMemory {
        ImageMemory::new(
            MINIMUM_BYTES,
            RESERVED_BYTES,
            1 << 20,
            Some(Arc::clone(image)),
        )
        .unwrap()
    }

    fn bytes(memory: &mut ImageMemory) -> &mut [u8] {
        // SAFETY: `byte_size` bytes at `as_ptr` are readable and writable, and the borrow is exclusive.
        unsafe { std::slice::from_raw_parts_mut(memory.as_ptr(), memory.byte_size()) }
    }

    #[test]
    fn a_memory_starts_as_its_image_and_leaves_it_alone() {
        let (_folder, image) = image();
        let (mut one, mut other) = (memory(&image), memory(&image));
        bytes(&mut one).fill(1);
        assert!(bytes(&mut other).iter().all(|byte| *byte == 7));
    }

    /// What one guest wrote, in the image's part and behind it, no later guest sees; whichever way its mapping came.
    #[test]
    fn a_mapping_that_is_used_again_is_as_new() {
        let (_folder, image) = image();
        let address = |memory: &ImageMemory| memory.as_ptr() as usize;
        let mut addresses = Vec::new();
        for round in 0..4 {
            let mut memory = memory(&image);
            addresses.push(address(&memory));
            assert_eq!(memory.byte_size(), IMAGE_BYTES, "round {round}");
            assert!(
                bytes(&mut memory).iter().all(|byte| *byte == 7),
                "round {round}"
            );
            memory.grow_to(IMAGE_BYTES * 3).unwrap();
            assert!(
                bytes(&mut memory)[IMAGE_BYTES..]
                    .iter()
                    .all(|byte| *byte == 0),
                "round {round}"
            );
            bytes(&mut memory).fill(9);
            drop(memory);
            if round % 2 == 0 {
                image.refresh_mappings();
            }
        }
        assert!(
            !cfg!(target_os = "linux") || addresses.iter().all(|address| *address == addresses[0])
        );
    }

    /// The same after few and after many writes, however the process learns of them.
    #[test]
    fn however_writes_are_watched_no_byte_of_them_is_left() {
        const MANY_BYTES: usize = 192 * MINIMUM_BYTES;
        let folder = tempfile::tempdir().unwrap();
        for watch in WriteWatch::every() {
            let way = format!("{watch:?}");
            let image = Arc::new(open(&folder, MANY_BYTES).with_watch(watch));
            for (round, written) in [1, 9, 700, 3, 1500, 2, 3072, 5].into_iter().enumerate() {
                let mut memory = memory(&image);
                assert!(
                    bytes(&mut memory).iter().all(|byte| *byte == 7),
                    "{way}, round {round}"
                );
                memory.grow_to(MANY_BYTES + 4 * MINIMUM_BYTES).unwrap();
                for page in 0..written {
                    bytes(&mut memory)[page * 997 % 3072 * HOST_PAGE_BYTES + page] = 1;
                    // As a session does, whose guest goes on.
                    if page % 400 == 3 {
                        let bytes = memory.byte_size();
                        let watch = image.watch();
                        watch.set_aside(memory.as_ptr().cast(), bytes).unwrap();
                    }
                }
                bytes(&mut memory)[MANY_BYTES + round] = 1;
                drop(memory);
                image.refresh_mappings();
            }
        }
    }

    #[test]
    fn growth_ends_at_the_reservation() {
        let (_folder, image) = image();
        let mut memory = memory(&image);
        assert!(memory.grow_to(RESERVED_BYTES + 1).is_err());
        memory.grow_to(RESERVED_BYTES).unwrap();
        assert_eq!(bytes(&mut memory)[RESERVED_BYTES - 1], 0);
    }
}
