//! The window's program: starts the Yew application.
use yew::prelude::*;
#[component]
fn A() -> Html { html!{<p>{"x"}</p>} }
fn main() { yew::Renderer::<A>::new().render(); }
