//! The hospital's witness policy: what is in force, what it means here, and what it has confirmed.

use daybook_api::{ConfirmedTree, PolicyStanding, WitnessGroup, WitnessPolicy, WitnessRow, Witnesses};
use daybook_ledger::{
    Policy, PolicyErrors, VerifierKey,
    policy::{Group, Witness},
};
use rusqlite::Connection;

use super::book;
use crate::store::{
    StoreError,
    cosigned::{self, PolicyId},
    keys::KeyRing,
    network::{self, Fold},
};

/// A policy that asks for witnesses and that this desk can use.
pub struct Asked {
    /// Which.
    pub id: PolicyId,
    /// What it says.
    pub policy: Policy,
    /// The log that this hospital shares with.
    pub log: VerifierKey,
}

/// The text of the policy in force; what an administrator has set at this desk counts here at once.
pub fn text(conn: &Connection, keys: &KeyRing) -> Result<Option<String>, StoreError> {
    let state = network::load(conn, Fold::Local)?;
    Ok(state.site(keys.site()).and_then(|site| site.policy.clone()))
}

/// What entries must have to be confirmed; `None` while nothing can be.
pub fn asked(conn: &Connection, keys: &KeyRing) -> Result<Option<Asked>, StoreError> {
    let (Some(text), Some(server)) = (text(conn, keys)?, book::server(conn)?) else { return Ok(None) };
    let policy = Policy::parse(text.as_bytes()).ok();
    let usable = policy.filter(|policy| policy.quorum().is_some() && policy.accepts(&server.log_key));
    Ok(usable.map(|policy| Asked { id: PolicyId::of(&text), policy, log: server.log_key }))
}

/// The policy in force, if there is one and this desk can read it.
pub fn readable(conn: &Connection, keys: &KeyRing) -> Result<Option<Policy>, StoreError> {
    Ok(text(conn, keys)?.and_then(|text| Policy::parse(text.as_bytes()).ok()))
}

/// The keys of the witnesses that the policy in force names.
pub fn witness_keys(conn: &Connection, keys: &KeyRing) -> Result<Vec<VerifierKey>, StoreError> {
    let policy = readable(conn, keys)?;
    Ok(policy.map_or_else(Vec::new, |policy| policy.witnesses().iter().map(|witness| witness.key.clone()).collect()))
}

/// So many entries of the shared log, from the first on, are confirmed.
pub fn confirmed_size(conn: &Connection, keys: &KeyRing) -> Result<u64, StoreError> {
    asked(conn, keys)?.map_or(Ok(0), |asked| cosigned::confirmed_size(conn, asked.id))
}

/// Whether the policy in force asks for witnesses.
pub fn standing(conn: &Connection, keys: &KeyRing) -> Result<PolicyStanding, StoreError> {
    let Some(text) = text(conn, keys)? else { return Ok(PolicyStanding::None) };
    let log = book::server(conn)?.map(|server| server.log_key);
    Ok(judge(&Policy::parse(text.as_bytes()), log.as_ref()).0)
}

/// The policy in force, and what it means.
pub fn view(conn: &Connection, keys: &KeyRing) -> Result<WitnessPolicy, StoreError> {
    match text(conn, keys)? {
        Some(text) => Ok(WitnessPolicy { witnesses: meaning(conn, &text)?, text }),
        None => Ok(WitnessPolicy::default()),
    }
}

/// What a policy with this text means here.
pub fn meaning(conn: &Connection, text: &str) -> Result<Witnesses, StoreError> {
    let log = book::server(conn)?.map(|server| server.log_key);
    let parsed = Policy::parse(text.as_bytes());
    let (standing, problem) = judge(&parsed, log.as_ref());
    let Ok(policy) = parsed else { return Ok(Witnesses { policy: standing, problem, ..Witnesses::default() }) };
    let confirmed = match standing {
        PolicyStanding::Quorum => confirmed(conn, &policy, PolicyId::of(text))?,
        PolicyStanding::None | PolicyStanding::Unusable => None,
    };
    Ok(Witnesses {
        policy: standing,
        problem,
        quorum: policy.quorum().and_then(|quorum| policy.name_of(quorum)).map(ToString::to_string),
        witnesses: policy.witnesses().iter().map(|witness| row(conn, witness)).collect::<Result<_, _>>()?,
        groups: policy.groups().iter().map(|one| group(&policy, one)).collect(),
        confirmed,
    })
}

fn judge(policy: &Result<Policy, PolicyErrors>, log: Option<&VerifierKey>) -> (PolicyStanding, Option<String>) {
    match (policy, log) {
        (Err(wrong), _) => {
            let sentence = format!("The hospital's witness policy cannot be read by this Daybook: {wrong}.");
            (PolicyStanding::Unusable, Some(sentence))
        }
        (Ok(policy), _) if policy.quorum().is_none() => (PolicyStanding::None, None),
        (Ok(policy), Some(log)) if !policy.accepts(log) => {
            let sentence = format!(
                "The hospital's witness policy names other logs than {}, which this hospital shares with.",
                log.name()
            );
            (PolicyStanding::Unusable, Some(sentence))
        }
        (Ok(_), _) => (PolicyStanding::Quorum, None),
    }
}

fn confirmed(conn: &Connection, policy: &Policy, id: PolicyId) -> Result<Option<ConfirmedTree>, StoreError> {
    let Some(kept) = cosigned::confirmed(conn, id)? else { return Ok(None) };
    let by = policy.cosigned(kept.note.note()).map_err(|_| StoreError::Damaged("a cosigned checkpoint"))?;
    let (size, root) = (kept.note.checkpoint().size, kept.note.checkpoint().root.to_string());
    let by = by.iter().map(|one| one.witness.name.to_string()).collect();
    Ok(Some(ConfirmedTree { size, root, at: kept.at, by }))
}

fn row(conn: &Connection, witness: &Witness) -> Result<WitnessRow, StoreError> {
    let sight = cosigned::sight(conn, &witness.key)?;
    let milliseconds = |seconds: u64| i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
    Ok(WitnessRow {
        name: witness.name.to_string(),
        key_name: witness.key.name().to_owned(),
        key: witness.key.to_string(),
        url: witness.url.clone(),
        last_seen: sight.map(|sight| milliseconds(sight.time)),
        last_size: sight.map(|sight| sight.size),
    })
}

fn group(policy: &Policy, group: &Group) -> WitnessGroup {
    let members = group.members.iter().filter_map(|member| policy.name_of(*member));
    WitnessGroup {
        name: group.name.to_string(),
        needs: u32::try_from(group.threshold).unwrap_or(u32::MAX),
        members: members.map(ToString::to_string).collect(),
    }
}
