//! A plain browser, WebKit's own, on a screen that nobody sees.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use thirtyfour::common::capabilities::desiredcapabilities::Capabilities;

use crate::{display::Display, driver, programs::Running, screen::Screen};

/// Answers once what the page shows has been painted: pictures lag behind it otherwise.
const PAINTED: &str = "
    const [done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));";

/// What the person at the computer prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// For names of pictures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As WebKitGTK is told: by the theme of everything else on the screen.
    fn of_desktop(self) -> &'static str {
        match self {
            Self::Light => "Adwaita",
            Self::Dark => "Adwaita:dark",
        }
    }
}

/// The browser, its driver and its screen.
pub struct Browser {
    screen: Screen,
    theme: Theme,
    pictures: PathBuf,
    // Ended in this order.
    _server: Running,
    _display: Display,
}

impl Browser {
    /// Opens a browser that keeps everything it writes in `surroundings`.
    pub async fn open(surroundings: &Path, pictures: &Path, theme: Theme) -> Result<Self> {
        std::fs::create_dir_all(surroundings)?;
        let display = Display::start(surroundings)?;
        let environment = [("GTK_THEME", theme.of_desktop())];
        let (server, url) = driver::start(surroundings, &display, &environment).await?;
        // Of no program named, it is the one that comes with WebKitGTK.
        let screen = Screen::open(&url, Capabilities::new()).await?;
        Ok(Self { screen, theme, pictures: pictures.to_owned(), _server: server, _display: display })
    }

    /// Opens a file of this computer, as if it had been double-clicked.
    pub async fn open_file(&self, file: &Path) -> Result<()> {
        self.go(&format!("file://{}", std::path::absolute(file)?.display())).await
    }

    /// Opens an address.
    pub async fn go(&self, address: &str) -> Result<()> {
        self.driver.goto(address).await.with_context(|| address.to_owned())
    }

    /// Takes a picture: `NAME-light.png` or `NAME-dark.png`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        self.driver.execute_async(PAINTED, Vec::new()).await?;
        self.photograph(&self.pictures.join(format!("{name}-{}.png", self.theme.name()))).await
    }

    /// Closes the browser.
    pub async fn close(self) -> Result<()> {
        Ok(self.screen.driver.clone().quit().await?)
    }
}

impl Deref for Browser {
    type Target = Screen;

    fn deref(&self) -> &Screen {
        &self.screen
    }
}
