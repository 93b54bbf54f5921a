//! The few things asked of the browser itself: storage, focus, clock, files, printing.

use daybook_api::Date;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Window};

/// The window; absent only outside a browser.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document; absent only outside a browser.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// The first language the system asks for, without its region.
pub fn preferred_language() -> String {
    let tag = window().and_then(|window| window.navigator().language()).unwrap_or_default();
    tag.split('-').next().unwrap_or_default().to_owned()
}

/// Whether a media query holds now.
pub fn media_matches(query: &str) -> bool {
    let list = window().and_then(|window| window.match_media(query).ok().flatten());
    list.is_some_and(|list| list.matches())
}

/// Puts a class on the root element, or takes it off.
pub fn set_root_class(class: &str, on: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.class_list().toggle_with_force(class, on);
    }
}

/// Sets an attribute of the root element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// The window's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the element with that id, and shows it.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
        show(id);
    }
}

/// Moves the focus to the first element inside another that fits the selector, if there is one.
pub fn focus_within(outer: &Element, selector: &str) {
    let found = outer.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus once the screen has been drawn.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    gloo::timers::callback::Timeout::new(0, move || focus(&id)).forget();
}

/// Moves the focus to what has just been opened, and that to the top of what scrolls, once the screen has been drawn.
pub fn focus_at_top_soon(id: impl Into<String>) {
    let id = id.into();
    let show = move || {
        focus(&id);
        show_at_top(&id);
    };
    gloo::timers::callback::Timeout::new(0, show).forget();
}

/// Moves the focus from one element that fits the selector to another, by so many; from outside to the first or last.
pub fn focus_neighbour(selector: &str, by: i32) {
    let Some(document) = document() else { return };
    let Ok(found) = document.query_selector_all(selector) else { return };
    let count = found.length() as i32;
    let active = document.active_element();
    let holds = |at: &i32| {
        let row = found.item(*at as u32).and_then(|node| node.parent_element()).and_then(|cell| cell.parent_element());
        row.is_some_and(|row| row.contains(active.as_ref().map(AsRef::as_ref)))
    };
    let from = (0..count).find(holds).unwrap_or(if by > 0 { -1 } else { count });
    let next = found.item((from + by).clamp(0, (count - 1).max(0)) as u32);
    if let Some(element) = next.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Selects all text of an input, so that typing replaces it.
pub fn select(id: &str) {
    if let Some(input) = element(id).and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Scrolls the element with that id into view, as little as needed.
pub fn show(id: &str) {
    let Some(element) = element(id) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls the element with that id to the top of what scrolls.
pub fn show_at_top(id: &str) {
    let Some(element) = element(id) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Start);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The element with that id.
pub fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Whether typing now goes into a field, so that letters are text and not keys.
pub fn is_typing() -> bool {
    let Some(active) = document().and_then(|document| document.active_element()) else { return false };
    match active.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(active.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "button" | "file")),
        _ => active.has_attribute("contenteditable"),
    }
}

/// Whether a modal dialog is open.
pub fn has_dialog() -> bool {
    document().and_then(|document| document.query_selector("dialog[open]").ok().flatten()).is_some()
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Today, by this computer's clock and time zone.
pub fn today() -> Date {
    date_of(&js_sys::Date::new_0())
}

/// Minutes after midnight, by this computer's clock and time zone.
pub fn minutes_now() -> u16 {
    let now = js_sys::Date::new_0();
    (now.get_hours() * 60 + now.get_minutes()) as u16
}

/// The local day and the minutes after midnight of an instant.
pub fn local(at_ms: i64) -> (Date, u16) {
    let at = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    (date_of(&at), (at.get_hours() * 60 + at.get_minutes()) as u16)
}

fn date_of(at: &js_sys::Date) -> Date {
    let found = Date::new(at.get_full_year() as i16, at.get_month() as u8 + 1, at.get_date() as u8);
    found.unwrap_or(Date::EPOCH)
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Throws away the page and everything in its memory, and starts anew at the first screen.
pub fn start_anew() {
    if let Some(window) = window() {
        let location = window.location();
        let path = location.pathname().unwrap_or_else(|_| "/".to_owned());
        let _ = location.set_hash("");
        if location.replace(&path).is_err() || location.reload().is_err() {
            let _ = location.reload();
        }
    }
}
