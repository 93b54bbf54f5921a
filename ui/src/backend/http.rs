//! Calls over HTTP on loopback, for the host that drives these screens in a browser: `POST /call/<name>`.

use daybook_api::{ApiError, ErrorCode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

use crate::browser;

/// Calls the command `name` with a JSON request; the answer is JSON.
pub async fn call(name: &str, request: &str) -> Result<String, ApiError> {
    let response = send(name, request).await.map_err(unreachable_host)?;
    let text = body(&response).await.map_err(unreachable_host)?;
    if response.ok() {
        return Ok(text);
    }
    Err(serde_json::from_str(&text).unwrap_or_else(|_| ApiError::new(ErrorCode::Internal, response.status_text())))
}

async fn send(name: &str, request: &str) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&request.into());
    let request = Request::new_with_str_and_init(&format!("/call/{name}"), &init)?;
    let window = browser::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()
}

async fn body(response: &Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

fn unreachable_host(_: JsValue) -> ApiError {
    ApiError::new(ErrorCode::Internal, crate::t!("error-host"))
}
