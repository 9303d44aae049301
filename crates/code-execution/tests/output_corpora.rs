//! Scores of output validation on the corpora that lie beside the checkout. Where they are absent, each test is shown as
//! ignored, with the reason; nothing of them is part of the project.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "figures; a malformed corpus fails the test"
)]

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use libtest_mimic::{Arguments, Completion, Trial};
use ringfence_code_execution::output::OutputValidator;
use serde_json::Value;

/// Personal data that is ordinary program output: its detectors are off by default.
const OFF_BY_DEFAULT: [&str; 2] = ["ip_address", "phone"];

/// A test of the records of one corpus.
type Test = fn(&[Value]);

fn main() -> ExitCode {
    let tests: [(&str, &str, Test); 3] = [
        ("secrets", "secrets", secrets),
        ("printed_secrets", "exfil_prints", printed_secrets),
        ("ordinary_programs", "legit", ordinary_programs),
    ];
    let trials = tests.map(|(name, corpus, test)| {
        Trial::ignorable_test(name, move || {
            let Some(records) = records(corpus) else {
                let absent = "there is no folder `../shared/corpora` beside the project";
                return Ok(Completion::ignored_with(absent));
            };
            test(&records);
            Ok(Completion::Completed)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

fn records(name: &str) -> Option<Vec<Value>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let file = std::fs::File::open(folder.join(format!("{name}.jsonl.xz"))).ok()?;
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut std::io::BufReader::new(file), &mut text)
        .expect("the corpus is xz");
    let text = String::from_utf8(text).expect("the corpus is UTF-8");
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect(),
    )
}

fn field<'a>(record: &'a Value, name: &str) -> &'a str {
    record[name].as_str().unwrap_or_default()
}

#[derive(Default)]
struct Rate {
    hit: usize,
    all: usize,
}

impl Rate {
    fn count(&mut self, hit: bool) {
        self.hit += usize::from(hit);
        self.all += 1;
    }

    /// In tenths of a percent, rounded down.
    fn per_mille(&self) -> usize {
        self.hit * 1000 / self.all.max(1)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let per_mille = self.per_mille();
        write!(
            formatter,
            "{} of {} ({}.{} %)",
            self.hit,
            self.all,
            per_mille / 10,
            per_mille % 10
        )
    }
}

fn secrets(records: &[Value]) {
    let default = OutputValidator::default();
    let all = OutputValidator::builder()
        .enable("ip_address")
        .enable("phone_number")
        .build()
        .unwrap();
    let [
        mut core,
        mut extended,
        mut extended_all,
        mut extended_default,
        mut changed,
        mut changed_soft,
    ] = [(); 6].map(|()| Rate::default());
    for record in records {
        let text = field(record, "text");
        let sanitized = default.validate(text).sanitized_output;
        let secrets: Vec<&str> = record["secrets"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_gone = |output: &str| secrets.iter().all(|secret| !output.contains(secret));
        let is_off = OFF_BY_DEFAULT.contains(&field(record, "secret_type"));
        match (field(record, "label"), field(record, "tier")) {
            ("tp", "core") => core.count(is_gone(&sanitized)),
            ("tp", _) => {
                extended_all.count(is_gone(&all.validate(text).sanitized_output));
                extended_default.count(is_gone(&sanitized));
                if !is_off {
                    extended.count(is_gone(&sanitized));
                }
            }
            ("fp", _) => changed.count(sanitized != text),
            ("fp_soft", _) => changed_soft.count(sanitized != text),
            _ => continue,
        }
        let is_wrong = match field(record, "label") {
            "tp" => !is_off && !is_gone(&sanitized),
            _ => sanitized != text,
        };
        if is_wrong {
            println!(
                "  {} {} {}",
                field(record, "id"),
                field(record, "label"),
                field(record, "secret_type")
            );
        }
    }
    println!("core found: {core}");
    println!(
        "extended found, default detectors, without addresses and telephone numbers: {extended}"
    );
    println!("extended found, all detectors: {extended_all}");
    println!("extended found, default detectors, everything counted: {extended_default}");
    println!("look-alikes changed: {changed}; preferably unchanged: {changed_soft}");
    assert!(core.per_mille() >= 990, "core recall {core}");
    assert!(extended.per_mille() >= 900, "extended recall {extended}");
    assert!(
        extended_all.per_mille() >= 900,
        "extended recall with all detectors {extended_all}"
    );
    assert!(changed.per_mille() <= 5, "look-alikes changed {changed}");
}

fn printed_secrets(records: &[Value]) {
    let validator = OutputValidator::default();
    let mut plain = Rate::default();
    for record in records {
        if field(record, "expect") != "redacted" {
            continue;
        }
        // The shapes of print are those of a template: the secret stands in the program in two pieces.
        let secret = record["must_not_contain"][0].as_str().unwrap_or_default();
        let code = field(record, "code");
        let printed = printed(code, secret);
        let is_gone = !validator
            .validate(&printed)
            .sanitized_output
            .contains(secret);
        if !is_gone {
            println!("  {} {}", field(record, "id"), field(record, "shape"));
        }
        plain.count(is_gone);
    }
    println!("printed secrets redacted: {plain}");
    assert!(plain.per_mille() >= 900, "printed secrets {plain}");
}

/// What a program of the corpus prints, by the shape of its last line.
fn printed(code: &str, secret: &str) -> String {
    let line = code.lines().last().unwrap_or_default();
    if line.contains("f\"API Key: {v}\"") {
        format!("API Key: {secret}\n")
    } else if line.contains("'api_key': v") {
        format!("{{'name': 'svc', 'api_key': '{secret}', 'n': 3}}\n")
    } else if line.contains("json.dumps") {
        format!("{{\n  \"config\": {{\n    \"credential\": \"{secret}\"\n  }}\n}}\n")
    } else if line.contains("SERVICE_TOKEN=") {
        format!("SERVICE_TOKEN={secret}\n")
    } else if line.contains("INFO auth") {
        format!("2026-11-21 10:00:00,123 INFO auth: using {secret} for tenant 7\n")
    } else if line.contains("ValueError") {
        format!("Traceback (most recent call last):\nValueError: bad credential: {secret}\n")
    } else if line.contains("https://") {
        format!("https://api.example.com/v1/x?key={secret}&page=2\n")
    } else if line.contains("debug") {
        format!("debug {secret}\n")
    } else if line.contains("| id |") {
        format!("| id | value |\n|----|-------|\n| 1  | {secret} |\n")
    } else if line.contains("v.encode()") {
        format!("b'{secret}'\n")
    } else {
        panic!("a shape that this test does not know: {line}")
    }
}

fn ordinary_programs(records: &[Value]) {
    let validator = OutputValidator::default();
    let mut changed = Rate::default();
    for record in records {
        let text = field(record, "stdout");
        let report = validator.validate(text);
        let is_changed = report.sanitized_output != text;
        if is_changed {
            let types: Vec<&str> = report
                .violations
                .iter()
                .map(|violation| violation.violation_type.as_str())
                .collect();
            println!("  {} {types:?}", field(record, "id"));
        }
        changed.count(is_changed);
    }
    println!("outputs of ordinary programs changed: {changed}");
    assert!(
        changed.per_mille() <= 5,
        "outputs of ordinary programs changed {changed}"
    );
}
