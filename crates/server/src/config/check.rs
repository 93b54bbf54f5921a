//! Whether settings go together.

use std::net::SocketAddr;
use std::path::Path;

use tracing_subscriber::EnvFilter;

use super::{Config, ConfigError, Metrics, Tls, Witnesses};
use crate::cosigning::WitnessAt;

/// An entry always fits: its length has two bytes of its own.
const SMALLEST_BODY: u32 = 2 + daybook_ledger::MAX_ENTRY as u32;
/// Bodies are held in memory.
const LARGEST_BODY: u32 = 16 << 20;
/// A long poll.
const SHORTEST_REQUEST: u32 = 26;

impl Config {
    /// Checks what can be checked without touching a file.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.tls.paths().map(drop)?;
        self.metrics.address().map(drop)?;
        self.witnesses.places().map(drop)?;
        self.check_limits()?;
        let filter = EnvFilter::try_new(&self.log.filter);
        filter.map(drop).map_err(|why| wrong("log.filter", why))
    }

    fn check_limits(&self) -> Result<(), ConfigError> {
        let limits = &self.limits;
        for (setting, value) in [
            ("limits.connections", limits.connections),
            ("limits.connections_per_address", limits.connections_per_address),
            ("limits.header_seconds", limits.header_seconds),
            ("limits.body_pause_seconds", limits.body_pause_seconds),
            ("limits.write_stall_seconds", limits.write_stall_seconds),
            ("access.invite_days", self.access.invite_days),
        ] {
            if value == 0 {
                return Err(wrong(setting, "at least 1"));
            }
        }
        if limits.request_seconds < SHORTEST_REQUEST {
            return Err(wrong("limits.request_seconds", format!("at least {SHORTEST_REQUEST}: a long poll takes 25")));
        }
        if !(SMALLEST_BODY..=LARGEST_BODY).contains(&limits.body_bytes) {
            return Err(wrong("limits.body_bytes", format!("from {SMALLEST_BODY} to {LARGEST_BODY}")));
        }
        Ok(())
    }
}

impl Tls {
    /// The two files, if TLS is on.
    pub fn paths(&self) -> Result<Option<(&Path, &Path)>, ConfigError> {
        match (self.cert.as_os_str().is_empty(), self.key.as_os_str().is_empty()) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some((&self.cert, &self.key))),
            (true, false) => Err(wrong("tls.cert", "a key without a certificate")),
            (false, true) => Err(wrong("tls.key", "a certificate without a key")),
        }
    }
}

impl Witnesses {
    /// Where each is asked, and whose signature counts.
    pub fn places(&self) -> Result<Vec<WitnessAt>, ConfigError> {
        let place = |text: &String| text.parse().map_err(|why| wrong("witnesses.ask", format!("{why}: {text}")));
        let places: Vec<WitnessAt> = self.ask.iter().map(place).collect::<Result<_, _>>()?;
        let twice =
            |at: usize| places[..at].iter().any(|before| before.key.public_key() == places[at].key.public_key());
        match (0..places.len()).find(|at| twice(*at)) {
            Some(at) => Err(wrong("witnesses.ask", format!("this key is there twice: {}", places[at].key))),
            None => Ok(places),
        }
    }
}

impl Metrics {
    /// Where they are served, if they are.
    pub fn address(&self) -> Result<Option<SocketAddr>, ConfigError> {
        match self.listen.as_str() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| wrong("metrics.listen", "not an address and a port")),
        }
    }
}

fn wrong(setting: &'static str, why: impl ToString) -> ConfigError {
    ConfigError::Setting { setting, why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_do_not_go_together_are_named() {
        let refused = |change: fn(&mut Config)| {
            let mut config = Config::default();
            change(&mut config);
            config.check().unwrap_err().to_string()
        };
        assert!(refused(|c| c.tls.cert = "c.pem".into()).starts_with("tls.key"));
        assert!(refused(|c| c.tls.key = "k.pem".into()).starts_with("tls.cert"));
        assert!(refused(|c| c.metrics.listen = "9090".into()).starts_with("metrics.listen"));
        assert!(refused(|c| c.witnesses.ask = vec!["https://w.example".into()]).starts_with("witnesses.ask"));
        let key = daybook_ledger::SignerKey::generate_witness("w.example", &[3; 32]).unwrap().verifier().to_string();
        let twice = Witnesses {
            ask: vec![format!("https://a.example={key}"), format!("https://b.example={key}")],
            ..Witnesses::default()
        };
        assert!(twice.places().unwrap_err().to_string().contains("twice"));
        assert!(refused(|c| c.limits.connections = 0).starts_with("limits.connections"));
        assert!(refused(|c| c.limits.request_seconds = 20).contains("long poll"));
        assert!(refused(|c| c.limits.body_bytes = 60_000).starts_with("limits.body_bytes"));
        assert!(refused(|c| c.log.filter = "daybook_server=loud".into()).starts_with("log.filter"));
        Config::default().check().unwrap();
    }
}
