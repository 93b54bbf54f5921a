//! Commands, options and exit codes.

mod config;
mod evidence;
mod fsck;
mod invite;
mod serve;
mod time;
mod token;
mod verify;
mod witness;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use daybook_server::config::{Config, Flags, read};
use daybook_server::home::Home;

/// Something was checked and does not hold.
pub const DOES_NOT_HOLD: u8 = 1;
/// What was asked could not be done.
pub const NOT_DONE: u8 = 3;

const EXIT_CODES: &str = "Exit codes:
  0  done; what was checked holds
  1  something that was checked (fsck, verify) does not hold; it is named on standard output
  2  wrong usage
  3  not done: a file, folder or server could not be read, or the log refuses to be served; the reason is on standard error

Settings come from the file that --config names, over it from the environment (DAYBOOK_LEDGER_LIMITS_CONNECTIONS sets
connections in [limits]), over both from flags. `config show` prints what is in force.";

/// The ledger server: checks, orders and commits entries that it cannot read, and proves what it did.
#[derive(Parser)]
#[command(version, about, after_help = EXIT_CODES)]
struct Cli {
    /// The settings, a TOML file [env: DAYBOOK_LEDGER_CONFIG]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// The log's folder: database, log key (mode 0600), high-water mark [env: DAYBOOK_LEDGER_HOME] [default: ledger]
    #[arg(long, global = true)]
    home: Option<PathBuf>,
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
    ///
    /// SIGTERM stops it in order, SIGHUP makes it read the TLS certificate again.
    Serve {
        /// Address and port; port 0 takes a free one [env: DAYBOOK_LEDGER_LISTEN] [default: 127.0.0.1:0]
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// A witness to ask for cosignatures, by its address and its verifier key; may be given again
        #[arg(long, value_name = "URL=VKEY")]
        witness: Vec<String>,
    },
    /// Print a new one-time invitation for a new site, or see to those there are. May be run while the server runs.
    Invite(invite::Options),
    /// Tokens with which mirrors and auditors read the entries.
    #[command(subcommand)]
    Token(token::Command),
    /// What is kept against desks that signed two entries under one number.
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Check a whole log: hash every tile again, judge every entry by the network's rules, verify every signature.
    ///
    /// Progress goes to standard error, findings to standard output, one a line. A running server is not disturbed.
    Fsck(fsck::Options),
    /// Verify a proof or a piece of evidence offline, and say in plain words what is proven and what is not.
    Verify(verify::Options),
    /// Be a witness: cosign the checkpoints of logs that only ever grow (c2sp.org/tlog-witness).
    ///
    /// The first line on standard output is the address. --home is the witness's own folder, made by `witness init`.
    Witness(witness::Options),
    /// The settings.
    #[command(subcommand)]
    Config(config::Command),
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    match done(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::from(NOT_DONE)
        }
    }
}

fn done(cli: Cli) -> anyhow::Result<ExitCode> {
    let (listen, witnesses) = match &cli.command {
        Command::Serve { listen, witness } => (*listen, witness.clone()),
        _ => (None, Vec::new()),
    };
    let config = settings(cli.config, Flags { home: cli.home, listen, witnesses })?;
    let home = Home::new(&config.home);
    match cli.command {
        Command::Init { origin, json } => init(&home, &origin, json),
        Command::Serve { .. } => serve::run(&home, config),
        Command::Invite(options) => invite::run(&home, &config, options),
        Command::Token(command) => token::run(&home, command),
        Command::Evidence(command) => evidence::run(&home, command),
        Command::Fsck(options) => fsck::run(&home, &options),
        Command::Verify(options) => verify::run(&options),
        Command::Witness(options) => witness::run(&config, options),
        Command::Config(command) => config::run(&config, &command),
    }
}

fn settings(file: Option<PathBuf>, flags: Flags) -> anyhow::Result<Config> {
    let file = file.or_else(|| std::env::var_os("DAYBOOK_LEDGER_CONFIG").map(PathBuf::from));
    // What is not text cannot be a setting's name; a value that is none is refused where it is one.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())));
    Ok(read(file.as_deref(), environment, &flags)?)
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

fn say(line: &dyn std::fmt::Display) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn complain(error: &anyhow::Error) {
    writeln!(std::io::stderr(), "daybook-ledger: {error:#}").ok();
}
