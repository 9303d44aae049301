//! What changed in a guest, in pieces that fit into a frame: neither side ever holds a second copy of a large state.
//!
//! ```text
//! change = head, nodes*, pages*, end      in batches of about a megabyte
//! ```
//!
//! The form is postcard's, <https://postcard.jamesmunns.com/wire-format>. Whoever reads a piece believes nothing in it: a
//! list ends where the longest that is ever written ends, before memory is taken for more.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, SeqAccess, Visitor},
};

use super::BadState;
use crate::sandbox::wasm::{filesystem::NodeChange, memory::HOST_PAGE_BYTES};

/// Bytes of a line: the smallest part of a page that is told to have changed.
pub(super) const LINE_BYTES: usize = 64;
/// A page of which every line is told: one bit for each.
pub(super) const WHOLE_PAGE: u64 = u64::MAX;
const _: () = assert!(HOST_PAGE_BYTES == LINE_BYTES * u64::BITS as usize);

/// A batch is given away when it has become this long.
const BATCH_BYTES: usize = 1 << 20;
/// The most pages in one piece.
pub(super) const MAX_PAGES: usize = 256;
/// The most nodes in one piece.
const MAX_NODES: usize = 256;

/// A piece of a change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum StatePiece<'a> {
    /// The first.
    Head {
        /// How long the linear memory is.
        memory_bytes: u64,
        /// The table of open descriptors, as the guest's side encodes it.
        #[serde(borrow, with = "serde_bytes")]
        descriptors: &'a [u8],
        /// What the guest's CPU clocks have counted.
        cpu_ns: u64,
    },
    /// Nodes of the file system that changed.
    Nodes(#[serde(deserialize_with = "at_most::<_, _, MAX_NODES>")] Vec<NodeChange>),
    /// Pages that changed.
    #[serde(borrow)]
    Pages(Pages<'a>),
    /// Nothing comes after it.
    End,
}

/// Pages of 4096 bytes that changed, or lines of them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Pages<'a> {
    #[serde(deserialize_with = "at_most::<_, _, MAX_PAGES>")]
    numbers: Vec<u32>,
    /// For each page, which of its lines changed.
    #[serde(deserialize_with = "at_most::<_, _, MAX_PAGES>")]
    lines: Vec<u64>,
    /// Those lines, one after the other.
    #[serde(borrow, with = "serde_bytes")]
    bytes: &'a [u8],
}

impl<'a> Pages<'a> {
    /// Each page's number, which of its lines are told, and those lines.
    ///
    /// # Errors
    /// Where the lengths do not match.
    pub(crate) fn each(&self) -> Result<impl Iterator<Item = (u32, u64, &'a [u8])>, BadState> {
        let told: usize = self.lines.iter().map(|lines| line_bytes(*lines)).sum();
        if self.numbers.len() != self.lines.len() || self.bytes.len() != told {
            return Err(BadState("its pages do not match their numbers"));
        }
        let mut rest = self.bytes;
        let pages = self.numbers.iter().zip(&self.lines);
        Ok(pages.map(move |(&number, &lines)| {
            let bytes = rest.split_off(..line_bytes(lines)).unwrap_or_default();
            (number, lines, bytes)
        }))
    }
}

fn line_bytes(lines: u64) -> usize {
    lines.count_ones() as usize * LINE_BYTES
}

/// Writes `bytes` over the lines of `page` that `lines` tells.
pub(crate) fn write_lines(page: &mut [u8], lines: u64, bytes: &[u8]) {
    if lines == WHOLE_PAGE && page.len() == bytes.len() {
        page.copy_from_slice(bytes);
        return;
    }
    let told = page
        .chunks_exact_mut(LINE_BYTES)
        .enumerate()
        .filter(|(line, _)| lines & (1 << line) != 0);
    for ((_, line), bytes) in told.zip(bytes.chunks_exact(LINE_BYTES)) {
        line.copy_from_slice(bytes);
    }
}

impl<'a> StatePiece<'a> {
    /// Takes the next piece from the beginning of `batch`.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub(crate) fn take(batch: &mut &'a [u8]) -> Result<Self, BadState> {
        let (piece, rest) =
            postcard::take_from_bytes(batch).map_err(|_| BadState("it cannot be read"))?;
        *batch = rest;
        Ok(piece)
    }
}

/// Gathers pieces into batches.
pub(crate) struct PieceWriter<'a> {
    batch: Vec<u8>,
    numbers: Vec<u32>,
    lines: Vec<u64>,
    bytes: Vec<u8>,
    has_given: bool,
    give: &'a mut dyn FnMut(&[u8]) -> Result<(), BadState>,
}

impl<'a> PieceWriter<'a> {
    /// A writer whose batches go to `give`.
    pub(crate) fn new(give: &'a mut dyn FnMut(&[u8]) -> Result<(), BadState>) -> Self {
        Self {
            batch: Vec::new(),
            numbers: Vec::new(),
            lines: Vec::new(),
            bytes: Vec::new(),
            has_given: false,
            give,
        }
    }

    pub(crate) fn head(
        &mut self,
        memory_bytes: u64,
        descriptors: &[u8],
        cpu_ns: u64,
    ) -> Result<(), BadState> {
        self.piece(&StatePiece::Head {
            memory_bytes,
            descriptors,
            cpu_ns,
        })
    }

