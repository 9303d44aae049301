use ringfence_code_execution::output::{
    OutputConfigError, OutputReport, OutputValidator, REDACTION_MARKER, Severity,
};

fn key() -> String {
    format!("sk-proj-{}", "a1B2".repeat(12))
}

#[test]
fn a_key_is_redacted_and_reported() {
    let report = OutputValidator::default().validate(&format!("sum 3\nkey {}", key()));
    assert_eq!(report.sanitized_output, "sum 3\nkey [REDACTED]");
    assert!(report.was_redacted);
    assert!(!report.was_truncated);
    assert!(report.is_acceptable);
    let [violation] = report.violations.as_slice() else {
        panic!("one violation: {report:?}")
    };
    assert_eq!(violation.violation_type, "openai_api_key");
    assert_eq!(violation.severity, Severity::Critical);
    assert_eq!(violation.message, "the output contains an OpenAI API key");
    assert_eq!(
        (
            violation.line_number,
            violation.column,
            violation.occurrences
        ),
        (2, 5, 1)
    );
}

#[test]
fn the_documented_examples_are_redacted() {
    let validator = OutputValidator::default();
    let key = ["sk-abc123def456ghi789", "jkl012mno345pqr678stu901vwx234"].concat();
    assert_eq!(validator.validate(&key).sanitized_output, REDACTION_MARKER);
    assert_eq!(
        validator.validate("API Key: sk-abc123...").sanitized_output,
        "API Key: [REDACTED]"
    );
}

#[test]
fn one_violation_per_detector_counts_its_findings() {
    let report =
        OutputValidator::default().validate("a@example.org b@example.org\nc@example.org\n");
    assert_eq!(
        report.sanitized_output,
        "[REDACTED] [REDACTED]\n[REDACTED]\n"
    );
    assert_eq!(report.violations.len(), 1);
    assert_eq!(report.violations[0].occurrences, 3);
}

#[test]
fn columns_count_characters() {
    let report = OutputValidator::default().validate("ééé a@example.org");
    assert_eq!(report.violations[0].column, 5);
}

#[test]
fn without_redaction_the_text_stays_and_severity_decides() {
    let validator = OutputValidator::builder().redact(false).build().unwrap();
    let text = format!("key {}", key());
    let report = validator.validate(&text);
    assert_eq!(report.sanitized_output, text);
    assert!(!report.was_redacted);
    assert!(!report.is_acceptable);
    let report = validator.validate("mail a@example.org");
    assert_eq!(report.violations[0].severity, Severity::Low);
    assert!(report.is_acceptable);
}

#[test]
fn strict_accepts_no_finding() {
    let validator = OutputValidator::builder().strict(true).build().unwrap();
    assert!(validator.validate("sum 3").is_acceptable);
    let report = validator.validate("mail a@example.org");
    assert_eq!(report.sanitized_output, "mail [REDACTED]");
    assert!(!report.is_acceptable);
}

#[test]
fn truncation_says_so_and_cuts_between_characters() {
    let validator = OutputValidator::builder()
        .max_output_bytes(10)
        .build()
        .unwrap();
    let report = validator.validate("0123456789");
    assert!(!report.was_truncated);
    let report = validator.validate("012345678é and more");
    assert_eq!(
        report.sanitized_output,
        "012345678\n[output truncated: 9 of 20 bytes shown]"
    );
    assert!(report.was_truncated);
    assert_eq!(
        validator
            .validate(&report.sanitized_output)
            .sanitized_output,
        report.sanitized_output
    );
}

#[test]
fn truncation_never_shows_the_first_half_of_a_secret() {
    let text = format!("key {} end", key());
    for max_output_bytes in 0..text.len() {
        let validator = OutputValidator::builder()
            .max_output_bytes(max_output_bytes)
            .build()
            .unwrap();
        let report = validator.validate(&text);
        assert!(
            !report.sanitized_output.contains("sk-proj"),
            "{max_output_bytes}: {report:?}"
        );
        let body = report
            .sanitized_output
            .split("\n[output")
            .next()
            .unwrap_or_default();
        assert!(body.len() <= max_output_bytes, "{max_output_bytes}: {body}");
    }
}

#[test]
fn patterns_of_the_user_are_found_in_lines() {
    let validator = OutputValidator::builder()
        .pattern("ticket", r"\bTICKET-(\d{4})\b", Severity::Medium)
        .build()
        .unwrap();
    let report = validator.validate("see TICKET-1234\n");
    assert_eq!(report.sanitized_output, "see TICKET-[REDACTED]\n");
    assert_eq!(report.violations[0].violation_type, "ticket");
    assert_eq!(report.violations[0].severity, Severity::Medium);
}

