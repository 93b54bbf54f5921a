//! Keeps a file where the person says: one that the desk exported, or the verify page.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{ApiError, ErrorCode};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// Asks where to keep a file, proposing `name`, and writes it there. Whether the person chose a place.
#[tauri::command]
pub async fn save(name: String, base64: String, app: AppHandle) -> Result<bool, ApiError> {
    let content =
        BASE64_STANDARD.decode(base64).map_err(|error| ApiError::new(ErrorCode::BadRequest, error.to_string()))?;
    keep(&app, &name, &content).await
}

/// The same with the page that checks proofs in anybody's browser.
#[tauri::command]
pub async fn save_verify_page(app: AppHandle) -> Result<bool, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "This program was built without the verify page.");
    let page = daybook_verify_html::page().ok_or_else(missing)?;
    keep(&app, daybook_verify_html::NAME, page.as_bytes()).await
}

async fn keep(app: &AppHandle, name: &str, content: &[u8]) -> Result<bool, ApiError> {
    let (chosen, choice) = oneshot::channel();
    app.dialog().file().set_file_name(name).save_file(move |place| {
        // Nobody waits any more only when the window is closing.
        let _ = chosen.send(place);
    });
    match choice.await {
        Ok(Some(place)) => write(place, content).map(|()| true),
        Ok(None) | Err(_) => Ok(false),
    }
}

fn write(place: FilePath, content: &[u8]) -> Result<(), ApiError> {
    let failed = |error: String| {
        ApiError::new(ErrorCode::Disk, format!("The file was not saved: {error}. Choose another place."))
    };
    let path = place.into_path().map_err(|error| failed(error.to_string()))?;
    std::fs::write(path, content).map_err(|error| failed(error.to_string()))
}
