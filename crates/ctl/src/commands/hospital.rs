//! First run, joining, logging in.

use daybook_api::{
    ChangePassword, ConfirmRecovery, ConnectServer, FoundHospital, Founded, JoinHospital, Joined, Recover, Session,
    SyncNow, SyncStatus,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::{Init, Join},
    exit::{Failure, Verdict},
    output::Output,
    terminal::Terminal,
};

/// Founds a hospital, and connects it if a server is named.
pub async fn init(terminal: &Terminal, init: Init) -> Result<Verdict, Failure> {
    let password = terminal.secrets.choose("Password for the administrator")?;
    let founded = FoundHospital {
        hospital: init.hospital.clone(),
        code: init.code.clone(),
        user: init.admin.clone(),
        name: init.name.clone().unwrap_or_else(|| init.admin.clone()),
        password: password.to_string(),
    };
    let job = terminal.request(founded).await?;
    let founded: Founded = terminal.finish(job).await?;
    let session = confirm(terminal, &init.admin, &password, &founded).await?;
    if terminal.output == Output::Words {
        terminal.output.early(&in_words(&session, &founded));
    }
    let connected = connect(terminal, init).await;
    let value = json!({
        "hospital": session.hospital, "code": session.code, "desk_number": session.desk_number, "user": session.user,
        "recovery_key": founded.recovery_key,
        "sharing": connected.as_ref().ok(), "sharing_error": connected.as_ref().err().map(Failure::as_api),
    });
    terminal.output.result(&value, String::new);
    match connected {
        Ok(_) => Ok(Verdict::Good),
        Err(failure) => {
            terminal
                .output
                .aside(&format!("daybookctl: The hospital is founded and safe here, but not shared: {failure}"));
            Ok(Verdict::NotShared)
        }
    }
}

fn in_words(session: &Session, founded: &Founded) -> String {
    format!(
        "{} ({}) is founded; this is desk {}.\n\nRecovery key, shown this once. Write it down and keep it away from this computer:\n\n    {}\n",
        session.hospital, session.code, session.desk_number, founded.recovery_key
    )
}

/// The key is printed for whoever founds the hospital; the desk asks to see it once more before it opens.
async fn confirm(terminal: &Terminal, user: &str, password: &str, founded: &Founded) -> Result<Session, Failure> {
    let recovery_key = founded.recovery_key.clone();
    let session = terminal.request(ConfirmRecovery { recovery_key }).await?;
    if session.user.is_empty() {
        return terminal.login_with(user.to_owned(), password).await;
    }
    Ok(session)
}

async fn connect(terminal: &Terminal, init: Init) -> Result<Option<SyncStatus>, Failure> {
    let (Some(server), Some(log_key)) = (init.server, init.log_key) else { return Ok(None) };
    let invite = init.invite.unwrap_or_default();
    terminal.request(ConnectServer { server, log_key, invite }).await?;
    let status = terminal.request(SyncNow {}).await?;
    match super::sharing::hindrance(&status) {
        None => Ok(Some(status)),
        Some(hindrance) => Err(hindrance),
    }
}

/// Asks to be let in, shows the code, waits.
pub async fn join(terminal: &Terminal, join: Join) -> Result<Verdict, Failure> {
    let request = JoinHospital { server: join.server, log_key: join.log_key, desk_name: join.desk_name };
    let job = terminal.request(request).await?;
    let mut shown = None;
    let joined: Joined = terminal
        .follow(job, |status| {
            let code = code_in(&status.note);
            if code.is_some() && code != shown {
                if let Some(code) = &code {
                    terminal
                        .output
                        .early(&format!("Code: {code}\nLet an administrator approve this code at another desk."));
                }
                shown = code;
            }
        })
        .await?;
    terminal.output.result(&joined, || format!("Joined {} as desk {}.", joined.hospital, joined.desk_number));
    Ok(Verdict::Good)
}

/// The `ABCD-EFGH-JKMN` in a job's note.
fn code_in(note: &str) -> Option<String> {
    let is_code = |word: &&str| {
        word.len() == 14
            && word.split('-').count() == 3
            && word
                .split('-')
                .all(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
    };
    note.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).find(is_code).map(str::to_owned)
}

/// Says who is logged in.
pub fn login(terminal: &Terminal, session: &Session) -> Result<Verdict, Failure> {
    terminal.output.result(session, || {
        let role = super::words::name_of(&session.role);
        format!("{} ({role}) at {}, desk {} {}", session.name, session.hospital, session.desk_number, session.desk_name)
    });
    Ok(Verdict::Good)
}

/// Opens the desk with the recovery key.
pub async fn recover(terminal: &Terminal) -> Result<Verdict, Failure> {
    let Some(user) = terminal.user() else {
        return Err(Failure::Usage("Say whose password is to be set: --user USER.".to_owned()));
    };
    let recovery_key = terminal.secrets.ask("Recovery key")?;
    let password = terminal.secrets.choose("New password")?;
    let request =
        Recover { recovery_key: recovery_key.to_string(), user: user.to_owned(), password: password.to_string() };
    let session = terminal.request(request).await?;
    login(terminal, &session)
}

/// Changes one's own password.
pub async fn change_password(terminal: &Terminal) -> Result<Verdict, Failure> {
    let old = terminal.secrets.ask("Present password, once more")?;
    let new: Zeroizing<String> = terminal.secrets.choose("New password")?;
    let done = terminal.request(ChangePassword { old: old.to_string(), new: new.to_string() }).await?;
    terminal.output.result(&done, || "The password is changed.".to_owned());
    Ok(Verdict::Good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_whatever_sentence() {
        assert_eq!(code_in("ABCD-EF0H-JKMN").as_deref(), Some("ABCD-EF0H-JKMN"));
        assert_eq!(code_in("Waiting for approval: ABCD-EF0H-JKMN.").as_deref(), Some("ABCD-EF0H-JKMN"));
        assert_eq!(code_in("Making the keys"), None);
    }
}
