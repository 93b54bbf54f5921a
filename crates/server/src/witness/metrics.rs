//! A witness's numbers for Prometheus: answers by status, and of each log the size and time cosigned last.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use super::watch::LogSight;

/// What is counted.
#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<u16, u64>>,
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
        gauge(&mut text, "size", "Size of the tree cosigned last.", logs, |(size, _)| size);
        gauge(&mut text, "time_seconds", "When that was, as signed.", logs, |(_, time)| time);
        text.push_str("# EOF\n");
        text
    }
}

fn gauge(text: &mut String, name: &str, help: &str, logs: &[LogSight], value: fn((u64, u64)) -> u64) {
    writeln!(text, "# HELP daybook_witness_log_{name} {help}\n# TYPE daybook_witness_log_{name} gauge").ok();
    for log in logs {
        let origin = log.origin.replace('\\', "\\\\").replace('"', "\\\"");
        let value = log.latest.map_or(0, value);
        writeln!(text, "daybook_witness_log_{name}{{origin=\"{origin}\"}} {value}").ok();
    }
}
