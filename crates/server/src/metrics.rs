//! Numbers for Prometheus: how much, how fast, how often not. Labels are routes and codes; nothing in them names anybody.

use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Seconds, from half a millisecond to a long poll.
const SECONDS: [f64; 10] = [0.0005, 0.002, 0.005, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0, 30.0];
/// Entries in a block.
const ENTRIES: [f64; 8] = [1.0, 4.0, 16.0, 64.0, 256.0, 1_024.0, 4_096.0, 16_384.0];

/// Every number that is kept.
pub struct Metrics {
    registry: Registry,
    /// Requests answered.
    pub requests: Family<RequestLabels, Counter>,
    /// How long that took.
    pub request_seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    /// Requests told to come again later.
    pub limited: Family<LimitLabels, Counter>,
    /// Entries taken.
    pub accepted: Counter,
    /// Entries refused, by the rule.
    pub refused: Family<CodeLabels, Counter>,
    /// Entries of each block.
    pub block_entries: Histogram,
    /// How long the sequencer took for each block.
    pub commit_seconds: Histogram,
    /// Batches that could not be stored.
    pub failed_commits: Counter,
    /// Entries in the tree.
    pub tree_size: Gauge,
    /// The number of the last block.
    pub blocks: Gauge,
    /// When it was made, Unix seconds.
    pub last_block: Gauge,
    /// At the doors.
    pub door: DoorCounts,
    /// Desks whose two entries under one number were noted.
    pub equivocations: Counter,
    /// Entries of the tree that each witness has cosigned last.
    pub witness_size: Family<WitnessLabels, Gauge>,
    /// When it did so, by its own clock, Unix seconds.
    pub witness_time: Family<WitnessLabels, Gauge>,
    /// Attempts to get a cosignature that failed.
    pub witness_failures: Family<WitnessLabels, Counter>,
    /// How often a witness had forgotten what it cosigned.
    pub witness_forgot: Family<WitnessLabels, Counter>,
    /// 1 while a witness and this log disagree.
    pub witness_alarm: Family<WitnessLabels, Gauge>,
}

/// What is counted at a door. A clone counts on with the same numbers.
#[derive(Clone, Debug, Default)]
pub struct DoorCounts {
    /// Connections now.
    pub connections: Gauge,
    /// Connections closed at once or cut off.
    pub dropped: Family<ReasonLabels, Counter>,
}

/// Which route, which answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// As the router has it, without what is filled in.
    pub route: String,
    /// HTTP status.
    pub status: u16,
}

/// Which route.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RouteLabels {
    /// As the router has it.
    pub route: String,
}

/// Which limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct LimitLabels {
    /// `entries`, `known`, `unknown`, `costly`.
    pub limit: &'static str,
}

/// Which rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CodeLabels {
    /// The refusal's code.
    pub code: &'static str,
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ReasonLabels {
    /// `too_many`, `handshake`, `error`.
    pub reason: &'static str,
}

/// Which witness.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct WitnessLabels {
    /// Its name and the hash of its key.
    pub witness: String,
}

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("daybook_ledger"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            limited: Family::default(),
            accepted: Counter::default(),
            refused: Family::default(),
            block_entries: Histogram::new(ENTRIES),
            commit_seconds: seconds(),
            failed_commits: Counter::default(),
            tree_size: Gauge::default(),
            blocks: Gauge::default(),
            last_block: Gauge::default(),
            door: DoorCounts::default(),
            equivocations: Counter::default(),
            witness_size: Family::default(),
            witness_time: Family::default(),
            witness_failures: Family::default(),
            witness_forgot: Family::default(),
            witness_alarm: Family::default(),
        };
        metrics.register_traffic();
        metrics.register_log();
        metrics.register_witnesses();
        metrics
    }
}

impl Metrics {
    fn register_traffic(&mut self) {
        let Self { registry, requests, request_seconds, limited, door, .. } = self;
        registry.register("requests", "Requests answered", requests.clone());
        let help = "How long an answer took; a long poll waits up to 25 s";
        registry.register_with_unit("request", help, Unit::Seconds, request_seconds.clone());
        registry.register("limited", "Requests told to come again later", limited.clone());
        registry.register("connections", "Connections now", door.connections.clone());
        registry.register("dropped_connections", "Connections closed at once or cut off", door.dropped.clone());
    }

    fn register_witnesses(&mut self) {
        let Self { registry, witness_size, witness_time, witness_failures, witness_forgot, witness_alarm, .. } = self;
        registry.register("witness_size", "Entries of the tree that a witness has cosigned last", witness_size.clone());
        let help = "When a witness has cosigned last";
        registry.register_with_unit("witness_time", help, Unit::Seconds, witness_time.clone());
        registry.register("witness_failures", "Cosignatures asked for and not got", witness_failures.clone());
        let help = "How often a witness had forgotten what it cosigned";
        registry.register("witness_forgot", help, witness_forgot.clone());
        registry.register("witness_alarm", "1 while a witness and this log disagree", witness_alarm.clone());
    }

    fn register_log(&mut self) {
        let Self { registry, accepted, refused, block_entries, commit_seconds, failed_commits, .. } = self;
        registry.register("entries", "Entries answered with a proof, those sent again too", accepted.clone());
        registry.register("refused_entries", "Entries refused, by the rule they break", refused.clone());
        registry.register("block_entries", "New entries of a block", block_entries.clone());
        registry.register_with_unit("commit", "How long a block took", Unit::Seconds, commit_seconds.clone());
        registry.register("failed_commits", "Blocks that could not be stored", failed_commits.clone());
        let Self { registry, tree_size, blocks, last_block, equivocations, .. } = self;
        registry.register("tree_size", "Entries in the tree", tree_size.clone());
        registry.register("blocks", "The number of the last block", blocks.clone());
        registry.register_with_unit(
            "last_block_time",
            "When the last block was made",
            Unit::Seconds,
            last_block.clone(),
        );
        registry.register("equivocations", "Entries signed under a number already used", equivocations.clone());
    }

    /// An answer was given.
    pub fn answered(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { route: route.into(), status }).inc();
        self.request_seconds.get_or_create(&RouteLabels { route: route.into() }).observe(took.as_secs_f64());
    }

    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(error) => {
                tracing::error!(%error, "the metrics could not be written");
                String::new()
            }
        }
    }
}
