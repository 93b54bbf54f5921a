//! Hands a file to the desk in pieces; it is never on disk in clear.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daybook_api::{ApiError, ErrorCode, UploadChunk, UploadId};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::{backend, t};

/// Bytes in one piece.
const PIECE: f64 = 1024.0 * 1024.0;

/// Hands the whole file over; tells bytes done and bytes in all.
pub async fn send(file: &File, on_step: impl Fn(u64, u64)) -> Result<UploadId, ApiError> {
    let total = file.size();
    let mut upload = None;
    let mut at = 0.0;
    while at < total || upload.is_none() {
        let end = (at + PIECE).min(total);
        on_step(at as u64, total as u64);
        let bytes =
            piece(file, at, end).await.map_err(|_| ApiError::new(ErrorCode::BadRequest, t!("import-unreadable")))?;
        let chunk = UploadChunk { upload: upload.clone(), name: file.name(), base64: STANDARD.encode(bytes) };
        upload = Some(backend::call(chunk).await?.upload);
        at = end;
    }
    upload.ok_or_else(|| ApiError::new(ErrorCode::BadRequest, t!("import-unreadable")))
}

async fn piece(file: &File, from: f64, to: f64) -> Result<Vec<u8>, JsValue> {
    let blob = file.slice_with_f64_and_f64(from, to)?;
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
