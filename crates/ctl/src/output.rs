//! What is printed, and where: results on stdout, everything else on stderr.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::json;

use crate::{
    args::Args,
    exit::{EXIT_CODES, Failure},
};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Lines for people.
    Words,
    /// One JSON value.
    Json,
}

impl Output {
    /// As asked.
    pub fn of(args: &Args) -> Self {
        if args.json { Self::Json } else { Self::Words }
    }

    /// Prints a result: `value` as JSON, or `words`.
    pub fn result(self, value: &impl Serialize, words: impl FnOnce() -> String) {
        let text = match self {
            Self::Json => serde_json::to_string_pretty(value).unwrap_or_default(),
            Self::Words => words(),
        };
        if !text.is_empty() {
            print(&mut io::stdout(), &text);
        }
    }

    /// Prints something that is wanted before the end: on stdout, but with JSON on stderr.
    pub fn early(self, text: &str) {
        match self {
            Self::Words => print(&mut io::stdout(), text),
            Self::Json => print(&mut io::stderr(), text),
        }
    }

    /// Says something that is no result.
    pub fn aside(self, text: &str) {
        print(&mut io::stderr(), text);
    }

    /// Says why a run ended early.
    pub fn failed(self, failure: &Failure) {
        print(&mut io::stderr(), &format!("daybookctl: {failure}"));
        if failure.code() == 2 {
            print(&mut io::stderr(), "For more information, try '--help'.");
        }
        if self == Self::Json {
            let error = json!({ "error": failure.as_api(), "exit_code": failure.code() });
            print(&mut io::stdout(), &error.to_string());
        }
    }
}

/// A line that is overwritten as work goes on; only where somebody can see it.
pub struct ProgressLine {
    shown: Option<String>,
}

impl ProgressLine {
    /// Nothing shown yet.
    pub fn new() -> Self {
        Self { shown: io::stderr().is_terminal().then(String::new) }
    }

    /// Shows `note` and how much is done.
    pub fn show(&mut self, note: &str, done: u64, total: u64) {
        let Some(shown) = &mut self.shown else { return };
        let line = match (done * 100).checked_div(total) {
            Some(percent) => format!("{note} {done}/{total} ({percent}%)"),
            None => note.to_owned(),
        };
        if *shown != line {
            overwrite(&line);
            *shown = line;
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown.as_ref().is_some_and(|shown| !shown.is_empty()) {
            overwrite("");
        }
    }
}

fn overwrite(line: &str) {
    let mut stderr = io::stderr();
    // Nobody to tell if the terminal has gone away.
    let _ = write!(stderr, "\r\x1b[K{line}");
    let _ = stderr.flush();
}

fn print(to: &mut dyn Write, text: &str) {
    // A reader that has seen enough closes the pipe; that is no error of ours.
    let _ = writeln!(to, "{text}");
    let _ = to.flush();
}

/// What stands below `--help`.
pub fn after_help() -> String {
    format!(
        "The folder of a desk is --home, else $DAYBOOK_HOME, else the data folder of whoever runs this ({}).\n\
         Passwords are asked for, or read from --password-fd, one a line, in the order in which they are needed.\n\
         With --json, stdout holds exactly one JSON value; if the run fails, {{\"error\": …, \"exit_code\": …}}.\n\n\
         {EXIT_CODES}",
        crate::terminal::usual_home().map_or_else(|| "unknown here".to_owned(), |home| home.display().to_string())
    )
}
