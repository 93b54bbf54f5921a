//! Merging two records: which one is kept, and what it says where the two differ.

use daybook_api::{DuplicatePair, MergePatients, PairPatient, Person, PersonPart};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{pair::name, parts};
use crate::components::{Action, Choice, Glyph, Look, RadioRow};
use crate::hooks::{Toaster, use_toaster};
use crate::pages::pair_acts;
use crate::{backend, browser, t, words};

/// From which record a part is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Kept,
    Other,
    Both,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Other => "other",
            Self::Both => "both",
        }
    }
}

/// Two records to be merged.
#[derive(Clone, PartialEq, Properties)]
pub struct MergeProps {
    /// The two.
    pub pair: DuplicatePair,
    /// The list is to be asked for again.
    pub again: Callback<()>,
    /// The form is to be closed.
    pub on_close: Callback<()>,
}

/// What has been chosen.
#[derive(Clone, PartialEq)]
struct Chosen {
    /// Whether the first of the two is kept.
    keeps_first: bool,
    /// Parts that are not taken as they would be by themselves.
    parts: Vec<(PersonPart, Source)>,
}

/// Merging two records.
#[component]
pub fn MergeForm(props: &MergeProps) -> Html {
    let chosen = use_state(|| Chosen { keeps_first: true, parts: Vec::new() });
    let toaster = use_toaster();
    let (keep, gone) = sides(&props.pair, chosen.keeps_first);
    let on_keep = {
        let setter = chosen.setter();
        Callback::from(move |value: String| setter.set(Chosen { keeps_first: value == "one", parts: Vec::new() }))
    };
    let merge = merge(props, after(&chosen, &keep.person, &gone.person), chosen.keeps_first, toaster);
    let id = format!("merge-{}", props.pair.one.id);
    {
        let id = id.clone();
        use_effect_with((), move |()| browser::focus_at_top_soon(id));
    }
    html! {
        <section class="db-merge" aria-labelledby={id.clone()} data-testid="merge">
            <h3 class="db-panel__title" id={id.clone()} tabindex="-1">{ t!("merge-title") }</h3>
            <p class="db-muted">{ t!("merge-explained") }</p>
            <RadioRow id={format!("{id}-keep")} label={t!("merge-keep")} value={if chosen.keeps_first { "one" } else { "other" }}
                choices={vec![choice("one", &props.pair.one), choice("other", &props.pair.other)]} on_change={on_keep} />
            { for PersonPart::ALL.into_iter().filter(|part| asks(*part, &keep.person, &gone.person))
                .map(|part| row(&id, part, &chosen, keep, gone)) }
            <div class="db-actions">
                <Action label={t!("merge-confirm", "number" => keep.number.clone())} look={Look::Primary}
                    icon={Glyph::Done} testid="merge-confirm" on={merge} />
                <Action label={t!("cancel")} testid="merge-cancel" on={props.on_close.clone()} />
            </div>
        </section>
    }
}

fn sides(pair: &DuplicatePair, keeps_first: bool) -> (&PairPatient, &PairPatient) {
    if keeps_first { (&pair.one, &pair.other) } else { (&pair.other, &pair.one) }
}

fn choice(value: &'static str, patient: &PairPatient) -> Choice {
    Choice::new(value, format!("{}, {}", patient.number, name(patient)))
}

/// Where only one of the two has anything, there is nothing to choose.
fn asks(part: PersonPart, keep: &Person, gone: &Person) -> bool {
    part.differs(keep, gone) && part.is_known(keep) && part.is_known(gone)
}

