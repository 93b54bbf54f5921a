//! The command line.

mod patients;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use daybook_api::{Date, Role, Sex};

pub use self::patients::{Duplicates, Patient, Similar};

/// The front desk of a hospital, from a terminal.
#[derive(Parser)]
#[command(name = "daybookctl", version, about, after_help = crate::output::after_help(), max_term_width = 120)]
pub struct Args {
    /// The folder of this desk
    #[arg(long, value_name = "DIR", env = "DAYBOOK_HOME", global = true)]
    pub home: Option<PathBuf>,
    /// Who logs in; may be left out where the hospital has one login only
    #[arg(long, value_name = "USER", env = "DAYBOOK_USER", global = true)]
    pub user: Option<String>,
    /// Read passwords from this open file descriptor instead of asking, one a line
    #[arg(long, value_name = "N", global = true)]
    pub password_fd: Option<u32>,
    /// Print one JSON value on stdout and nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Found a new hospital here; prints the recovery key, which opens everything when all passwords are lost
    Init(Init),
    /// Join a hospital that another desk founded; prints a code for its administrator and waits for the approval
    Join(Join),
    /// Let a waiting desk in whose code has been compared
    Approve {
        /// The code on the other screen; case, spaces and dashes do not matter
        code: String,
    },
    /// Connect this hospital to a ledger server
    Connect(Server),
    /// Check user and password, and say who that is
    Login,
    /// Open a hospital with the printed recovery key, and set a new password for --user (key and password are asked for)
    Recover,
    /// Change one's own password (the old, then the new one is asked for)
    Password,
    /// Import patients and doctors from FHIR R4 (ndjson, Bundle, single resource) or CSV files
    Import(Import),
    /// List imports, newest first
    Imports,
    /// Take an import back: withdraw its patients, but for those somebody has changed or booked for since
    UndoImport {
        /// Its id, as 'imports' lists it
        id: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Find patients by any part of a name, phone, date of birth, number or other id; without a query the last seen
    Search(Search),
    /// Who may be the same person as a registered patient, or as each row of a CSV file; nothing is written
    Similar(Similar),
    /// Look through the whole register for patients registered twice, to the end, and print the pairs; for administrators
    Duplicates(Duplicates),
    /// Show one patient with the history of every field
    Show {
        /// The patient's number, or opaque id
        number: String,
    },
    /// Register a patient
    Register(Register),
    /// Mark a registration as entered in error, say that two patients are two people, or take that back
    #[command(subcommand)]
    Patient(Patient),
    /// The doctors' directory
    #[command(subcommand)]
    Doctor(Doctor),
    /// Who can log in
    #[command(subcommand)]
    Staff(Staff),
    /// The desks of this hospital, and those that wait to be let in
    #[command(subcommand)]
    Desk(Desk),
    /// Share and fetch until nothing is left to do, or say why that is not possible
    Sync,
    /// Say how sharing stands
    Status,
    /// The hospital's witness policy: who must have seen the shared ledger for an entry to be confirmed
    #[command(subcommand)]
    Policy(Policy),
    /// List the witnesses of the policy, and when each was seen last
    Witnesses,
    /// Check every signature, chain, proof and row again; exit code 1 if anything is wrong
    Verify,
    /// Drop all rows and compute them anew from the entries
    Rebuild,
    /// List entries, newest first
    Entries {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: u32,
        /// Only those before this position
        #[arg(long, value_name = "POSITION")]
        before: Option<u64>,
    },
    /// List the blocks of the shared ledger, newest first: what each checkpoint added, and what this desk has checked of it
    Blocks {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: u32,
        /// Only those before this number
        #[arg(long, value_name = "NUMBER")]
        before: Option<u64>,
    },
    /// List what the ledger server was found to have contradicted, newest first; exit code 1 while any is open
    Alarms,
    /// Write an entry's COSE bytes to a file
    ExportEntry(Export),
    /// Write an entry's inclusion proof (c2sp.org/tlog-proof@v1) to a file, with the entry and its desk's key
    ExportProof {
        #[command(flatten)]
        export: Export,
        /// Without the entry and the key: whoever checks it must have them
        #[arg(long)]
        bare: bool,
    },
    /// Write a desk's public key to a file, as PEM
    ExportKey {
        /// The file
        #[arg(long, value_name = "PEM")]
        out: PathBuf,
        /// Another desk's
        #[arg(long, value_name = "NUMBER")]
        desk: Option<u16>,
    },
    /// Write what was kept when the ledger server contradicted itself to a file that 'daybook-ledger verify' checks
    ExportEvidence {
        /// The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The alarm's number; the newest when left out
        #[arg(long, value_name = "NUMBER")]
        alarm: Option<u64>,
    },
    /// Fill a hospital with people for a demonstration: 300 patients, 60 doctors with hours, a day of appointments
    Demo(Demo),
}

#[derive(ClapArgs)]
pub struct Init {
    /// The hospital's name
    #[arg(long, value_name = "NAME")]
    pub hospital: String,
    /// Its three letters A-Z: the first part of every patient number
    #[arg(long, value_name = "KGH")]
    pub code: String,
    /// The administrator's user name
    #[arg(long, value_name = "USER")]
    pub admin: String,
    /// The administrator's full name; the user name if absent
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The ledger server's address
    #[arg(long, value_name = "URL", requires = "log_key")]
    pub server: Option<String>,
    /// The server's verifier key, as its operator gave it
    #[arg(long, value_name = "VKEY", requires = "server")]
    pub log_key: Option<String>,
    /// The operator's invitation
    #[arg(long, value_name = "TOKEN", requires = "server")]
    pub invite: Option<String>,
}

#[derive(ClapArgs)]
pub struct Join {
    /// The ledger server's address
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// The server's verifier key, as its operator gave it
    #[arg(long, value_name = "VKEY")]
    pub log_key: String,
    /// What this desk shall be called
    #[arg(long = "as", value_name = "NAME")]
    pub desk_name: String,
}

#[derive(ClapArgs)]
pub struct Server {
    /// Its address
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// Its verifier key, as its operator gave it
    #[arg(long, value_name = "VKEY")]
    pub log_key: String,
    /// The operator's invitation, for a hospital new to this server
    #[arg(long, value_name = "TOKEN")]
    pub invite: Option<String>,
}

#[derive(ClapArgs)]
#[command(after_help = format!(
    "Fields: {}.\nWithout --map the columns are guessed from their headings. With it, only the columns it names are \
     imported; a column is named by its heading, several for one field joined by +, as in address=number+street.\n\
     What a file lacks is \"not recorded\". A record that is here already (same source record) is passed over. Refusals and warnings \
     come line by line; exit code 1 if a record was refused.",
    daybook_api::IMPORT_FIELDS.join(" ")
))]
pub struct Import {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// CSV: which field is which column
    #[arg(long, value_name = "FIELD=HEADING,…", value_delimiter = ',', value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse a record that holds an impossible value, instead of keeping that as text in the note
    #[arg(long)]
    pub strict: bool,
    /// The day on which ages were true; today if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
}

