//! A search box with its list: the focus stays in the box, arrows mark a row, Enter opens it (WAI-ARIA combobox).

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{Glyph, Icon, typed_value};
use crate::browser;
use crate::state::combobox::{Listbox, Move, Openness};

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Unlike all others.
    pub id: String,
    /// What it shows.
    pub view: Html,
    /// Opens it.
    pub pick: Callback<()>,
}

/// Where the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Over the page, while the box has the focus.
    Over,
    /// In the page, always.
    Inline,
}

/// A search box with its list.
#[derive(Clone, PartialEq, Properties)]
pub struct SearchBoxProps {
    /// The box's id, also its name for tests; rows are `ID-option-N`.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// What may be typed.
    pub placeholder: AttrValue,
    /// What is typed.
    pub query: AttrValue,
    /// Gets what is typed.
    pub on_query: Callback<String>,
    /// The rows.
    pub items: Vec<Item>,
    /// Enter while no row is marked.
    pub on_enter: Callback<String>,
    /// How many there are, told by screen readers.
    pub count: AttrValue,
    /// Where the list stands.
    pub placement: Placement,
    /// Has the focus when the screen opens.
    #[prop_or_default]
    pub autofocus: bool,
    /// Between box and list.
    #[prop_or_default]
    pub heading: Html,
    /// The key that leads here, as it is written.
    #[prop_or_default]
    pub key_hint: Option<&'static str>,
}

/// A search box with its list.
#[component]
pub fn SearchBox(props: &SearchBoxProps) -> Html {
    let list = use_reducer(Listbox::default);
    let node = use_node_ref();
    super::use_autofocus(&node, props.autofocus);
    {
        let list = list.dispatcher();
        use_effect_with(props.items.len(), move |rows| list.dispatch(Move::Rows(*rows)));
    }
    {
        let id = props.id.clone();
        use_effect_with(list.marked, move |marked| {
            if let Some(row) = marked {
                browser::show(&format!("{id}-option-{row}"));
            }
        });
    }
    let is_open = props.placement == Placement::Inline || list.open == Openness::Open;
    let shows_list = is_open && !props.items.is_empty();
    let list_id = format!("{}-list", props.id);
    let marked = list.marked.filter(|row| shows_list && *row < props.items.len());
    html! {
        <div class={classes!("db-search", (props.placement == Placement::Over).then_some("db-search--over"))}
            role="search" aria-label={props.label.clone()}>
            <div class="db-search__box">
                <Icon glyph={Glyph::Search} />
                <input id={props.id.clone()} class="db-search__input" type="text" role="combobox"
                    aria-label={props.label.clone()}
                    placeholder={props.placeholder.clone()} value={props.query.clone()} autocomplete="off"
                    spellcheck="false"
                    aria-expanded={if shows_list { "true" } else { "false" }} aria-controls={list_id.clone()}
                    aria-autocomplete="list"
                    aria-activedescendant={marked.map(|row| format!("{}-option-{row}", props.id))}
                    oninput={on_input(props, &list)} onkeydown={on_key(props, &list)}
                    onfocus={list_move(&list, Move::Open)} onblur={list_move(&list, Move::Close)}
                    data-testid={props.id.clone()} ref={node} />
                if let Some(key) = props.key_hint { <super::Key name={key} /> }
            </div>
            <p class="db-sr-only" role="status" data-testid={format!("{}-count", props.id)}>{ &props.count }</p>
            if is_open { { props.heading.clone() } }
            <ul class="db-search__list" id={list_id} role="listbox" aria-label={props.label.clone()}
                hidden={!shows_list}>
                { for props.items.iter().enumerate().filter(|_| shows_list).map(|(row, item)| option(props, &list, row, item, marked)) }
            </ul>
        </div>
    }
}

fn option(
    props: &SearchBoxProps,
    list: &UseReducerHandle<Listbox>,
    row: usize,
    item: &Item,
    marked: Option<usize>,
) -> Html {
    let id = format!("{}-option-{row}", props.id);
    let is_marked = marked == Some(row);
    let pick = {
        let (pick, list) = (item.pick.clone(), list.dispatcher());
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            list.dispatch(Move::Close);
            pick.emit(());
        })
    };
    let point = {
        let list = list.dispatcher();
        Callback::from(move |_: MouseEvent| list.dispatch(Move::Point(row)))
    };
    // The pointer must not take the focus out of the box before the click arrives.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <li key={item.id.clone()} class={classes!("db-search__row", is_marked.then_some("db-search__row--marked"))} {id}
            role="option"
            aria-selected={if is_marked { "true" } else { "false" }} onclick={pick} onmousemove={point} {onmousedown}
            data-testid={format!("{}-row", props.id)}>
            { item.view.clone() }
        </li>
    }
}

fn list_move(list: &UseReducerHandle<Listbox>, step: Move) -> Callback<FocusEvent> {
    let list = list.dispatcher();
    Callback::from(move |_| list.dispatch(step))
}

fn on_input(props: &SearchBoxProps, list: &UseReducerHandle<Listbox>) -> Callback<InputEvent> {
    let (on_query, list) = (props.on_query.clone(), list.dispatcher());
    Callback::from(move |event: InputEvent| {
        list.dispatch(Move::Type);
        on_query.emit(typed_value(&event));
    })
}

fn on_key(props: &SearchBoxProps, list: &UseReducerHandle<Listbox>) -> Callback<KeyboardEvent> {
    let (props, list) = (props.clone(), list.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => list.dispatch(Move::Next),
            "ArrowUp" => list.dispatch(Move::Previous),
            "Home" if list.marked.is_some() => list.dispatch(Move::First),
            "End" if list.marked.is_some() => list.dispatch(Move::Last),
            "PageDown" => list.dispatch(Move::Jump(10)),
            "PageUp" => list.dispatch(Move::Jump(-10)),
            "Enter" => enter(&props, &list, &event),
            "Escape" => escape(&props, &list, &event),
            _ => return,
        }
        event.prevent_default();
    })
}

fn enter(props: &SearchBoxProps, list: &UseReducerHandle<Listbox>, event: &KeyboardEvent) {
    match list.marked.and_then(|row| props.items.get(row)) {
        Some(item) => {
            list.dispatch(Move::Close);
            blur_if_over(props, event);
            item.pick.emit(());
        }
        // Without a mark the box itself says what was typed: a scanner's Enter comes before the next drawing.
        None => {
            list.dispatch(Move::First);
            props.on_enter.emit(typed_value(event));
        }
    }
}

fn escape(props: &SearchBoxProps, list: &UseReducerHandle<Listbox>, event: &KeyboardEvent) {
    let has_mark = list.marked.is_some();
    list.dispatch(Move::Close);
    if !has_mark {
        props.on_query.emit(String::new());
        blur_if_over(props, event);
    }
}

fn blur_if_over(props: &SearchBoxProps, event: &KeyboardEvent) {
    if props.placement == Placement::Over
        && let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = input.blur();
    }
}
