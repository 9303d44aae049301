//! Any bytes as a recording: refused, or the same once written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ringfence_code_execution::fuzzing::recording(bytes));
