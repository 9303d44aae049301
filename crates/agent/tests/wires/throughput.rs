//! How fast streams are decoded. Run with `cargo test --release -p ringfence-agent --test wires throughput -- --ignored
//! --nocapture`.

use std::fmt::Write as _;
use std::time::Instant;

use crate::wire::{WIRES, decoder};

/// A stream in the manner of the wire: a beginning, then deltas of a word each.
fn stream(wire: &str, words: usize) -> String {
    let mut text = String::new();
    for word in 0..words {
        let data = match wire {
            "openai-chat" => format!(
                "{{\"id\":\"chatcmpl-C1KMEUDb1vVwsROQUCZTgG6A6vtWo\",\"object\":\"chat.completion.chunk\",\
                 \"created\":1754432618,\"model\":\"gpt-4.1-2025-04-14\",\"service_tier\":\"default\",\
                 \"system_fingerprint\":\"fp_a288987b44\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" word{word}\"}},\
                 \"logprobs\":null,\"finish_reason\":null}}],\"usage\":null,\"obfuscation\":\"Xb1vVwsROQ\"}}"
            ),
            "openai-responses" => format!(
                "{{\"type\":\"response.output_text.delta\",\"sequence_number\":{word},\"item_id\":\
                 \"msg_68c350a75ddc819ea5406470460be7850f2d670b80edc507\",\"output_index\":0,\"content_index\":0,\
                 \"delta\":\" word{word}\",\"logprobs\":[],\"obfuscation\":\"Xb1vVwsROQ\"}}"
            ),
            _ if word == 0 => "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}".to_owned(),
            _ => format!(
                "{{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\" word{word}\"}}}}"
            ),
        };
        write!(text, "data: {data}\n\n").unwrap();
    }
    text
}

#[test]
#[ignore = "a measurement; the figure depends on the machine"]
fn throughput() {
    for wire in WIRES {
        let stream = stream(wire, 100_000);
        let mut best = 0.0_f64;
        for _ in 0..7 {
            let mut decoder = decoder(wire);
            let mut events = Vec::new();
            let mut count = 0;
            let started = Instant::now();
            for chunk in stream.as_bytes().chunks(16 * 1024) {
                decoder.push(chunk, &mut events).unwrap();
                count += events.len();
                events.clear();
            }
            let seconds = started.elapsed().as_secs_f64();
            assert!(count >= 100_000, "{wire}: {count} events");
            #[expect(clippy::cast_precision_loss, reason = "a figure to read")]
            let megabytes = stream.len() as f64 / 1e6;
            best = best.max(megabytes / seconds);
        }
        println!("{wire}: {best:.0} MB/s");
    }
}
