//! The fuzz targets without a fuzzer: every file of their corpora, mutations of them, and much of one byte, on a stable compiler.

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;

use fuzz::{TARGETS, Target};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

/// What is thrown at a parser is at most so long: longer than any entry.
const LONGEST: usize = 64 << 10;
/// How often a corpus is mutated; `DAYBOOK_MUTATIONS` says otherwise.
const MUTATIONS: u32 = 1_500;

/// One change to some bytes.
#[derive(Clone, Debug)]
enum Mutation {
    Flip {
        at: usize,
        bit: u8,
    },
    Set {
        at: usize,
        to: u8,
    },
    Insert {
        at: usize,
        bytes: Vec<u8>,
    },
    Remove {
        at: usize,
        count: usize,
    },
    Repeat {
        at: usize,
        count: usize,
    },
    Truncate {
        at: usize,
    },
    /// The rest comes from another file.
    Splice {
        at: usize,
        other: usize,
    },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = || prop_oneof![0..200_usize, any::<usize>()];
    prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip { at, bit }),
        (at(), prop_oneof![Just(0), Just(0xFF), Just(b'\n'), any::<u8>()])
            .prop_map(|(at, to)| Mutation::Set { at, to }),
        (at(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Mutation::Insert { at, bytes }),
        (at(), 1..60_usize).prop_map(|(at, count)| Mutation::Remove { at, count }),
        (at(), 1..60_usize).prop_map(|(at, count)| Mutation::Repeat { at, count }),
        at().prop_map(|at| Mutation::Truncate { at }),
        (at(), any::<usize>()).prop_map(|(at, other)| Mutation::Splice { at, other }),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation, corpus: &[Vec<u8>]) {
    let length = bytes.len();
    let place = |at: usize| at % (length + 1);
    match *mutation {
        Mutation::Flip { at, bit } if length > 0 => bytes[at % length] ^= 1 << bit,
        Mutation::Set { at, to } if length > 0 => bytes[at % length] = to,
        Mutation::Flip { .. } | Mutation::Set { .. } => {}
        Mutation::Insert { at, bytes: ref new } => drop(bytes.splice(place(at)..place(at), new.iter().copied())),
        Mutation::Remove { at, count } => drop(bytes.drain(place(at)..(place(at) + count).min(length))),
        Mutation::Repeat { at, count } => {
            let part = bytes[place(at)..(place(at) + count).min(length)].to_vec();
            drop(bytes.splice(place(at)..place(at), part));
        }
        Mutation::Truncate { at } => bytes.truncate(place(at)),
        Mutation::Splice { at, other } => {
            let other = &corpus[other % corpus.len()];
            bytes.truncate(place(at));
            bytes.extend(other.iter().skip(bytes.len()));
        }
    }
    bytes.truncate(LONGEST);
}

fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target.name);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn named(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

fn mutations() -> u32 {
    std::env::var("DAYBOOK_MUTATIONS").map_or(MUTATIONS, |count| count.parse().unwrap())
}

fn replay(name: &str) {
    let target = named(name);
    let corpus = corpus(target);
    assert!(corpus.len() > 1, "{name} has a corpus");
    corpus.iter().for_each(|bytes| (target.try_on)(bytes));
    for fill in [0x00, 0x01, 0x0A, 0x20, 0x41, 0x5F, 0x7F, 0x80, 0x9B, 0x9F, 0xBF, 0xFF] {
        (target.try_on)(&[fill; LONGEST]);
    }
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(mutations()) });
    let strategy = (any::<usize>(), prop::collection::vec(mutation(), 1..6));
    let tried = runner.run(&strategy, |(file, changes)| {
        let mut bytes = corpus[file % corpus.len()].clone();
        changes.iter().for_each(|change| mutate(&mut bytes, change, &corpus));
        (target.try_on)(&bytes);
        Ok(())
    });
    tried.unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// One test for each target, and none without one.
macro_rules! targets {
    ($($name:ident),+ $(,)?) => {
        $(#[test] fn $name() { replay(stringify!($name)); })+

        #[test]
        fn every_target_is_replayed() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),+]);
        }
    };
}

targets!(entry, cose, note, checkpoint, proof, bundle, policy, evidence, witness, state, tile_path, key, event, http);

/// A mutation that changes nothing would try nothing.
#[test]
fn mutations_change_what_they_are_given() {
    let corpus = corpus(named("entry"));
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(200) });
    let changed = std::cell::Cell::new(0);
    runner
        .run(&mutation(), |change| {
            let mut bytes = corpus[0].clone();
            mutate(&mut bytes, &change, &corpus);
            changed.set(changed.get() + u32::from(bytes != corpus[0]));
            Ok(())
        })
        .unwrap();
    assert!(changed.get() > 150, "{}", changed.get());
}
