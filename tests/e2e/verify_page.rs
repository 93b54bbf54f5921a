//! The verify page in a real browser, from a file and from the server: files in, words out, in two directions of writing,
//! light and dark, by keyboard alone too; leaves a picture of every answer.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use daybook_ledger::{SignerKey, TlogProof};
use daybook_tests::{
    browser::{Browser, Theme},
    programs::{Ledger, artefacts, root},
};
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn from_a_file_in_the_light() -> Result<()> {
    checked_by(Theme::Light).await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_file_in_the_dark() -> Result<()> {
    checked_by(Theme::Dark).await
}

async fn checked_by(theme: Theme) -> Result<()> {
    let visit = Visit::begin(theme).await?;
    let told = visit.tell().await;
    if told.is_err() {
        visit.browser.picture("failed").await?;
    }
    told?;
    visit.browser.close().await
}

/// Somebody who was given files, and has a browser.
struct Visit {
    browser: Browser,
    folder: tempfile::TempDir,
    theme: Theme,
}

impl Visit {
    async fn begin(theme: Theme) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let page = daybook_verify_html::page().context("built without the verify page: `cargo xtask ui`")?;
        std::fs::write(folder.path().join(daybook_verify_html::NAME), page)?;
        let browser = Browser::open(&folder.path().join("surroundings"), &artefacts("verify-page")?, theme).await?;
        Ok(Self { browser, folder, theme })
    }

    async fn tell(&self) -> Result<()> {
        self.open().await?;
        self.looks_as_preferred().await?;
        self.proofs().await?;
        self.evidence().await?;
        self.several_at_once().await?;
        self.rubbish().await?;
        self.in_arabic().await?;
        self.by_keyboard().await
    }

    async fn open(&self) -> Result<()> {
        self.browser.open_file(&self.folder.path().join(daybook_verify_html::NAME)).await?;
        ensure!(self.browser.evaluate("location.protocol").await? == "file:", "not from a file");
        self.browser.see_text("language", "English").await?;
        self.browser.picture("01-empty").await
    }

    async fn looks_as_preferred(&self) -> Result<()> {
        let ground = self.browser.evaluate("getComputedStyle(document.body).backgroundColor").await?;
        let expected = if self.theme == Theme::Dark { "rgb(22, 25, 29)" } else { "rgb(255, 255, 255)" };
        ensure!(ground == expected, "{ground}");
        Ok(())
    }

    async fn proofs(&self) -> Result<()> {
        self.give(&[golden("log/exported.tlog-proof")]).await?;
        self.see("caution", "nobody vouches for it", "anybody can make such a file").await?;
        self.start_over().await?;
        self.browser.type_into("keys", &log_key()?).await?;
        self.give(&[golden("log/exported.tlog-proof"), golden("keys/desk-1.pem")]).await?;
        self.see("good", "This holds.", "number 5 in that log").await?;
        self.browser.picture("02-good").await?;
        self.start_over().await?;
        let bare = bare()?;
        self.browser.type_into("keys", &log_key()?).await?;
        self.give(&[self.file("bare.tlog-proof", &bare)?]).await?;
        self.see("caution", "The entry is missing.", "had 12 entries").await?;
        self.give(&[golden("entry/patient.register.cbor")]).await?;
        self.see("good", "This holds.", "number 5 in that log").await?;
        self.start_over().await?;
        self.give(&[golden("log/exported.tlog-proof"), self.file("ours.policy", &policy("any")?)?]).await?;
        self.see("good", "enough witnesses have seen it", "witness.example/w1").await?;
        self.give(&[self.file("ours.policy", &policy("all")?)?]).await?;
        self.see("caution", "too few witnesses", "Not signed: witness.example/w2").await?;
        self.browser.picture("03-too-few-witnesses").await?;
        self.start_over().await
    }

    async fn evidence(&self) -> Result<()> {
        self.give(&[golden("evidence/fork-two-sizes")]).await?;
        self.see("caution", "Nobody vouches", "anybody can make such a file").await?;
        self.browser.type_into("keys", &accused()?).await?;
        self.browser.click("check").await?;
        self.see("good", "two histories", "does not begin with it").await?;
        self.start_over().await?;
        self.give(&[golden("evidence/equivocation")]).await?;
        self.see("good", "two different entries under one number", "has signed two different entries").await?;
        self.browser.picture("04-two-entries").await?;
        self.start_over().await
    }

    async fn several_at_once(&self) -> Result<()> {
        self.browser.type_into("keys", &lines(&format!("{}\n{}", log_key()?, accused()?))).await?;
        let bent = self.file("bent.tlog-proof", &read("log/exported.tlog-proof")?.replace("index 5", "index 6"))?;
        self.give(&[golden("log/exported.tlog-proof"), golden("evidence/fork-one-size"), bent]).await?;
        self.browser.see_text("summary", "2 of 3 hold.").await?;
        self.see("bad", "Do not rely on this.", "does not lead from this entry").await?;
        self.browser.picture("05-several").await?;
        self.start_over().await
    }

    async fn rubbish(&self) -> Result<()> {
        let proof = read("log/exported.tlog-proof")?;
        self.give(&[self.file("cut.tlog-proof", &proof[..proof.len() / 2])?]).await?;
        self.see("bad", "Do not rely on this.", "").await?;
        self.start_over().await?;
        let huge = self.folder.path().join("huge.tlog-proof");
        std::fs::File::create(&huge)?.set_len(300 << 20)?;
        self.give(&[huge, self.file("photo.jpg", "\u{0}\u{1}\u{2}")?]).await?;
        self.see("bad", "nothing here to check", "").await?;
        self.browser.see_text("given", "huge.tlog-proof: longer than anything").await?;
        self.browser.see_text("given", "photo.jpg: not something").await?;
        self.browser.picture("06-rubbish").await?;
        self.start_over().await
    }

    async fn in_arabic(&self) -> Result<()> {
        self.browser.type_into("language", "العربية").await?;
        ensure!(self.browser.evaluate("document.documentElement.dir").await? == "rtl", "not from right to left");
        self.browser.type_into("keys", &log_key()?).await?;
        self.give(&[golden("log/exported.tlog-proof"), self.file("ours.policy", &policy("all")?)?]).await?;
        self.see("caution", "من رآه من الشهود أقل مما يكفي", "witness.example/w2").await?;
        self.browser.picture("07-arabic").await?;
        self.start_over().await?;
        self.give(&[golden("evidence/equivocation")]).await?;
        self.see("good", "وقّع مكتب على قيدين مختلفين", "").await?;
        self.browser.picture("08-arabic-evidence").await?;
        self.start_over().await?;
        self.browser.type_into("language", "English").await?;
        ensure!(self.browser.evaluate("document.documentElement.dir").await? == "ltr", "not from left to right");
        Ok(())
    }

    /// From the text box to the result without a mouse.
    async fn by_keyboard(&self) -> Result<()> {
        // The one without its entry: every letter is a key press.
        self.browser.type_into("paste", &lines(&bare()?)).await?;
        self.browser.press(Key::Tab + log_key()?.as_str()).await?;
        self.browser.press(Key::Tab + Key::Enter).await?;
        self.see("caution", "The entry is missing.", "had 12 entries").await?;
        self.browser.see_focus("headline").await
    }

    /// Chooses files in the page's own file field.
    async fn give(&self, files: &[PathBuf]) -> Result<()> {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.browser.choose_file("files", Path::new(&names.join("\n"))).await
    }

    /// That an answer of this tone says this, and somewhere below it that.
    async fn see(&self, tone: &str, headline: &str, sentence: &str) -> Result<()> {
        self.browser.see_text("headline", headline).await?;
        let toned =
            format!("[...document.querySelectorAll('[data-tone={tone}]')].map(one => one.textContent).join(' ')");
        let said = self.browser.evaluate(&toned).await?.to_string();
        ensure!(said.contains(headline), "{headline:?} is not {tone}: {said}");
        self.browser.see_text("result", sentence).await
    }

    async fn start_over(&self) -> Result<()> {
        self.browser.click("start-over").await?;
        self.browser.see_gone("headline").await
    }

    fn file(&self, name: &str, content: &str) -> Result<PathBuf> {
        let file = self.folder.path().join(name);
        std::fs::write(&file, content)?;
        Ok(file)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_server() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ledger = Ledger::init(&folder.path().join("ledger"))?;
    let _server = ledger.serve()?;
    let address = format!("{}/verify", ledger.url());
    let answer = reqwest::get(&address).await?.error_for_status()?;
    let policy = answer.headers()["content-security-policy"].to_str()?.to_owned();
    ensure!(policy.starts_with("default-src 'none';") && policy.ends_with("frame-ancestors 'none'"), "{policy}");
    ensure!(answer.text().await? == daybook_verify_html::page().unwrap_or_default(), "another page");
    let browser = Browser::open(&folder.path().join("surroundings"), &artefacts("verify-page")?, Theme::Light).await?;
    browser.go(&address).await?;
    browser.see_text("language", "English").await?;
    browser.type_into("keys", &log_key()?).await?;
    browser.choose_file("files", &golden("log/exported.tlog-proof")).await?;
    browser.see_text("headline", "This holds.").await?;
    let asked = browser.evaluate("performance.getEntriesByType('resource').length").await?;
    ensure!(asked == 0, "the page asked for {asked} other things");
    browser.close().await
}

/// As one types them: a line feed alone is no key.
fn lines(text: &str) -> String {
    text.replace('\n', &char::from(Key::Enter).to_string())
}

fn golden(name: &str) -> PathBuf {
    root().join("tests/golden").join(name)
}

fn read(name: &str) -> Result<String> {
    std::fs::read_to_string(golden(name)).with_context(|| name.to_owned())
}

/// The golden proof without its entry.
fn bare() -> Result<String> {
    Ok(TlogProof { extra: None, ..TlogProof::parse(&read("log/exported.tlog-proof")?)? }.to_string())
}

/// The key of the log that the golden proof is of.
fn log_key() -> Result<String> {
    Ok(SignerKey::generate("ledger.example/kgh", &[7; 32])?.verifier().to_string())
}

/// The key of the log that the golden evidence is of.
fn accused() -> Result<String> {
    Ok(SignerKey::generate("ledger.example/evidence", &[0x1d; 32])?.verifier().to_string())
}

/// A policy of the witness that has cosigned the golden proof, and of one that has not.
fn policy(threshold: &str) -> Result<String> {
    let key = |number: u8, seed| SignerKey::generate_witness(&format!("witness.example/w{number}"), &[seed; 32]);
    let (log, w1, w2) = (log_key()?, key(1, 9)?, key(2, 2)?);
    let (w1, w2) = (w1.verifier(), w2.verifier());
    Ok(format!("log {log}\nwitness w1 {w1}\nwitness w2 {w2}\ngroup g {threshold} w1 w2\nquorum g\n"))
}
