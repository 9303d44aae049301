//! Which pages of an image a typical program touches.
//!
//! A page that is read or written for the first time costs a fault. The pages that nearly every program touches are
//! known when the image is taken, so they are mapped ahead, a range at a time, which costs a fraction of the faults. It
//! is a hint: a list that misses pages, or names too many, changes the speed and nothing else.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
};

use serde::{Deserialize, Serialize};

/// Bytes of a page of the host; ranges on larger pages are rounded by the kernel's own refusal, and then unused.
pub(crate) const HOST_PAGE_BYTES: usize = 4096;
/// Pages that were not written and lie between two that were: copying so few along costs less than another call.
const MAX_WRITTEN_GAP_PAGES: usize = 1;
/// The same for pages that were read, of which nothing is copied.
const MAX_READ_GAP_PAGES: usize = 8;
/// The most ranges that are read from a file.
const MAX_RANGES: usize = 4096;

/// Ranges of bytes, in order, each a whole number of pages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct HotPages {
    /// Copied ahead.
    written: Vec<Range<usize>>,
    /// Mapped ahead, those above among them.
    read: Vec<Range<usize>>,
}

impl HotPages {
    /// The pages that a guest touched whose `memory` started as the `image`. To be asked before anyone else reads the
    /// memory.
    pub(crate) fn of_run(image: &[u8], memory: &[u8]) -> Self {
        // The kernel is asked first: comparing touches every page.
        let present = present_pages(memory).unwrap_or_default();
        let read = joined(
            present
                .iter()
                .enumerate()
                .filter(|(_, present)| **present)
                .map(|(page, _)| page),
            MAX_READ_GAP_PAGES,
        );
        let pages = image
            .chunks(HOST_PAGE_BYTES)
            .zip(memory.chunks(HOST_PAGE_BYTES))
            .enumerate();
        let changed = pages
            .filter(|(_, (before, after))| before != after)
            .map(|(page, _)| page);
        let image_pages = image.len() / HOST_PAGE_BYTES;
        let inside = |range: &Range<usize>| range.end <= image_pages * HOST_PAGE_BYTES;
        Self {
            written: joined(changed, MAX_WRITTEN_GAP_PAGES),
            read: read.into_iter().filter(inside).collect(),
        }
    }

    /// Writes the lists.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        fs::write(path, serde_json::to_vec(self)?)
    }

    /// Reads lists for an image of `image_bytes`.
    ///
    /// # Errors
    /// When the file cannot be read, or holds ranges that are not whole pages of the image.
    pub(crate) fn from_file(path: &Path, image_bytes: usize) -> io::Result<Self> {
        let pages: Self = serde_json::from_slice(&fs::read(path)?)?;
        let fits = |range: &Range<usize>| {
            range.start < range.end
                && range.end <= image_bytes
                && range.start.is_multiple_of(HOST_PAGE_BYTES)
                && range.end.is_multiple_of(HOST_PAGE_BYTES)
        };
        let ranges = pages.written.len() + pages.read.len();
        if ranges > MAX_RANGES || !pages.written.iter().chain(&pages.read).all(fits) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a list of pages that the image does not have",
            ));
        }
        Ok(pages)
    }

    /// Ranges to copy.
    pub(super) fn written(&self) -> impl Iterator<Item = Range<usize>> {
        self.written.iter().cloned()
    }

    /// Ranges to map.
    pub(super) fn read(&self) -> impl Iterator<Item = Range<usize>> {
        self.read.iter().cloned()
    }
}

/// Ranges of bytes from page numbers in order; ranges that lie no further apart than `max_gap_pages` become one.
fn joined(pages: impl Iterator<Item = usize>, max_gap_pages: usize) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for page in pages {
        let start = page * HOST_PAGE_BYTES;
        match ranges.last_mut() {
            Some(last) if start - last.end <= max_gap_pages * HOST_PAGE_BYTES => {
                last.end = start + HOST_PAGE_BYTES;
            }
            _ => ranges.push(start..start + HOST_PAGE_BYTES),
        }
    }
    ranges
}

/// For each page of `memory`, whether it is mapped; an error where the system does not tell.
///
/// Source: the Linux kernel's documentation, `admin-guide/mm/pagemap`.
fn present_pages(memory: &[u8]) -> io::Result<Vec<bool>> {
    const ENTRY_BYTES: usize = 8;
    const PRESENT: u64 = 1 << 63;
    let mut pagemap = File::open("/proc/self/pagemap")?;
    let first_page = memory.as_ptr().addr() / HOST_PAGE_BYTES;
    pagemap.seek(SeekFrom::Start((first_page * ENTRY_BYTES) as u64))?;
    let mut entries = vec![0; memory.len() / HOST_PAGE_BYTES * ENTRY_BYTES];
    pagemap.read_exact(&mut entries)?;
    let (entries, _) = entries.as_chunks::<ENTRY_BYTES>();
    Ok(entries
        .iter()
        .map(|entry| u64::from_le_bytes(*entry) & PRESENT != 0)
        .collect())
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
            HotPages::of_run(&image, &memory).written,
            [page..5 * page, 8 * page..9 * page]
        );
    }

    #[test]
    fn lists_for_another_image_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pages");
        let page = HOST_PAGE_BYTES;
        let pages = HotPages {
            written: joined([0, 1].into_iter(), 0),
            read: joined([0, 1].into_iter(), 0),
        };
        pages.write(&path).unwrap();
        assert_eq!(
            HotPages::from_file(&path, page * 2).unwrap().written.len(),
            1
        );
        assert!(HotPages::from_file(&path, page).is_err());
        fs::write(&path, r#"{"written":[{"start":1,"end":2}],"read":[]}"#).unwrap();
        assert!(HotPages::from_file(&path, page).is_err());
    }
}
