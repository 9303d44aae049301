//! Programs of the corpus with changed bytes: no panic, places inside the source, the same answer with every question asked.
//!
//! The changes come from a generator with a fixed seed, so a failure comes again. The fuzz target `analysis` looks for the
//! same failures for as long as it may.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use ringfence_code_execution::analysis::{
    HostFunctionSignature, Policy, Preset, TypeChecks, check, check_with_types,
    render::{Colours, findings, human, json, sarif},
};

/// Changed programs that are looked at.
const ROUNDS: usize = 3000;
/// A generous bound for one program of at most some 10 KB, unoptimised, on a busy machine. Quadratic behaviour in the
/// length would not show here; `analysis_speed` measures it.
const LONGEST: Duration = Duration::from_secs(5);

/// A linear congruential generator: Knuth's constants for 64 bits.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end.max(1)
    }
}

fn collect(folder: &Path, programs: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, programs);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            programs.push(path);
        }
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for folder in ["tests/programs", "tests/attacks"] {
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut paths,
        );
    }
    paths.sort();
    assert!(paths.len() > 300, "the corpus is there");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// One to eight changes: a byte replaced, a piece removed, doubled, moved, or taken from another program.
fn mutated(corpus: &[Vec<u8>], random: &mut Generator) -> String {
    const BYTES: &[u8] = b"()[]{}'\"\\\n\t \r#:;,.=+-*/%@!<>&|^~_0189axfbrtu\0\xc3\xe2\xf0\x80";
    let mut bytes = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(8) {
        let start = random.below(bytes.len());
        let end = (start + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 if start < bytes.len() => bytes[start] = BYTES[random.below(BYTES.len())],
            1 => drop(bytes.drain(start..end)),
            2 => {
                let piece = bytes[start..end].repeat(1 + random.below(60));
                bytes.splice(start..start, piece);
            }
            3 => bytes.insert(start, BYTES[random.below(BYTES.len())]),
            4 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len());
                let to = (from + random.below(200)).min(other.len());
                bytes.splice(start..end, other[from..to].iter().copied());
            }
            _ => bytes.truncate(start.max(1)),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn types() -> TypeChecks {
    let input_schema = serde_json::json!({
        "properties": {"name": {"type": "string"}, "count": {"type": "integer"}},
        "required": ["name"],
    });
    TypeChecks {
        host_functions: Some(vec![HostFunctionSignature {
            name: "lookup".to_owned(),
            input_schema,
        }]),
        bound_names: vec!["before".to_owned()],
    }
}

#[test]
fn programs_with_changed_bytes_are_judged() {
    let corpus = corpus();
    let mut random = Generator(20_231_107);
    let types = types();
    let (mut valid, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let source = mutated(&corpus, &mut random);
        let started = Instant::now();
        let strict = Policy::preset(Preset::Strict);
        let report = check_with_types(&source, &strict, &types);
        let alone = check(&source, &strict);
        let elapsed = started.elapsed();
        assert!(elapsed < LONGEST, "round {round}: {elapsed:?}\n{source}");
        assert_eq!(report.syntax, alone.syntax, "round {round}\n{source}");
        assert!(
            alone
                .violations
                .iter()
                .all(|violation| report.violations.contains(violation)),
            "round {round}: type checks hide what the policy refuses\n{source}"
        );
        let lines = source.split(['\n', '\r']).count();
        for finding in findings(&report) {
            assert!(
                (1..=lines + 1).contains(&finding.line),
                "round {round}: {finding:?}\n{source}"
            );
            assert!(
                finding.column >= 1 && finding.end_line >= finding.line,
                "round {round}: {finding:?}\n{source}"
            );
        }
        let shown = human("a.py", &source, &report, Colours::Off);
        assert!(
            !shown.contains(['\u{1b}', '\u{0}']),
            "round {round}: {shown:?}"
        );
        for text in [
            json("a.py", &source, &report),
            sarif("a.py", &source, &report),
        ] {
            assert!(
                serde_json::from_str::<serde_json::Value>(&text).is_ok(),
                "round {round}: {text}"
            );
        }
        valid += usize::from(report.syntax.is_valid);
        refused += usize::from(report.syntax.is_valid && !report.violations.is_empty());
    }
    // the changes must leave enough programs that the rules see
    assert!(
        valid > ROUNDS / 20 && refused > ROUNDS / 50,
        "{valid} valid, {refused} refused"
    );
}
