//! The command line, as far as it is about patients who look alike, and what is said of patients.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use daybook_api::PersonPart;

use super::pair;

#[derive(ClapArgs)]
pub struct Similar {
    /// The patient's number, or opaque id
    #[arg(value_name = "NUMBER", required_unless_present = "csv", conflicts_with = "csv")]
    pub number: Option<String>,
    /// A CSV file: for each row its candidates, the likeliest first
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Which field is which column; two columns of one field: given again
    #[arg(long, value_name = "FIELD=HEADING,…", value_delimiter = ',', value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// How many candidates at most
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub limit: u32,
}

#[derive(ClapArgs)]
pub struct Duplicates {
    /// How many pairs at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Those who were said to be two people, instead
    #[arg(long)]
    pub apart: bool,
}

#[derive(Subcommand)]
pub enum Patient {
    /// Mark a registration as entered in error
    Withdraw {
        /// The patient's number
        number: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Take a withdrawal back
    Restore {
        /// The patient's number
        number: String,
    },
    /// Merge two records of one person: the first is kept, the other hidden and found under the kept one's number
    Merge {
        /// The number of the record that is kept
        keep: String,
        /// That of the record that is merged into it
        gone: String,
        /// What to take from the merged record although the kept one has something: family, given, second-name, title, birth, sex,
        /// phones, address, kin, identifiers, language, interpreter, note, died. What the kept one does not have is taken anyhow
        #[arg(long, value_name = "PART,…", value_delimiter = ',', value_parser = part)]
        take: Vec<PersonPart>,
    },
    /// Take a merge back: both records are as they were, but for what was changed since
    Unmerge {
        /// The number of the record that was merged into another
        number: String,
    },
    /// Say that two patients who look alike are two people: the pair is not shown again until one of them changes
    NotSame {
        /// One patient's number
        one: String,
        /// The other's
        other: String,
    },
    /// Take that back
    MaybeSame {
        /// One patient's number
        one: String,
        /// The other's
        other: String,
    },
}

fn part(name: &str) -> Result<PersonPart, String> {
    let names = PersonPart::ALL.map(PersonPart::name).join(", ");
    PersonPart::parse(name).ok_or_else(|| format!("one of: {names}"))
}
