//! Everything that can be set: by a file (TOML), over it by the environment, over both by flags.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

mod check;
mod read;

pub use read::{Flags, PREFIX, keys, read};

/// All settings. `assets/server/daybook-ledger.example.toml` says what each is for; a test holds both together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The log's folder.
    pub home: PathBuf,
    /// Where the log is served; port 0 takes a free one.
    pub listen: SocketAddr,
    /// TLS.
    pub tls: Tls,
    /// Who may read.
    pub access: Access,
    /// Who is asked for cosignatures.
    pub witnesses: Witnesses,
    /// How much of everything.
    pub limits: Limits,
    /// Numbers for Prometheus.
    pub metrics: Metrics,
    /// What is written down of what happens.
    pub log: Log,
}

/// Certificate and key, PEM; both or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// The certificate and those between it and its authority.
    pub cert: PathBuf,
    /// Its private key; nobody else's to read.
    pub key: PathBuf,
}

/// Who may read what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Access {
    /// Whether entries are anybody's to read; if not, that takes a desk's or a reader's token.
    pub public_entries: bool,
    /// How long an invitation is good, in days.
    pub invite_days: u32,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Witnesses of the log's checkpoints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Witnesses {
    /// Each as `URL=VKEY`: its address, and the verifier key whose cosignatures count.
    pub ask: Vec<String>,
    /// Certificate authorities, PEM, that their TLS certificates may come from besides those of this computer; empty: none.
    pub ca: PathBuf,
}

/// How much, how long, how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections at one time; more wait to be accepted.
    pub connections: u32,
    /// Of them from one address; more are closed at once.
    pub connections_per_address: u32,
    /// A client that takes longer to say what it wants, or to agree on TLS, is cut off. Seconds.
    pub header_seconds: u32,
    /// Longest pause between two pieces of a body. Seconds.
    pub body_pause_seconds: u32,
    /// Longest work on one request; a long poll takes 25. Seconds.
    pub request_seconds: u32,
    /// A client that takes nothing of its answer for so long is cut off. Seconds.
    pub write_stall_seconds: u32,
    /// How long requests in hand may take after the server was told to stop. Seconds.
    pub farewell_seconds: u32,
    /// The largest body of entries or keys, in bytes.
    pub body_bytes: u32,
    /// Entries of one desk in a second, in the long run; 0: no limit.
    pub entries_per_second: u32,
    /// Entries of one desk at once.
    pub entries_burst: u32,
    /// Requests of one desk, one reader, or one address without a token, in a second; 0: no limit.
    pub requests_per_second: u32,
    /// The same at once.
    pub requests_burst: u32,
    /// Sessions and requests to join from one address in a second; 0: no limit.
    pub sessions_per_second: u32,
    /// The same at once.
    pub sessions_burst: u32,
}

/// Numbers for Prometheus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// Address and port of their own; empty: none.
    pub listen: String,
}

/// The server's log of what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// What is written down, as `tracing` has it: `info`, `daybook_server=debug,warn`.
    pub filter: String,
}

/// How a line of the server's log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON value a line.
    Json,
    /// For people.
    Text,
}

/// What cannot be used, and why.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File { path: String, source: std::io::Error },
    /// It is not TOML, or holds what is no setting.
    #[error("{path}: {why}")]
    Malformed { path: String, why: String },
    /// A variable of the environment that is no setting.
    #[error("the environment has {0}, which is not a setting")]
    UnknownVariable(String),
    /// A variable of the environment that holds no value of its kind.
    #[error("{name} in the environment: {why}")]
    Variable { name: String, why: String },
    /// The settings do not go together.
    #[error("{setting}: {why}")]
    Setting { setting: &'static str, why: String },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            home: "ledger".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls: Tls::default(),
            access: Access::default(),
            witnesses: Witnesses::default(),
            limits: Limits::default(),
            metrics: Metrics::default(),
            log: Log::default(),
        }
    }
}

impl Default for Access {
    fn default() -> Self {
        Self { public_entries: false, invite_days: 30, trusted_proxies: Vec::new() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            connections_per_address: 512,
            header_seconds: 10,
            body_pause_seconds: 10,
            request_seconds: 40,
            write_stall_seconds: 30,
            farewell_seconds: 10,
            body_bytes: 4 << 20,
            entries_per_second: 2_000,
            entries_burst: 20_000,
            requests_per_second: 500,
            requests_burst: 10_000,
            sessions_per_second: 20,
            sessions_burst: 500,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info".into() }
    }
}
