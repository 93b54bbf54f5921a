//! The desk's one window: its size, where it may go, and how it is emptied when the desk locks.

use tauri::{
    App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, webview::NewWindowResponse,
};

/// The label the capability file grants the commands to.
pub const MAIN: &str = "main";

/// No menu on a right click except where one types, where it holds cut, copy and paste.
const QUIET_MENU: &str = "\
addEventListener('contextmenu', event => {
  if (!event.target.closest('input, textarea, [contenteditable]')) event.preventDefault();
}, true);";

/// Opens the window. Nothing it shows is kept on disk: the web view is a private one.
pub fn open(app: &App) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Daybook")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .center()
        .incognito(!driven())
        .general_autofill_enabled(false)
        .zoom_hotkeys_enabled(true)
        .disable_drag_drop_handler()
        .initialization_script(QUIET_MENU)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()
}

/// Brings the window to the front.
pub fn focus(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let shown = window.unminimize().and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
}

/// Throws away everything the window holds, page and process, and starts the page anew.
pub fn empty(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) = window.with_webview(renew) {
        tracing::warn!(%error, "the window could not be emptied");
    }
}

#[cfg(target_os = "linux")]
fn renew(view: tauri::webview::PlatformWebview) {
    use webkit2gtk::WebViewExt;
    let view = view.inner();
    if !driven() {
        view.terminate_web_process();
    }
    view.reload();
}

/// Whether a WebDriver drives the window (tests). WebKitGTK refuses to drive a private web view, and loses a session
/// whose page process is ended.
fn driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

fn is_our_page(url: &Url) -> bool {
    url.scheme() == "tauri" && url.host_str() == Some("localhost")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_open() {
        let ours = |url: &str| is_our_page(&url.parse().unwrap());
        assert!(ours("tauri://localhost/"));
        assert!(!ours("tauri://elsewhere/"));
        assert!(!ours("https://example.org/"));
        assert!(!ours("file:///etc/passwd"));
        assert!(!ours("data:text/html,hello"));
    }
}
