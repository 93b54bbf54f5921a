//! libFuzzer's way into the parser of `note`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::note(bytes));
