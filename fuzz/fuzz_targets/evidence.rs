//! libFuzzer's way into the parser of `evidence`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::evidence(bytes));
