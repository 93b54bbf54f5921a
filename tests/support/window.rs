//! The real window on a screen that nobody sees, driven through WebKitWebDriver.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use thirtyfour::{
    common::capabilities::desiredcapabilities::Capabilities, extensions::query::ElementPollerWithTimeout, prelude::*,
};

use crate::{
    display::Display,
    programs::{Running, program},
};

/// How long a screen may take to show what it must: generous, for a busy machine; a pass never waits this long.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(60);
/// Shows a theme, and answers once fonts are there and it has been painted: pictures lag behind the page otherwise.
const SHOW_THEME: &str = "
    const [dark, done] = arguments;
    document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))));";

/// The window, its driver and its screen.
pub struct Window {
    driver: WebDriver,
    pictures: PathBuf,
    home: PathBuf,
    // Ended in this order.
    _server: Running,
    _display: Display,
}

/// What a window is started with.
pub struct Start<'a> {
    /// The desk's folder.
    pub home: &'a Path,
    /// Everything else that the programs might write: WebView storage, configuration, logs.
    pub surroundings: &'a Path,
    /// More words of the command line.
    pub arguments: &'a [&'a str],
    /// Where pictures go.
    pub pictures: &'a Path,
}

impl Window {
    /// Opens the window on a desk's folder.
    pub async fn open(start: &Start<'_>) -> Result<Self> {
        std::fs::create_dir_all(start.surroundings)?;
        let display = Display::start(start.surroundings)?;
        let (server, url) = driver_server(start.surroundings, &display).await?;
        let driver = session(&url, start).await?;
        let pictures = start.pictures.to_owned();
        Ok(Self { driver, pictures, home: start.home.to_owned(), _server: server, _display: display })
    }

    /// Waits until something is on the screen.
    pub async fn see(&self, testid: &str) -> Result<WebElement> {
        let found = self.find(testid).and_displayed().first().await;
        found.with_context(|| format!("{testid} is not on the screen"))
    }

    /// The same, and usable: not greyed out.
    async fn see_enabled(&self, testid: &str) -> Result<WebElement> {
        let found = self.find(testid).and_displayed().and_enabled().first().await;
        found.with_context(|| format!("{testid} is not on the screen, or cannot be used"))
    }

    fn find(&self, testid: &str) -> thirtyfour::extensions::query::ElementQuery {
        self.driver.query(By::Css(format!("[data-testid='{testid}']")))
    }

    /// Waits until something says `text` somewhere.
    pub async fn see_text(&self, testid: &str, text: &str) -> Result<()> {
        let wanted = text.to_owned();
        let says = move |element: WebElement| {
            let wanted = wanted.clone();
            async move { Ok(element.text().await.is_ok_and(|text| text.contains(&wanted))) }
        };
        let found = self.find(testid).with_filter(says).first().await;
        found.map(|_| ()).with_context(|| format!("{testid} never said {text:?}"))
    }

    /// Waits until something is gone.
    pub async fn see_gone(&self, testid: &str) -> Result<()> {
        let gone = self.find(testid).not_exists().await?;
        ensure!(gone, "{testid} is still there");
        Ok(())
    }

    /// What something says.
    pub async fn text(&self, testid: &str) -> Result<String> {
        Ok(self.see(testid).await?.text().await?)
    }

    /// Clicks.
    pub async fn click(&self, testid: &str) -> Result<()> {
        let element = self.see_enabled(testid).await?;
        element.scroll_into_view().await?;
        Ok(element.click().await?)
    }

    /// Puts the focus on something and types.
    pub async fn type_into(&self, testid: &str, text: &str) -> Result<()> {
        Ok(self.see_enabled(testid).await?.send_keys(text).await?)
    }

    /// Empties a field and types.
    pub async fn retype(&self, testid: &str, text: &str) -> Result<()> {
        let field = self.see_enabled(testid).await?;
        field.send_keys(Key::Control + "a").await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses a file in a file field.
    pub async fn choose_file(&self, testid: &str, file: &Path) -> Result<()> {
        let field = self.find(testid).first().await?;
        Ok(field.send_keys(file.to_string_lossy()).await?)
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.active_element().await?.send_keys(keys).await?)
    }

    /// Types wherever the focus is, once it is on `testid`.
    pub async fn type_when_focused(&self, testid: &str, text: &str) -> Result<()> {
        self.see_focus(testid).await?;
        self.press(text).await
    }

    /// Waits until the focus is on something.
    pub async fn see_focus(&self, testid: &str) -> Result<()> {
        let focused = self.driver.query(By::Css(format!("[data-testid='{testid}']:focus"))).first().await;
        focused.map(|_| ()).with_context(|| format!("the focus did not come to {testid}"))
    }

    /// The page's value of a JavaScript expression.
    pub async fn evaluate(&self, expression: &str) -> Result<serde_json::Value> {
        Ok(self.driver.execute(format!("return {expression};"), Vec::new()).await?.json().clone())
    }

    /// Brings a part of the page to the upper edge.
    pub async fn scroll_to(&self, testid: &str) -> Result<()> {
        let scroll = format!("document.querySelector('[data-testid=\"{testid}\"]').scrollIntoView(true)");
        self.evaluate(&scroll).await.map(|_| ())
    }

    /// Takes a picture of the screen in both themes: `NAME-light.png`, `NAME-dark.png`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        for (theme, dark) in [("dark", true), ("light", false)] {
            self.driver.execute_async(SHOW_THEME, vec![dark.into()]).await?;
            self.driver.screenshot(&self.pictures.join(format!("{name}-{theme}.png"))).await?;
        }
        Ok(())
    }

    /// The process behind the window.
    pub fn process(&self) -> Result<u32> {
        process_on(&self.home)?.context("the window's process is gone")
    }

    /// Closes the window.
    pub async fn close(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver leaves the program behind when its session was not ended.
        if let Ok(Some(process)) = process_on(&self.home)
            && let Some(pid) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

/// The shell that has `home` open.
fn process_on(home: &Path) -> Result<Option<u32>> {
    let (program, home) = (program("daybook")?, home.to_string_lossy().into_owned());
    for entry in std::fs::read_dir("/proc")? {
        let entry = entry?;
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let words = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let words: Vec<_> = words.split(|byte| *byte == 0).collect();
        if words.first() == Some(&program.as_os_str().as_encoded_bytes()) && words.contains(&home.as_bytes()) {
            return Ok(Some(process));
        }
    }
    Ok(None)
}

/// WebKitWebDriver, and its address. The window inherits its environment.
async fn driver_server(surroundings: &Path, display: &Display) -> Result<(Running, String)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = File::create(surroundings.join("window.log"))?;
    let mut server = Command::new("WebKitWebDriver");
    server.args(["--host=127.0.0.1", &format!("--port={port}")]).stdout(log.try_clone()?).stderr(log);
    display.show(&mut server, surroundings).env("TAURI_WEBVIEW_AUTOMATION", "true");
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

async fn session(url: &str, start: &Start<'_>) -> Result<WebDriver> {
    let home = start.home.to_string_lossy();
    let arguments: Vec<&str> = ["--home", &home].into_iter().chain(start.arguments.iter().copied()).collect();
    let options = serde_json::json!({ "binary": program("daybook")?, "args": arguments });
    let mut capabilities = Capabilities::new();
    capabilities.set("webkitgtk:browserOptions", options)?;
    let poller = Arc::new(ElementPollerWithTimeout::new(PATIENCE, LOOK_EVERY));
    let driver = WebDriver::builder(url, capabilities).poller(poller).await;
    driver.context("the window did not open")
}
