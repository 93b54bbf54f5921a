//! The certificate authorities of its own that this desk trusts for TLS with the ledger server: looked at, set, removed.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{ApiError, Authorities, GetAuthorities, RemoveAuthorities, SetAuthorities, Stage};
use daybook_ledger::Operation;

use super::{field, invalid};
use crate::{
    desk::Desk,
    folder::disk_error,
    sync::{
        authority::{self, NoAuthority},
        engine::Sharing,
    },
};

/// Those that are trusted.
pub async fn get(desk: &Arc<Desk>, _: GetAuthorities) -> Result<Authorities, ApiError> {
    permit(desk)?;
    look(desk)
}

/// Trusts those of a file, if all in it are authorities', in place of those before.
pub async fn set(desk: &Arc<Desk>, request: SetAuthorities) -> Result<Authorities, ApiError> {
    permit(desk)?;
    let wrong = |why: NoAuthority| invalid(vec![field("pem", &why.to_string())]);
    let pem = BASE64_STANDARD.decode(&request.base64).map_err(|_| wrong(NoAuthority::NoCertificate))?;
    authority::describe(&pem, desk.host().now_ms()).map_err(wrong)?;
    authority::keep(desk.folder().path(), &pem).map_err(|_| disk_error())?;
    reconnect(desk).await;
    look(desk)
}

/// Trusts none of its own any more.
pub async fn remove(desk: &Arc<Desk>, _: RemoveAuthorities) -> Result<Authorities, ApiError> {
    permit(desk)?;
    authority::remove(desk.folder().path()).map_err(|_| disk_error())?;
    reconnect(desk).await;
    look(desk)
}

/// Who connects a hospital; before there is one, whoever sits here.
fn permit(desk: &Arc<Desk>) -> Result<(), ApiError> {
    match desk.stage() {
        Stage::FirstRun => Ok(()),
        Stage::ConfirmRecovery | Stage::Locked | Stage::Open => desk.session()?.permit(Operation::Staff).map(drop),
    }
}

fn look(desk: &Arc<Desk>) -> Result<Authorities, ApiError> {
    let Some(pem) = authority::stored(desk.folder().path()).map_err(|_| disk_error())? else {
        return Ok(Authorities::default());
    };
    Ok(match authority::describe(&pem, desk.host().now_ms()) {
        Ok(authorities) => Authorities { authorities, trouble: None },
        Err(why) => Authorities { authorities: Vec::new(), trouble: Some(why.to_string()) },
    })
}

/// Sharing goes on with what is trusted now.
async fn reconnect(desk: &Arc<Desk>) {
    if let Ok(open) = desk.session() {
        open.part::<Sharing>().reconnect().await;
        open.store.changed();
    }
}

#[cfg(test)]
mod tests {
    use daybook_api::{ErrorCode, Role};

    use super::*;
    use crate::testing::{Bench, STAFF_WORDS};

    const AUTHORITY: &str = include_str!("../sync/authority/ca.pem");

    fn file(text: &str) -> SetAuthorities {
        SetAuthorities { base64: BASE64_STANDARD.encode(text) }
    }

    #[tokio::test]
    async fn an_administrator_sets_looks_and_removes() {
        let bench = Bench::founded().await;
        assert_eq!(bench.desk.request(GetAuthorities {}).await.unwrap(), Authorities::default());
        let set = bench.desk.request(file(AUTHORITY)).await.unwrap();
        assert_eq!((set.authorities.len(), &set.trouble), (1, &None));
        assert_eq!(bench.desk.request(GetAuthorities {}).await.unwrap(), set);
        let refused = bench.desk.request(file("rubbish")).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "pem"));
        assert_eq!(bench.desk.request(GetAuthorities {}).await.unwrap(), set, "what was refused changes nothing");
        std::fs::write(bench.folder().join(authority::FILE), "rubbish").unwrap();
        assert!(bench.desk.request(GetAuthorities {}).await.unwrap().trouble.is_some());
        assert_eq!(bench.desk.request(RemoveAuthorities {}).await.unwrap(), Authorities::default());
        assert!(!bench.folder().join(authority::FILE).exists());
    }

    #[tokio::test]
    async fn nobody_else_may_and_before_there_is_a_hospital_whoever_sits_here() {
        let empty = Bench::empty();
        assert_eq!(empty.desk.request(file(AUTHORITY)).await.unwrap().authorities.len(), 1);
        let bench = Bench::founded().await;
        bench.employ("anna", Role::Receptionist).await;
        bench.login("anna", STAFF_WORDS).await.unwrap();
        assert_eq!(bench.refusal(file(AUTHORITY)).await, ErrorCode::NotAllowed);
        assert_eq!(bench.refusal(GetAuthorities {}).await, ErrorCode::NotAllowed);
        assert_eq!(bench.refusal(RemoveAuthorities {}).await, ErrorCode::NotAllowed);
        bench.desk.lock();
        assert_eq!(bench.refusal(file(AUTHORITY)).await, ErrorCode::Locked);
    }
}
