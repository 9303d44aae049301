//! Throughput of output validation in MB per second: `cargo bench -p ringfence-code-execution --bench output`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ringfence_code_execution::output::OutputValidator;

/// Each text is measured for at least this long.
const MIN_TIME: Duration = Duration::from_millis(400);

fn main() {
    let validator = OutputValidator::builder()
        .max_output_bytes(usize::MAX)
        .build()
        .unwrap_or_default();
    let with_values = OutputValidator::builder()
        .max_output_bytes(usize::MAX)
        .secret_values(["blue-Horse/42", "correct-horse-battery-staple"])
        .build()
        .unwrap_or_default();
    println!(
        "{:<42} {:>10} {:>12} {:>12}",
        "text", "bytes", "median MB/s", "best MB/s"
    );
    for bytes in [1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20] {
        measure(
            "prose and tables, no secret",
            &validator,
            &repeated(PROSE, bytes),
        );
    }
    for (name, text) in [
        ("numeric table", TABLE),
        ("JSON records", JSON),
        ("log lines", LOG),
        ("HTML table", HTML),
    ] {
        measure(name, &validator, &repeated(text, 1 << 20));
    }
    measure(
        "prose and tables, two secret values",
        &with_values,
        &repeated(PROSE, 1 << 20),
    );
    let key = format!("line with a key sk-proj-{}\n", "a1B2".repeat(12));
    measure("a key in every line", &validator, &repeated(&key, 1 << 20));
    for bytes in [1 << 20, 10 << 20] {
        measure(
            "keywords only: `token=secret:` over and over",
            &validator,
            &"token=secret:".repeat(bytes / 13),
        );
    }
    for (name, text) in [
        ("one line of `sk-`", "sk-"),
        ("one line of `-----BEGIN `", "-----BEGIN "),
        ("one line of `://a:`", "://a:"),
        ("one line of `a@`", "a@"),
        ("one line of `4012 `", "4012 "),
        ("one line of `.eyJ`", ".eyJ"),
        ("one line of one letter", "A"),
    ] {
        measure(name, &validator, &text.repeat((1 << 20) / text.len()));
    }
}

fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes.div_ceil(text.len()))
}

fn measure(name: &str, validator: &OutputValidator, text: &str) {
    let mut times = Vec::new();
    let start = Instant::now();
    while times.len() < 3 || start.elapsed() < MIN_TIME {
        let before = Instant::now();
        black_box(validator.validate(black_box(text)));
        times.push(before.elapsed());
    }
    times.sort_unstable();
    let bytes_per_second = |time: Option<&Duration>| {
        let length = u32::try_from(text.len()).map_or(f64::NAN, f64::from);
        time.map_or(f64::NAN, |time| length / time.as_secs_f64() / 1e6)
    };
    let (median, best) = (
        bytes_per_second(times.get(times.len() / 2)),
        bytes_per_second(times.first()),
    );
    println!("{name:<42} {:>10} {median:>12.0} {best:>12.0}", text.len());
}

const PROSE: &str = "The mean body mass of the Gentoo penguins on Biscoe island is 5076 g, \
with a standard deviation of 504 g.\n\
species    island     bill_length_mm  bill_depth_mm  flipper_length_mm  body_mass_g\n\
Adelie     Torgersen            39.1           18.7              181.0       3750.0\n\
Gentoo     Biscoe               46.1           13.2              211.0       4500.0\n\
Fitting the linear model took 12 iterations; the residual sum of squares went from 15.32 to 2.07.\n\
Each step reads one batch of records, normalises the columns and writes the result to the next stage.\n";
const TABLE: &str = "0.12345678 1.23456789 2.34567890 3.45678901 4.56789012 5.67890123 6.78901234\n\
12 345 6789 1011 12131 41516 1718 192021 2223 24252 6272 8293 031 3233\n";
const JSON: &str = "{\"id\": 1234, \"name\": \"Ada\", \"city\": \"London\", \"scores\": [1, 2, 3.5], \"active\": true, \"note\": null},\n";
const LOG: &str = "2026-11-21 10:00:00,123 INFO worker-3 handled request 5f3a9c1e in 12.7 ms status=200 path=/api/v1/items\n";
const HTML: &str = "<tr><th>0</th><td>Adelie</td><td>Torgersen</td><td>39.1</td><td>18.7</td><td>181.0</td></tr>\n";
