//! What a page shows and is told, through WebDriver: the same for the window and for a browser.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use thirtyfour::{
    common::capabilities::desiredcapabilities::Capabilities,
    error::{WebDriverError, WebDriverErrorInner},
    extensions::query::ElementPollerWithTimeout,
    prelude::*,
};

/// How long a screen may take to show what it must: generous, for a busy machine; a pass never waits this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(60);

/// A page that is driven.
pub struct Screen {
    pub(crate) driver: WebDriver,
}

impl Screen {
    /// A page of its own, by the driver at this address.
    pub(crate) async fn open(driver: &str, capabilities: Capabilities) -> Result<Self> {
        let poller = Arc::new(ElementPollerWithTimeout::new(PATIENCE, LOOK_EVERY));
        let driver = WebDriver::builder(driver, capabilities).poller(poller).await;
        Ok(Self { driver: driver.context("the window did not open")? })
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
        let begun = Instant::now();
        loop {
            let wanted = text.to_owned();
            let says = move |element: WebElement| {
                let wanted = wanted.clone();
                async move { Ok(element.text().await.is_ok_and(|text| text.contains(&wanted))) }
            };
            match self.find(testid).with_filter(says).first().await {
                // What was found has been replaced in the meantime.
                Err(error) if is_stale(&error) && begun.elapsed() < PATIENCE => {}
                found => return found.map(|_| ()).with_context(|| format!("{testid} never said {text:?}")),
            }
        }
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

    /// What is on the screen, as a picture.
    pub(crate) async fn photograph(&self, file: &Path) -> Result<()> {
        Ok(self.driver.screenshot(file).await?)
    }
}

fn is_stale(error: &WebDriverError) -> bool {
    matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_))
}