#[derive(ClapArgs)]
pub struct Search {
    /// What to find; several words are one query
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
    /// Also the dead and those entered in error
    #[arg(long)]
    pub all: bool,
}

#[derive(ClapArgs)]
pub struct Register {
    /// Given names
    #[arg(long, default_value = "")]
    pub given: String,
    /// Family names
    #[arg(long, default_value = "")]
    pub family: String,
    /// Given names in a second script or spelling
    #[arg(long, default_value = "")]
    pub second_given: String,
    /// Family names in a second script or spelling
    #[arg(long, default_value = "")]
    pub second_family: String,
    /// Sex
    #[arg(long, value_enum)]
    pub sex: SexArg,
    /// Date of birth in any usual form, a year, an age like 39y, or unknown
    #[arg(long, value_name = "DATE|AGE")]
    pub born: String,
    /// A phone; may be given again
    #[arg(long)]
    pub phone: Vec<String>,
    /// Street and house
    #[arg(long, default_value = "")]
    pub address: String,
    /// Town
    #[arg(long, default_value = "")]
    pub city: String,
    /// Postcode
    #[arg(long, default_value = "")]
    pub postcode: String,
    /// Country
    #[arg(long, default_value = "")]
    pub country: String,
    /// Name of the next of kin
    #[arg(long, default_value = "")]
    pub kin: String,
    /// Phone of the next of kin
    #[arg(long, default_value = "")]
    pub kin_phone: String,
    /// Another id, as KIND=VALUE; may be given again
    #[arg(long, value_name = "KIND=VALUE", value_parser = pair)]
    pub other_id: Vec<(String, String)>,
    /// Free words
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Subcommand)]
pub enum Doctor {
    /// List doctors
    List {
        /// Part of a name, speciality, department or language
        query: Vec<String>,
        /// Only those who are in now
        #[arg(long)]
        in_now: bool,
    },
    /// Add a doctor
    Add(AddDoctor),
}

