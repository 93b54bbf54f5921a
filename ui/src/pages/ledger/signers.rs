//! Who has signed a checkpoint, and what this desk makes of each signature.

use daybook_api::{BlockSignature, Signer};
use yew::prelude::*;

use crate::{t, words};

/// The signatures below a checkpoint, one a line.
pub fn signers(signatures: &[BlockSignature]) -> Html {
    html! {
        <ul class="db-signers" data-testid="signers">{ for signatures.iter().map(|one| html! {
            <li class="db-signers__one">
                <strong><bdi>{ &one.name }</bdi></strong>
                { standing(one.signer) }
                if let Some(at) = one.at { <time class="db-muted">{ words::instant(at) }</time> }
                <span class="db-hash" dir="ltr" title={t!("signer-key")}>{ &one.key_id }</span>
            </li>
        }) }</ul>
    }
}

fn standing(signer: Signer) -> Html {
    let (kind, words) = match signer {
        Signer::Log => ("success", t!("signer-log")),
        Signer::Witness => ("success", t!("signer-witness")),
        Signer::Unknown => ("calm", t!("signer-unknown")),
    };
    html! { <span class={format!("db-chip db-chip--{kind}")}>{ words }</span> }
}
