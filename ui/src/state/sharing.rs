//! How sharing stands, as one sentence for the status bar.

use daybook_api::{PolicyStanding, SyncStatus};

/// The sentence, with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Nothing is known yet.
    Unknown,
    /// No server is connected.
    OnlyHere,
    /// Everything is in the shared log, and no witnesses are asked for.
    Everything,
    /// Everything is in the shared log, and so many changes wait for witnesses.
    Witnessing(u64),
    /// Everything is in the shared log and confirmed by witnesses.
    Confirmed,
    /// Everything is in the shared log, but nothing can be confirmed by the witness policy.
    Unconfirmable,
    /// So many are on their way.
    OnTheWay(u64),
    /// The server is reached but sharing cannot go on, for this reason in the desk's words; so many wait.
    Stuck(String, u64),
    /// The server is out of reach since then; so many wait.
    Offline(Option<i64>, u64),
    /// The server refused so many.
    Refused(u64),
    /// The server showed two histories.
    Alarm,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Nothing to do, but worth knowing.
    Calm,
    /// Worth a look.
    Warning,
    /// Somebody must look.
    Danger,
}

impl Sharing {
    /// Puts the most important first: an alarm, a refusal, being offline, what waits.
    pub fn of(status: Option<&SyncStatus>) -> Self {
        let Some(status) = status else { return Self::Unknown };
        if status.alarm.is_some() {
            return Self::Alarm;
        }
        if !status.refused.is_empty() {
            return Self::Refused(status.refused.len() as u64);
        }
        if let (Some(_), true, Some(trouble)) = (&status.server, status.online, &status.trouble) {
            return Self::Stuck(trouble.clone(), status.pending);
        }
        match (&status.server, status.online, status.pending) {
            (None, ..) => Self::OnlyHere,
            (Some(_), false, _) if status.offline_since.is_none() && status.last_contact.is_none() => Self::Unknown,
            (Some(_), false, pending) => Self::Offline(status.offline_since, pending),
            (Some(_), true, 0) => Self::everything(status),
            (Some(_), true, pending) => Self::OnTheWay(pending),
        }
    }

    fn everything(status: &SyncStatus) -> Self {
        match (status.policy, status.shared.saturating_sub(status.confirmed)) {
            (PolicyStanding::None, _) => Self::Everything,
            (PolicyStanding::Unusable, _) => Self::Unconfirmable,
            (PolicyStanding::Quorum, 0) => Self::Confirmed,
            (PolicyStanding::Quorum, waiting) => Self::Witnessing(waiting),
        }
    }

    /// How serious it is.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Everything | Self::Confirmed => Tone::Good,
            Self::Unknown | Self::OnlyHere | Self::OnTheWay(_) | Self::Witnessing(_) => Tone::Calm,
            Self::Offline(..) | Self::Stuck(..) | Self::Unconfirmable => Tone::Warning,
            Self::Refused(_) | Self::Alarm => Tone::Danger,
        }
    }
}

#[cfg(test)]
mod tests {
    use daybook_api::RefusedEntry;

    use super::*;

    fn online() -> SyncStatus {
        SyncStatus {
            server: Some("https://ledger".into()),
            online: true,
            last_contact: Some(1),
            ..SyncStatus::default()
        }
    }

    #[test]
    fn what_matters_most_is_said() {
        let offline = SyncStatus { online: false, offline_since: Some(7), pending: 9, ..online() };
        assert_eq!(Sharing::of(Some(&SyncStatus::default())), Sharing::OnlyHere);
        assert_eq!(Sharing::of(Some(&online())), Sharing::Everything);
        assert_eq!(Sharing::of(Some(&SyncStatus { pending: 2, ..online() })), Sharing::OnTheWay(2));
        assert_eq!(Sharing::of(Some(&offline)), Sharing::Offline(Some(7), 9));
        let witnessed = SyncStatus { policy: PolicyStanding::Quorum, shared: 7, confirmed: 5, ..online() };
        assert_eq!(Sharing::of(Some(&witnessed)), Sharing::Witnessing(2));
        assert_eq!(Sharing::of(Some(&SyncStatus { confirmed: 7, ..witnessed.clone() })), Sharing::Confirmed);
        assert_eq!(Sharing::of(Some(&SyncStatus { pending: 1, ..witnessed.clone() })), Sharing::OnTheWay(1));
        let unusable = SyncStatus { policy: PolicyStanding::Unusable, ..witnessed };
        assert_eq!(Sharing::of(Some(&unusable)), Sharing::Unconfirmable);
        let stuck = SyncStatus { trouble: Some("why".into()), pending: 2, ..online() };
        assert_eq!(Sharing::of(Some(&stuck)), Sharing::Stuck("why".into(), 2));
        let refused = RefusedEntry { entry: String::new(), act: String::new(), reason: String::new(), at: 0 };
        let refused = SyncStatus { refused: vec![refused], ..offline };
        assert_eq!(Sharing::of(Some(&refused)), Sharing::Refused(1));
        let alarm = SyncStatus { alarm: Some("two histories".into()), ..refused };
        assert_eq!(Sharing::of(Some(&alarm)), Sharing::Alarm);
    }
}
