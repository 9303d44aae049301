use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use ringfence_code_execution::output::{OutputValidator, REDACTION_MARKER, Severity};

/// Without a cap that matters; compiled once.
static UNCAPPED: LazyLock<OutputValidator> = LazyLock::new(validator);

/// Pieces of secrets, their surroundings, and text of any kind: joined at random they meet the scanners' edges.
fn text() -> impl Strategy<Value = String> {
    let token = "a1B2".repeat(12);
    let fragments = prop::sample::select(vec![
        format!("sk-proj-{token}"),
        format!("ghp_{}", "k3Qz".repeat(9)),
        format!("AKIA{}", "Q7ZW".repeat(4)),
        "4012888888881881".to_owned(),
        "4012-8888-8888-1881".to_owned(),
        "078-05-1123".to_owned(),
        "GB82 WEST 1234 5698 7654 32".to_owned(),
        "someone@example.org".to_owned(),
        "password = \"hunter2hunter2\"".to_owned(),
        "api_key: ".to_owned(),
        "postgres://user:".to_owned(),
        "@host/db ".to_owned(),
        "Authorization: Bearer ".to_owned(),
        format!("{token}{token}"),
        "-----BEGIN RSA PRIVATE KEY-----\n".to_owned(),
        "MIIEpAIBAAKCAQEAexampleexampleexample0123\n".to_owned(),
        "-----END RSA PRIVATE KEY-----".to_owned(),
        "apiVersion: v1\nkind: Secret\ndata:\n  a: YWRtaW46cGFzc3dvcmQ=\n".to_owned(),
        "<apiToken>\n".to_owned(),
        "  k7Wq2ZpL9x\n".to_owned(),
        "blue-Horse".to_owned(),
        "/42".to_owned(),
        "blue-".to_owned(),
        "s k - p r o j - a 1 B 2 a 1 B 2 a 1 B 2 a 1 B 2 a 1 B 2 ".to_owned(),
        "\u{200b}".to_owned(),
        REDACTION_MARKER.to_owned(),
        "[output truncated: 3 of 9 bytes shown]".to_owned(),
        "\n".to_owned(),
        " ".to_owned(),
        "=".to_owned(),
        "\\".to_owned(),
        "\"".to_owned(),
        "eyJhbGciOiJub25lIn0".to_owned(),
        ".eyJzdWIiOiJ0ZXN0LXVzZXIifQ.".to_owned(),
        "xoxb-123456789012-".to_owned(),
    ]);
    vec(prop_oneof![4 => fragments, 1 => "[ -~]{0,12}", 1 => "\\PC{0,6}", 1 => "[a-zA-Z0-9+/_.=-]{0,40}"], 0..24).prop_map(|parts| parts.concat())
}

fn validator() -> OutputValidator {
    OutputValidator::builder()
        .max_output_bytes(1_000_000)
        .secret_values(["blue-Horse/42"])
        .pattern("ticket", "T[0-9]+|[A-Z]{6,}", Severity::Low)
        .enable("ip_address")
        .enable("phone_number")
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_redacted_text_is_at_rest(text in text()) {
        let once = UNCAPPED.validate(&text);
        let twice = UNCAPPED.validate(&once.sanitized_output);
        prop_assert_eq!(&once.sanitized_output, &twice.sanitized_output);
        prop_assert!(twice.violations.is_empty(), "{:?}", twice.violations);
        prop_assert_eq!(once.was_redacted, !once.violations.is_empty());
    }

    #[test]
    fn pieces_give_the_same_as_the_whole(text in text(), cuts in vec(any::<prop::sample::Index>(), 0..8), cap in prop_oneof![Just(1_000_000_usize), 0..300_usize]) {
        let validator = UNCAPPED.with_max_output_bytes(cap);
        let whole = validator.validate(&text);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| {
            let mut at = cut.index(text.len() + 1);
            while !text.is_char_boundary(at) { at += 1; }
            at
        }).collect();
        cuts.sort_unstable();
        cuts.push(text.len());
        let mut scanner = validator.scanner();
        let mut output = String::new();
        let mut start = 0;
        for cut in cuts {
            output.push_str(&scanner.push(&text[start..cut]));
            start = cut;
        }
        let end = scanner.finish();
        output.push_str(&end.remaining_output);
        prop_assert_eq!(&output, &whole.sanitized_output);
        prop_assert_eq!(&end.violations, &whole.violations);
        prop_assert_eq!((end.was_redacted, end.was_truncated, end.is_acceptable), (whole.was_redacted, whole.was_truncated, whole.is_acceptable));
    }

    #[test]
    fn the_cap_holds_and_a_cut_text_is_at_rest(text in text(), cap in 0..400_usize) {
        let validator = UNCAPPED.with_max_output_bytes(cap);
        let once = validator.validate(&text);
        prop_assert!(once.sanitized_output.len() <= cap + 96);
        let twice = validator.validate(&once.sanitized_output);
        prop_assert_eq!(&once.sanitized_output, &twice.sanitized_output);
    }

    #[test]
    fn without_findings_the_text_is_unchanged(text in "\\PC{0,200}") {
        let report = OutputValidator::default().validate(&text);
        if report.violations.is_empty() {
            prop_assert_eq!(report.sanitized_output, text);
        }
    }

    #[test]
    fn positions_lie_in_the_text(text in text()) {
        let report = UNCAPPED.validate(&text);
        for violation in &report.violations {
            let line = text.split('\n').nth(violation.line_number - 1);
            prop_assert!(line.is_some_and(|line| violation.column <= line.chars().count() + 1), "{violation:?}");
        }
    }
}
