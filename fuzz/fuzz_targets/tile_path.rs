//! libFuzzer's way into the parser of `tile_path`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daybook_fuzz::tile_path(bytes));