#[derive(ClapArgs)]
pub struct AddDoctor {
    /// Given names
    #[arg(long, default_value = "")]
    pub given: String,
    /// Family names
    #[arg(long)]
    pub family: String,
    /// Title
    #[arg(long, default_value = "")]
    pub title: String,
    /// Speciality
    #[arg(long, default_value = "")]
    pub speciality: String,
    /// Department
    #[arg(long, default_value = "")]
    pub department: String,
    /// Usual room
    #[arg(long, default_value = "")]
    pub room: String,
    /// Phone
    #[arg(long, default_value = "")]
    pub phone: String,
    /// A language; may be given again
    #[arg(long)]
    pub language: Vec<String>,
}

#[derive(Subcommand)]
pub enum Staff {
    /// List who can log in
    List,
    /// Give somebody a login (their first password is asked for after one's own)
    Add {
        /// User name
        #[arg(value_name = "USER")]
        who: String,
        /// Full name
        #[arg(long)]
        name: String,
        /// What they are
        #[arg(long, value_enum)]
        role: RoleArg,
    },
    /// End somebody's login
    Dismiss {
        /// User name
        #[arg(value_name = "USER")]
        who: String,
    },
    /// Give somebody a new password (asked for after one's own)
    ResetPassword {
        /// User name
        #[arg(value_name = "USER")]
        who: String,
    },
}

#[derive(Subcommand)]
pub enum Desk {
    /// List desks
    List,
    /// Shut a desk out for good
    Revoke {
        /// Its number
        number: u16,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub enum Policy {
    /// Print the policy in force
    Show,
    /// Say what a policy would mean, or which of its lines are wrong; changes nothing
    Check {
        /// A c2sp.org/tlog-policy file: lines log, witness, group, quorum
        file: PathBuf,
    },
    /// Set the policy, for every desk of the hospital
    Set {
        /// A c2sp.org/tlog-policy file: lines log, witness, group, quorum
        file: PathBuf,
    },
}

#[derive(ClapArgs)]
pub struct Export {
    /// Index in the shared log, or leaf hash (hex)
    #[arg(value_name = "INDEX")]
    pub entry: String,
    /// The file
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(ClapArgs)]
pub struct Demo {
    /// A folder with patients/synthea-patients.ndjson and patients/synthea-practitioners.ndjson; people are made up where it has none
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// How many patients, where they are made up
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub patients: u32,
    /// Makes the same people again
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// Sex, as typed.
#[derive(Clone, Copy, ValueEnum)]
pub enum SexArg {
    Female,
    Male,
    Other,
    Unknown,
}

impl From<SexArg> for Sex {
    fn from(sex: SexArg) -> Self {
        match sex {
            SexArg::Female => Self::Female,
            SexArg::Male => Self::Male,
            SexArg::Other => Self::Other,
            SexArg::Unknown => Self::Unknown,
        }
    }
}

/// Role, as typed.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleArg {
    Administrator,
    Receptionist,
    Doctor,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Administrator => Self::Administrator,
            RoleArg::Receptionist => Self::Receptionist,
            RoleArg::Doctor => Self::Doctor,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (field, heading) = text.split_once('=').ok_or("write it as field=heading")?;
    Ok((field.trim().to_owned(), heading.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn who_logs_in_is_not_whom_a_command_is_about() {
        let args = Args::try_parse_from(["daybookctl", "staff", "dismiss", "ben", "--user", "ada"]).unwrap();
        assert_eq!(args.user.as_deref(), Some("ada"));
        assert!(matches!(args.command, Command::Staff(Staff::Dismiss { who }) if who == "ben"));
    }

    #[test]
    fn a_mapping_is_a_list_of_pairs() {
        let line = ["daybookctl", "import", "f.csv", "--map", "given=a,family=b", "--map", "address=c+d"];
        let Command::Import(import) = Args::try_parse_from(line).unwrap().command else { unreachable!() };
        assert_eq!(import.map.len(), 3);
        assert!(Args::try_parse_from(["daybookctl", "import", "f.csv", "--map", "given"]).is_err());
    }
}
