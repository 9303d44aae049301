use ringfence_code_execution::output::OutputValidator;

/// The joined output of a scanner that gets `text` in pieces of `size` bytes (or up to 3 more, at a character).
fn in_pieces(validator: &OutputValidator, text: &str, size: usize) -> String {
    let mut scanner = validator.scanner();
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
    output.push_str(&scanner.finish().remaining_output);
    output
}

#[test]
fn a_key_cut_anywhere_is_found() {
    let validator = OutputValidator::default();
    let text = format!("first\nkey sk-proj-{} and more\nlast", "a1B2".repeat(12));
    for size in 1..text.len() {
        assert_eq!(
            in_pieces(&validator, &text, size),
            "first\nkey [REDACTED] and more\nlast",
            "{size}"
        );
    }
}

#[test]
fn a_private_key_over_lines_is_held_until_its_end() {
    let validator = OutputValidator::default();
    let label = "PRIVATE KEY";
    let body = "MC4CAQAwBQYDK2VwBCIEIH+example/of/a/key/0123456789abcdefghij\n".repeat(3);
    let mut scanner = validator.scanner();
    assert_eq!(
        scanner.push(&format!("before\n-----BEGIN {label}-----\n")),
        "before\n"
    );
    assert_eq!(scanner.push(&body), "");
    assert_eq!(
        scanner.push(&format!("-----END {label}-----\nbehind\n")),
        "[REDACTED]\nbehind\n"
    );
    let end = scanner.finish();
    assert_eq!(end.remaining_output, "");
    assert_eq!(end.violations[0].violation_type, "private_key");
}

#[test]
fn a_secret_value_over_lines_is_held_until_it_is_complete() {
    let validator = OutputValidator::builder()
        .secret_values(["correct-horse-battery"])
        .build()
        .unwrap();
    let mut scanner = validator.scanner();
    assert_eq!(scanner.push("a\ncorrect-\n"), "a\n");
    assert_eq!(scanner.push("horse-\n"), "");
    // The last letter may begin the reversed value, so one more line decides.
    assert_eq!(scanner.push("battery\n"), "");
    assert_eq!(scanner.push("next\n"), "[REDACTED]\nnext\n");
    let mut scanner = validator.scanner();
    assert_eq!(scanner.push("correct-\n"), "");
    assert_eq!(scanner.push("or not\n"), "correct-\nor not\n");
}

#[test]
fn a_line_without_end_leaves_in_parts() {
    let validator = OutputValidator::default();
    let text = "word ".repeat(100_000);
    let mut scanner = validator.scanner();
    let mut held = 0;
    let mut output = String::new();
    for piece in text.as_bytes().chunks(1000) {
        output.push_str(&scanner.push(std::str::from_utf8(piece).unwrap()));
        held = held.max((output.len() / 1000 * 1000).abs_diff(output.len()));
    }
    assert!(output.len() > text.len() - 40_000, "{}", output.len());
    output.push_str(&scanner.finish().remaining_output);
    assert_eq!(output, text);
}

#[test]
fn long_texts_are_the_same_in_pieces_and_as_a_whole() {
    let validator = OutputValidator::builder()
        .max_output_bytes(400_000)
        .secret_values(["correct-horse-battery"])
        .build()
        .unwrap();
    let mut text = String::new();
    for index in 0..9000 {
        let line = match index % 900 {
            7 => format!("{index} sk-proj-{} x\n", "a1B2".repeat(12)),
            100 => format!("{}\n", "long,".repeat(15_000)),
            200 => format!(
                "-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\n",
                "QUJDREVG\n".repeat(300)
            ),
            300 => "correct-\n\nhorse-\nbattery\n".to_owned(),
            400 => format!("{}\n", "x".repeat(70_000)),
            _ => format!("row {index} é a@example.org 0.{index}\n"),
        };
        text.push_str(&line);
    }
    let whole = validator.validate(&text);
    assert!(whole.was_truncated);
    for size in [997, 4096, 50_000, 131_072] {
        assert!(
            in_pieces(&validator, &text, size) == whole.sanitized_output,
            "pieces of {size}"
        );
    }
}
