//! Any text as output: no panic, a redacted text stays as it is, and pieces of any size give the same as the whole.
//!
//! The first byte is the size of the pieces.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ringfence_code_execution::output::OutputValidator;

static VALIDATOR: LazyLock<OutputValidator> = LazyLock::new(|| {
    OutputValidator::builder()
        .secret_values(["blue-Horse/42"])
        .enable("ip_address")
        .enable("phone_number")
        .build()
        .expect("the settings are right")
});

fuzz_target!(|data: &[u8]| {
    let [size, bytes @ ..] = data else { return };
    let text = String::from_utf8_lossy(bytes);
    let whole = VALIDATOR.validate(&text);
    let again = VALIDATOR.validate(&whole.sanitized_output);
    assert_eq!(again.sanitized_output, whole.sanitized_output);

    let mut scanner = VALIDATOR.scanner();
    let mut output = String::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + usize::from(*size).max(1)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        output.push_str(&scanner.push(&text[start..end]));
        start = end;
    }
    let end = scanner.finish();
    output.push_str(&end.remaining_output);
    assert_eq!(output, whole.sanitized_output);
    assert_eq!(end.violations, whole.violations);
});
