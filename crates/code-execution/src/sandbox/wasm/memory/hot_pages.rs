//! Which pages of an image a typical program writes.
//!
//! A page that is written for the first time costs a fault. The pages that nearly every program writes are known when
//! the image is taken, so they are copied ahead, a range at a time, which costs a fraction of the faults. It is a
//! hint: a list that misses pages, or names too many, changes the speed and nothing else.

use std::{fs, io, ops::Range, path::Path};

/// Bytes of a page of the host; ranges on larger pages are rounded by the kernel's own refusal, and then unused.
pub(crate) const HOST_PAGE_BYTES: usize = 4096;
/// Pages that were not written and lie between two that were: copying so few along costs less than another call.
const MAX_GAP_PAGES: usize = 1;
/// The most ranges that are read from a file.
const MAX_RANGES: usize = 4096;

/// Ranges of bytes, in order, each a whole number of pages.
#[derive(Debug, Default)]
pub(crate) struct HotPages(Vec<Range<usize>>);

impl HotPages {
    /// The pages in which `memory` differs from the `image` it started as.
    pub(crate) fn between(image: &[u8], memory: &[u8]) -> Self {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let pages = image
            .chunks(HOST_PAGE_BYTES)
            .zip(memory.chunks(HOST_PAGE_BYTES));
        for (page, _) in pages
            .enumerate()
            .filter(|(_, (before, after))| before != after)
        {
            let start = page * HOST_PAGE_BYTES;
            match ranges.last_mut() {
                Some(last) if start - last.end <= MAX_GAP_PAGES * HOST_PAGE_BYTES => {
                    last.end = start + HOST_PAGE_BYTES;
                }
                _ => ranges.push(start..start + HOST_PAGE_BYTES),
            }
        }
        Self(ranges)
    }

    /// Writes the list.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        fs::write(path, serde_json::to_vec(&self.0)?)
    }

    /// Reads a list for an image of `image_bytes`.
    ///
    /// # Errors
    /// When the file cannot be read, or holds ranges that are not whole pages of the image.
    pub(crate) fn read(path: &Path, image_bytes: usize) -> io::Result<Self> {
        let ranges: Vec<Range<usize>> = serde_json::from_slice(&fs::read(path)?)?;
        let fits = |range: &Range<usize>| {
            range.start < range.end
                && range.end <= image_bytes
                && range.start.is_multiple_of(HOST_PAGE_BYTES)
                && range.end.is_multiple_of(HOST_PAGE_BYTES)
        };
        if ranges.len() > MAX_RANGES || !ranges.iter().all(fits) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a list of pages that the image does not have",
            ));
        }
        Ok(Self(ranges))
    }

    /// The ranges.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.iter().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_changed_pages_and_joins_neighbours() {
        let image = vec![0; 10 * HOST_PAGE_BYTES];
        let mut memory = image.clone();
        for page in [1, 2, 4, 8] {
            memory[page * HOST_PAGE_BYTES + 7] = 1;
        }
        let page = HOST_PAGE_BYTES;
        assert_eq!(
            HotPages::between(&image, &memory).0,
            [page..5 * page, 8 * page..9 * page]
        );
    }

    #[test]
    fn a_list_for_another_image_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pages");
        HotPages(Vec::from([
            0..HOST_PAGE_BYTES,
            HOST_PAGE_BYTES..HOST_PAGE_BYTES * 2,
        ]))
        .write(&path)
        .unwrap();
        assert_eq!(
            HotPages::read(&path, HOST_PAGE_BYTES * 2).unwrap().0.len(),
            2
        );
        assert!(HotPages::read(&path, HOST_PAGE_BYTES).is_err());
        fs::write(&path, r#"[{"start":1,"end":2}]"#).unwrap();
        assert!(HotPages::read(&path, HOST_PAGE_BYTES).is_err());
    }
}