    pub(crate) fn node(&mut self, node: NodeChange) -> Result<(), BadState> {
        self.piece(&StatePiece::Nodes(vec![node]))
    }

    /// Adds the lines of a page that `lines` tells; `page` is all of it.
    pub(crate) fn page(&mut self, number: u32, lines: u64, page: &[u8]) -> Result<(), BadState> {
        self.numbers.push(number);
        self.lines.push(lines);
        if lines == WHOLE_PAGE {
            self.bytes.extend_from_slice(page);
        } else {
            let told = page
                .chunks_exact(LINE_BYTES)
                .enumerate()
                .filter(|(line, _)| lines & (1 << line) != 0);
            for (_, line) in told {
                self.bytes.extend_from_slice(line);
            }
        }
        if self.numbers.len() == MAX_PAGES {
            self.flush_pages()?;
        }
        Ok(())
    }

    /// Says that nothing comes any more, and gives the last batch away.
    pub(crate) fn end(&mut self) -> Result<(), BadState> {
        self.flush_pages()?;
        self.piece(&StatePiece::End)?;
        self.flush()
    }

    /// Whether a batch was given away, or waits to be.
    pub(super) fn is_full(&self) -> bool {
        self.has_given || self.batch.len() + self.bytes.len() >= BATCH_BYTES
    }

    /// Gives away what there is.
    pub(super) fn flush(&mut self) -> Result<(), BadState> {
        self.flush_pages()?;
        if self.batch.is_empty() {
            return Ok(());
        }
        self.has_given = true;
        (self.give)(&self.batch)?;
        self.batch.clear();
        Ok(())
    }

    fn flush_pages(&mut self) -> Result<(), BadState> {
        if self.numbers.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let pages = Pages {
            numbers: std::mem::take(&mut self.numbers),
            lines: std::mem::take(&mut self.lines),
            bytes: &bytes,
        };
        self.piece(&StatePiece::Pages(pages))?;
        self.bytes = bytes;
        self.bytes.clear();
        Ok(())
    }

    fn piece(&mut self, piece: &StatePiece<'_>) -> Result<(), BadState> {
        let batch = std::mem::take(&mut self.batch);
        self.batch =
            postcard::to_extend(piece, batch).map_err(|_| BadState("it cannot be written"))?;
        if self.batch.len() < BATCH_BYTES {
            return Ok(());
        }
        self.flush()
    }
}

/// Reads a list that has at most `MOST` entries.
fn at_most<'de, D, T, const MOST: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct AtMost<T, const MOST: usize>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for AtMost<T, MOST> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "at most {MOST} entries")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut list = Vec::new();
            while let Some(entry) = entries.next_element()? {
                if list.len() == MOST {
                    return Err(A::Error::custom("a list is too long"));
                }
                list.push(entry);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_seq(AtMost::<T, MOST>(PhantomData))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batches(write: impl FnOnce(&mut PieceWriter<'_>)) -> Vec<Vec<u8>> {
        let mut batches = Vec::new();
        let mut give = |batch: &[u8]| {
            batches.push(batch.to_vec());
            Ok(())
        };
        let mut writer = PieceWriter::new(&mut give);
        write(&mut writer);
        writer.end().unwrap();
        batches
    }

    proptest! {
        #[test]
        fn lines_of_pages_come_back(
            pages in prop::collection::vec((0_u32..1000, any::<u64>(), any::<u8>()), 0..600),
        ) {
            let batches = batches(|writer| {
                for (number, lines, byte) in &pages {
                    writer.page(*number, *lines, &[*byte; HOST_PAGE_BYTES]).unwrap();
                }
            });
            let mut read = Vec::new();
            for batch in &batches {
                let mut rest = batch.as_slice();
                while !rest.is_empty() {
                    if let StatePiece::Pages(pages) = StatePiece::take(&mut rest).unwrap() {
                        for (number, lines, bytes) in pages.each().unwrap() {
                            let mut page = [0; HOST_PAGE_BYTES];
                            write_lines(&mut page, lines, bytes);
                            read.push((number, lines, page));
                        }
                    }
                }
            }
            prop_assert_eq!(read.len(), pages.len());
            for ((number, lines, page), (told_number, told_lines, byte)) in read.iter().zip(&pages) {
                prop_assert_eq!((number, lines), (told_number, told_lines));
                for (line, bytes) in page.chunks_exact(LINE_BYTES).enumerate() {
                    let expected = if lines & (1 << line) == 0 { 0 } else { *byte };
                    prop_assert!(bytes.iter().all(|found| *found == expected));
                }
            }
        }

        #[test]
        fn any_bytes_are_pieces_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut rest = bytes.as_slice();
            while let Ok(piece) = StatePiece::take(&mut rest) {
                if let StatePiece::Pages(pages) = piece {
                    let _ = pages.each().map(Iterator::count);
                }
                if rest.is_empty() {
                    break;
                }
            }
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_refused_before_it_is_read() {
        let many = postcard::to_stdvec(&(2_u32, vec![0_u32; MAX_PAGES + 1])).unwrap();
        assert!(StatePiece::take(&mut many.as_slice()).is_err());
        // A length of four thousand million, and nothing behind it.
        assert!(StatePiece::take(&mut [2, 0xff, 0xff, 0xff, 0xff, 0x0f].as_slice()).is_err());
    }
}
