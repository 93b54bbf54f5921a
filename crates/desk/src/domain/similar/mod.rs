//! Who may be the same person: a probabilistic comparison of two people after Fellegi and Sunter (1969), with term frequencies
//! (Winkler 1989), weights estimated from the register itself by EM, and families told from duplicates. Pure.
//!
//! [`Profile`] is a person as compared, [`compare`] says field by field how far two agree, [`Model`] what that weighs,
//! [`Model::judge`] how likely they are the same person in a register of that size.

mod address;
mod birth;
mod blocks;
mod compare;
mod em;
mod judge;
mod known;
mod model;
mod names;
pub mod profile;
mod relatives;
mod sketch;
#[cfg(test)]
mod tests;
mod together;
mod word;

pub use self::{
    address::Address,
    birth::{Born, Known},
    blocks::Blocks,
    compare::{Compared, Comparison, compare},
    em::{estimate, near_by, random_pairs},
    judge::{ALERT, Judgement},
    model::Model,
    names::{Names, Side},
    profile::{Kin, Profile},
    relatives::{Homes, Relatives},
    sketch::{Probe, Sketch},
    together::Together,
    word::Word,
};
