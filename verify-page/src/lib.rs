//! The verify page's inside: what its few lines of script call, text in and text out. All that is judged is judged by
//! `daybook-ledger`; here it is only sorted and put into words.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bag;
mod facts;
mod tell;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

pub use bag::{BadLine, Bag, Given, Kind, Named, Request};
pub use tell::{Answer, Section, Told, Tone, tell};

/// The languages of the page, as JSON: tag, direction and own name of each.
#[wasm_bindgen]
pub fn languages() -> String {
    let languages: Vec<_> = words::LANGUAGES.iter().map(words::Offered::of).collect();
    serde_json::to_string(&languages).unwrap_or_default()
}

/// A sentence of the page that depends on nothing.
#[wasm_bindgen]
pub fn say(language: &str, key: &str) -> String {
    words::Speaker::new(language).say(key)
}

/// Judges what was given, a [`Request`] as JSON; the answer is an [`Answer`] as JSON.
#[wasm_bindgen]
pub fn judge(request: &str) -> String {
    let request: Request = serde_json::from_str(request).unwrap_or_default();
    serde_json::to_string(&tell(&request)).unwrap_or_default()
}
