//! The one command of the window: everything it asks goes to the desk by name.

use std::sync::Arc;

use daybook_api::{ApiError, OfferedServer};
use daybook_desk::desk::Desk;
use serde_json::Value;
use tauri::{AppHandle, State};

use crate::window;

/// The ledger server offered on the command line.
pub struct Offer(pub Option<OfferedServer>);

/// Runs the command called `name`.
#[tauri::command]
pub async fn call(
    name: String,
    request: Value,
    desk: State<'_, Arc<Desk>>,
    offer: State<'_, Offer>,
    app: AppHandle,
) -> Result<Value, ApiError> {
    let mut answer = desk.call(&name, request).await?;
    match name.as_str() {
        "home.state" => mention(&mut answer, &offer),
        "session.lock" => window::empty(&app),
        _ => {}
    }
    Ok(answer)
}

/// Adds the offered server to the home state; see [`daybook_api::Home::offered_server`].
fn mention(home: &mut Value, offer: &Offer) {
    if let (Value::Object(home), Some(offered)) = (home, &offer.0)
        && let Ok(offered) = serde_json::to_value(offered)
    {
        home.entry("offered_server").or_insert(offered);
    }
}
