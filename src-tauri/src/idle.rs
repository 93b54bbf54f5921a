//! Locks the desk when nobody has touched it for the minutes the administrator set.

use std::{sync::Arc, time::Duration};

use daybook_desk::desk::Desk;
use tauri::AppHandle;

use crate::window;

/// How often to look: the desk locks at most this much late.
const EVERY: Duration = Duration::from_secs(3);

/// Looks now and then, for as long as the program runs.
pub fn watch(app: AppHandle, desk: Arc<Desk>) {
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let was_open = desk.opened().is_some();
            if desk.lock_if_idle() && was_open {
                window::empty(&app);
            }
        }
    });
}
