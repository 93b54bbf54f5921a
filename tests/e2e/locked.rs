//! What a dump of a locked desk shows: nothing. The window as people have it, typed into from outside, not driven.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use daybook_tests::{
    display::Display,
    memory::{children, has_open, time_used, words_in_process},
    programs::{Running, Terminal, program},
};

const HOSPITAL: &str = "King George Hospital";
const PASSWORD: &str = "three calm receptionists";
const NAMES: &[&str] = &["Quartermain", "Zebulon"];
/// Looks in a row without any work after which a page is at rest.
const QUIET: u32 = 4;
/// Ticks between two looks that a page uses for its caret alone.
const BLINKING: u64 = 3;
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn a_locked_window_holds_no_name() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("desk");
    fill(&home, folder.path())?;
    let display = Display::start(folder.path())?;
    let hands = Hands { display: &display, surroundings: folder.path() };
    let window = hands.open_window(&home)?;
    hands.log_in(&window)?;
    hands.find_patients(&window)?;
    hands.keys(&["ctrl+l"])?;
    until("the database is closed", || Ok(!has_open(window.id(), "desk.db")?))?;
    let mut held = Vec::new();
    let emptied = until("the memory is empty", || {
        held = held_by_all(&window)?;
        Ok(held.is_empty())
    });
    emptied.with_context(|| format!("still held: {held:?}"))
}

/// A hospital with patients, made from the terminal.
fn fill(home: &Path, folder: &Path) -> Result<()> {
    let people = folder.join("people.csv");
    let rows =
        (0..40).map(|number| format!("Zebulon{number},Quartermain{number},1980-01-{:02},male\n", 1 + number % 28));
    std::fs::write(&people, ["given,family,born,sex\n".to_owned()].into_iter().chain(rows).collect::<String>())?;
    let desk = Terminal::new(home, PASSWORD);
    desk.run(&["init", "--hospital", HOSPITAL, "--code", "KGH", "--admin", "ada"])?;
    desk.run(&["import", &people.to_string_lossy()])?;
    Ok(std::fs::remove_file(people)?)
}

/// Somebody at the keyboard.
struct Hands<'a> {
    display: &'a Display,
    surroundings: &'a Path,
}

impl Hands<'_> {
    fn open_window(&self, home: &Path) -> Result<Running> {
        let mut window = Command::new(program("daybook")?);
        window.arg("--home").arg(home);
        let window = Running::start(self.display.show(&mut window, self.surroundings))?;
        until("the window is open", || Ok(self.focus().is_ok()))?;
        Ok(window)
    }

    /// Types once the page knows whose desk it is: it then shows the lock screen, with the focus on the user name.
    fn log_in(&self, window: &Running) -> Result<()> {
        until("the lock screen is there", || Ok(!held_by_children(window, &[HOSPITAL])?.is_empty()))?;
        self.at_rest(window)?;
        self.focus()?;
        self.type_text("ada")?;
        self.keys(&["Tab"])?;
        self.type_text(PASSWORD)?;
        self.keys(&["Return"])?;
        until("somebody is logged in", || has_open(window.id(), "desk.db"))
    }

    /// Until the names are in the page's memory, which shows that they would be found.
    fn find_patients(&self, window: &Running) -> Result<()> {
        until("the patients are shown", || {
            self.keys(&["Escape", "Escape", "p"])?;
            self.at_rest(window)?;
            self.type_text("quarter")?;
            self.at_rest(window)?;
            Ok(held_by_children(window, NAMES)?.len() >= NAMES.len())
        })
    }

    /// Until the page has drawn what it was told to: for a while, next to no time is used; a caret that blinks uses some.
    fn at_rest(&self, window: &Running) -> Result<()> {
        let (mut before, mut quiet) = (0, 0);
        until("the page is at rest", || {
            let now = children(window.id())?.into_iter().map(time_used).sum::<u64>() + time_used(window.id());
            quiet = if now - before <= BLINKING { quiet + 1 } else { 0 };
            before = now;
            Ok(quiet >= QUIET)
        })
    }

    fn focus(&self) -> Result<()> {
        self.xdotool(&["search", "--onlyvisible", "--name", "Daybook", "windowfocus", "%@"])
    }

    fn keys(&self, keys: &[&str]) -> Result<()> {
        self.xdotool(&[&["key", "--delay", "80"], keys].concat())
    }

    fn type_text(&self, text: &str) -> Result<()> {
        self.xdotool(&["type", "--delay", "40", text])
    }

    fn xdotool(&self, words: &[&str]) -> Result<()> {
        let mut xdotool = Command::new("xdotool");
        let done = self.display.show(xdotool.args(words), self.surroundings).output().context("xdotool")?;
        ensure!(done.status.success(), "xdotool {} failed", words.join(" "));
        Ok(())
    }
}

/// The names in the memory of the program and of what it started, each with the process it was found in.
fn held_by_all(window: &Running) -> Result<Vec<(u32, String)>> {
    let mut held = held_by_children(window, NAMES)?;
    held.extend(words_in_process(window.id(), NAMES)?.into_iter().map(|word| (window.id(), word)));
    Ok(held)
}

fn held_by_children(window: &Running, words: &[&str]) -> Result<Vec<(u32, String)>> {
    let mut held = Vec::new();
    for process in children(window.id())? {
        // A page's process may end while one looks.
        let found = words_in_process(process, words).unwrap_or_default();
        held.extend(found.into_iter().map(|word| (process, word)));
    }
    Ok(held)
}

fn until(what: &str, mut holds: impl FnMut() -> Result<bool>) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if holds()? {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    anyhow::bail!("waited in vain until {what}")
}
