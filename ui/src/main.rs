//! The window's program: picks theme and language, then starts the Yew application.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod app;
mod backend;
mod browser;
mod components;
mod download;
mod hooks;
mod i18n;
mod pages;
mod preferences;
mod route;
mod state;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    preferences::begin();
    yew::Renderer::<app::App>::new().render();
}
