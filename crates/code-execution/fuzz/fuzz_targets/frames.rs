//! Any bytes between host and worker: the same frames however they are cut, and none means what no frame may mean.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ringfence_code_execution::fuzzing::frames(bytes));