fn row(form: &str, part: PersonPart, chosen: &UseStateHandle<Chosen>, keep: &PairPatient, gone: &PairPatient) -> Html {
    let (kept, other) = (parts::text(part, &keep.person), parts::text(part, &gone.person));
    let mut choices = vec![Choice::new("kept", kept), Choice::new("other", other)];
    if has_both(part, &keep.person, &gone.person) {
        choices.push(Choice::new("both", t!("merge-both")));
    }
    let value = source(chosen, part, &keep.person, &gone.person).name();
    let on_change = {
        let chosen = chosen.clone();
        Callback::from(move |value: String| {
            let source = [Source::Kept, Source::Other, Source::Both].into_iter().find(|source| source.name() == value);
            let mut next = (*chosen).clone();
            next.parts.retain(|(known, _)| *known != part);
            next.parts.extend(source.map(|source| (part, source)));
            chosen.set(next);
        })
    };
    html! { <RadioRow id={format!("{form}-{}", part.name())} label={parts::label(part)} {choices} {value} {on_change} /> }
}

/// Whether there may be several, and both have something: one phone written in two ways is one.
fn has_both(part: PersonPart, keep: &Person, gone: &Person) -> bool {
    part.both(keep, gone).is_some_and(|both| part.differs(&both, keep))
}

/// As chosen, else both where there may be several, else the kept one's.
fn source(chosen: &Chosen, part: PersonPart, keep: &Person, gone: &Person) -> Source {
    let usual = if has_both(part, keep, gone) { Source::Both } else { Source::Kept };
    chosen.parts.iter().find(|(known, _)| *known == part).map_or(usual, |(_, source)| *source)
}

/// What the kept record says after the merge.
fn after(chosen: &Chosen, keep: &Person, gone: &Person) -> Person {
    let mut after = keep.filled_from(gone);
    for part in PersonPart::ALL.into_iter().filter(|part| asks(*part, keep, gone)) {
        match source(chosen, part, keep, gone) {
            Source::Kept => part.copy(keep, &mut after),
            Source::Other => part.copy(gone, &mut after),
            Source::Both => {}
        }
    }
    after
}

fn merge(props: &MergeProps, after: Person, keeps_first: bool, toaster: Toaster) -> Callback<()> {
    let (again, close) = (props.again.clone(), props.on_close.clone());
    let (keep, gone) = sides(&props.pair, keeps_first);
    let request = MergePatients {
        keep: keep.id.clone(),
        gone: gone.id.clone(),
        before: keep.person.clone(),
        other: gone.person.clone(),
        after,
    };
    Callback::from(move |()| {
        let (request, toaster, again, close) = (request.clone(), toaster.clone(), again.clone(), close.clone());
        let undo = pair_acts::unmerge(request.gone.clone(), &toaster, &again);
        spawn_local(async move {
            match backend::call(request).await {
                Ok(_) => {
                    toaster.say_with_undo(t!("merge-done"), undo);
                    close.emit(());
                }
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(given: &str, phone: &str) -> Person {
        Person { given: given.into(), phones: vec![phone.into()], ..Person::default() }
    }

    #[test]
    fn what_is_chosen_is_what_the_kept_record_says() {
        let (keep, gone) = (person("Ana", "1"), Person { note: "deaf".into(), ..person("Anna", "2") });
        let usual = Chosen { keeps_first: true, parts: Vec::new() };
        let merged = after(&usual, &keep, &gone);
        assert_eq!((merged.given.as_str(), merged.phones.len(), merged.note.as_str()), ("Ana", 2, "deaf"));
        let parts = vec![(PersonPart::Given, Source::Other), (PersonPart::Phones, Source::Kept)];
        let merged = after(&Chosen { parts, ..usual }, &keep, &gone);
        assert_eq!(
            (merged.given.as_str(), merged.phones, merged.note.as_str()),
            ("Anna", vec!["1".to_owned()], "deaf")
        );
    }

    #[test]
    fn only_where_both_say_something_else_is_asked() {
        let (keep, gone) = (person("Ana", "1"), Person { note: "deaf".into(), ..person("Anna", "1") });
        let asked: Vec<PersonPart> = PersonPart::ALL.into_iter().filter(|part| asks(*part, &keep, &gone)).collect();
        assert_eq!(asked, [PersonPart::Given]);
        let (keep, gone) = (person("Ana", "020 7946 0012"), person("Ana", "+44 20 7946 0012"));
        assert!(asks(PersonPart::Phones, &keep, &gone) && !has_both(PersonPart::Phones, &keep, &gone));
    }
}
