//! Calls through the shell: `window.__TAURI__.core.invoke("call", { name, request })`.

use daybook_api::{ApiError, ErrorCode, Exported};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The shell's `invoke`, where there is a shell.
pub fn invoke() -> Option<Function> {
    let shell = Reflect::get(&js_sys::global(), &"__TAURI__".into()).ok()?;
    let core = Reflect::get(&shell, &"core".into()).ok()?;
    Reflect::get(&core, &"invoke".into()).ok()?.dyn_into().ok()
}

/// Calls the command `name` with a JSON request; the answer is JSON.
pub async fn call(invoke: &Function, name: &str, request: &str) -> Result<String, ApiError> {
    let arguments = Object::new();
    set(&arguments, "name", &name.into())?;
    set(&arguments, "request", &JSON::parse(request).map_err(foreign)?)?;
    ask(invoke, "call", &arguments).await
}

/// Lets the shell keep a file; the answer is whether it was kept.
pub async fn save(invoke: &Function, file: &Exported) -> Result<String, ApiError> {
    let arguments = Object::new();
    set(&arguments, "name", &file.name.as_str().into())?;
    set(&arguments, "base64", &file.base64.as_str().into())?;
    ask(invoke, "save", &arguments).await
}

/// Lets the shell keep the page that checks proofs; the answer is whether it was kept.
pub async fn save_verify_page(invoke: &Function) -> Result<String, ApiError> {
    ask(invoke, "save_verify_page", &Object::new()).await
}

async fn ask(invoke: &Function, command: &str, arguments: &Object) -> Result<String, ApiError> {
    let promise = invoke.call2(&JsValue::UNDEFINED, &command.into(), arguments).map_err(foreign)?;
    let promise: Promise = promise.dyn_into().map_err(foreign)?;
    match JsFuture::from(promise).await {
        Ok(answer) => text(&answer).ok_or_else(|| foreign(answer)),
        Err(refusal) => Err(error(refusal)),
    }
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), ApiError> {
    Reflect::set(object, &name.into(), value).map(|_| ()).map_err(foreign)
}

fn error(refusal: JsValue) -> ApiError {
    let read = text(&refusal).and_then(|text| serde_json::from_str(&text).ok());
    read.unwrap_or_else(|| foreign(refusal))
}

fn text(value: &JsValue) -> Option<String> {
    JSON::stringify(value).ok().and_then(|text| text.as_string())
}

fn foreign(value: JsValue) -> ApiError {
    let words = value.as_string().or_else(|| text(&value)).unwrap_or_default();
    ApiError::new(ErrorCode::Internal, words)
}
