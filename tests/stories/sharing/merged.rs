//! Two desks that did not see each other merge the same two records, each into the other: one stands, at every desk the same.

use daybook_api::*;

use super::{assert_clean, desk::Bench, server::Server, settle, twice::registered_twice};

fn merging(keep: &PatientRecord, gone: &PatientRecord) -> MergePatients {
    let (before, other) = (keep.person.clone(), gone.person.clone());
    let after = before.filled_from(&other);
    MergePatients { keep: keep.id.clone(), gone: gone.id.clone(), before, other, after }
}

async fn open(bench: &Bench, id: &PatientId) -> PatientRecord {
    bench.request(GetPatient { id: id.clone() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_records_merged_into_each_other_one_stands_everywhere() {
    let mut server = Server::start().await;
    let ([one, two], [here, there]) = registered_twice(&server).await;

    server.stop().await;
    one.request(merging(&here, &there)).await;
    two.request(merging(&there, &here)).await;
    server.resume().await;
    for bench in [&one, &two] {
        bench.until("all is shared", |status| status.pending == 0 && status.online).await;
    }
    settle(&one, &two).await;
    let (stands, gone) = if here.id.0 < there.id.0 { (&here, &there) } else { (&there, &here) };
    for bench in [&one, &two] {
        assert_eq!(bench.find("okafor").await.len(), 1);
        assert_eq!(open(bench, &stands.id).await.status, PatientStatus::Registered);
        assert_eq!(open(bench, &gone.id).await.merged_into.map(|into| into.id), Some(stands.id.clone()));
    }

    two.request(UnmergePatients { gone: gone.id.clone() }).await;
    settle(&one, &two).await;
    for bench in [&one, &two] {
        assert_eq!(open(bench, &gone.id).await.status, PatientStatus::Registered);
        let other = open(bench, &stands.id).await;
        assert_eq!(
            other.merged_into.map(|into| into.id),
            Some(gone.id.clone()),
            "what the other desk said still holds"
        );
        assert_eq!(bench.find("okafor").await.len(), 1);
        assert_clean(bench).await;
    }
    one.request(UnmergePatients { gone: stands.id.clone() }).await;
    settle(&one, &two).await;
    for bench in [&one, &two] {
        assert_eq!(bench.find("okafor").await.len(), 2);
        assert_clean(bench).await;
    }
}
