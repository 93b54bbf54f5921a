//! Collecting cosignatures: every witness is asked for the newest checkpoint, in the background and in rounds, so that a
//! checkpoint that one has cosigned the others are asked for too.

mod ask;
mod collector;
mod front;
mod sight;

use std::sync::Arc;

use daybook_ledger::VerifierKey;
use daybook_ledger::note::KeyKind;
use reqwest::Url;
use tokio::sync::watch;

use crate::metrics::Metrics;
use crate::store::{CosignatureStore, StoreError, WitnessId};

pub use ask::Asker;
pub use collector::Collector;
pub use front::{Cosigned, Front};
pub use sight::{Problem, Sight, Sights};

/// A witness that is asked: where, and whose cosignatures count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessAt {
    /// Its submission prefix, ending in `/`.
    pub prefix: Url,
    /// Its key.
    pub key: VerifierKey,
}

/// Not the form `URL=VKEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAWitness {
    /// No key in it.
    #[error("a witness is given as URL=VKEY, where VKEY is what `daybook-ledger witness init` printed")]
    Form,
    /// A log's key.
    #[error("this is a log's key; a witness's is needed")]
    Kind,
    /// No address.
    #[error("a witness's address begins with https:// or http://")]
    Address,
}

impl std::fmt::Display for WitnessAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.prefix, self.key)
    }
}

impl std::str::FromStr for WitnessAt {
    type Err = NotAWitness;

    fn from_str(text: &str) -> Result<Self, NotAWitness> {
        // An address may hold an equals sign, a key's name too: the first cut that leaves a key is the one.
        let cuts = text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]));
        let cut = |(url, key): (&str, &str)| Some((url.to_owned(), VerifierKey::parse(key.trim()).ok()?));
        let (url, key) = cuts.into_iter().find_map(cut).ok_or(NotAWitness::Form)?;
        if key.kind() != KeyKind::Witness {
            return Err(NotAWitness::Kind);
        }
        let with_slash = if url.ends_with('/') { url } else { format!("{url}/") };
        let prefix = Url::parse(with_slash.trim()).map_err(|_| NotAWitness::Address)?;
        if !matches!(prefix.scheme(), "http" | "https") || prefix.host().is_none() {
            return Err(NotAWitness::Address);
        }
        Ok(Self { prefix, key })
    }
}

/// What requests see of the collecting.
#[derive(Clone)]
pub struct Cosigning {
    /// The cosigned checkpoints that are of use, as they change.
    pub front: watch::Receiver<Arc<Front>>,
    /// How each witness that is asked does.
    pub sights: Arc<Sights>,
    /// Cosignatures by block.
    pub store: Arc<dyn CosignatureStore>,
}

/// A witness that is asked, with its place in the store.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Where and who.
    pub at: WitnessAt,
    /// In the store.
    pub id: WitnessId,
}

/// Reads what is stored, and puts together what collects and what shows it. Without witnesses nothing is asked.
pub fn open(
    store: Arc<dyn CosignatureStore>,
    origin: &str,
    witnesses: Vec<WitnessAt>,
    metrics: Arc<Metrics>,
) -> Result<(Cosigning, collector::Seat), StoreError> {
    let ask = |at: WitnessAt| Ok(Asked { id: store.witness(&at.key.to_string())?, at });
    let asked = witnesses.into_iter().map(ask).collect::<Result<Vec<_>, StoreError>>()?;
    let (changes, front) = watch::channel(Arc::new(Front::load(&*store, origin)?));
    let sights = Arc::new(Sights::new(&asked, &*store, metrics)?);
    let seat = collector::Seat { asked, front: changes, sights: sights.clone(), store: store.clone() };
    Ok((Cosigning { front, sights, store }, seat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witness_is_an_address_and_a_key() {
        let key = daybook_ledger::SignerKey::generate_witness("w.example/a=b", &[3; 32]).unwrap().verifier().clone();
        for (text, prefix) in [
            (format!("http://127.0.0.1:9={key}"), "http://127.0.0.1:9/"),
            (format!("https://w.example/x?y=z/={key}"), "https://w.example/x?y=z/"),
        ] {
            let at: WitnessAt = text.parse().unwrap();
            assert_eq!((at.prefix.as_str(), &at.key), (prefix, &key));
        }
        let log = daybook_ledger::SignerKey::generate("l.example", &[3; 32]).unwrap().verifier().clone();
        for (text, why) in [
            ("http://127.0.0.1:9".into(), NotAWitness::Form),
            ("http://127.0.0.1:9=".into(), NotAWitness::Form),
            (format!("{key}"), NotAWitness::Form),
            (format!("http://w.example={log}"), NotAWitness::Kind),
            (format!("w.example={key}"), NotAWitness::Address),
            (format!("ftp://w.example={key}"), NotAWitness::Address),
        ] {
            assert_eq!(text.parse::<WitnessAt>(), Err(why), "{text}");
        }
    }
}
