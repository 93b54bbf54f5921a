//! Hands a file to the person: saved by the shell where there is one, downloaded by the browser else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daybook_api::{ApiError, Exported};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::hooks::Toaster;
use crate::{backend, browser, t, words};

const VERIFY_PAGE: &str = "/verify.html";
const NAME_OF_COPY: &str = "daybook-verify.html";

/// Offers a file to be kept, and says that it was.
pub async fn offer(file: &Exported, toaster: &Toaster) {
    tell(backend::save(file).await, || download(file), &file.name, toaster);
}

/// Offers the page that checks proofs: the shell has it, a browser finds it beside the screens.
pub async fn verify_page(toaster: &Toaster) {
    tell(backend::save_verify_page().await, || follow(VERIFY_PAGE, NAME_OF_COPY), NAME_OF_COPY, toaster);
}

fn tell(
    by_shell: Option<Result<bool, ApiError>>,
    by_browser: impl FnOnce() -> Result<(), JsValue>,
    name: &str,
    toaster: &Toaster,
) {
    match by_shell {
        Some(Ok(false)) => {}
        Some(Ok(true)) => toaster.say(t!("downloaded", "name" => name.to_owned())),
        Some(Err(error)) => toaster.say(words::error(&error)),
        None => match by_browser() {
            Ok(()) => toaster.say(t!("downloaded", "name" => name.to_owned())),
            Err(_) => toaster.say(t!("download-failed")),
        },
    }
}

fn download(file: &Exported) -> Result<(), JsValue> {
    let bytes = STANDARD.decode(&file.base64).map_err(|error| JsValue::from(error.to_string()))?;
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence(&parts)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    follow(&url, &file.name)?;
    Url::revoke_object_url(&url)
}

fn follow(address: &str, name: &str) -> Result<(), JsValue> {
    let document = browser::document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(address);
    anchor.set_download(name);
    anchor.click();
    Ok(())
}
