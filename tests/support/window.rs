//! The real window on a screen that nobody sees, driven through WebKitWebDriver.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use thirtyfour::common::capabilities::desiredcapabilities::Capabilities;

use crate::{
    display::Display,
    driver,
    programs::{Running, program},
    screen::Screen,
};

/// Shows a theme, and answers once fonts are there and it has been painted: pictures lag behind the page otherwise.
const SHOW_THEME: &str = "
    const [dark, done] = arguments;
    document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))));";

/// The window, its driver and its screen.
pub struct Window {
    screen: Screen,
    pictures: PathBuf,
    home: PathBuf,
    surroundings: PathBuf,
    // Ended in this order.
    _server: Running,
    display: Display,
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
        let automated = [("TAURI_WEBVIEW_AUTOMATION", "true")];
        let (server, url) = driver::start(start.surroundings, &display, &automated).await?;
        let screen = Screen::open(&url, capabilities(start)?).await?;
        let pictures = start.pictures.to_owned();
        let (home, surroundings) = (start.home.to_owned(), start.surroundings.to_owned());
        Ok(Self { screen, pictures, home, surroundings, _server: server, display })
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
            self.photograph(&self.pictures.join(format!("{name}-{theme}.png"))).await?;
        }
        Ok(())
    }

    /// Types into the system's own dialog of this title, once it is there, and presses Return.
    pub fn answer_dialog(&self, title: &str, text: &str) -> Result<()> {
        let words = ["search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"];
        self.xdotool(&words)?;
        self.xdotool(&["key", "ctrl+a"])?;
        self.xdotool(&["type", "--delay", "30", text])?;
        self.xdotool(&["key", "Return"])
    }

    fn xdotool(&self, words: &[&str]) -> Result<()> {
        let mut xdotool = Command::new("xdotool");
        let done = self.display.show(xdotool.args(words), &self.surroundings).output().context("xdotool")?;
        ensure!(done.status.success(), "xdotool {} failed", words.join(" "));
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

impl Deref for Window {
    type Target = Screen;

    fn deref(&self) -> &Screen {
        &self.screen
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

fn capabilities(start: &Start<'_>) -> Result<Capabilities> {
    let home = start.home.to_string_lossy();
    let arguments: Vec<&str> = ["--home", &home].into_iter().chain(start.arguments.iter().copied()).collect();
    let options = serde_json::json!({ "binary": program("daybook")?, "args": arguments });
    let mut capabilities = Capabilities::new();
    capabilities.set("webkitgtk:browserOptions", options)?;
    Ok(capabilities)
}
