//! What programs print every day must come back as it was.

use std::fmt::Write as _;

use ringfence_code_execution::output::OutputValidator;

/// A small generator (`SplitMix64`), so that the lines are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from_digit(u32::try_from(self.below(16)).unwrap(), 16).unwrap())
            .collect()
    }

    fn decimal(&mut self, digits: usize) -> String {
        let first = char::from_digit(u32::try_from(self.below(9) + 1).unwrap(), 10).unwrap();
        let rest = (1..digits)
            .map(|_| char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap());
        std::iter::once(first)
            .chain(rest.collect::<Vec<_>>())
            .collect()
    }
}

const WORDS: [&str; 12] = [
    "Adelie", "Gentoo", "island", "total", "mean", "model", "city", "weight", "token", "secret",
    "password", "key",
];

/// One line of everyday output, of the kind `kind`.
fn line(kind: usize, index: usize, numbers: &mut Numbers) -> String {
    let word = WORDS
        .get(usize::try_from(numbers.below(12)).unwrap())
        .unwrap();
    let n = numbers;
    match kind {
        0 => format!(
            "{index:>5}  {word:<10} {:>8}.{:02} {:>6} NaN",
            n.below(100_000),
            n.below(100),
            n.below(1000)
        ),
        1 => format!("{}  dist/{word}.whl", n.hex(64)),
        2 => format!("{}  file-{index}.txt", n.hex(32)),
        3 => format!(
            "run {}-{}-4{}-a{}-{}",
            n.hex(8),
            n.hex(4),
            n.hex(3),
            n.hex(3),
            n.hex(12)
        ),
        4 => format!("commit {} {word}", n.hex(40)),
        5 => format!("* {} (HEAD -> main) Add {word}", n.hex(7)),
        6 => format!(
            "({}) {}-{:04}",
            200 + n.below(799),
            200 + n.below(799),
            n.below(10_000)
        ),
        7 => format!(
            "+1-{}-{}-{:04} | +49 30 {:07}",
            200 + n.below(799),
            200 + n.below(799),
            n.below(10_000),
            n.below(10_000_000)
        ),
        8 => format!(
            "{}.{}.{}.{}:8080 -> 10.0.0.{}",
            n.below(256),
            n.below(256),
            n.below(256),
            n.below(256),
            n.below(256)
        ),
        9 => format!(
            "fe80::{}:{}:{}:{}%eth0",
            n.hex(4),
            n.hex(4),
            n.hex(4),
            n.hex(4)
        ),
        10 => format!(
            "0.{} -{}.{} {}e-{}",
            n.decimal(16),
            n.below(10),
            n.decimal(15),
            n.below(10),
            n.below(300)
        ),
        11 => format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}+00:00",
            n.below(100),
            1 + n.below(12),
            1 + n.below(28),
            n.below(24),
            n.below(60),
            n.below(60),
            n.below(1_000_000)
        ),
        12 => format!(
            "{} {}",
            1_600_000_000 + n.below(200_000_000),
            1_600_000_000_000 + n.below(200_000_000_000)
        ),
        13 => format!(
            "ISBN 978-{}-{:02}-{:06}-{}",
            n.below(10),
            n.below(100),
            n.below(1_000_000),
            n.below(10)
        ),
        14 => format!(
            "ns {}  factorial {}",
            1_600_000_000_000_000_000 + n.below(200_000_000_000_000_000),
            n.decimal(20 + index % 20)
        ),
        15 => format!(
            "[{}, {}, {}, {}, {}]",
            n.decimal(16),
            n.decimal(16),
            n.decimal(16),
            n.decimal(16),
            n.decimal(16)
        ),
        16 => format!("[[{} {} {}]", n.below(1000), n.below(100), n.below(10_000)),
        17 => format!(
            " {:>3} {:>2} {:>4} {:>3} {:>2} {:>4}",
            100 + n.below(899),
            10 + n.below(89),
            1000 + n.below(8999),
            100 + n.below(899),
            10 + n.below(89),
            1000 + n.below(8999)
        ),
        18 => format!("{word}s: {} ({}%)", n.below(1000), n.below(100)),
        19 => format!(
            "{word}_count = {}, next_{word}_id = {}",
            n.below(100_000),
            n.below(100_000)
        ),
        20 => format!("<__main__.{word} object at 0x7f{}>", n.hex(10)),
        21 => format!(
            "{{'{word}': {}, 'name': '{word}', 'ok': True}}",
            n.below(1000)
        ),
        22 => format!(
            "https://example.org/{word}/{}?page={}&size=20",
            n.hex(8),
            n.below(100)
        ),
        23 => format!(
            "hash {} MAC {}:{}:{}:{}:{}:{}",
            -i64::try_from(n.next() >> 1).unwrap(),
            n.hex(2),
            n.hex(2),
            n.hex(2),
            n.hex(2),
            n.hex(2),
            n.hex(2)
        ),
        24 => "# # # # # # # # # # # # # # # # # # # # # # # # # # # # # #".to_owned(),
        25 => format!(
            "  File \"<string>\", line {}, in {word}_{}",
            n.below(1000),
            n.below(10)
        ),
        26 => format!(
            "v{}.{}.{}-rc{} build {}.{}",
            n.below(10),
            n.below(100),
            n.below(100),
            n.below(10),
            n.decimal(8),
            n.below(10_000)
        ),
        27 => format!(
            "| {word:<8} | {:>10.3} | {:>5} |",
            f64::from(u32::try_from(n.below(1_000_000)).unwrap()) / 7.0,
            n.below(99_999)
        ),
        28 => format!(
            "{},{},{:.6},{:.6},{word}",
            index,
            n.decimal(6),
            f64::from(u32::try_from(n.below(180_000_000)).unwrap()) / 1e6,
            f64::from(u32::try_from(n.below(90_000_000)).unwrap()) / 1e6
        ),
        _ => format!(
            "epoch {index}/100 loss=0.{} acc=0.{} lr=1e-{:02}",
            n.decimal(4),
            n.decimal(4),
            n.below(10)
        ),
    }
}

