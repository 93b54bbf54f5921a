//! A doctor's week as seven small bars, with the hours in words for who cannot see them.

use daybook_api::Hours;
use yew::prelude::*;

use crate::components::heads;
use crate::state::hours::clock;
use crate::{browser, t, words};

/// The first and the last hour drawn.
const DAY: (u16, u16) = (7 * 60, 20 * 60);

/// The week as seven bars.
pub fn strip(hours: &[Hours]) -> Html {
    let today = browser::today().weekday();
    html! {
        <span class="db-week" role="img" aria-label={in_words(hours)}>
            { for (1..=7).map(|weekday| day(hours, weekday, weekday == today)) }
        </span>
    }
}

fn day(hours: &[Hours], weekday: u8, is_today: bool) -> Html {
    let stretches = hours.iter().filter(|stretch| stretch.weekday == weekday);
    html! {
        <span class={classes!("db-week__day", is_today.then_some("db-week__day--today"))}>
            { for stretches.map(|stretch| html! { <span class="db-week__bar" style={place(stretch)} /> }) }
        </span>
    }
}

fn place(stretch: &Hours) -> String {
    let (first, last) = DAY;
    let percent = |at: u16| f64::from(at.clamp(first, last) - first) * 100.0 / f64::from(last - first);
    let (from, to) = (percent(stretch.from), percent(stretch.to));
    format!("inset-block-start:{from:.0}%;block-size:{:.0}%", (to - from).max(6.0))
}

/// `Mon 09:00–12:00, Tue 14:00–17:00`.
pub fn in_words(hours: &[Hours]) -> String {
    if hours.is_empty() {
        return t!("hours-none");
    }
    hours.iter().map(words::stretch).collect::<Vec<_>>().join(", ")
}

/// The week as a table.
pub fn table(hours: &[Hours]) -> Html {
    if hours.is_empty() {
        return html! { <p class="db-muted">{ t!("hours-none") }</p> };
    }
    let mut hours = hours.to_vec();
    hours.sort_by_key(|stretch| (stretch.weekday, stretch.from));
    let alike = |a: &Hours, b: &Hours| (a.weekday, &a.room, a.slot_minutes) == (b.weekday, &b.room, b.slot_minutes);
    html! {
        <table class="db-table db-table--plain">
            { heads([t!("column-weekday"), t!("column-hours"), t!("field-room"), t!("column-slot")]) }
            <tbody>{ for hours.chunk_by(alike).map(line) }</tbody>
        </table>
    }
}

fn line(stretches: &[Hours]) -> Html {
    let Some(first) = stretches.first() else { return Html::default() };
    let times = stretches.iter().map(|one| t!("hours-from-to", "from" => clock(one.from), "to" => clock(one.to)));
    html! {
        <tr>
            <th scope="row">{ words::weekday(first.weekday) }</th>
            <td class="db-number">{ times.collect::<Vec<_>>().join(", ") }</td>
            <td>{ &first.room }</td>
            <td class="db-number">{ t!("minutes", "count" => first.slot_minutes) }</td>
        </tr>
    }
}
