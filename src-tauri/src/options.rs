//! What the program is told on its command line.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use daybook_api::OfferedServer;

/// Printed for `--help`.
pub const HELP: &str = "\
Daybook: the front desk of a hospital

Usage: daybook [--home DIR] [--offer-server FILE]

  --home DIR            The folder this desk keeps its encrypted database in.
                        Default: $XDG_DATA_HOME/daybook, or ~/.local/share/daybook.
  --offer-server FILE   A ledger server the first run offers to connect to, as JSON:
                        {\"server\": URL, \"log_key\": KEY, \"invite\": TOKEN}.
  --version             Prints the version.
";

/// What to do.
pub enum Asked {
    /// Print [`HELP`].
    Help,
    /// Print the version.
    Version,
    /// Open the window.
    Open(Options),
}

/// Where the desk lives and what it starts with.
#[derive(Debug, Default)]
pub struct Options {
    /// The desk's folder, if it is not the default one.
    pub home: Option<PathBuf>,
    /// The file that describes an offered server.
    pub offer: Option<PathBuf>,
}

impl Asked {
    /// Reads the arguments after the program's name.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut arguments = arguments.into_iter();
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self::Help),
                Some("--version" | "-V") => return Ok(Self::Version),
                Some("--home") => options.home = Some(value("--home", arguments.next())?),
                Some("--offer-server") => options.offer = Some(value("--offer-server", arguments.next())?),
                _ => return Err(format!("{} is not an option. Try --help.", argument.display())),
            }
        }
        Ok(Self::Open(options))
    }
}

fn value(option: &str, given: Option<OsString>) -> Result<PathBuf, String> {
    given.map(PathBuf::from).ok_or_else(|| format!("{option} needs a value. Try --help."))
}

impl Options {
    /// The desk's folder: as asked, or the user's own.
    pub fn home(&self) -> Result<PathBuf, String> {
        if let Some(home) = &self.home {
            return std::path::absolute(home).map_err(|error| format!("{}: {error}", home.display()));
        }
        let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        variable("XDG_DATA_HOME")
            .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("daybook"))
            .ok_or_else(|| "Neither XDG_DATA_HOME nor HOME is set. Say where with --home DIR.".into())
    }

    /// The offered server, if one is.
    pub fn offered_server(&self) -> Result<Option<OfferedServer>, String> {
        self.offer.as_deref().map(read_offer).transpose()
    }
}

fn read_offer(file: &Path) -> Result<OfferedServer, String> {
    let text = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Asked, String> {
        Asked::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn folder_and_offer_are_read() {
        let Asked::Open(options) = read(&["--home", "/tmp/desk", "--offer-server", "offer.json"]).unwrap() else {
            panic!("asked for something else")
        };
        assert_eq!(options.home().unwrap(), Path::new("/tmp/desk"));
        assert_eq!(options.offer.as_deref(), Some(Path::new("offer.json")));
    }

    #[test]
    fn a_missing_value_and_an_unknown_option_are_refused() {
        assert!(read(&["--home"]).is_err());
        assert!(read(&["--hoem", "x"]).is_err());
    }
}