#[test]
fn ten_thousand_ordinary_lines_stay() {
    let validator = OutputValidator::default();
    let mut numbers = Numbers(20_261_121);
    let mut text = String::new();
    for index in 0..10_020 {
        let line = line(index % 30, index, &mut numbers);
        let report = validator.validate(&line);
        assert!(
            report.violations.is_empty(),
            "{line}\n{:?}",
            report.violations
        );
        writeln!(text, "{line}").unwrap();
    }
    let report = validator.validate(&text);
    assert!(report.violations.is_empty(), "{:?}", report.violations);
    assert!(report.sanitized_output == text);
}

#[test]
fn well_known_numbers_stay() {
    let validator = OutputValidator::default();
    let (mut a, mut b, mut factorial) = (0_u128, 1_u128, 1_u128);
    for index in 1..30_u32 {
        factorial *= u128::from(index);
        let numbers = [
            1_u128 << index,
            1 << (index + 30),
            1 << (index + 60),
            factorial,
            10_u128.pow(index),
            u128::from(u64::MAX) / u128::from(index),
        ];
        for number in numbers {
            let text = format!("{number}\n");
            assert_eq!(validator.validate(&text).sanitized_output, text);
        }
    }
    for _ in 0..120 {
        (a, b) = (b, a + b);
        let text = format!("{a}\n");
        assert_eq!(validator.validate(&text).sanitized_output, text);
    }
}

#[test]
fn documents_and_source_code_stay() {
    let validator = OutputValidator::default();
    for text in [
        include_str!("../../src/output/builder.rs"),
        include_str!("../../src/output/scan/multiline.rs"),
        include_str!("../../Cargo.toml"),
        "def login(user, password):\n    token = make_token(user)\n    return check(password, token)\n",
        "usage: tool [-h] [--token TOKEN] [--password PASSWORD] file\n",
        "password: required, 8 to 64 characters\nPassword strength: weak\n",
        "tokens: ['the', 'quick', 'brown']\ntoken_type: Bearer\nsecret santa: Alice -> Bob\n",
        "Authorization: Bearer <token>\nexport OPENAI_API_KEY=sk-...\n",
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUEXAMPLEEXAMPLEEXAMPLEEXAMPLE=\n-----END CERTIFICATE-----\n",
        "postgres://user:${PASSWORD}@db/app and https://user@localhost/path:80@x\n",
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z\n1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4\n",
        "ciphertext: SGVsbG8sIFdvcmxkISBUaGlzIGlzIGEgdGVzdC4=\n",
    ] {
        let report = validator.validate(text);
        assert_eq!(report.violations, [], "{text}");
    }
}

#[test]
fn the_outputs_of_the_program_corpus_stay() {
    let validator = OutputValidator::default();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut programs = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let stdout = std::fs::read_to_string(path.with_extension("stdout")).unwrap();
            let report = validator.validate(&stdout);
            assert!(
                report.violations.is_empty(),
                "{}: {:?}",
                path.display(),
                report.violations
            );
            programs += 1;
        }
    }
    assert!(programs >= 120, "{programs} programs");
}
