//! Commands, options and exit codes.

mod fsck;
mod verify;

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

/// Something was checked and does not hold.
pub const DOES_NOT_HOLD: u8 = 1;
/// What was asked could not be done.
pub const NOT_DONE: u8 = 3;

const EXIT_CODES: &str = "Exit codes:
  0  done; what was checked holds
  1  something that was checked (fsck, verify) does not hold; it is named on standard output
  2  wrong usage
  3  not done: a file, folder or server could not be read, or the log refuses to be served; the reason is on standard error";

/// The ledger server: checks, orders and commits entries that it cannot read, and proves what it did.
#[derive(Parser)]
#[command(version, about, after_help = EXIT_CODES)]
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
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Serve the log over HTTP. The first line on standard output is the address, e.g. http://127.0.0.1:41234
    Serve {
        /// Address and port; port 0 takes a free one.
        #[arg(long, env = "DAYBOOK_LEDGER_LISTEN", default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
    /// Print a new one-time invitation for a new site. May be run while the server runs.
    Invite {
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Check a whole log: hash every tile again, judge every entry by the network's rules, verify every signature.
    ///
    /// Progress goes to standard error, findings to standard output, one a line. A running server is not disturbed.
    Fsck(fsck::Options),
    /// Verify one entry's proof offline, and say in plain words what is proven and what is not.
    Verify(verify::Options),
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let home = Home::new(cli.home);
    let done = match cli.command {
        Command::Init { origin, json } => init(&home, &origin, json),
        Command::Serve { listen } => serve(&home, listen),
        Command::Invite { json } => invite(&home, json),
        Command::Fsck(options) => fsck::run(&home, &options),
        Command::Verify(options) => verify::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::from(NOT_DONE)
        }
    }
}

fn init(home: &Home, origin: &str, json: bool) -> anyhow::Result<ExitCode> {
    let verifier = home.init(origin)?;
    if json {
        say(&serde_json::json!({ "origin": origin, "log_key": verifier.to_string() }))?;
    } else {
        say(&verifier)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn invite(home: &Home, json: bool) -> anyhow::Result<ExitCode> {
    let invite = Invite::generate()?;
    home.open_store()?.put_invite(&invite.hash(), SystemClock.now_ms())?;
    if json {
        say(&serde_json::json!({ "invite": invite.text() }))?;
    } else {
        say(&invite.text())?;
    }
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
