//! What a desk hands out, as somebody without a desk sees it; and what it shows of that itself.

use daybook_api::*;
use daybook_ledger::{Exhibits, TlogProof, VerifierKey, judge, judge::Open, leaf_hash, verify::native::AwsLc};

use super::{
    desk::{self, Bench},
    server::Server,
    settle,
};

#[tokio::test(flavor = "multi_thread")]
async fn proofs_and_entries_handed_out_hold_for_somebody_else() {
    let server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    one.register("Amina", "Okafor").await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    let key = VerifierKey::parse(&server.log_key).unwrap();
    for bench in [&one, &two] {
        for index in 0..5_u64 {
            let entry = bench.request(ExportEntry { entry: index.to_string() }).await;
            for with in [ProofWith::Entry, ProofWith::Nothing] {
                let proof = bench.request(ExportProof { entry: index.to_string(), with }).await;
                holds(&desk::bytes(&proof), &desk::bytes(&entry), &key, with);
            }
        }
        let detail = bench.request(GetEntry { entry: "3".into() }).await;
        assert_eq!(detail.row.act, "patient.register");
        assert!(detail.events[0].contains("Okafor") && detail.proof.is_some());
        leads_to_the_root(&detail);
    }
    let pem = one.request(ExportKey { desk: Some(2) }).await;
    assert_eq!(desk::bytes(&pem), desk::bytes(&two.request(ExportKey::default()).await));
}

/// The way that is drawn begins at the entry, joins at every step, and ends at what the log has signed.
fn leads_to_the_root(detail: &EntryDetail) {
    let path = detail.path.as_ref().unwrap();
    assert_eq!((path.index, &path.leaf), (3, &detail.row.entry));
    assert!(path.size > 3 && path.signatures[0].signer == Signer::Log, "{path:?}");
    let (mut first, mut last) = (path.index, path.index);
    for step in &path.steps {
        match step.side {
            ProofSide::Left => {
                assert_eq!(step.last + 1, first);
                first = step.first;
            }
            ProofSide::Right => {
                assert_eq!(step.first, last + 1);
                last = step.last;
            }
        }
    }
    assert_eq!((first, last), (0, path.size - 1), "it covers the whole log");
    assert_eq!(path.steps.last().map(|step| &step.parent), Some(&path.root));
}

/// The proof is the entry's under the log's key; with the entry attached the file is enough by itself, bare it is not.
fn holds(proof: &[u8], entry: &[u8], key: &VerifierKey, with: ProofWith) {
    let text = std::str::from_utf8(proof).unwrap();
    TlogProof::parse(text).unwrap().verify(&leaf_hash(entry), key).unwrap();
    let judged = judge(&Exhibits { proof: text, log_key: Some(key), ..Exhibits::default() }, &AwsLc);
    assert!(judged.is_good(), "{judged:?}");
    assert_eq!(judged.is_vouched_for(), with == ProofWith::Entry, "{judged:?}");
    assert_eq!(judged.open.contains(&Open::NoEntry), with == ProofWith::Nothing, "{judged:?}");
}
