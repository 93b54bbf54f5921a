//! A doctor's weekly hours, typed: one line per weekday, `9-12:30, 14-17`, a key to repeat the line above.

use yew::prelude::*;

use crate::components::{Action, Glyph, Look, typed_value};
use crate::state::hours::{DayHours, HoursError, clock, read_line};
use crate::{t, words};

/// The week.
#[derive(Clone, PartialEq, Properties)]
pub struct HoursEditorProps {
    /// Seven lines, Monday first.
    pub week: Vec<DayHours>,
    /// Gets the week after every key.
    pub on_change: Callback<Vec<DayHours>>,
}

/// The week, one line per weekday.
#[component]
pub fn HoursEditor(props: &HoursEditorProps) -> Html {
    html! {
        <fieldset class="db-hours">
            <legend class="db-label">{ t!("hours-title") }</legend>
            <p class="db-field__hint" id="hours-hint">{ t!("hours-hint") }</p>
            <div class="db-hours__grid">
                <span class="db-hours__head" aria-hidden="true" />
                <span class="db-hours__head" aria-hidden="true">{ t!("column-hours") }</span>
                <span class="db-hours__head" aria-hidden="true">{ t!("field-room") }</span>
                <span class="db-hours__head" aria-hidden="true">{ t!("column-slot") }</span>
                <span class="db-hours__head" aria-hidden="true" />
                { for (1u8..).zip(&props.week).map(|(weekday, line)| day(props, weekday, line)) }
            </div>
        </fieldset>
    }
}

fn day(props: &HoursEditorProps, weekday: u8, line: &DayHours) -> Html {
    let name = words::weekday(weekday);
    let read = read_line(weekday, line);
    let wrong = read.as_ref().err().map(|error| explain(*error));
    let echo = read.ok().filter(|stretches| !stretches.is_empty()).map(|stretches| {
        let texts = stretches.iter().map(|one| t!("hours-from-to", "from" => clock(one.from), "to" => clock(one.to)));
        texts.collect::<Vec<_>>().join(", ")
    });
    let problem_id = format!("hours-{weekday}-problem");
    html! {
        <>
            <span class="db-hours__day" id={format!("hours-{weekday}-name")}>{ &name }</span>
            <div>
                <input class="db-input db-input--full" id={format!("doctor-hours-{weekday}")} dir="ltr"
                    autocomplete="off" aria-label={t!("hours-of", "weekday" => name.clone())}
                    aria-describedby={format!("hours-hint {problem_id}")}
                    aria-invalid={wrong.is_some().then_some("true")}
                    value={line.text.clone()} oninput={edit(props, weekday, |line, text| line.text = text)}
                    data-testid={format!("hours-{weekday}")} />
                <p class={if wrong.is_some() { "db-field__problem" } else { "db-field__echo" }} id={problem_id}
                    aria-live="polite">{ wrong.or(echo).unwrap_or_default() }</p>
            </div>
            <input class="db-input db-input--full" autocomplete="off"
                aria-label={t!("hours-room-of", "weekday" => name.clone())} value={line.room.clone()}
                oninput={edit(props, weekday, |line, text| line.room = text)}
                data-testid={format!("hours-{weekday}-room")} />
            <input class="db-input db-input--full" inputmode="numeric" dir="ltr" autocomplete="off"
                aria-label={t!("hours-slot-of", "weekday" => name.clone())} value={line.slot.clone()}
                oninput={edit(props, weekday, |line, text| line.slot = text)}
                data-testid={format!("hours-{weekday}-slot")} />
            <span>
                if weekday > 1 {
                    <Action label={t!("hours-as-above")} full_label={t!("hours-as-above-of", "weekday" => name)}
                        look={Look::Quiet} icon={Glyph::Undo}
                        testid={format!("hours-{weekday}-copy")} on={copy_above(props, weekday)} />
                }
            </span>
        </>
    }
}

fn edit(props: &HoursEditorProps, weekday: u8, change: fn(&mut DayHours, String)) -> Callback<InputEvent> {
    let (week, on_change) = (props.week.clone(), props.on_change.clone());
    Callback::from(move |event: InputEvent| {
        let mut week = week.clone();
        if let Some(line) = week.get_mut(usize::from(weekday) - 1) {
            change(line, typed_value(&event));
        }
        on_change.emit(week);
    })
}

fn copy_above(props: &HoursEditorProps, weekday: u8) -> Callback<()> {
    let (week, on_change) = (props.week.clone(), props.on_change.clone());
    Callback::from(move |()| {
        let mut week = week.clone();
        let at = usize::from(weekday) - 1;
        week[at] = week[at - 1].clone();
        on_change.emit(week);
    })
}

/// Why a line cannot be read.
pub fn explain(error: HoursError) -> String {
    match error {
        HoursError::Unreadable => t!("hours-unreadable"),
        HoursError::Backwards => t!("hours-backwards"),
        HoursError::Overlap => t!("hours-overlap"),
        HoursError::Slot => t!("hours-slot-wrong"),
    }
}
