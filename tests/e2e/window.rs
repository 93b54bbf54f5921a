//! A morning in the real window, by the keyboard wherever a person would use it; leaves a picture of every screen.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use daybook_tests::{
    memory,
    programs::{Ledger, Running, Terminal, artefacts, root},
    window::{Start, Window},
};
use thirtyfour::Key;

const USER: &str = "ada";
const PASSWORD: &str = "three calm receptionists";
const FAMILY: &str = "Okonkwo-Featherstone";
const GIVEN: &str = "Chidinma";

#[tokio::test(flavor = "multi_thread")]
async fn a_morning_at_the_desk() -> Result<()> {
    let mut morning = Morning::begin().await?;
    let told = morning.tell().await;
    if told.is_err() {
        morning.keep_evidence().await;
    }
    told?;
    morning.window.close().await
}

struct Morning {
    window: Window,
    folder: tempfile::TempDir,
    pictures: PathBuf,
    ledger: Ledger,
    server: Option<Running>,
}

impl Morning {
    async fn begin() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let pictures = artefacts("screens")?;
        let ledger = Ledger::init(&folder.path().join("ledger"))?;
        let server = ledger.serve()?;
        let offer = folder.path().join("offer.json");
        let offered =
            serde_json::json!({ "server": ledger.url(), "log_key": ledger.log_key, "invite": ledger.invite()? });
        std::fs::write(&offer, offered.to_string())?;
        let start = Start {
            home: &folder.path().join("desk"),
            surroundings: &folder.path().join("surroundings"),
            arguments: &["--offer-server", &offer.to_string_lossy()],
            pictures: &pictures,
        };
        let window = Window::open(&start).await?;
        Ok(Self { window, folder, pictures, ledger, server: Some(server) })
    }

    async fn tell(&mut self) -> Result<()> {
        self.found_a_hospital().await?;
        self.connect_the_offered_server().await?;
        self.keep_a_copy_of_the_server()?;
        self.register_a_patient().await?;
        self.find_and_change_the_patient().await?;
        self.register_somebody_who_is_here_already().await?;
        self.add_a_doctor().await?;
        self.look_for_patients_registered_twice().await?;
        self.import_a_file().await?;
        self.verify_everything().await?;
        self.save_the_verify_page().await?;
        self.look_at_the_ledger().await?;
        self.visit_the_other_rooms().await?;
        self.lock().await?;
        self.nothing_is_readable()?;
        self.log_in_again().await?;
        self.the_server_goes_back().await
    }

    async fn found_a_hospital(&self) -> Result<()> {
        let window = &self.window;
        window.see("choose-new").await?;
        window.picture("01-first-run").await?;
        window.click("choose-new").await?;
        window.see_focus("found-hospital").await?;
        window.press("King George Hospital").await?;
        window.press(Key::Tab + "kgh" + Key::Tab + "Ada Silva" + Key::Tab + USER + Key::Tab).await?;
        window.type_when_focused("found-password", PASSWORD).await?;
        window.see("found-password-strength").await?;
        window.picture("02-found").await?;
        window.press(Key::Enter).await?;
        let key = window.text("recovery-key").await?;
        window.picture("03-recovery-key").await?;
        window.type_into("confirm-recovery_key", &key).await?;
        window.press(Key::Enter).await?;
        window.see_text("user-name", "Ada Silva").await?;
        window.picture("04-today-empty").await
    }

    async fn connect_the_offered_server(&self) -> Result<()> {
        let window = &self.window;
        window.press("l").await?;
        window.see("connect-offered").await?;
        window.picture("05-ledger-connect").await?;
        window.click("connect").await?;
        window.see_gone("connect").await?;
        window.see_text("ledger-pending", "0").await?;
        window.picture("06-ledger-connected").await
    }

    async fn register_a_patient(&self) -> Result<()> {
        let window = &self.window;
        window.press("p").await?;
        window.see_focus("patient-search").await?;
        window.picture("07-patients-empty").await?;
        window.press(Key::Escape).await?;
        window.click("register-patient").await?;
        window.type_when_focused("patient-family", FAMILY).await?;
        window.press(Key::Tab + "Mrs" + Key::Tab + GIVEN).await?;
        window.click("patient-sex-female").await?;
        window.type_into("patient-birth", "14 3 1987").await?;
        window.see_text("patient-birth-echo", "14-Mar-1987").await?;
        window.type_into("patient-phones-0", "020 7946 0012").await?;
        window.type_into("patient-address-lines", "7 Harbour Street").await?;
        window.type_into("patient-address-city", "Freetown").await?;
        window.picture("08-register").await?;
        window.press(Key::Control + Key::Enter).await?;
        window.see_text("banner-name", "OKONKWO-FEATHERSTONE, Chidinma").await?;
        window.see_text("banner-number", "KGH-01-").await?;
        window.picture("09-patient").await
    }

    async fn find_and_change_the_patient(&self) -> Result<()> {
        let window = &self.window;
        window.press("p").await?;
        window.type_when_focused("patient-search", "chidinma okon").await?;
        window.see_text("patient-search-row", "OKONKWO-FEATHERSTONE").await?;
        window.picture("10-find").await?;
        window.press(Key::Down + Key::Enter).await?;
        window.see("banner-name").await?;
        window.press("e").await?;
        window.retype("patient-address-city", "Bo").await?;
        window.picture("11-edit").await?;
        window.press(Key::Control + Key::Enter).await?;
        window.see_text("history-entry", "Freetown").await?;
        window.picture("12-history").await
    }

    /// Told beside the form, asked once, never refused.
    async fn register_somebody_who_is_here_already(&self) -> Result<()> {
        let window = &self.window;
        window.press("p").await?;
        window.see_focus("patient-search").await?;
        window.press(Key::Escape).await?;
        window.click("register-patient").await?;
        window.type_when_focused("patient-family", "Okonkwo Fetherstone").await?;
        window.type_into("patient-given", GIVEN).await?;
        window.see_text("similar-beside", "OKONKWO-FEATHERSTONE").await?;
        window.see_focus("patient-given").await?;
        window.type_into("patient-birth", "14 3 1987").await?;
        window.click("patient-sex-female").await?;
        window.type_into("patient-phones-0", "+44 20 7946 0012").await?;
        window.see_text("reasons-for", "Phone: the same").await?;
        window.see_text("likeness", "Probably the same person").await?;
        window.picture("12b-similar-beside").await?;
        window.press(Key::Control + "j").await?;
        window.see_focus("similar-open").await?;
        window.press(Key::Control + Key::Enter).await?;
        window.see("similar-ask").await?;
        window.picture("12c-registered-already").await?;
        window.press(Key::Escape).await?;
        window.see_gone("similar-ask").await?;
        window.press(Key::Control + Key::Enter).await?;
        window.click("register-as-new").await?;
        window.see_text("banner-name", "OKONKWO FETHERSTONE").await?;
        window.see_text("similar-of-record", "OKONKWO-FEATHERSTONE").await?;
        window.picture("12d-similar-on-record").await
    }

    async fn look_for_patients_registered_twice(&self) -> Result<()> {
        let window = &self.window;
        window.press("a").await?;
        window.click("admin-duplicates").await?;
        window.see("duplicates-none").await?;
        window.picture("15b-duplicates-never").await?;
        window.click("duplicates-start").await?;
        window.see_text("pair", "OKONKWO FETHERSTONE").await?;
        window.see_text("pair-differs", "Differs").await?;
        window.picture("15c-duplicates").await?;
        window.click("pair-apart").await?;
        window.see("duplicates-none").await?;
        window.picture("15d-duplicates-none").await?;
        window.click("undo").await?;
        window.see("pair").await?;
        self.merge_and_part().await?;
        window.click("pair-apart").await?;
        window.see("duplicates-none").await?;
        window.click("duplicates-shown-apart").await?;
        window.see("pair-maybe").await?;
        window.picture("15e-duplicates-apart").await
    }

    /// Merges the pair and takes it back by the message that says so; merges it again and takes it back at the kept record.
    async fn merge_and_part(&self) -> Result<()> {
        let window = &self.window;
        window.click("pair-merge").await?;
        window.see_text("merge", "Which record is kept?").await?;
        window.see_text("merge", "OKONKWO").await?;
        window.picture("15f-merge").await?;
        window.scroll_to("merge-confirm").await?;
        window.picture("15g-merge-below").await?;
        window.click("merge-confirm").await?;
        window.see("duplicates-none").await?;
        window.click("undo").await?;
        window.click("pair-merge").await?;
        window.click("merge-confirm").await?;
        window.see("duplicates-none").await?;
        window.press("p").await?;
        window.type_when_focused("patient-search", "chidinma okonkwo").await?;
        window.see_text("patient-search-row", "OKONKWO").await?;
        window.press(Key::Down + Key::Enter).await?;
        window.see_text("merged-record", "OKONKWO").await?;
        window.picture("15h-merged-kept").await?;
        window.click("merged-gone").await?;
        window.see("merged-open").await?;
        window.picture("15i-merged-hidden").await?;
        window.click("merged-open").await?;
        window.see("merged-record").await?;
        window.click("unmerge").await?;
        window.see_gone("merged-record").await?;
        window.press("a").await?;
        window.click("admin-duplicates").await?;
        window.see("pair").await?;
        Ok(())
    }

    async fn add_a_doctor(&self) -> Result<()> {
        let window = &self.window;
        window.press("d").await?;
        window.see("add-doctor").await?;
        window.press("n").await?;
        window.type_when_focused("doctor-family", "Mbeki").await?;
        window.type_into("doctor-given", "Thandi").await?;
        window.type_into("doctor-speciality", "Paediatrics").await?;
        window.type_into("doctor-department", "Children").await?;
        window.type_into("doctor-room", "12").await?;
        for weekday in 1..=7 {
            window.type_into(&format!("hours-{weekday}"), "0-12, 12-24").await?;
        }
        window.picture("13-doctor-form").await?;
        window.press(Key::Control + Key::Enter).await?;
        window.see_text("doctor-name", "MBEKI").await?;
        window.see_text("presence", "In").await?;
        window.picture("14-doctor").await?;
        window.press("d").await?;
        window.see_text("doctor-row", "MBEKI").await?;
        window.picture("15-doctors").await
    }

    async fn import_a_file(&self) -> Result<()> {
        let window = &self.window;
        window.press("i").await?;
        window.see("import-file").await?;
        window.picture("16-import").await?;
        window.choose_file("import-file", &root().join("tests/e2e/window/people.csv")).await?;
        window.see_text("import-records", "4").await?;
        window.picture("17-import-columns").await?;
        window.click("import-dry").await?;
        window.see("import-would").await?;
        window.see_text("report-probably-here", "1").await?;
        window.see_text("report-probably-twice", "0").await?;
        window.see_text("here-row", "OKONKWO").await?;
        window.picture("18-import-dry-run").await?;
        window.click("import-run").await?;
        window.see("import-did").await?;
        window.picture("19-imported").await
    }

    async fn verify_everything(&self) -> Result<()> {
        let window = &self.window;
        window.press("l").await?;
        window.see_text("ledger-pending", "0").await?;
        window.click("verify").await?;
        window.see("verify-good").await?;
        window.picture("20-verified").await
    }

    /// The line of blocks, a block, an entry of it with its drawn proof, and back to its block.
    async fn look_at_the_ledger(&self) -> Result<()> {
        let window = &self.window;
        window.press("t").await?;
        window.press("l").await?;
        window.see_text("blocks-source", "Live").await?;
        window.see_text("block-check", "Checked here").await?;
        window.picture("20-ledger-blocks").await?;
        window.click("block").await?;
        window.see_text("block-facts", "Root after").await?;
        window.see_text("signers", "the ledger server").await?;
        window.picture("20-ledger-block").await?;
        window.press("[").await?;
        window.see("block-next").await?;
        window.click("open-entry").await?;
        window.see("proof-drawing").await?;
        window.see_text("entry-header", "The kind of change.").await?;
        window.picture("20-ledger-entry").await?;
        window.scroll_to("proof-way").await?;
        window.picture("20-ledger-proof").await?;
        window.press("b").await?;
        window.see("block-facts").await?;
        window.press(Key::Escape).await?;
        self.a_block_arrives().await
    }

    /// Another hospital begins to share while the page is open: its block arrives by itself.
    async fn a_block_arrives(&self) -> Result<()> {
        let window = &self.window;
        let newest = window.text("block-number").await?;
        let number = newest.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
        let next = format!("Block {}", number.context("a block without a number")? + 1);
        let clinic = Terminal::new(&self.folder.path().join("clinic"), PASSWORD);
        let (url, key, invite) = (self.ledger.url(), &self.ledger.log_key, self.ledger.invite()?);
        let hospital = ["init", "--hospital", "Mission Clinic", "--code", "MTC", "--admin", "bea"];
        clinic.run(&[&hospital[..], &["--server", &url, "--log-key", key, "--invite", &invite]].concat())?;
        window.see_text("block-number", &next).await?;
        window.picture("20-ledger-arrived").await
    }

    /// The operator puts the server back to how it was this morning: the alarm, with both sides of it.
    async fn the_server_goes_back(&mut self) -> Result<()> {
        self.stop_the_server()?;
        self.ledger.put_back(&self.early())?;
        self.server = Some(self.ledger.serve()?);
        let window = &self.window;
        window.click("see-why").await?;
        window.see_text("alarm", "fewer entries than it had signed before").await?;
        window.picture("27-ledger-alarm").await?;
        window.see_text("ledger-standing", "contradicts what it had signed").await
    }

    /// As an operator does at night; the desks go on meanwhile.
    fn keep_a_copy_of_the_server(&mut self) -> Result<()> {
        self.stop_the_server()?;
        self.ledger.keep(&self.early())?;
        self.server = Some(self.ledger.serve()?);
        Ok(())
    }

    fn stop_the_server(&mut self) -> Result<()> {
        if let Some(server) = self.server.take() {
            ensure!(server.stop()?.success(), "the server did not end well");
        }
        Ok(())
    }

    fn early(&self) -> PathBuf {
        self.folder.path().join("early")
    }

    /// By the system's own dialog, where the person says.
    async fn save_the_verify_page(&self) -> Result<()> {
        let window = &self.window;
        window.click("open-entry").await?;
        window.click("save-verify-page").await?;
        let place = self.folder.path().join("for-a-friend.html");
        window.answer_dialog("Save File", &place.to_string_lossy())?;
        window.see_text("toast", "daybook-verify.html").await?;
        let page = daybook_verify_html::page().context("built without the verify page")?;
        ensure!(std::fs::read_to_string(&place)? == page, "another page was saved");
        window.picture("20b-verify-page-saved").await?;
        window.press(Key::Escape).await
    }

    async fn visit_the_other_rooms(&self) -> Result<()> {
        let window = &self.window;
        window.press("t").await?;
        window.see("day").await?;
        window.picture("21-today").await?;
        window.press("a").await?;
        window.see("staff-row").await?;
        window.picture("22-staff").await?;
        for room in ["desks", "witnesses", "settings", "password"] {
            window.click(&format!("admin-{room}")).await?;
            window.see("main").await?;
            window.picture(&format!("23-{room}")).await?;
        }
        window.press("?").await?;
        window.see("keys-help").await?;
        window.picture("24-keys").await?;
        window.press(Key::Escape).await
    }

    async fn lock(&self) -> Result<()> {
        let window = &self.window;
        window.press(Key::Control + "l").await?;
        window.see("login").await?;
        window.picture("25-locked").await?;
        let page = window.evaluate("document.documentElement.outerHTML").await?.to_string();
        ensure!(!page.contains(GIVEN), "the locked page still holds a patient's name");
        Ok(())
    }

    /// No file that any of the programs wrote holds a name in clear. The memory of a locked window is looked into by `locked`.
    fn nothing_is_readable(&self) -> Result<()> {
        for file in files_below(self.folder.path())? {
            let content = std::fs::read(&file)?;
            for word in [FAMILY, GIVEN, "Harbour Street", "Bartholomew-Quist"] {
                ensure!(!memory::holds(&content, word), "{} holds {word:?}", file.display());
            }
        }
        Ok(())
    }

    async fn log_in_again(&self) -> Result<()> {
        let window = &self.window;
        window.type_into("login-user", USER).await?;
        window.type_into("login-password", "not the password").await?;
        window.press(Key::Enter).await?;
        window.see("login-refused").await?;
        window.picture("26-login-refused").await?;
        window.type_into("login-password", PASSWORD).await?;
        window.click("login").await?;
        window.see_text("user-name", "Ada Silva").await?;
        window.press("p").await?;
        window.type_when_focused("patient-search", "bartholomew").await?;
        window.see_text("patient-search-row", "BARTHOLOMEW-QUIST").await
    }

    /// What the screen looked like when it went wrong, and what the programs said.
    async fn keep_evidence(&self) {
        if let Err(error) = self.window.picture("failed").await {
            eprintln!("no picture of the failure: {error:#}");
        }
        for log in ["surroundings/window.log", "surroundings/xvfb.log", "ledger.log"] {
            let log = self.folder.path().join(log);
            let name = log.file_name().unwrap_or_default();
            if let Err(error) = std::fs::copy(&log, self.pictures.join(Path::new(name))) {
                eprintln!("{}: {error}", log.display());
            }
        }
    }
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        match path.symlink_metadata()?.file_type() {
            kind if kind.is_dir() => files.extend(files_below(&path)?),
            kind if kind.is_file() => files.push(path),
            _ => {}
        }
    }
    Ok(files)
}
