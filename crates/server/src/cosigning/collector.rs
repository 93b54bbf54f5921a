//! The rounds: all witnesses that do not rest are asked for one checkpoint at the same time, then for the newest one then.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::ask::{Asker, Failure, Known, Line};
use super::{Asked, Cosigned, Front, Sights};
use crate::published::Published;
use crate::store::{Cosignature, CosignatureStore, StoreError};

/// Between the beginnings of two rounds, at least: a busy log does not keep its witnesses' disks busy all the time.
const PACE: Duration = Duration::from_millis(200);
const FIRST_REST: Duration = Duration::from_millis(250);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// What a collector is given besides the log.
pub struct Seat {
    pub(super) asked: Vec<Asked>,
    pub(super) front: watch::Sender<Arc<Front>>,
    pub(super) sights: Arc<Sights>,
    pub(super) store: Arc<dyn CosignatureStore>,
}

/// Collects cosignatures until it is told to stop. Nobody waits for it.
pub struct Collector {
    seat: Seat,
    asker: Asker,
    origin: String,
    published: watch::Receiver<Arc<Published>>,
    stopping: watch::Receiver<bool>,
    /// Until when each witness rests after a failure.
    rests: Vec<Instant>,
    /// The number of the block that each has cosigned last.
    done: Vec<Option<u64>>,
}

impl Collector {
    /// Ready to run.
    pub fn new(
        seat: Seat,
        asker: Asker,
        origin: String,
        published: watch::Receiver<Arc<Published>>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let (rests, done) = (vec![Instant::now(); seat.asked.len()], vec![None; seat.asked.len()]);
        Self { seat, asker, origin, published, stopping, rests, done }
    }

    /// Goes on until the server stops. Without witnesses there is nothing to do.
    pub async fn run(mut self) {
        if self.seat.asked.is_empty() {
            return;
        }
        let mut stopping = self.stopping.clone();
        tokio::select! {
            () = self.rounds() => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    }

    async fn rounds(&mut self) {
        loop {
            let begun = Instant::now();
            let target = self.published.borrow_and_update().clone();
            self.round(&target).await;
            tokio::time::sleep_until(begun + PACE).await;
            let next = self.next_turn(&target);
            tokio::select! {
                changed = self.published.changed() => if changed.is_err() { return },
                () = sleep_until(next) => {}
            }
        }
    }

    /// Asks everybody who does not rest and has not cosigned this checkpoint yet.
    async fn round(&mut self, target: &Arc<Published>) {
        if target.block.size == 0 {
            return;
        }
        let mut answers = JoinSet::new();
        for at in (0..self.seat.asked.len()).filter(|at| self.is_due(*at, target)) {
            let (asker, witness, target) = (self.asker.clone(), self.seat.asked[at].at.clone(), target.clone());
            let known = self.known(at);
            answers.spawn(async move { (at, asker.ask(&witness, &target, &known).await) });
        }
        while let Some(answer) = answers.join_next().await {
            match answer {
                Ok((at, Ok(line))) => self.take(at, target, line).await,
                Ok((at, Err(failure))) => self.rest(at, &failure),
                Err(error) => tracing::error!(%error, "a task did not finish"),
            }
        }
    }

    fn known(&self, at: usize) -> Known {
        let size = self.seat.sights.get(at).map_or(0, |sight| sight.size);
        let front = self.seat.front.borrow();
        let newest = front.newest_of(self.seat.asked[at].id);
        Known { size, note: newest.filter(|newest| newest.size == size).map(Cosigned::note) }
    }

    fn is_due(&self, at: usize, target: &Published) -> bool {
        self.done[at] != Some(target.block.number) && self.rests[at] <= Instant::now()
    }

    /// The earliest moment at which somebody who is behind may be asked again.
    fn next_turn(&self, target: &Published) -> Option<Instant> {
        let is_behind = |at: &usize| target.block.size > 0 && self.done[*at] != Some(target.block.number);
        (0..self.rests.len()).filter(is_behind).map(|at| self.rests[at]).min()
    }

    async fn take(&mut self, at: usize, target: &Arc<Published>, Line { line, time, forgot }: Line) {
        if let Some(latest) = forgot {
            self.seat.sights.forgot(at, latest);
        }
        let (number, cosignature) =
            (target.block.number, Cosignature { witness: self.seat.asked[at].id, line: line.to_string() });
        let (store, kept) = (self.seat.store.clone(), cosignature.clone());
        let stored = tokio::task::spawn_blocking(move || store.put_cosignature(number, &kept)).await;
        // What is not stored is not shown: it is asked for again.
        if let Err(why) = stored.unwrap_or_else(|error| Err(StoreError::Damaged(error.to_string()))) {
            tracing::warn!(%why, "a cosignature was not stored");
            self.rests[at] = Instant::now() + FIRST_REST;
            return;
        }
        self.done[at] = Some(number);
        self.seat.sights.cosigned(at, target.block.size, time);
        let checkpoint = Cosigned::of(&target.block, &self.origin);
        self.seat.front.send_modify(|front| {
            *front = Arc::new(front.with(&checkpoint, cosignature.witness, &cosignature.line));
        });
    }

    fn rest(&mut self, at: usize, failure: &Failure) {
        let failures = self.seat.sights.get(at).map_or(0, |sight| sight.failures);
        self.seat.sights.failed(at, failure.problem, &failure.why);
        let rest = FIRST_REST.saturating_mul(1 << failures.min(16)).min(LONGEST_REST);
        self.rests[at] = Instant::now() + rest;
    }
}

async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
