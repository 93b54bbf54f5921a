//! Sharing with the ledger server.

use std::time::{Duration, Instant};

use daybook_api::{ApiError, ConnectServer, ErrorCode, GetSyncStatus, PolicyStanding, SyncNow, SyncStatus};

use crate::{
    args::Server,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// How long `status` waits for the first attempt after logging in.
const FIRST_CONTACT: Duration = Duration::from_secs(3);

/// Connects to a server.
pub async fn connect(terminal: &Terminal, server: Server) -> Result<Verdict, Failure> {
    let invite = server.invite.unwrap_or_default();
    let request = ConnectServer { server: server.server, log_key: server.log_key, invite };
    let status = terminal.request(request).await?;
    print(terminal, &status);
    Ok(Verdict::Good)
}

/// Shares and fetches until nothing is left to do.
pub async fn sync(terminal: &Terminal) -> Result<Verdict, Failure> {
    let status = terminal.request(SyncNow {}).await?;
    if let Some(hindrance) = hindrance(&status) {
        return Err(hindrance);
    }
    print(terminal, &status);
    Ok(if status.refused.is_empty() { Verdict::Good } else { Verdict::Findings })
}

/// What keeps things from being shared.
pub fn hindrance(status: &SyncStatus) -> Option<Failure> {
    let because = |usual: &str| {
        let why = status.trouble.clone().unwrap_or_else(|| usual.to_owned());
        Some(Failure::NotShared(format!("{why} {}", waiting(status.pending))))
    };
    match (&status.alarm, &status.server) {
        (Some(alarm), _) => Some(ApiError::new(ErrorCode::Tampered, alarm).into()),
        (None, None) => Some(Failure::NotShared("No ledger server is connected: use 'connect'.".to_owned())),
        (None, Some(_)) if !status.online => because("The server cannot be reached."),
        (None, Some(_)) if status.pending > 0 && status.refused.is_empty() => {
            because("Not everything could be shared.")
        }
        (None, Some(_)) => None,
    }
}

fn waiting(pending: u64) -> String {
    match pending {
        0 => "Nothing waits to be shared.".to_owned(),
        1 => "1 entry waits, safe on this computer.".to_owned(),
        pending => format!("{pending} entries wait, all safe on this computer."),
    }
}

/// Says how sharing stands.
pub async fn status(terminal: &Terminal) -> Result<Verdict, Failure> {
    let begun = Instant::now();
    loop {
        let status = terminal.request(GetSyncStatus {}).await?;
        let unknown = status.server.is_some() && !status.online && status.offline_since.is_none();
        if !unknown || begun.elapsed() > FIRST_CONTACT {
            print(terminal, &status);
            return Ok(Verdict::Good);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn print(terminal: &Terminal, status: &SyncStatus) {
    terminal.output.result(status, || {
        let mut lines = vec![standing(status)];
        lines.push(format!("pending {}, shared {}, confirmed {}", status.pending, status.shared, status.confirmed));
        lines.push(format!("shared log: {} entries, root {}", status.tree_size, status.root));
        lines.extend(
            status.refused.iter().map(|entry| format!("refused: {} {}: {}", entry.entry, entry.act, entry.reason)),
        );
        lines.extend(status.alarm.iter().map(|alarm| format!("ALARM: {alarm}")));
        lines.join("\n")
    });
}

fn standing(status: &SyncStatus) -> String {
    match (&status.server, status.online, status.pending) {
        (None, ..) => "Not connected to a ledger server.".to_owned(),
        (Some(_), true, 0) => everything(status),
        (Some(_), true, pending) => format!("Connected. {}", waiting(pending)),
        (Some(_), false, pending) => format!("Offline. {}", waiting(pending)),
    }
}

/// What stands at its place in the shared log, and how many entries wait for the witnesses.
fn everything(status: &SyncStatus) -> String {
    match (status.policy, status.shared.saturating_sub(status.confirmed)) {
        (PolicyStanding::None, _) => "Everything is shared.".to_owned(),
        (PolicyStanding::Unusable, _) => {
            "Everything is shared; nothing can be confirmed by the policy: see 'witnesses'.".to_owned()
        }
        (PolicyStanding::Quorum, 0) => "Everything is shared and confirmed by witnesses.".to_owned(),
        (PolicyStanding::Quorum, 1) => "Everything is shared; 1 entry waits for witnesses.".to_owned(),
        (PolicyStanding::Quorum, waiting) => format!("Everything is shared; {waiting} entries wait for witnesses."),
    }
}
