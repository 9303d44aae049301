//! The examples of the detectors' pages with changed characters: no panic, redaction at rest, pieces as the whole.
//!
//! The changes come from a generator with a fixed seed. The fuzz target `redaction` looks for the same failures.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{fs, path::Path, sync::LazyLock};

use ringfence_code_execution::output::{OutputValidator, Severity};

/// Changed texts that are looked at.
const ROUNDS: usize = 400;

static VALIDATOR: LazyLock<OutputValidator> = LazyLock::new(|| {
    OutputValidator::builder()
        .max_output_bytes(1_000_000)
        .secret_values(["blue-Horse/42"])
        .pattern("ticket", "T[0-9]{4,}", Severity::Low)
        .build()
        .unwrap()
});

/// A linear congruential generator: Knuth's constants for 64 bits.
struct Generator(u64);

impl Generator {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The examples of every detector's page, without the `{}` that breaks them and the marks around secrets.
fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detectors");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.flat_map(|text| examples(&text)).collect()
}

fn examples(page: &str) -> Vec<String> {
    let mut is_block = false;
    let mut examples = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if is_block {
            examples.push(
                line.replace("{}", "")
                    .replace("\\n", "\n")
                    .replace(['«', '»'], ""),
            );
        }
    }
    examples
}

fn mutated(corpus: &[String], random: &mut Generator) -> String {
    const SYMBOLS: &[char] = &[
        ' ', '\n', '"', '=', ':', '-', '.', '/', '@', '\\', '0', 'a', 'é', '\u{200b}', '\u{1b}',
        '\0',
    ];
    let mut symbols: Vec<char> = Vec::new();
    for _ in 0..=random.below(12) {
        symbols.extend(corpus[random.below(corpus.len())].chars());
        symbols.push(SYMBOLS[random.below(6)]);
    }
    for _ in 0..=random.below(6) {
        let start = random.below(symbols.len());
        let end = (start + random.below(60)).min(symbols.len());
        match random.below(5) {
            0 if start < symbols.len() => symbols[start] = SYMBOLS[random.below(SYMBOLS.len())],
            1 => drop(symbols.drain(start..end)),
            2 => {
                let piece = symbols[start..end].repeat(1 + random.below(5));
                symbols.splice(start..start, piece);
            }
            3 => symbols[start..end].reverse(),
            _ => symbols.insert(start, SYMBOLS[random.below(SYMBOLS.len())]),
        }
    }
    symbols.into_iter().collect()
}

#[test]
fn changed_examples_are_redacted_once_and_in_pieces_alike() {
    let corpus = corpus();
    assert!(corpus.len() > 500, "the pages are there");
    let mut random = Generator(20_240_229);
    let mut redacted = 0;
    for round in 0..ROUNDS {
        let text = mutated(&corpus, &mut random);
        let whole = VALIDATOR.validate(&text);
        let again = VALIDATOR.validate(&whole.sanitized_output);
        assert_eq!(
            again.sanitized_output, whole.sanitized_output,
            "round {round}: {text:?}"
        );
        assert!(
            again.violations.is_empty(),
            "round {round}: {:?} in {text:?}",
            again.violations
        );
        let size = 1 + random.below(40);
        let mut scanner = VALIDATOR.scanner();
        let mut output = String::new();
        let mut start = 0;
        while start < text.len() {
            let mut end = (start + size).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            output.push_str(&scanner.push(&text[start..end]));
            start = end;
        }
        let end = scanner.finish();
        output.push_str(&end.remaining_output);
        assert_eq!(
            output, whole.sanitized_output,
            "round {round}, pieces of {size}: {text:?}"
        );
        assert_eq!(
            end.violations, whole.violations,
            "round {round}, pieces of {size}: {text:?}"
        );
        redacted += usize::from(whole.was_redacted);
    }
    assert!(
        redacted > ROUNDS / 4,
        "{redacted} of {ROUNDS} texts have something to redact"
    );
}
