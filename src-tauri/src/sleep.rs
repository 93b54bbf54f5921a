//! Locks the desk before the computer sleeps. Needs systemd-logind; without it only the idle lock is there.

use std::sync::Arc;

use daybook_desk::desk::Desk;
use tauri::AppHandle;
use zbus::{
    blocking::{Connection, Proxy},
    zvariant::OwnedFd,
};

use crate::window;

/// Listens for sleep, for as long as the program runs.
pub fn watch(app: AppHandle, desk: Arc<Desk>) {
    std::thread::spawn(move || {
        if let Err(error) = listen(&app, &desk) {
            tracing::info!(%error, "the desk is not told when the computer sleeps");
        }
    });
}

/// While the delay lock is held, logind waits a few seconds for us before the computer sleeps.
fn listen(app: &AppHandle, desk: &Desk) -> zbus::Result<()> {
    let bus = Connection::system()?;
    let logind =
        Proxy::new(&bus, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")?;
    let mut delay = Some(hold(&logind)?);
    for signal in logind.receive_signal("PrepareForSleep")? {
        let falls_asleep: bool = signal.body().deserialize()?;
        if falls_asleep {
            desk.lock();
            window::empty(app);
            delay = None;
        } else if delay.is_none() {
            delay = Some(hold(&logind)?);
        }
    }
    Ok(())
}

fn hold(logind: &Proxy<'_>) -> zbus::Result<OwnedFd> {
    logind.call("Inhibit", &("sleep", "Daybook", "Closes the patient database", "delay"))
}
