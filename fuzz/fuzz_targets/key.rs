//! libFuzzer's way into the parser of `key`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::key(bytes));
