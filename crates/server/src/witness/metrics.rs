//! A witness's numbers for Prometheus: answers by status, and of each log the size and time cosigned last.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use super::watch::LogSight;
use crate::metrics::{DoorCounts, ReasonLabels};

/// Why a connection ends early.
const REASONS: [&str; 3] = ["too_many", "handshake", "error"];

/// What is counted.
#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<u16, u64>>,
    /// At its doors.
    pub door: DoorCounts,
}

impl Metrics {
    /// A request to cosign was answered.
    pub fn answered(&self, status: u16) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(status).or_default() += 1;
    }

    /// The text that Prometheus reads.
    pub fn text(&self, logs: &[LogSight]) -> String {
        let mut text = String::from(
            "# HELP daybook_witness_answers Requests to cosign a checkpoint, by the answer's status.\n\
             # TYPE daybook_witness_answers counter\n",
        );
        for (status, count) in &*self.answers.lock().unwrap_or_else(PoisonError::into_inner) {
            writeln!(text, "daybook_witness_answers_total{{status=\"{status}\"}} {count}").ok();
        }
        self.write_door(&mut text);
        let latest = |value: fn((u64, u64)) -> u64| move |log: &LogSight| log.latest.map_or(0, value);
        gauge(&mut text, "size", "Size of the tree cosigned last.", logs, latest(|(size, _)| size));
        gauge(&mut text, "time_seconds", "When that was, as signed.", logs, latest(|(_, time)| time));
        let help = "1 while nothing is cosigned: it has signed more than it remembers, or two histories.";
        gauge(&mut text, "alarm", help, logs, |log| log.trouble.is_some().into());
        text.push_str("# EOF\n");
        text
    }

    fn write_door(&self, text: &mut String) {
        let connections = self.door.connections.get();
        text.push_str(
            "# HELP daybook_witness_connections Connections now.\n# TYPE daybook_witness_connections gauge\n",
        );
        writeln!(text, "daybook_witness_connections {connections}").ok();
        let name = "daybook_witness_dropped_connections";
        writeln!(text, "# HELP {name} Connections closed at once or cut off.\n# TYPE {name} counter").ok();
        for reason in REASONS {
            let count = self.door.dropped.get_or_create(&ReasonLabels { reason }).get();
            writeln!(text, "{name}_total{{reason=\"{reason}\"}} {count}").ok();
        }
    }
}

fn gauge(text: &mut String, name: &str, help: &str, logs: &[LogSight], value: impl Fn(&LogSight) -> u64) {
    writeln!(text, "# HELP daybook_witness_log_{name} {help}\n# TYPE daybook_witness_log_{name} gauge").ok();
    for log in logs {
        let origin = log.origin.replace('\\', "\\\\").replace('"', "\\\"");
        let value = value(log);
        writeln!(text, "daybook_witness_log_{name}{{origin=\"{origin}\"}} {value}").ok();
    }
}
