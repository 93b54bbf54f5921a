//! `daybook-ledger token`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use daybook_server::access::{READ_TOKEN, hash};
use daybook_server::clock::{Clock, SystemClock};
use daybook_server::home::Home;
use daybook_server::random;
use daybook_server::store::{BesideStore, Dropped, ReadToken};
use serde_json::json;

use super::say;
use super::time::{Utc, in_days};

#[derive(Subcommand)]
pub enum Command {
    /// Print a new token. It is shown once: only its hash is kept.
    New {
        /// Whose it is: a mirror's, an auditor's.
        #[arg(long, value_name = "WHOSE")]
        name: String,
        /// How many days it is good.
        #[arg(long, default_value = "365", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Every token that was given out.
    List {
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Take a token back; it is refused from the next request on.
    Revoke {
        /// Its number, as `token list` prints it.
        number: u64,
    },
}

pub fn run(home: &Home, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::New { name, days, json } => make(home, &name, days, json)?,
        Command::List { json } => list(home, json)?,
        Command::Revoke { number } => revoke(home, number)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn make(home: &Home, name: &str, days: u32, json: bool) -> anyhow::Result<()> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        bail!("a token needs a name of one line");
    }
    let token = format!("{READ_TOKEN}{}", hex::encode(random::bytes::<20>()?));
    let now_ms = SystemClock.now_ms();
    let until_ms = in_days(now_ms, days);
    let number = home.open_store()?.put_read_token(&hash(&token), name, now_ms, until_ms)?;
    if json {
        return Ok(say(&json!({ "number": number, "token": token, "until": Utc(until_ms).to_string() }))?);
    }
    Ok(say(&token)?)
}

fn list(home: &Home, as_json: bool) -> anyhow::Result<()> {
    let (tokens, now_ms) = (home.open_store()?.read_tokens()?, SystemClock.now_ms());
    if as_json {
        let rows = tokens.iter().map(|token| {
            let (made, state) = (Utc(token.made_ms).to_string(), state(token, now_ms));
            json!({ "number": token.number, "name": token.name, "made": made, "state": state })
        });
        return Ok(say(&json!(rows.collect::<Vec<_>>()))?);
    }
    for token in &tokens {
        let (made, state) = (Utc(token.made_ms), state(token, now_ms));
        say(&format_args!("{}  {made}  {state}  {}", token.number, token.name))?;
    }
    Ok(())
}

fn revoke(home: &Home, number: u64) -> anyhow::Result<()> {
    match home.open_store()?.revoke_read_token(number, SystemClock.now_ms())? {
        Dropped::Gone => Ok(say(&format_args!("token {number} is of no use any more"))?),
        Dropped::NotThere => bail!("there is no such token in force"),
    }
}

fn state(token: &ReadToken, now_ms: u64) -> String {
    match token.revoked_ms {
        Some(at_ms) => format!("taken back {}", Utc(at_ms)),
        None if token.is_good(now_ms) => format!("good until {}", Utc(token.until_ms)),
        None => format!("expired {}", Utc(token.until_ms)),
    }
}
