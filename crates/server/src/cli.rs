//! Commands, options and exit codes.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use daybook_server::clock::{Clock, SystemClock};
use daybook_server::home::Home;
use daybook_server::invite::Invite;
use daybook_server::serve::{Running, listen};
use daybook_server::store::BesideStore;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// The ledger server: checks, orders and commits entries that it cannot read, and proves what it did.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// The log's folder: database, log key (mode 0600), high-water mark.
    #[arg(long, env = "DAYBOOK_LEDGER_HOME", default_value = "ledger", global = true)]
    home: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new log: its key, its empty database. Prints the verifier key that desks are given.
    Init {
        /// The log's name, as on every checkpoint: like a host name and path, without a scheme, spaces or plus signs.
        #[arg(long)]
        origin: String,
    },
    /// Serve the log over HTTP. The first line on standard output is the address, e.g. http://127.0.0.1:41234
    Serve {
        /// Address and port; port 0 takes a free one.
        #[arg(long, env = "DAYBOOK_LEDGER_LISTEN", default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
    /// Print a new one-time invitation for a new site. May be run while the server runs.
    Invite,
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let home = Home::new(cli.home);
    let done = match cli.command {
        Command::Init { origin } => init(&home, &origin),
        Command::Serve { listen } => serve(&home, listen),
        Command::Invite => invite(&home),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::from(3)
        }
    }
}

fn init(home: &Home, origin: &str) -> anyhow::Result<ExitCode> {
    let verifier = home.init(origin)?;
    say(&verifier)?;
    Ok(ExitCode::SUCCESS)
}

fn invite(home: &Home) -> anyhow::Result<ExitCode> {
    let invite = Invite::generate()?;
    home.open_store()?.put_invite(&invite.hash(), SystemClock.now_ms())?;
    say(&invite.text())?;
    Ok(ExitCode::SUCCESS)
}

fn serve(home: &Home, address: SocketAddr) -> anyhow::Result<ExitCode> {
    start_logging();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = listen(address).await?;
        let running = Running::open(home, Arc::new(SystemClock))?;
        say(&format_args!("http://{}", listener.local_addr()?))?;
        running.serve(listener, told_to_stop()?).await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn start_logging() {
    let filter = EnvFilter::try_from_env("DAYBOOK_LEDGER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).json().init();
}

fn say(line: &dyn std::fmt::Display) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn complain(error: &anyhow::Error) {
    writeln!(std::io::stderr(), "daybook-ledger: {error:#}").ok();
}
