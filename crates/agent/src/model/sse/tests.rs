use proptest::prelude::*;

use super::*;

fn events(chunks: &[&[u8]], limit: usize) -> Result<Vec<(String, String)>, SseError> {
    let mut parser = SseParser::new(limit);
    let mut found = Vec::new();
    for chunk in chunks {
        parser.push(chunk, |event| {
            found.push((event.name.to_owned(), event.data.into_owned()));
            Ok::<_, SseError>(())
        })?;
    }
    parser.finish(|event| {
        found.push((event.name.to_owned(), event.data.into_owned()));
        Ok::<_, SseError>(())
    })?;
    Ok(found)
}

fn data_of(text: &str) -> Vec<String> {
    let found = events(&[text.as_bytes()], 1000).unwrap();
    found.into_iter().map(|(_, data)| data).collect()
}

#[test]
fn line_ends_are_lf_cr_and_crlf() {
    for end in ["\n", "\r", "\r\n"] {
        let text = "data: a\ndata: b\n\ndata: c\n\n".replace('\n', end);
        assert_eq!(data_of(&text), ["a\nb", "c"], "line end {end:?}");
    }
}

#[test]
fn the_standards_examples() {
    assert_eq!(
        data_of("data: YHOO\ndata: +2\ndata: 10\n\n"),
        ["YHOO\n+2\n10"]
    );
    assert_eq!(
        data_of(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third\n\n"
        ),
        ["first event", "second event", " third"]
    );
    assert_eq!(data_of("data\n\ndata\ndata\n\n"), ["", "\n"]);
    assert_eq!(data_of("data:test\n\ndata: test\n\n"), ["test", "test"]);
}

#[test]
fn the_name_belongs_to_one_event() {
    let text = b"event: add\ndata: 1\n\ndata: 2\n\nevent: lost\n\ndata: 3\n\n";
    let found = events(&[text], 1000).unwrap();
    let expected =
        [("add", "1"), ("", "2"), ("", "3")].map(|(name, data)| (name.to_owned(), data.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn one_byte_order_mark_is_dropped() {
    assert_eq!(data_of("\u{feff}data: a\n\n"), ["a"]);
    assert_eq!(data_of("\u{feff}\u{feff}data: a\n\ndata: b\n\n"), ["b"]);
    let cut = events(&[b"\xEF", b"\xBB", b"\xBFdata: a\n\n"], 1000).unwrap();
    assert_eq!(cut, [(String::new(), "a".to_owned())]);
    let no_mark = events(&[b"\xEF\xBBdata: a\n\ndata: b\n\n"], 1000).unwrap();
    assert_eq!(no_mark, [(String::new(), "b".to_owned())]);
}

#[test]
fn a_last_event_without_blank_line_is_delivered() {
    assert_eq!(data_of("data: a\n\ndata: [DONE]"), ["a", "[DONE]"]);
    assert_eq!(data_of("data: a\n\ndata: [DONE]\n"), ["a", "[DONE]"]);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced() {
    let found = events(&[b"data: a\xFFb\n\n"], 1000).unwrap();
    assert_eq!(found, [(String::new(), "a\u{fffd}b".to_owned())]);
}

#[test]
fn a_line_without_end_stops_at_the_limit() {
    let mut parser = SseParser::new(1000);
    let mut pushed = 0;
    let error = loop {
        if let Err(error) = parser.push(&[b'x'; 100], |_| Ok::<_, SseError>(())) {
            break error;
        }
        pushed += 100;
        assert!(pushed <= 1000, "the parser keeps more than its limit");
    };
    assert_eq!(error, SseError::EventTooLarge { limit_bytes: 1000 });
    assert!(parser.line.capacity() <= 2000);
}

#[test]
fn an_event_of_endless_data_lines_stops_at_the_limit() {
    let text = "data: xxxxxxxxx\n".repeat(101);
    assert_eq!(
        events(&[text.as_bytes()], 1000),
        Err(SseError::EventTooLarge { limit_bytes: 1000 })
    );
    let blank_lines = "data\n".repeat(1002);
    assert_eq!(
        events(&[blank_lines.as_bytes()], 1000),
        Err(SseError::EventTooLarge { limit_bytes: 1000 })
    );
}

#[test]
fn comments_without_end_are_not_kept() {
    let text = ": waiting\n\n".repeat(10_000);
    assert_eq!(events(&[text.as_bytes()], 1000), Ok(Vec::new()));
}

proptest! {
    #[test]
    fn any_cut_gives_the_same_events(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "data: x", "data:{\"a\":1}", "event: e", ": c", "\n", "\r", "\r\n", "\n\n", "\u{feff}", "data", "é", "id: 1",
            ]),
            0..40,
        ),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
    ) {
        let text = pieces.concat();
        let bytes = text.as_bytes();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let chunks: Vec<&[u8]> = places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(events(&chunks, 1000), events(&[bytes], 1000));
    }
}
