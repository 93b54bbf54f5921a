//! The frame of a table: scrolls sideways where it must, and says what it is.

use yew::prelude::*;

/// The row of headings.
pub fn heads<const N: usize>(headings: [String; N]) -> Html {
    html! {
        <thead><tr>{ for headings.into_iter().map(|heading| html! { <th scope="col">{ heading }</th> }) }</tr></thead>
    }
}
