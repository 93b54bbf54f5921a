//! Finding patients by whatever was typed: what it may mean, who fits, how well, and why. Pure.

mod broad;
mod find;
mod judge;
mod lately;
mod marked;
mod meeting;
mod near;
mod query;
mod short;
mod word;

#[cfg(test)]
mod tests;

pub use self::{
    find::{Familiar, Found, Search, Shown, find},
    lately::Lately,
};
