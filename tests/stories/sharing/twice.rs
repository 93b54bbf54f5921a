//! Registered at two desks that did not see each other: found, told apart, and told again when there is news, at every desk.

use daybook_api::*;

use super::{assert_clean, desk::Bench, server::Server, settle};

async fn pairs(bench: &Bench) -> Vec<DuplicatePair> {
    let _: DuplicatesChecked = bench.finish(CheckDuplicates {}).await;
    bench.request(ListDuplicates::default()).await.pairs
}

/// Two desks, at each of which somebody registered the same person; each has both records.
pub async fn registered_twice(server: &Server) -> ([Bench; 2], [PatientRecord; 2]) {
    let one = Bench::connected("KGH", server).await;
    let two = Bench::joining(&one, server).await;
    let here = one.register("Amina", "Okafor-Lindqvist").await;
    let there = two.register("Amina", "Okafor Lindqvist").await;
    settle(&one, &two).await;
    ([one, two], [here, there])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_desk_says_of_a_pair_holds_at_the_other_until_there_is_news() {
    let mut server = Server::start().await;
    let ([one, two], [here, there]) = registered_twice(&server).await;
    for bench in [&one, &two] {
        let found = pairs(bench).await;
        assert_eq!(found.len(), 1, "{found:?}");
    }

    one.request(NotSame { one: here.id.clone(), other: there.id.clone() }).await;
    settle(&one, &two).await;
    for bench in [&one, &two] {
        assert!(pairs(bench).await.is_empty());
        let similar = SimilarToPatient { id: there.id.clone(), limit: 0, show: ShowSimilar::All };
        let similar = bench.request(similar).await;
        assert!(similar.candidates.is_empty() && similar.apart[0].id == here.id, "{similar:?}");
    }

    // The other desk had changed a phone without having seen what is said again here.
    server.stop().await;
    one.request(MaybeSame { one: here.id.clone(), other: there.id.clone() }).await;
    one.request(NotSame { one: here.id.clone(), other: there.id.clone() }).await;
    let (before, mut after) = (there.person.clone(), there.person.clone());
    after.phones = vec!["020 7946 0099".into()];
    two.request(UpdatePatient { id: there.id.clone(), before, after }).await;
    server.resume().await;
    for bench in [&one, &two] {
        bench.until("all is shared", |status| status.pending == 0 && status.online).await;
    }
    settle(&one, &two).await;
    for bench in [&one, &two] {
        assert_eq!(pairs(bench).await.len(), 1, "there is news");
        assert_clean(bench).await;
    }
}
