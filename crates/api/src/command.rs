//! What a command is, and the list of them all.

use serde::{Serialize, de::DeserializeOwned};

use crate::*;

/// A request that names its command and the shape of its answer.
pub trait Command: Serialize + DeserializeOwned {
    /// The name on the wire, `noun.verb`.
    const NAME: &'static str;
    /// What a successful call returns.
    type Response: Serialize + DeserializeOwned;
}

macro_rules! commands {
    ($($name:literal $request:ident -> $response:ty),* $(,)?) => {
        $(impl Command for $request {
            const NAME: &'static str = $name;
            type Response = $response;
        })*
        /// The names of all commands, in the order of the screens they belong to.
        pub const COMMANDS: &[&str] = &[$($name),*];
    };
}

commands! {
    // First run, joining, session
    "home.state" HomeState -> Home,
    "home.set_preferences" SetPreferences -> Preferences,
    "home.judge_password" JudgePassword -> PasswordJudgement,
    "home.found" FoundHospital -> JobStarted,          // job result: Founded
    "home.confirm_recovery" ConfirmRecovery -> Session,
    "home.join" JoinHospital -> JobStarted,            // job result: Joined; the code is in the job's note while it waits
    "session.login" Login -> Session,
    "session.lock" Lock -> Done,
    "session.recover" Recover -> Session,
    "session.change_password" ChangePassword -> Done,
    "settings.get" GetSettings -> Settings,
    "settings.set" SetSettings -> Settings,
    "draft.save" SaveDraft -> Done,
    "draft.load" LoadDraft -> DraftFound,
    "draft.discard" DiscardDraft -> Done,
    // Jobs
    "job.status" GetJob -> JobStatus,
    "job.cancel" CancelJob -> Done,
    // Patients
    "patient.search" SearchPatients -> Vec<PatientRow>,
    "patient.register" RegisterPatient -> PatientRecord,
    "patient.get" GetPatient -> PatientRecord,
    "patient.similar_to_form" SimilarToForm -> Similar,
    "patient.similar" SimilarToPatient -> Similar,
    "patient.similar_to_file" SimilarToFile -> JobStarted, // job result: SimilarRows
    "patient.duplicates" ListDuplicates -> Duplicates,
    "patient.duplicates_check" CheckDuplicates -> JobStarted, // job result: DuplicatesChecked
    "patient.not_same" NotSame -> Done,
    "patient.maybe_same" MaybeSame -> Done,
    "patient.merge" MergePatients -> PatientRecord,
    "patient.unmerge" UnmergePatients -> PatientRecord,
    "patient.update" UpdatePatient -> PatientRecord,
    "patient.withdraw" WithdrawPatient -> PatientRecord,
    "patient.restore" RestorePatient -> PatientRecord,
    // Doctors
    "doctor.list" ListDoctors -> Vec<DoctorRow>,
    "doctor.add" AddDoctor -> Doctor,
    "doctor.get" GetDoctor -> Doctor,
    "doctor.update" UpdateDoctor -> Doctor,
    // Appointments
    "appointment.day" AppointmentDay -> Vec<Appointment>,
    "appointment.book" BookAppointment -> Appointment,
    "appointment.set_state" SetAppointmentState -> Appointment,
    // Staff and desks
    "staff.list" ListStaff -> Vec<StaffRow>,
    "staff.create" CreateStaff -> StaffRow,
    "staff.dismiss" DismissStaff -> StaffRow,
    "staff.reset_password" ResetPassword -> Done,
    "desk.list" ListDesks -> Desks,
    "desk.approve" ApproveDesk -> DeskRow,
    "desk.revoke" RevokeDesk -> DeskRow,
    // Sharing
    "server.connect" ConnectServer -> SyncStatus,
    "authority.get" GetAuthorities -> Authorities,
    "authority.set" SetAuthorities -> Authorities,
    "authority.remove" RemoveAuthorities -> Authorities,
    "sync.status" GetSyncStatus -> SyncStatus,
    "sync.now" SyncNow -> SyncStatus,
    "policy.get" GetPolicy -> WitnessPolicy,
    "policy.check" CheckPolicy -> WitnessPolicy,
    "policy.set" SetPolicy -> WitnessPolicy,
    "witness.list" ListWitnesses -> Witnesses,
    // Import
    "import.upload" UploadChunk -> Uploaded,
    "import.preview" PreviewImport -> ImportPreview,
    "import.start" StartImport -> JobStarted,          // job result: ImportReport
    "import.list" ListImports -> Vec<ImportRow>,
    "import.undo" UndoImport -> JobStarted,            // job result: ImportUndone
    // The ledger
    "ledger.entries" ListEntries -> Vec<EntryRow>,
    "ledger.entry" GetEntry -> EntryDetail,
    "ledger.blocks" ListBlocks -> Blocks,
    "ledger.block" GetBlock -> BlockDetail,
    "ledger.alarms" ListAlarms -> Vec<AlarmRow>,
    "ledger.verify" VerifyLedger -> JobStarted,        // job result: VerifyReport
    "ledger.rebuild" RebuildLedger -> JobStarted,      // job result: RebuildReport
    "ledger.export_entry" ExportEntry -> Exported,
    "ledger.export_proof" ExportProof -> Exported,
    "ledger.export_key" ExportKey -> Exported,
    "ledger.export_evidence" ExportEvidence -> Exported,
}

/// The answer of a command that has nothing to tell but that it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Done {}
