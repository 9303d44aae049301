//! Byte offsets to lines and columns.

use ruff_text_size::{TextRange, TextSize};

/// Maps byte offsets of one source to lines and columns, both from 1, columns in characters.
///
/// Built once in linear time. Lines end at `\n`, `\r\n` or `\r`, as in CPython.
pub(super) struct Lines<'a> {
    source: &'a str,
    starts: Vec<u32>,
}

/// A place in the source, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
            }
        }
        Self { source, starts }
    }

    pub(super) fn place(&self, offset: TextSize) -> Place {
        let offset = offset.to_u32();
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0) as usize;
        let before = self.source.get(start..offset as usize).unwrap_or("");
        let before = if start == 0 {
            before.trim_start_matches('\u{feff}')
        } else {
            before
        };
        Place {
            line,
            column: before.chars().count() + 1,
        }
    }

    pub(super) fn span(&self, range: TextRange) -> (Place, Place) {
        (self.place(range.start()), self.place(range.end()))
    }

    /// The text of line `line` (from 1) without its end.
    pub(super) fn text(&self, line: usize) -> &'a str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self
            .starts
            .get(line)
            .map_or(self.source.len(), |end| *end as usize);
        self.source
            .get(*start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// Number of lines; a final line end does not begin a new one.
    pub(super) fn count(&self) -> usize {
        let last_is_empty = self
            .starts
            .last()
            .is_some_and(|start| *start as usize == self.source.len());
        if last_is_empty && self.starts.len() > 1 {
            self.starts.len() - 1
        } else {
            self.starts.len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_in_three_ways() {
        let lines = Lines::new("é = 1\r\nb\rc\n");
        assert_eq!(lines.place(TextSize::new(3)), Place { line: 1, column: 3 });
        assert_eq!(lines.place(TextSize::new(8)), Place { line: 2, column: 1 });
        assert_eq!(lines.place(TextSize::new(10)), Place { line: 3, column: 1 });
        assert_eq!(lines.text(1), "é = 1");
        assert_eq!(lines.count(), 3);
    }
}
