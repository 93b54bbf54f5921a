//! A screen that nobody sees.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::Result;

use crate::programs::Running;

const SIZE: &str = "1280x800x24";

/// An X server of its own, ended when dropped.
pub struct Display {
    name: String,
    _server: Running,
}

impl Display {
    /// Starts one; its log goes into `logs`.
    pub fn start(logs: &Path) -> Result<Self> {
        let log = File::create(logs.join("xvfb.log"))?;
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"]).stdout(Stdio::piped()).stderr(log);
        let mut server = Running::start(&mut xvfb)?;
        let number = server.first_line()?;
        Ok(Self { name: format!(":{number}"), _server: server })
    }

    /// Lets a program, and what it starts, show its windows here and keep everything else it writes in `surroundings`.
    pub fn show<'a>(&self, program: &'a mut Command, surroundings: &Path) -> &'a mut Command {
        for folder in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            program.env(folder, surroundings.join(folder.to_lowercase()));
        }
        program.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
        // Root in a container has no user namespaces for WebKit's sandbox.
        program.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        program.env("NO_AT_BRIDGE", "1").env("LC_ALL", "C.UTF-8").env("TZ", "UTC")
    }
}
