//! Control events: what the network must know of sites, desks and roles; plain, and without personal data.

use minicbor::{Decode, Encode};

use crate::{act::Act, ids::Id, ids::KeyId, role::Role};

/// One fact about the network, in the plain payload of a control entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ControlEvent {
    /// A site begins. The entry is the first of its first desk and is signed by the key it carries.
    #[n(0)]
    SiteFound {
        /// Three letters A to Z, the beginning of every patient number; no two sites share one.
        #[n(0)]
        code: String,
        /// The hospital's name.
        #[n(1)]
        name: String,
        /// Desk number 1.
        #[n(2)]
        desk: EnrolledDesk,
        /// The first administrator.
        #[n(3)]
        administrator: Id,
    },
    /// A desk is admitted to the site.
    #[n(1)]
    DeskEnrol {
        /// The new desk.
        #[n(0)]
        desk: EnrolledDesk,
        /// The site keys, sealed to the new desk's sealing key.
        #[n(1)]
        site_keys: Vec<WrappedSiteKey>,
    },
    /// A desk's key is no longer accepted, from this entry on.
    #[n(2)]
    DeskRevoke {
        /// The desk's number.
        #[n(0)]
        number: u16,
        /// Why, in words without personal data.
        #[n(1)]
        reason: String,
    },
    /// A member of staff is given a role.
    #[n(3)]
    StaffGrant {
        /// Who.
        #[n(0)]
        staff: Id,
        /// What as.
        #[n(1)]
        role: Role,
    },
    /// A member of staff loses a role.
    #[n(4)]
    StaffRevoke {
        /// Who.
        #[n(0)]
        staff: Id,
        /// What as.
        #[n(1)]
        role: Role,
    },
    /// The site's policy from here on.
    #[n(5)]
    PolicySet {
        /// The policy.
        #[n(0)]
        text: String,
    },
    /// The content key of this subject has been deleted.
    #[n(6)]
    SubjectErased {
        /// Whose.
        #[n(0)]
        subject: Id,
    },
}

/// A desk as the network knows it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EnrolledDesk {
    /// From 1, unique within the site, never used again.
    #[n(0)]
    pub number: u16,
    /// What people call it.
    #[n(1)]
    pub name: String,
    /// The signing key's SubjectPublicKeyInfo: RSA-3072, DER.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub spki: Vec<u8>,
    /// The X25519 public key that site keys are sealed to.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub sealing_key: [u8; 32],
}

/// A site key sealed to one desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct WrappedSiteKey {
    /// Which of the site's keys, from 0.
    #[n(0)]
    pub epoch: u32,
    /// HPKE: encapsulated key, then ciphertext.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

impl ControlEvent {
    /// The act of an entry that carries this event.
    pub fn act(&self) -> Act {
        match self {
            Self::SiteFound { .. } => Act::SiteFound,
            Self::DeskEnrol { .. } => Act::DeskEnrol,
            Self::DeskRevoke { .. } => Act::DeskRevoke,
            Self::StaffGrant { .. } => Act::StaffGrant,
            Self::StaffRevoke { .. } => Act::StaffRevoke,
            Self::PolicySet { .. } => Act::PolicySet,
            Self::SubjectErased { .. } => Act::SubjectErased,
        }
    }
}

impl EnrolledDesk {
    /// The id of its signing key.
    pub fn key_id(&self) -> KeyId {
        KeyId::of_spki(&self.spki)
    }
}
