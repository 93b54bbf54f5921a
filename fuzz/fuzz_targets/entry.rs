//! libFuzzer's way into the parser of `entry`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::entry(bytes));
