//! Twenty desks, a server and two witnesses under everything that networks, machines and people can do to them, repeated exactly
//! by a seed: partitions, delays, doubled and lost messages, crashes at every step, power cuts, wrong clocks, backups put back,
//! copied desks, and servers that show two histories or go back.
//!
//! Every seed ends, once all is healed, with the same rows everywhere, nothing acknowledged lost, and every fork found.

#[path = "simulation/chance.rs"]
mod chance;
#[path = "simulation/clockwork.rs"]
mod clockwork;
#[path = "simulation/desk.rs"]
mod desk;
#[path = "simulation/disk.rs"]
mod disk;
#[path = "simulation/faulty.rs"]
mod faulty;
#[path = "simulation/founding.rs"]
mod founding;
#[path = "simulation/judge.rs"]
mod judge;
#[path = "simulation/keys.rs"]
mod keys;
#[path = "simulation/network.rs"]
mod network;
#[path = "simulation/record.rs"]
mod record;
#[path = "simulation/server.rs"]
mod server;
#[path = "simulation/witness.rs"]
mod witness;
#[path = "simulation/world.rs"]
mod world;

use std::{
    num::NonZero,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
    sync::atomic::{AtomicU64, Ordering},
};

use founding::Founded;
use judge::Sights;
use world::World;

const DESKS: usize = 20;
const WITNESSES: usize = 2;
/// 2026-03-02, 09:00 UTC.
const BEGUN_MS: u64 = 1_772_442_000_000;
/// Seeds of an ordinary run of the tests; `DAYBOOK_SEEDS` names others.
const USUAL: Range<u64> = 0..2_000;
/// So many seeds are enough to find a fault that was planted.
const TO_FIND_A_FAULT: Range<u64> = 0..400;

/// Faults planted to see whether the simulation would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    None,
    /// The server's store says that a write is durable when it is not.
    NothingIsSynced,
    /// A field shows what came last, not what was written last.
    TheLastThatComesStands,
    /// A desk sends before it has looked what is there: after its disk was put back from a backup, it signs twice.
    PushesBeforeItPulls,
    /// A desk that finds own entries in the log writes anew what waited, even what came with them.
    WritesAnewWhatCame,
    /// A desk that has receipts, but has not read so far in the log, reckons without those entries.
    ForgetsItsReceipts,
    /// A desk asks a server that went back for what it had promised before, and says nothing.
    WaitsForWhatIsGone,
    /// A witness cosigns whatever continues nothing.
    TheWitnessForgets,
}

fn seeds() -> Range<u64> {
    let Ok(asked) = std::env::var("DAYBOOK_SEEDS") else { return USUAL };
    let (from, to) = asked.split_once("..").unwrap_or_else(|| panic!("DAYBOOK_SEEDS is like 100..200, not {asked}"));
    from.parse().unwrap()..to.parse().unwrap()
}

fn run(founded: &Founded, seed: u64, bug: Bug) -> Result<Sights, String> {
    let run = || World::begin(founded, seed, bug).run();
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("it broke off".into()))
}

/// Runs seeds on all cores; each that fails, with why, and what all the others saw.
fn run_all(founded: &Founded, seeds: Range<u64>, bug: Bug) -> (Vec<(u64, String)>, Sights) {
    let (next, outcome) = (AtomicU64::new(seeds.start), Mutex::new((Vec::new(), Sights::default())));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let seen = run(founded, seed, bug);
            let (failed, all) = &mut *outcome.lock().unwrap();
            match seen {
                Ok(seen) => all.add(seen),
                Err(why) => failed.push((seed, why)),
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    outcome.into_inner().unwrap()
}

#[test]
fn every_seed_ends_alike_everywhere_with_nothing_lost_and_every_fork_found() {
    let (failed, seen) = run_all(&Founded::make(), seeds(), Bug::None);
    for (seed, why) in &failed {
        println!(
            "seed {seed}: {why}\n  again with: DAYBOOK_SEEDS={seed}..{} cargo test -p daybook-tests --test simulation \
             every_seed -- --nocapture",
            seed + 1
        );
    }
    println!("{seen:?}");
    assert!(failed.is_empty(), "{} seeds failed", failed.len());
    let is_a_whole_run = seeds().count() >= 100;
    assert!(!is_a_whole_run || seen.is_rich(), "too little happened: {seen:?}");
}

#[test]
fn a_seed_repeats_exactly() {
    let founded = Founded::make();
    for seed in [0, 7, 8, 9] {
        let [once, again] = [(); 2].map(|()| format!("{:?}", run(&founded, seed, Bug::None)));
        assert_eq!(once, again, "seed {seed}");
    }
}

fn is_found(bug: Bug) {
    let founded = Founded::make();
    let found = TO_FIND_A_FAULT.into_iter().find_map(|seed| run(&founded, seed, bug).err().map(|why| (seed, why)));
    let (seed, why) = found.unwrap_or_else(|| panic!("{bug:?} was not noticed"));
    println!("{bug:?} is noticed by seed {seed}: {why}");
}

#[test]
fn a_store_that_only_says_it_is_durable_is_found() {
    is_found(Bug::NothingIsSynced);
}

#[test]
fn rows_by_order_of_arrival_are_found() {
    is_found(Bug::TheLastThatComesStands);
}

#[test]
fn a_desk_that_sends_before_it_looks_is_found() {
    is_found(Bug::PushesBeforeItPulls);
}

#[test]
fn entries_written_anew_although_they_came_are_found() {
    is_found(Bug::WritesAnewWhatCame);
}

#[test]
fn a_desk_that_forgets_its_receipts_is_found() {
    is_found(Bug::ForgetsItsReceipts);
}

#[test]
fn a_desk_that_waits_for_what_is_gone_is_found() {
    is_found(Bug::WaitsForWhatIsGone);
}

#[test]
fn a_witness_that_forgets_is_found() {
    is_found(Bug::TheWitnessForgets);
}
