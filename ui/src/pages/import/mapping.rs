//! Which column of a CSV file is which field, with the first values beside it.

use daybook_api::{IMPORT_FIELDS, ImportPreview};
use yew::prelude::*;

use crate::components::{heads, typed_value};
use crate::state::mapping::Mapping;
use crate::{t, words};

/// The columns of a file.
#[derive(Clone, PartialEq, Properties)]
pub struct ColumnsProps {
    /// What the file holds.
    pub preview: ImportPreview,
    /// The choice for every column.
    pub mapping: Mapping,
    /// Gets the changed choice.
    pub on_change: Callback<Mapping>,
}

/// One line for each column of the file.
#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    html! {
        <section class="db-panel" aria-labelledby="columns-title">
            <h2 class="db-panel__title" id="columns-title">{ t!("import-columns") }</h2>
            <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby="columns-title">
            <table class="db-table">
                { heads([t!("import-column"), t!("import-field"), t!("import-samples")]) }
                <tbody>
                    { for props.mapping.columns.iter().enumerate().map(|(at, (heading, field))| line(props, at, heading, field.as_deref())) }</tbody>
            </table>
            </div>
        </section>
    }
}

fn line(props: &ColumnsProps, at: usize, heading: &str, field: Option<&str>) -> Html {
    let onchange = {
        let (mapping, on_change) = (props.mapping.clone(), props.on_change.clone());
        Callback::from(move |event: Event| {
            let mut next = mapping.clone();
            next.set(at, Some(typed_value(&event)).filter(|field| !field.is_empty()));
            on_change.emit(next);
        })
    };
    let samples = props.preview.columns.get(at).map(|column| column.samples.join(" · ")).unwrap_or_default();
    html! {
        <tr>
            <th scope="row"><bdi>{ heading }</bdi></th>
            <td><select class="db-input db-input--m" aria-label={t!("import-field-of", "column" => heading.to_owned())}
                {onchange} data-testid={format!("map-{heading}")}>
                <option value="" selected={field.is_none()}>{ t!("import-leave-out") }</option>
                { for IMPORT_FIELDS.iter().map(|name| html! { <option value={*name} selected={field == Some(*name)}>{ words::import_field(name) }</option> }) }
            </select></td>
            <td class="db-table__samples"><bdi>{ samples }</bdi></td>
        </tr>
    }
}
