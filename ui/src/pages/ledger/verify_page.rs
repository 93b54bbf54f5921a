//! The page that checks proofs in anybody's browser, to be handed out with them.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Action, Glyph};
use crate::hooks::use_toaster;
use crate::{download, t};

/// Saves the page.
#[component]
pub fn SaveVerifyPage() -> Html {
    let toaster = use_toaster();
    let on = Callback::from(move |()| {
        let toaster = toaster.clone();
        spawn_local(async move { download::verify_page(&toaster).await });
    });
    html! { <Action label={t!("save-verify-page")} icon={Glyph::Download} testid="save-verify-page" {on} /> }
}
