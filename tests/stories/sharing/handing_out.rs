//! What a desk hands out, as somebody without a desk sees it.

use daybook_api::ProofWith;
use daybook_ledger::{Exhibits, TlogProof, VerifierKey, judge, judge::Open, leaf_hash, verify::native::AwsLc};

/// The proof is the entry's under the log's key; with the entry attached the file is enough by itself, bare it is not.
pub fn holds(proof: &[u8], entry: &[u8], key: &VerifierKey, with: ProofWith) {
    let text = std::str::from_utf8(proof).unwrap();
    TlogProof::parse(text).unwrap().verify(&leaf_hash(entry), key).unwrap();
    let judged = judge(&Exhibits { proof: text, log_key: Some(key), ..Exhibits::default() }, &AwsLc);
    assert!(judged.is_good(), "{judged:?}");
    assert_eq!(judged.is_vouched_for(), with == ProofWith::Entry, "{judged:?}");
    assert_eq!(judged.open.contains(&Open::NoEntry), with == ProofWith::Nothing, "{judged:?}");
}
