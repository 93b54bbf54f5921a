//! Hands a file to the person: saved by the shell where there is one, downloaded by the browser else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daybook_api::Exported;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::hooks::Toaster;
use crate::{backend, browser, t, words};

/// Offers a file to be kept, and says that it was.
pub async fn offer(file: &Exported, toaster: &Toaster) {
    let saved = match backend::save(file).await {
        Some(Ok(true)) => Ok(true),
        Some(Ok(false)) => Ok(false),
        Some(Err(error)) => Err(words::error(&error)),
        None => download(file).map(|()| true).map_err(|_| t!("download-failed")),
    };
    match saved {
        Ok(true) => toaster.say(t!("downloaded", "name" => file.name.clone())),
        Ok(false) => {}
        Err(sentence) => toaster.say(sentence),
    }
}

fn download(file: &Exported) -> Result<(), JsValue> {
    let bytes = STANDARD.decode(&file.base64).map_err(|error| JsValue::from(error.to_string()))?;
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence(&parts)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = browser::document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(&file.name);
    anchor.click();
    Url::revoke_object_url(&url)
}
