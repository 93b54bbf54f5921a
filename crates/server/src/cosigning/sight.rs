//! How each witness that is asked does.

use std::sync::{Arc, Mutex, PoisonError};

use super::Asked;
use crate::metrics::{Metrics, WitnessLabels};
use crate::store::{CosignatureStore, StoreError};

/// What keeps a witness from cosigning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// No answer, or none of use.
    Unreachable,
    /// Its certificate comes from nobody who is trusted here, is of another name, or is out of date.
    Untrusted,
    /// It does not watch this log, or not with this key.
    NotWatched,
    /// Its answer is not what the protocol says.
    Garbled,
    /// An alarm: it has forgotten what it cosigned, and does not go on from there.
    Forgotten,
    /// An alarm: it has cosigned a larger tree than this log has.
    Ahead,
    /// An alarm: it has cosigned a tree that this log does not continue.
    Disputed,
}

/// One witness.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sight {
    /// Its verifier key.
    pub key: String,
    /// Where it is asked.
    pub prefix: String,
    /// The size of the tree it cosigned last.
    pub size: u64,
    /// When, by its own clock, seconds; absent until it has since this server's start.
    pub time: Option<u64>,
    /// What keeps it from cosigning now.
    pub problem: Option<Problem>,
    /// Attempts in a row that failed.
    pub failures: u32,
    /// How often it had forgotten what it cosigned, since this server's start, and was brought back to it.
    pub forgot: u32,
}

/// All of them, in the order they are asked.
pub struct Sights {
    all: Mutex<Vec<Sight>>,
    metrics: Arc<Metrics>,
}

impl Problem {
    /// Whether somebody must look at once: one of the two has more than one history.
    pub fn is_alarm(self) -> bool {
        matches!(self, Self::Forgotten | Self::Ahead | Self::Disputed)
    }
}

impl Sights {
    pub(super) fn new(
        asked: &[Asked],
        store: &dyn CosignatureStore,
        metrics: Arc<Metrics>,
    ) -> Result<Self, StoreError> {
        let sight = |asked: &Asked| {
            let size = store.largest_cosigned(asked.id)?;
            let (key, prefix) = (asked.at.key.to_string(), asked.at.prefix.to_string());
            Ok(Sight { key, prefix, size, time: None, problem: None, failures: 0, forgot: 0 })
        };
        let all = Mutex::new(asked.iter().map(sight).collect::<Result<_, StoreError>>()?);
        Ok(Self { all, metrics })
    }

    /// As they are now.
    pub fn all(&self) -> Vec<Sight> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn get(&self, at: usize) -> Option<Sight> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).get(at).cloned()
    }

    pub(super) fn cosigned(&self, at: usize, size: u64, time: u64) {
        if let Some(sight) = self.all.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
            if sight.problem.is_some() {
                tracing::info!(witness = sight.key, "the witness cosigns again");
            }
            (sight.size, sight.time, sight.problem, sight.failures) = (size, Some(time), None, 0);
            let label = label(sight);
            self.metrics.witness_size.get_or_create(&label).set(size as i64);
            self.metrics.witness_time.get_or_create(&label).set(time as i64);
            self.metrics.witness_alarm.get_or_create(&label).set(0);
        }
    }

    /// Notes that a witness named `latest` entries and had cosigned more.
    pub(super) fn forgot(&self, at: usize, latest: u64) {
        if let Some(sight) = self.all.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
            sight.forgot = sight.forgot.saturating_add(1);
            tracing::error!(
                witness = sight.key,
                cosigned = sight.size,
                named = latest,
                "ALARM: a witness had forgotten what it cosigned: it was put back from a backup, or its key is in two places; \
                 it was shown its own cosignature and goes on from there"
            );
            self.metrics.witness_forgot.get_or_create(&label(sight)).inc();
        }
    }

    /// Notes a failure; says so in the log once, not with every attempt.
    pub(super) fn failed(&self, at: usize, problem: Problem, why: &str) {
        let mut sights = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sight) = sights.get_mut(at) else { return };
        if sight.problem.replace(problem) != Some(problem) {
            match problem.is_alarm() {
                true => tracing::error!(witness = sight.key, ?problem, why, "ALARM: a witness and this log disagree"),
                false => tracing::warn!(witness = sight.key, ?problem, why, "a witness does not cosign"),
            }
        }
        sight.failures = sight.failures.saturating_add(1);
        let label = label(sight);
        self.metrics.witness_failures.get_or_create(&label).inc();
        self.metrics.witness_alarm.get_or_create(&label).set(problem.is_alarm().into());
    }
}

/// Its name and the hash of its key.
fn label(sight: &Sight) -> WitnessLabels {
    let name = sight.key.rsplit_once('+').map_or("", |(name, _)| name);
    WitnessLabels { witness: name.to_owned() }
}
