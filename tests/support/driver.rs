//! WebKitWebDriver, which drives the window and the browser.

use std::{fs::File, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    display::Display,
    programs::Running,
    screen::{LOOK_EVERY, PATIENCE},
};

/// WebKitWebDriver, and its address. What it opens inherits its environment, and these variables.
pub(crate) async fn start(
    surroundings: &Path,
    display: &Display,
    environment: &[(&str, &str)],
) -> Result<(Running, String)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = File::create(surroundings.join("window.log"))?;
    let mut server = Command::new("WebKitWebDriver");
    server.args(["--host=127.0.0.1", &format!("--port={port}")]).stdout(log.try_clone()?).stderr(log);
    display.show(&mut server, surroundings).envs(environment.iter().copied());
    let running = Running::start(&mut server)?;
    listening(port).await?;
    Ok((running, format!("http://127.0.0.1:{port}")))
}

async fn listening(port: u16) -> Result<()> {
    let connected = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, connected).await.context("WebKitWebDriver does not listen")
}
