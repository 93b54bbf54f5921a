//! `daybook-ledger witness`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use daybook_ledger::VerifierKey;
use daybook_server::clock::SystemClock;
use daybook_server::config::Config;
use daybook_server::serve::tls::Tls;
use daybook_server::witness::{RealDisk, Sockets, Trouble, Witness, WitnessHome, serve};
use tokio::net::TcpListener;

use super::say;
use super::serve::{reload_on_hangup, start_logging, told_to_stop};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// Address and port; port 0 takes a free one [env: DAYBOOK_LEDGER_LISTEN] [default: 127.0.0.1:0]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Address and port for Prometheus; none if left out [env: DAYBOOK_LEDGER_METRICS_LISTEN]
    #[arg(long, value_name = "ADDR")]
    metrics_listen: Option<SocketAddr>,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new witness in the folder of --home: its key. Prints the verifier key that policies name it by.
    Init {
        /// The witness's name: like a host name and path, without a scheme, spaces or plus signs.
        #[arg(long)]
        name: String,
    },
    /// Print the verifier key.
    Key,
    /// Watch a log from now on, or believe another key of a log that is watched already (then start the witness again).
    Trust {
        /// The log's verifier key, from its operator by a way you trust.
        #[arg(value_name = "LOG_VKEY")]
        log: VerifierKey,
    },
    /// List the logs that are watched, with the size and the time cosigned last. Not while the witness runs.
    List {
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
}

pub fn run(config: &Config, options: Options) -> anyhow::Result<ExitCode> {
    let home = WitnessHome::new(&config.home);
    match &options.command {
        None => watch(&home, config, &options)?,
        Some(Command::Init { name }) => say(&home.init(name)?)?,
        Some(Command::Key) => say(home.read_key()?.verifier())?,
        Some(Command::Trust { log }) => {
            home.trust(log)?;
            say(&format_args!("{} is watched", log.name()))?;
        }
        Some(Command::List { json }) => list(&home, *json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn watch(home: &WitnessHome, config: &Config, options: &Options) -> anyhow::Result<()> {
    start_logging(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let tls = config.tls.paths()?.map(|(cert, key)| Tls::open(cert, key)).transpose()?.map(Arc::new);
        let witness = TcpListener::bind(options.listen.unwrap_or(config.listen)).await?;
        let (address, scheme) = (witness.local_addr()?, if tls.is_some() { "https" } else { "http" });
        let metrics = match options.metrics_listen.or(config.metrics.address()?) {
            Some(address) => Some(TcpListener::bind(address).await?),
            None => None,
        };
        let ready = |witness: &Witness| {
            tracing::info!(key = %witness.verifier(), logs = witness.logs().len(), "watching");
            // Whoever started it may not care for the address.
            say(&format_args!("{scheme}://{address}")).ok();
        };
        reload_on_hangup(tls.clone())?;
        let sockets = Sockets { witness, tls, metrics, limits: config.limits.clone() };
        Ok(serve(home, Arc::new(SystemClock), Box::new(RealDisk), sockets, ready, told_to_stop()?).await?)
    })
}

fn list(home: &WitnessHome, json: bool) -> anyhow::Result<()> {
    let _lock = home.lock()?;
    let logs = Witness::open(home, Box::new(RealDisk))?.logs();
    if json {
        let row = |log: &daybook_server::witness::LogSight| {
            serde_json::json!({
                "origin": log.origin,
                "size": log.latest.map(|(size, _)| size),
                "time": log.latest.map(|(_, time)| time),
                "trouble": log.trouble.map(trouble),
            })
        };
        return Ok(say(&serde_json::Value::from(logs.iter().map(row).collect::<Vec<_>>()))?);
    }
    for log in logs {
        match log.latest {
            Some((size, time)) => say(&format_args!("{} {size} entries, signed at {time}", log.origin))?,
            None => say(&format_args!("{} nothing cosigned yet", log.origin))?,
        }
        if let Some(sentence) = log.trouble.map(trouble) {
            say(&format_args!("  {sentence}"))?;
        }
    }
    Ok(())
}

fn trouble(trouble: Trouble) -> String {
    match trouble {
        Trouble::Unread => "what is remembered of it must be read again".to_owned(),
        Trouble::Behind(size) => {
            format!("{size} entries were cosigned and forgotten; it goes on from that checkpoint only")
        }
        Trouble::Broken => "this key has cosigned two histories of it; nothing is cosigned any more".to_owned(),
    }
}
