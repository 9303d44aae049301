//! Any bytes as a checkpoint: refused without its authentication code, bounded with it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ringfence_code_execution::fuzzing::checkpoint(bytes));
