//! Progress on the terminal: each step named as it starts, timed when it ends, and a summary.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Steps done so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs one step and prints its name and how long it took.
    pub fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n==> {name}");
        let begun = Instant::now();
        let result = step().with_context(|| format!("Step failed: {name}"));
        let took = begun.elapsed();
        if result.is_ok() {
            println!("<== {name}: {}", seconds(took));
            self.done.push((name.to_owned(), took));
        }
        result
    }

    /// Prints every step with its time.
    pub fn summary(&self) {
        println!("\nSteps");
        for (name, took) in &self.done {
            println!("  {:>8}  {name}", seconds(*took));
        }
        println!("  {:>8}  in all", seconds(self.done.iter().map(|(_, took)| *took).sum()));
    }
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f32()),
        whole => format!("{}:{:02} min", whole / 60, whole % 60),
    }
}
