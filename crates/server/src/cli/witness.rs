//! `daybook-ledger witness`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use daybook_ledger::VerifierKey;
use daybook_server::clock::SystemClock;
use daybook_server::config::{Config, Log};
use daybook_server::witness::{RealDisk, Sockets, Witness, WitnessHome, serve};
use tokio::net::TcpListener;

use super::say;
use super::serve::{start_logging, told_to_stop};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Address and port for Prometheus; none if left out.
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
    match options.command {
        None => watch(&home, &config.log, options.listen, options.metrics_listen)?,
        Some(Command::Init { name }) => say(&home.init(&name)?)?,
        Some(Command::Key) => say(home.read_key()?.verifier())?,
        Some(Command::Trust { log }) => {
            home.trust(&log)?;
            say(&format_args!("{} is watched", log.name()))?;
        }
        Some(Command::List { json }) => list(&home, json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn watch(home: &WitnessHome, log: &Log, address: SocketAddr, metrics: Option<SocketAddr>) -> anyhow::Result<()> {
    start_logging(log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let witness = TcpListener::bind(address).await?;
        let address = witness.local_addr()?;
        let metrics = match metrics {
            Some(address) => Some(TcpListener::bind(address).await?),
            None => None,
        };
        let ready = |witness: &Witness| {
            tracing::info!(key = %witness.verifier(), logs = witness.logs().len(), "watching");
            // Whoever started it may not care for the address.
            say(&format_args!("http://{address}")).ok();
        };
        let sockets = Sockets { witness, metrics };
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
            })
        };
        return Ok(say(&serde_json::Value::from(logs.iter().map(row).collect::<Vec<_>>()))?);
    }
    for log in logs {
        match log.latest {
            Some((size, time)) => say(&format_args!("{} {size} entries, signed at {time}", log.origin))?,
            None => say(&format_args!("{} nothing cosigned yet", log.origin))?,
        }
    }
    Ok(())
}
