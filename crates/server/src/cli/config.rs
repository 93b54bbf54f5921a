//! `daybook-ledger config`.

use std::process::ExitCode;

use clap::Subcommand;
use daybook_server::config::Config;
use daybook_server::home::Home;
use daybook_server::serve::tls::Tls;
use daybook_server::trust;
use daybook_server::witness::WitnessHome;

use super::say;

#[derive(Subcommand)]
pub enum Command {
    /// Read the settings and everything that they name, and say what would not work. Nothing is served.
    Check,
    /// Print the settings in force, as a file with them would be.
    Show,
}

pub fn run(config: &Config, command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check => check(config)?,
        Command::Show => say(&toml::to_string(config)?.trim_end())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn check(config: &Config) -> anyhow::Result<()> {
    if let Some((cert, key)) = config.tls.paths()? {
        Tls::open(cert, key)?;
    } else if !config.listen.ip().is_loopback() {
        say(
            &"note: without TLS on an address that others reach: desks refuse that at a server, and what a witness is asked can be \
              kept from it; put a proxy with TLS in front",
        )?;
    }
    if !config.witnesses.ca.as_os_str().is_empty() {
        trust::authorities(&config.witnesses.ca)?;
    }
    let witness = WitnessHome::new(&config.home);
    if witness.is_there() {
        let key = witness.read_key()?;
        let logs = witness.load_all(key.verifier())?.len();
        return Ok(say(&format_args!("{}: the settings can be used; logs watched: {logs}", key.verifier().name()))?);
    }
    let home = Home::new(&config.home);
    let store = home.open_store_to_read()?;
    home.read_key(&store.identity()?)?;
    Ok(say(&format_args!("{}: the settings can be used", store.identity()?.origin))?)
}