#[test]
fn bad_settings_are_errors() {
    let build = |name: &str, regex: &str| {
        OutputValidator::builder()
            .pattern(name, regex, Severity::Low)
            .build()
    };
    assert!(matches!(
        build("a", "("),
        Err(OutputConfigError::PatternSyntax { .. })
    ));
    assert!(matches!(
        build("a", "x*"),
        Err(OutputConfigError::PatternMatchesEmpty { .. })
    ));
    assert!(matches!(
        build("Not a name", "x"),
        Err(OutputConfigError::PatternName { .. })
    ));
    assert!(matches!(
        build("openai_api_key", "x"),
        Err(OutputConfigError::PatternName { .. })
    ));
    let error = OutputValidator::builder()
        .disable("no_such")
        .build()
        .unwrap_err();
    assert_eq!(error.to_string(), "there is no output detector `no_such`");
    let error = OutputValidator::builder()
        .secret_values(["a b"])
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a secret value has 3 bytes; 4 to 16384 are accepted"
    );
}

#[test]
fn detectors_can_be_switched_and_texts_allowed() {
    let text = "mail a@example.org from 192.0.2.7";
    let validator = OutputValidator::builder()
        .disable("email_address")
        .enable("ip_address")
        .build()
        .unwrap();
    assert_eq!(
        validator.validate(text).sanitized_output,
        "mail a@example.org from [REDACTED]"
    );
    let validator = OutputValidator::builder()
        .allow("a@example.org")
        .build()
        .unwrap();
    assert_eq!(validator.validate(text).sanitized_output, text);
}

#[test]
fn secret_values_are_found_in_every_form() {
    let validator = OutputValidator::builder()
        .secret_values(["blue-Horse/42"])
        .build()
        .unwrap();
    for text in [
        "blue-Horse/42",
        "24/esroH-eulb",
        "626c75652d486f7273652f3432",
        "626C75652D486F7273652F3432",
        "Ymx1ZS1Ib3JzZS80Mg==",
        "x=Ymx1ZS1Ib3JzZS80Mg",
        "blue-Horse%2F42",
        "blue%2dHorse%2f42",
        "%62%6C%75%65%2D%48%6F%72%73%65%2F%34%32",
        "b l u e - H o r s e / 4 2",
        "blue-\nHorse/\n42",
        "['b', 'l', 'u', 'e', '-', 'H', 'o', 'r', 's', 'e', '/', '4', '2']",
        "'blue-' 'Horse/42'",
    ] {
        let report = validator.validate(text);
        assert!(
            report.sanitized_output.contains(REDACTION_MARKER),
            "{text}: {report:?}"
        );
        assert_eq!(report.violations[0].violation_type, "secret_value");
        assert!(
            !report.sanitized_output.contains("Hor"),
            "{text}: {report:?}"
        );
    }
    assert_eq!(
        validator.validate("blue horse 42").sanitized_output,
        "blue horse 42"
    );
}

#[test]
fn nothing_that_is_printed_shows_a_secret_value() {
    let builder = OutputValidator::builder().secret_values(["blue-Horse/42"]);
    let validator = builder.clone().build().unwrap();
    let shown = format!("{builder:?} {validator:?} {:?}", validator.scanner());
    assert!(!shown.contains("Horse"), "{shown}");
    let report = validator.validate("blue-Horse/42");
    assert!(!format!("{report:?}").contains("Horse"));
}

#[test]
fn the_json_form_is_stable() {
    let report = OutputValidator::default().validate("a@example.org");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "sanitized_output": "[REDACTED]",
            "was_redacted": true,
            "was_truncated": false,
            "is_acceptable": true,
            "violations": [{
                "violation_type": "email_address",
                "severity": "low",
                "message": "the output contains an e-mail address",
                "line_number": 1,
                "column": 1,
                "occurrences": 1,
            }],
        })
    );
    assert_eq!(
        serde_json::from_value::<OutputReport>(json).unwrap(),
        report
    );
}

#[test]
fn a_validator_is_shared_between_threads() {
    fn is_shared<T: Send + Sync + Clone>(_: &T) {}
    is_shared(&OutputValidator::default());
}

#[test]
fn disguised_keys_are_found() {
    let validator = OutputValidator::default();
    let key = key();
    let spaced: Vec<String> = key.chars().map(String::from).collect();
    let hex = key
        .bytes()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    for (text, expected) in [
        (
            format!("\u{1b}[31m{key}\u{1b}[0m"),
            "\u{1b}[31m[REDACTED]\u{1b}[0m",
        ),
        (format!("row {}\n", spaced.join(" ")), "row [REDACTED]\n"),
        (
            format!("row {}\n", spaced.join("\u{200b}")),
            "row [REDACTED]\n",
        ),
        (format!("hex {hex}"), "hex [REDACTED]"),
        (
            format!("https://example.org/?q=x&key={key}&n=1"),
            "https://example.org/?q=x&key=[REDACTED]&n=1",
        ),
        (
            format!("{{\"text\": \"a\\n{key}\"}}"),
            "{\"text\": \"a\\n[REDACTED]\"}",
        ),
        (
            format!("![x](https://example.org/p.png?d={key})"),
            "![x](https://example.org/p.png?d=[REDACTED])",
        ),
    ] {
        assert_eq!(validator.validate(&text).sanitized_output, expected);
    }
    let base64 = "key c2stcHJvai1hMUIyYTFCMmExQjJhMUIyYTFCMmExQjJhMUIyYTFCMmExQjJhMUIyYTFCMmExQjI=";
    assert_eq!(
        validator.validate(base64).sanitized_output,
        "key [REDACTED]="
    );
}
