//! Every command by its name: one use case a file; this is the table that finds it.
//!
//! A command is `async fn(&Arc<Desk>, Request) -> Result<Response, ApiError>`. It runs on a thread of its own and may block.
//! To add one: its request in `daybook_api`, its file here, its line in the table.

pub mod appointment;
pub mod authority;
pub mod desks;
pub mod doctor;
pub mod draft;
pub mod evidence;
pub mod home;
pub mod import;
pub mod job;
pub mod ledger;
pub mod patient;
pub mod policy;
pub mod preferences;
mod reach;
pub mod server;
pub mod session;
pub mod settings;
pub mod staff;
pub mod sync;

use std::sync::Arc;

use daybook_api::{ApiError, Command, ErrorCode, FieldError};
use serde_json::Value;

use crate::desk::Desk;

macro_rules! table {
    ($($request:ident => $handler:path),* $(,)?) => {
        /// Finds the command called `name`, runs it and answers.
        pub(crate) async fn dispatch(desk: &Arc<Desk>, name: &str, request: Value) -> Result<Value, ApiError> {
            match name {
                $(<daybook_api::$request as Command>::NAME => {
                    let request: daybook_api::$request = read(name, request)?;
                    let response: <daybook_api::$request as Command>::Response = Box::pin($handler(desk, request)).await?;
                    write(response)
                })*
                _ => Err(unknown(name)),
            }
        }

        /// The names of the commands that this desk knows.
        pub const KNOWN: &[&str] = &[$(<daybook_api::$request as Command>::NAME),*];
    };
}

table! {
    HomeState => home::state,
    SetPreferences => preferences::set,
    JudgePassword => home::judge_password,
    FoundHospital => home::found,
    ConfirmRecovery => home::confirm_recovery,
    Login => session::login,
    Lock => session::lock,
    Recover => session::recover,
    ChangePassword => session::change_password,
    GetSettings => settings::get,
    SetSettings => settings::set,
    SaveDraft => draft::save,
    LoadDraft => draft::load,
    DiscardDraft => draft::discard,
    GetJob => job::status,
    CancelJob => job::cancel,
    SearchPatients => patient::search,
    RegisterPatient => patient::register,
    GetPatient => patient::get,
    SimilarToForm => patient::similar_to_form,
    SimilarToPatient => patient::similar_to_patient,
    SimilarToFile => patient::similar_to_file,
    ListDuplicates => patient::duplicates,
    CheckDuplicates => patient::check_duplicates,
    NotSame => patient::not_same,
    MaybeSame => patient::maybe_same,
    MergePatients => patient::merge,
    UnmergePatients => patient::unmerge,
    UpdatePatient => patient::update,
    WithdrawPatient => patient::withdraw,
    RestorePatient => patient::restore,
    ListDoctors => doctor::list,
    AddDoctor => doctor::add,
    GetDoctor => doctor::get,
    UpdateDoctor => doctor::update,
    AppointmentDay => appointment::day,
    BookAppointment => appointment::book,
    SetAppointmentState => appointment::set_state,
    ListStaff => staff::list,
    CreateStaff => staff::create,
    DismissStaff => staff::dismiss,
    ResetPassword => staff::reset_password,
    JoinHospital => desks::join,
    ListDesks => desks::list,
    ApproveDesk => desks::approve,
    RevokeDesk => desks::revoke,
    ConnectServer => server::connect,
    GetAuthorities => authority::get,
    SetAuthorities => authority::set,
    RemoveAuthorities => authority::remove,
    GetSyncStatus => sync::status,
    SyncNow => sync::now,
    GetPolicy => policy::get,
    CheckPolicy => policy::check,
    SetPolicy => policy::set,
    ListWitnesses => policy::witnesses,
    UploadChunk => import::upload,
    PreviewImport => import::preview,
    StartImport => import::start,
    ListImports => import::list,
    UndoImport => import::undo,
    ListEntries => ledger::list,
    GetEntry => ledger::get,
    ListBlocks => ledger::blocks::list,
    GetBlock => ledger::blocks::get,
    ListAlarms => ledger::alarms::list,
    VerifyLedger => ledger::verify,
    RebuildLedger => ledger::rebuild,
    ExportEntry => ledger::export_entry,
    ExportProof => ledger::export_proof,
    ExportKey => ledger::export_key,
    ExportEvidence => evidence::export,
}

/// What was typed is missing or wrong, field by field.
pub(crate) fn invalid(fields: Vec<FieldError>) -> ApiError {
    ApiError {
        fields,
        ..ApiError::new(ErrorCode::Invalid, "Something is missing or wrong. Look at the marked fields.")
    }
}

/// One field that is missing or wrong.
pub(crate) fn field(field: &str, message: &str) -> FieldError {
    FieldError { field: field.to_owned(), message: message.to_owned() }
}

fn read<R: serde::de::DeserializeOwned>(name: &str, request: Value) -> Result<R, ApiError> {
    // An error of serde may quote what was typed, so it is not passed on.
    serde_json::from_value(request)
        .map_err(|_| ApiError::new(ErrorCode::BadRequest, format!("The request for {name} could not be read.")))
}

fn write(response: impl serde::Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(response).map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
}

fn unknown(name: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, format!("There is no command {name}."))
}
