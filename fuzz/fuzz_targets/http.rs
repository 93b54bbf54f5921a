//! libFuzzer's way into the parser of `http`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::http::body(bytes));
