//! The one command of the window: everything it asks goes to the desk by name.

use std::sync::Arc;

use daybook_api::ApiError;
use daybook_desk::desk::Desk;
use serde_json::Value;
use tauri::{AppHandle, State};

use crate::window;

/// Runs the command called `name`.
#[tauri::command]
pub async fn call(name: String, request: Value, desk: State<'_, Arc<Desk>>, app: AppHandle) -> Result<Value, ApiError> {
    let answer = desk.call(&name, request).await?;
    if name == "session.lock" {
        window::empty(&app);
    }
    Ok(answer)
}
