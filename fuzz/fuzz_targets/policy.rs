//! libFuzzer's way into the parser of `policy`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::policy(bytes));
