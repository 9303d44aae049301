//! Any calls of a guest on its files, and any state of them: what is counted is what is there, within the quota.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ringfence_code_execution::fuzzing::filesystem(bytes));
