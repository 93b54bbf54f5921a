//! One function per command: asks the desk, prints the answer.

mod blocks;
mod directory;
mod duplicates;
mod hospital;
pub mod import;
mod ledger;
mod patients;
mod policy;
mod sharing;
mod similar;
mod words;

use daybook_api::ProofWith;

use crate::{
    args::{Command, Desk, Doctor, Patient, Policy, Staff},
    demo,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Runs a command.
pub async fn run(terminal: &Terminal, command: Command) -> Result<Verdict, Failure> {
    match command {
        Command::Init(init) => hospital::init(terminal, init).await,
        Command::Join(join) => hospital::join(terminal, join).await,
        Command::Recover => hospital::recover(terminal).await,
        command => {
            let session = terminal.login().await?;
            run_logged_in(terminal, command, session).await
        }
    }
}

async fn run_logged_in(
    terminal: &Terminal,
    command: Command,
    session: daybook_api::Session,
) -> Result<Verdict, Failure> {
    match command {
        Command::Init(_) | Command::Join(_) | Command::Recover => Ok(Verdict::Good),
        Command::Login => hospital::login(terminal, &session),
        Command::Password => hospital::change_password(terminal).await,
        Command::Approve { code } => directory::approve(terminal, code).await,
        Command::Connect(server) => sharing::connect(terminal, server).await,
        Command::Import(import) => import::import(terminal, import).await,
        Command::Imports => import::list(terminal).await,
        Command::UndoImport { id, reason } => import::undo(terminal, id, reason).await,
        Command::Search(search) => patients::search(terminal, search).await,
        Command::Similar(similar) => similar::similar(terminal, similar).await,
        Command::Duplicates(asked) => duplicates::duplicates(terminal, asked).await,
        Command::Show { number } => patients::show(terminal, number).await,
        Command::Register(form) => patients::register(terminal, form).await,
        Command::Patient(Patient::Withdraw { number, reason }) => patients::withdraw(terminal, number, reason).await,
        Command::Patient(Patient::Restore { number }) => patients::restore(terminal, number).await,
        Command::Patient(Patient::Merge { keep, gone, take }) => patients::merge(terminal, keep, gone, take).await,
        Command::Patient(Patient::Unmerge { number }) => patients::unmerge(terminal, number).await,
        Command::Patient(Patient::NotSame { one, other }) => duplicates::not_same(terminal, one, other).await,
        Command::Patient(Patient::MaybeSame { one, other }) => duplicates::maybe_same(terminal, one, other).await,
        Command::Doctor(Doctor::List { query, in_now }) => directory::doctors(terminal, query.join(" "), in_now).await,
        Command::Doctor(Doctor::Add(doctor)) => directory::add_doctor(terminal, doctor).await,
        Command::Staff(Staff::List) => directory::staff(terminal).await,
        Command::Staff(Staff::Add { who, name, role }) => directory::add_staff(terminal, who, name, role).await,
        Command::Staff(Staff::Dismiss { who }) => directory::dismiss(terminal, who).await,
        Command::Staff(Staff::ResetPassword { who }) => directory::reset_password(terminal, who).await,
        Command::Desk(Desk::List) => directory::desks(terminal).await,
        Command::Desk(Desk::Revoke { number, reason }) => directory::revoke(terminal, number, reason).await,
        Command::Sync => sharing::sync(terminal).await,
        Command::Status => sharing::status(terminal).await,
        Command::Policy(Policy::Show) => policy::show(terminal).await,
        Command::Policy(Policy::Check { file }) => policy::check(terminal, &file).await,
        Command::Policy(Policy::Set { file }) => policy::set(terminal, &file).await,
        Command::Witnesses => policy::witnesses(terminal).await,
        Command::Verify => ledger::verify(terminal).await,
        Command::Rebuild => ledger::rebuild(terminal).await,
        Command::Entries { limit, before } => ledger::entries(terminal, limit, before).await,
        Command::Blocks { limit, before } => blocks::blocks(terminal, limit, before).await,
        Command::Alarms => blocks::alarms(terminal).await,
        Command::ExportEntry(export) => ledger::export_entry(terminal, export).await,
        Command::ExportProof { export, bare } => {
            let with = if bare { ProofWith::Nothing } else { ProofWith::Entry };
            ledger::export_proof(terminal, export, with).await
        }
        Command::ExportKey { out, desk } => ledger::export_key(terminal, &out, desk).await,
        Command::ExportEvidence { out, alarm } => ledger::export_evidence(terminal, &out, alarm).await,
        Command::Demo(demo) => demo::fill(terminal, demo).await,
    }
}
