use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// Bytes that one line may have.
const MAX_LINE_BYTES: usize = 16 << 20;

/// Reads the next line into `line`. False at the end, on a failure, and when the line is longer than 16 MiB.
pub(super) async fn next_line(
    reader: &mut (impl AsyncBufRead + Unpin),
    line: &mut Vec<u8>,
) -> bool {
    line.clear();
    loop {
        let Ok(available) = reader.fill_buf().await else {
            return false;
        };
        if available.is_empty() {
            return false;
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let (taken, used) = match end {
            Some(end) => (available.get(..end).unwrap_or_default(), end + 1),
            None => (available, available.len()),
        };
        if line.len().saturating_add(taken.len()) > MAX_LINE_BYTES {
            return false;
        }
        line.extend_from_slice(taken);
        reader.consume(used);
        if end.is_some() {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_are_read_and_an_endless_one_is_refused() {
        let mut line = Vec::new();
        let mut reader = tokio::io::BufReader::with_capacity(3, "one\n\ntwo\nrest".as_bytes());
        for expected in ["one", "", "two"] {
            assert!(next_line(&mut reader, &mut line).await);
            assert_eq!(line, expected.as_bytes());
        }
        assert!(
            !next_line(&mut reader, &mut line).await,
            "a line without end is not taken"
        );
        let mut endless = tokio::io::BufReader::new(tokio::io::repeat(b'x'));
        assert!(!next_line(&mut endless, &mut line).await);
        assert!(line.len() <= MAX_LINE_BYTES);
    }
}
