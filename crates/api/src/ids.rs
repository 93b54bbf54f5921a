//! Opaque ids: 32 lower-case hexadecimal digits, never shown to people.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        })*
    };
}

ids! {
    /// A patient.
    PatientId,
    /// A doctor in the directory.
    DoctorId,
    /// A member of staff: whoever can log in.
    StaffId,
    /// An appointment.
    AppointmentId,
    /// A long piece of work under way, see [`crate::JobStatus`].
    JobId,
    /// A file being handed to the desk in pieces.
    UploadId,
    /// What was brought in from a file at one time.
    ImportId,
}
