//! `daybook-ledger invite`.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use daybook_server::clock::{Clock, SystemClock};
use daybook_server::config::Config;
use daybook_server::home::Home;
use daybook_server::invite::Invite;
use daybook_server::store::{BesideStore, Dropped, Invitation, InviteState};
use serde_json::json;

use super::say;
use super::time::{Utc, in_days};

/// Hexadecimal digits by which an invitation is named in lists.
const NAME: usize = 8;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// How many days it is good; as `access.invite_days` says when left out.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: Option<u32>,
    /// Whom it is for, to be shown by `invite list`.
    #[arg(long, default_value = "")]
    note: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Every invitation and what became of it; the tokens themselves are kept nowhere.
    List {
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Take an unused invitation back.
    Revoke {
        /// Its name, as `invite list` prints it.
        name: String,
    },
}

pub fn run(home: &Home, config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    match options.command {
        None => make(home, options.days.unwrap_or(config.access.invite_days), options.note, options.json)?,
        Some(Command::List { json }) => list(home, json)?,
        Some(Command::Revoke { name }) => revoke(home, &name)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn make(home: &Home, days: u32, note: String, json: bool) -> anyhow::Result<()> {
    if note.chars().any(char::is_control) {
        bail!("a note is one line");
    }
    let (invite, made_ms) = (Invite::generate()?, SystemClock.now_ms());
    let until_ms = in_days(made_ms, days);
    let state = InviteState::Unused { until_ms: Some(until_ms) };
    home.open_store()?.keep_invite(&Invitation { token_hash: invite.hash(), made_ms, note, state })?;
    if json {
        return Ok(say(&json!({ "invite": invite.text(), "until": Utc(until_ms).to_string() }))?);
    }
    Ok(say(&invite.text())?)
}

fn list(home: &Home, as_json: bool) -> anyhow::Result<()> {
    let (invites, now_ms) = (home.open_store()?.invites()?, SystemClock.now_ms());
    if as_json {
        let rows = invites.iter().map(|invite| {
            json!({
                "name": name(invite),
                "made": Utc(invite.made_ms).to_string(),
                "state": state(invite.state, now_ms),
                "note": invite.note,
            })
        });
        return Ok(say(&json!(rows.collect::<Vec<_>>()))?);
    }
    for invite in &invites {
        let (name, made, state) = (name(invite), Utc(invite.made_ms), state(invite.state, now_ms));
        say(&format_args!("{name}  {made}  {state}  {}", invite.note))?;
    }
    Ok(())
}

fn revoke(home: &Home, wanted: &str) -> anyhow::Result<()> {
    let store = home.open_store()?;
    let mut found = store.invites()?.into_iter().filter(|invite| hex::encode(invite.token_hash).starts_with(wanted));
    let invite = found.next().filter(|_| wanted.len() >= NAME).context("there is no invitation of this name")?;
    if found.next().is_some() {
        bail!("several invitations begin so: give more of the name");
    }
    match store.revoke_invite(&invite.token_hash, SystemClock.now_ms())? {
        Dropped::Gone => Ok(say(&format_args!("{} is of no use any more", name(&invite)))?),
        Dropped::NotThere => bail!("this invitation has been used or taken back before"),
    }
}

fn name(invite: &Invitation) -> String {
    hex::encode(invite.token_hash).chars().take(NAME).collect()
}

fn state(state: InviteState, now_ms: u64) -> String {
    match state {
        InviteState::Unknown => "unknown".into(),
        InviteState::Unused { until_ms: Some(until_ms) } if until_ms <= now_ms => {
            format!("expired {}", Utc(until_ms))
        }
        InviteState::Unused { until_ms: Some(until_ms) } => format!("open until {}", Utc(until_ms)),
        InviteState::Unused { until_ms: None } => "open".into(),
        InviteState::Spent { by } => format!("used by entry {by}"),
        InviteState::Revoked => "taken back".into(),
    }
}
