//! Two records that may be one person: who, how likely, what speaks for and against, in words.

use daybook_api::{Agreement, Likeness, Reason, SimilarField, SimilarPatient};
use yew::prelude::*;

use crate::route::Route;
use crate::state::name::display_name;
use crate::{browser, t, words};

/// A similar patient, as a block: name, born, sex, number, then why. `actions` stand below.
pub fn similar_block(similar: &SimilarPatient, id: String, actions: Html) -> Html {
    let row = &similar.patient;
    let day = row.died.unwrap_or_else(browser::today);
    html! {
        <div class={classes!("db-similar", similar.alert.then_some("db-similar--alert"))} data-testid="similar-patient">
            <p class="db-similar__head">
                <a {id} class="db-similar__name" href={Route::Patient(row.id.clone()).hash()} data-testid="similar-open">
                    <bdi>{ display_name(&row.family, &row.given, &row.title) }</bdi></a>
                if row.died.is_some() { <span class="db-chip db-chip--dead">{ t!("patient-dead") }</span> }
            </p>
            <p class="db-similar__facts">
                <span>{ words::birth(row.birth, day) }</span>
                <span>{ words::sex(row.sex) }</span>
                <span class="db-number">{ &row.number }</span>
            </p>
            { verdict(similar.likeness, similar.probability, similar.alert) }
            { reasons(&similar.reasons) }
            { actions }
        </div>
    }
}

/// What two records most likely are to each other, and how likely they are one person.
pub fn verdict(likeness: Likeness, probability: f64, alert: bool) -> Html {
    let chip = if alert { "db-chip db-chip--warning" } else { "db-chip" };
    html! {
        <p class="db-similar__verdict">
            <span class={chip} data-testid="likeness">{ likeness_words(likeness) }</span>
            <span class="db-similar__percent" data-testid="probability">
                { t!("similar-probability", "percent" => percent(probability)) }</span>
        </p>
    }
}

/// What speaks for, then what speaks against; nothing where nothing is told.
pub fn reasons(reasons: &[Reason]) -> Html {
    let (speak_for, against): (Vec<&Reason>, Vec<&Reason>) = reasons.iter().partition(|reason| reason.bits > 0.0);
    html! {
        <dl class="db-reasons">
            { side("for", t!("similar-for"), &speak_for) }
            { side("against", t!("similar-against"), &against) }
        </dl>
    }
}

fn side(name: &str, label: String, reasons: &[&Reason]) -> Html {
    if reasons.is_empty() {
        return Html::default();
    }
    html! {
        <div class={format!("db-reasons__side db-reasons__side--{name}")} data-testid={format!("reasons-{name}")}>
            <dt>{ label }</dt>
            { for reasons.iter().map(|reason| html! { <dd>{ reason_words(reason) }</dd> }) }
        </div>
    }
}

/// Whole percents; certainty is never claimed.
pub fn percent(probability: f64) -> String {
    match probability {
        p if p >= 0.995 => "> 99".to_owned(),
        p if p < 0.01 => "< 1".to_owned(),
        p => format!("{:.0}", 100.0 * p),
    }
}

/// `Probably a twin`.
pub fn likeness_words(likeness: Likeness) -> String {
    t!(match likeness {
        Likeness::SamePerson => "likeness-same-person",
        Likeness::Twin => "likeness-twin",
        Likeness::Generation => "likeness-generation",
        Likeness::Household => "likeness-household",
        Likeness::Namesake => "likeness-namesake",
        Likeness::Alike => "likeness-alike",
    })
}

/// `Born: day and month exchanged`.
pub fn reason_words(reason: &Reason) -> String {
    let how = t!(&format!("agrees-{}", agreement_name(reason.field, reason.agreement)));
    let line = t!("similar-reason", "field" => field_words(reason.field), "how" => how);
    match reason.years {
        Some(years) => t!("similar-years", "reason" => line, "years" => years),
        None => line,
    }
}

fn field_words(field: SimilarField) -> String {
    t!(match field {
        SimilarField::Given => "field-given",
        SimilarField::Family => "field-family",
        SimilarField::Names => "field-name",
        SimilarField::Suffix => "similar-suffix",
        SimilarField::Birth => "field-birth",
        SimilarField::Sex => "field-sex",
        SimilarField::Phone => "field-phone",
        SimilarField::Address => "field-address",
        SimilarField::Identifier => "field-other-id",
        SimilarField::Kin => "field-kin",
    })
}

/// The end of the message key: births and numbers have slips of their own.
fn agreement_name(field: SimilarField, agreement: Agreement) -> &'static str {
    match (agreement, field) {
        (Agreement::Missing, _) => "missing",
        (Agreement::Same, _) => "same",
        (Agreement::Joined, _) => "joined",
        (Agreement::Nickname, _) => "nickname",
        (Agreement::Slip, SimilarField::Birth | SimilarField::Phone | SimilarField::Identifier) => "digit",
        (Agreement::Slip, _) => "letter",
        (Agreement::Sound, _) => "sound",
        (Agreement::Near, SimilarField::Birth) => "digits",
        (Agreement::Near, _) => "near",
        (Agreement::Part, _) => "part",
        (Agreement::Initial, _) => "initial",
        (Agreement::Swapped, SimilarField::Names) => "names-swapped",
        (Agreement::Swapped, _) => "swapped",
        (Agreement::DayMonth, _) => "day-month",
        (Agreement::Year, _) => "year",
        (Agreement::About, _) => "about",
        (Agreement::Mostly, _) => "mostly",
        (Agreement::Partly, _) => "partly",
        (Agreement::Little, _) => "little",
        (Agreement::Different, _) => "different",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_every_field_has_words() {
        use Agreement::*;
        let steps = [
            Missing, Same, Joined, Nickname, Slip, Sound, Near, Part, Initial, Swapped, DayMonth, Year, About, Mostly,
            Partly, Little, Different,
        ];
        for field in [SimilarField::Birth, SimilarField::Names, SimilarField::Given, SimilarField::Phone] {
            for agreement in steps {
                let words = reason_words(&Reason { field, agreement, years: None, bits: 1.0 });
                assert!(!words.contains("agrees-") && words.contains(": "), "{words}");
            }
        }
        let years = Reason { field: SimilarField::Birth, agreement: Different, years: Some(3), bits: -1.0 };
        assert_eq!(reason_words(&years), "Born: different (3 years apart)");
    }

    #[test]
    fn certainty_is_never_claimed() {
        assert_eq!([0.9999, 0.994, 0.3, 0.0004].map(percent), ["> 99", "99", "30", "< 1"]);
    }
}
