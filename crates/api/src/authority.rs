//! Certificate authorities of the hospital's own, which the ledger server's TLS certificate may come from.

use serde::{Deserialize, Serialize};

/// Asks which are trusted at this desk, besides those of the computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetAuthorities {}

/// Trusts these in place of those before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAuthorities {
    /// The file, in base64: certificates in PEM.
    pub base64: String,
}

/// Trusts none any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveAuthorities {}

/// Those that are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorities {
    /// In the file's order.
    pub authorities: Vec<AuthorityRow>,
    /// Why the file in the desk's folder cannot be used, as a sentence, if it cannot.
    pub trouble: Option<String>,
}

/// One certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityRow {
    /// Whose: its distinguished name, `CN=Hospital CA, O=King George`.
    pub subject: String,
    /// Not good before, milliseconds.
    pub from: i64,
    /// Not good after, milliseconds.
    pub until: i64,
    /// Whether it is good now.
    pub term: Term,
    /// SHA-256 over the certificate, pairs of hexadecimal digits between colons, as other programs show it.
    pub fingerprint: String,
}

/// How a certificate's time stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// It has not begun.
    NotYet,
    /// Now.
    Running,
    /// It is over.
    Over,
}
