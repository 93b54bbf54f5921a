//! The desktop shell: one window over one desk. Adapts, and decides nothing.

mod call;
mod dump;
mod idle;
mod options;
mod save;
mod sleep;
mod window;
mod wipe;

use std::{path::Path, process::ExitCode, sync::Arc};

use daybook_api::{ApiError, OfferedServer};
use daybook_desk::{desk::Desk, host::SystemHost};
use options::{Asked, Options};
use tauri::{App, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_window_state::StateFlags;

/// Opens the window and stays until it is closed.
pub fn run() -> ExitCode {
    start_log();
    match Asked::read(std::env::args_os().skip(1)) {
        Ok(Asked::Help) => say(options::HELP),
        Ok(Asked::Version) => say(&format!("daybook {}\n", env!("CARGO_PKG_VERSION"))),
        Ok(Asked::Open(options)) => open(&options).unwrap_or_else(refuse),
        Err(sentence) => refuse(sentence),
    }
}

fn open(options: &Options) -> Result<ExitCode, String> {
    if !has_display() {
        return Err("There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.".into());
    }
    let (home, offered) = (options.home()?, options.offered_server()?);
    dump::forbid();
    wipe::ensure();
    let app = tauri::Builder::default()
        .plugin(one_window_per(&home))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered()).build())
        .invoke_handler(tauri::generate_handler![call::call, save::save, save::save_verify_page])
        .setup(move |app| start(app, &home, offered))
        .build(tauri::generate_context!())
        .map_err(|error| format!("The window cannot be opened: {error}"))?;
    Ok(ExitCode::from(u8::try_from(app.run_return(|_, _| ())).unwrap_or(1)))
}

/// Opens the desk and its window, or says in a message why not.
fn start(app: &mut App, home: &Path, offered_server: Option<OfferedServer>) -> Result<(), Box<dyn std::error::Error>> {
    let options = daybook_desk::desk::Options { offered_server, ..Default::default() };
    match Desk::open_with(home, Arc::new(SystemHost), options) {
        Ok(desk) => {
            app.manage(Arc::clone(&desk));
            wipe::keep_from_pages();
            window::open(app)?;
            idle::watch(app.handle().clone(), Arc::clone(&desk));
            sleep::watch(app.handle().clone(), desk);
        }
        Err(error) => explain(app, &error),
    }
    Ok(())
}

fn explain(app: &App, error: &ApiError) {
    tracing::error!(code = ?error.code, "{error}");
    let handle = app.handle().clone();
    app.dialog()
        .message(error.message.as_str())
        .title("Daybook")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

/// A second start on the same folder brings the first window to the front instead.
fn one_window_per(home: &Path) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    home.hash(&mut hasher);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("org.daybook.desk.home{:016x}", hasher.finish()))
        .callback(|app, _arguments, _folder| window::focus(app))
        .build()
}

/// Size and place of the window only: nothing of what it shows.
fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("DAYBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

#[allow(clippy::print_stdout, reason = "answers --help and --version")]
fn say(text: &str) -> ExitCode {
    print!("{text}");
    ExitCode::SUCCESS
}

#[allow(clippy::print_stderr, reason = "there is no window yet to say it in")]
fn refuse(sentence: String) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(2)
}
