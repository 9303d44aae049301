//! Bytes that no honest server sends: no panic, bounded memory, time linear in the input.

use std::time::Instant;

use proptest::prelude::*;
use ringfence_agent::error::ModelError;

use crate::wire::{WIRES, decode, decoder};

/// Pieces of real events, put together at random.
const PIECES: [&str; 30] = [
    "data: ",
    "event: error\n",
    "\n",
    "\n\n",
    "\r\n",
    ": comment\n",
    "[DONE]",
    "{\"choices\":[{\"index\":0,\"delta\":{",
    "\"content\":\"hi\"",
    "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"t\"}]}]",
    "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
    "\"tool_calls\":[{\"function\":{\"arguments\":null}}]",
    "}}]}",
    ",",
    "{\"error\":{\"message\":1}}",
    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\"}}",
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}",
    "{\"type\":\"content_block_delta\",\"index\":9,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}}",
    "{\"type\":\"content_block_stop\",\"index\":0}",
    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
    "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"id\":\"i\"}}",
    "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"summary\":[{}]}}",
    "{\"type\":\"response.output_text.delta\",\"delta\":\"x\"}",
    "{\"type\":\"response.function_call_arguments.delta\",\"delta\":\"{\"}",
    "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[{\"id\":\"i\"}]}}",
    "{\"type\":\"response.completed\",\"response\":7}",
    "null",
    "[[[[",
    "\u{fffd}\u{1F600}",
];

proptest! {
    #[test]
    fn any_pieces_cut_anywhere_give_the_same_events(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..30),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let text = pieces.concat();
        let bytes = text.as_bytes();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        for wire in WIRES {
            let whole = decode(wire, [bytes]);
            let cut = decode(wire, places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]));
            prop_assert_eq!(&whole.0, &cut.0, "{}", wire);
            prop_assert_eq!(whole.1.is_ok(), cut.1.is_ok(), "{}", wire);
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for wire in WIRES {
            let _ = decode(wire, [bytes.as_slice()]);
        }
    }
}

/// Pushes `chunk` until the decoder refuses, and returns the bytes taken and the error.
fn push_until_refused(wire: &str, first: &[u8], chunk: &[u8]) -> (usize, ModelError) {
    let mut decoder = decoder(wire);
    let mut events = Vec::new();
    decoder.push(first, &mut events).unwrap();
    let mut taken = 0;
    loop {
        events.clear();
        if let Err(error) = decoder.push(chunk, &mut events) {
            return (taken, error);
        }
        taken += chunk.len();
        assert!(taken < 200_000_000, "{wire} takes bytes for ever");
    }
}

#[test]
fn a_line_that_never_ends_is_refused() {
    let chunk = vec![b'x'; 1 << 20];
    for wire in WIRES {
        let (taken, error) = push_until_refused(wire, b"data: {\"a\":\"", &chunk);
        assert!(taken <= 16 << 20, "{wire} took {taken} bytes");
        let expected =
            "cannot read the answer of model `m`: server-sent event is larger than 16777216 bytes";
        assert_eq!(error.to_string(), expected, "{wire}");
    }
}

#[test]
fn a_stream_that_never_ends_is_refused() {
    let chunk = b": keep alive\n\n".repeat(10_000);
    for wire in WIRES {
        let (taken, error) = push_until_refused(wire, b"", &chunk);
        assert!(taken <= 64 << 20, "{wire} took {taken} bytes");
        assert_eq!(
            error.to_string(),
            "cannot read the answer of model `m`: response is larger than 67108864 bytes"
        );
    }
}

#[test]
fn parts_without_number_are_refused() {
    let starts: [(&str, &str); 3] = [
        (
            "openai-chat",
            r#"{"choices":[{"delta":{"tool_calls":[{"index":N,"id":"N","function":{"name":"f"}}]}}]}"#,
        ),
        (
            "openai-responses",
            r#"{"type":"response.output_item.added","output_index":N,"item":{"type":"function_call"}}"#,
        ),
        (
            "anthropic-messages",
            r#"{"type":"content_block_start","index":N,"content_block":{"type":"text"}}"#,
        ),
    ];
    for (wire, event) in starts {
        let mut stream = String::new();
        for n in 0..5000 {
            stream.push_str("data: ");
            stream.push_str(&event.replace('N', &n.to_string()));
            stream.push_str("\n\n");
        }
        let (_, outcome) = decode(wire, [stream.as_bytes()]);
        let error = outcome.unwrap_err().to_string();
        assert_eq!(
            error, "cannot read the answer of model `m`: response has more than 4096 parts",
            "{wire}"
        );
    }
}

/// Four times the input may take eight times the time at most; a quadratic decoder would take sixteen times.
#[test]
fn time_grows_with_the_input_and_not_faster() {
    let events: [(&str, &str); 6] = [
        (
            "openai-chat",
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"x"}}]}}]}"#,
        ),
        ("openai-chat", r#"{"choices":[{"delta":{"content":" "}}]}"#),
        (
            "openai-chat",
            r#"{"choices":[{"delta":{"reasoning_details":[{"type":"t","index":0,"text":"x"}]}}]}"#,
        ),
        (
            "openai-responses",
            r#"{"type":"response.reasoning_text.delta","output_index":0,"delta":"x"}"#,
        ),
        (
            "anthropic-messages",
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}"#,
        ),
        (
            "anthropic-messages",
            r#"{"type":"message_delta","usage":{"input_tokens":1,"iterations":[{"type":"message"}]}}"#,
        ),
    ];
    for (wire, event) in events {
        let stream = |times: usize| format!("data: {event}\n\n").repeat(times);
        let time = |times: usize| {
            let stream = stream(times);
            let runs = (0..3).map(|_| {
                let started = Instant::now();
                let _ = decode(wire, [stream.as_bytes()]);
                started.elapsed()
            });
            runs.min().unwrap()
        };
        let (small, large) = (time(10_000), time(40_000));
        assert!(
            large < small * 8,
            "{wire} {event}: {small:?}, then {large:?} for four times as much"
        );
    }
}
