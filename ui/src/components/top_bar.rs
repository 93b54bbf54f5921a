//! The bar at the top: the program's name, search or command, the desk, who is logged in, lock.

use daybook_api::SearchPatients;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Glyph, Icon, Item, Look, Placement, SearchBox, patient_items};
use crate::backend;
use crate::hooks::{Who, go, use_ask, use_shortcut, use_who};
use crate::route::{Booking, ROOMS, Route};
use crate::state::query::OldAnswer;
use crate::{browser, t};

/// How the desk is locked.
#[derive(Clone, PartialEq, Properties)]
pub struct TopBarProps {
    /// Locks the desk.
    pub on_lock: Callback<()>,
    /// Lists the keys.
    pub on_keys: Callback<()>,
}

/// The bar at the top.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let who = use_who();
    let session = &who.0;
    use_shortcut(Some("?"), t!("keys-title"), Some(props.on_keys.clone()));
    html! {
        <header class="db-top">
            <a class="db-top__brand" href={Route::Today.hash()} data-testid="brand"><span class="db-top__mark"
                aria-hidden="true" />{ t!("app-name") }</a>
            <CommandSearch on_lock={props.on_lock.clone()} on_keys={props.on_keys.clone()} />
            <div class="db-top__who">
                <span class="db-top__desk" data-testid="desk-name">
                    { t!("top-desk", "number" => format!("{:02}", session.desk_number), "name" => session.desk_name.clone()) }</span>
                <span class="db-top__user" data-testid="user-name">{ &session.name }</span>
                <button type="button" class="db-button db-button--quiet db-button--icon" aria-label={t!("keys-title")}
                    title={t!("keys-title")}
                    onclick={props.on_keys.reform(|_: MouseEvent| ())} data-testid="show-keys"><Icon
                    glyph={Glyph::Keys} /></button>
                <Action label={t!("lock")} testid="lock" shortcut="Ctrl+L" icon={Glyph::Lock} look={Look::Quiet}
                    on={props.on_lock.clone()} />
            </div>
        </header>
    }
}

/// Finds patients and commands.
#[component]
fn CommandSearch(props: &TopBarProps) -> Html {
    let who = use_who();
    let query = use_state(String::new);
    let wanted = SearchPatients { query: (*query).clone(), limit: 6, ..SearchPatients::default() };
    let finds = who.may("patient.find") && !query.trim().is_empty();
    let found = use_ask(finds.then_some(wanted), OldAnswer::Keep);
    use_shortcut(Some("Ctrl+K"), t!("top-search"), Some(focusing()));
    use_shortcut(Some("/"), t!("top-search"), Some(focusing()));
    let rows = found.answer().filter(|_| finds);
    let mut items = rows.as_deref().map(|rows| patient_items(rows)).unwrap_or_default();
    items.extend(commands(&who, &query, props));
    let items = clearing(items, &query);
    let set = query.setter();
    let count = t!("top-search-count", "count" => items.len());
    let first = items.first().map(|item| item.pick.clone());
    let on_enter = Callback::from(move |typed: String| open_or_pick(typed, first.clone()));
    html! {
        <div class="db-top__search">
            <SearchBox id="top-search" label={t!("top-search")} placeholder={t!("top-search")} query={(*query).clone()}
                on_query={Callback::from(move |text| set.set(text))} {items} {on_enter} {count}
                placement={Placement::Over} key_hint="Ctrl+K" />
        </div>
    }
}

fn focusing() -> Callback<()> {
    Callback::from(|()| {
        browser::focus("top-search");
        browser::select("top-search");
    })
}

/// After a pick the box is empty again.
fn clearing(items: Vec<Item>, query: &UseStateHandle<String>) -> Vec<Item> {
    let clear = |item: Item| {
        let (pick, query) = (item.pick.clone(), query.setter());
        let pick = Callback::from(move |()| {
            query.set(String::new());
            pick.emit(());
        });
        Item { pick, ..item }
    };
    items.into_iter().map(clear).collect()
}

/// Enter without a mark: a number that was scanned opens its patient at once, else the first row.
fn open_or_pick(typed: String, first: Option<Callback<()>>) {
    spawn_local(async move {
        let wanted = SearchPatients { query: typed.clone(), limit: 2, ..SearchPatients::default() };
        match backend::call(wanted).await.unwrap_or_default().as_slice() {
            [only] if !typed.trim().is_empty() && only.why.is_empty() => go(&Route::Patient(only.id.clone())),
            _ => first.into_iter().for_each(|pick| pick.emit(())),
        }
    });
}

fn commands(who: &Who, query: &str, props: &TopBarProps) -> Vec<Item> {
    let wanted = query.trim().to_lowercase();
    let rooms = ROOMS.into_iter().filter(|room| room.needs().is_none_or(|operation| who.may(operation)));
    let mut all: Vec<(String, Callback<()>)> = rooms
        .map(|room| (t!("command-go", "room" => t!(&format!("room-{}", room.name()))), leading(room.route())))
        .collect();
    for (operation, label, route) in [
        ("patient.register", t!("register-patient"), Route::Register),
        ("schedule", t!("book-appointment"), Route::Book(Booking::default())),
        ("doctor", t!("doctor-add"), Route::AddDoctor),
    ] {
        if who.may(operation) {
            all.push((label, leading(route)));
        }
    }
    all.push((t!("keys-title"), props.on_keys.clone()));
    all.push((t!("lock-desk"), props.on_lock.clone()));
    all.into_iter()
        .filter(|(label, _)| label.to_lowercase().contains(&wanted))
        .map(|(label, pick)| command(label, pick))
        .collect()
}

fn leading(route: Route) -> Callback<()> {
    Callback::from(move |()| go(&route))
}

fn command(label: String, pick: Callback<()>) -> Item {
    let view = html! { <span class="db-row__command"><Icon glyph={Glyph::Next} />{ &label }</span> };
    Item { id: format!("command-{label}"), view, pick }
}
