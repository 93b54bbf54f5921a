//! Import of files: chosen, looked into, tried, done; every refusal with its reason.

mod earlier;
mod mapping;
mod report;
mod upload;

use daybook_api::{
    ApiError, ImportFormat, ImportPreview, ImportReport, ImportRun, PreviewImport, StartImport, Strictness, UploadId,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::components::{Action, Choice, Job, Look, Notice, RadioRow, Severe, use_job};
use crate::hooks::use_who;
use crate::state::mapping::Mapping;
use crate::{backend, browser, t, words};

/// What has been done with the file so far.
#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Reading(u64, u64),
    Looking(Chosen),
}

/// A file the desk holds.
#[derive(Clone, PartialEq)]
struct Chosen {
    name: String,
    upload: UploadId,
    preview: ImportPreview,
}

/// A report, and whether anything was written.
#[derive(Clone, PartialEq)]
struct Told {
    report: ImportReport,
    run: ImportRun,
}

/// Import of files.
#[component]
pub fn Import() -> Html {
    let who = use_who();
    let stage = use_state(|| Stage::Choosing);
    let failed = use_state(|| None::<ApiError>);
    html! {
        <>
            <div class="db-page-head"><h1 class="db-page-head__title">{ t!("room-import") }</h1></div>
            { for failed.iter().map(|error| html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="import-failed" /> }) }
            { match &*stage {
                Stage::Looking(chosen) => {
                    let stage = stage.setter();
                    html! { <LookInto key={chosen.upload.to_string()} chosen={chosen.clone()}
                        on_other={Callback::from(move |()| stage.set(Stage::Choosing))} /> }
                }
                Stage::Reading(done, total) => html! {
                    <div class="db-progress"><p class="db-progress__note" role="status">{ t!("import-reading") }</p>
                        <progress class="db-progress__bar" aria-label={t!("import-reading")} max={total.to_string()}
                            value={done.to_string()} /></div>
                },
                Stage::Choosing => choosing(&stage, &failed),
            } }
            if *stage == Stage::Choosing && who.may("patient.update") { <earlier::Earlier /> }
        </>
    }
}

fn choosing(stage: &UseStateHandle<Stage>, failed: &UseStateHandle<Option<ApiError>>) -> Html {
    let (stage, failed) = (stage.setter(), failed.setter());
    let take = Callback::from(move |file: Option<File>| {
        if let Some(file) = file {
            failed.set(None);
            spawn_local(read(file, stage.clone(), failed.clone()));
        }
    });
    let chosen = |event: Event| event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files()?.get(0));
    let onchange = take.reform(chosen);
    let ondrop = take.reform(|event: DragEvent| {
        event.prevent_default();
        event.data_transfer().and_then(|dropped| dropped.files()?.get(0))
    });
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    html! {
        <div class="db-drop" {ondrop} {ondragover}>
            <label class="db-drop__label" for="import-file">{ t!("import-choose") }</label>
            <p class="db-drop__hint" id="import-hint">{ t!("import-choose-hint") }</p>
            <input id="import-file" type="file" accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl"
                aria-describedby="import-hint" {onchange} data-testid="import-file" />
            <p class="db-drop__hint" aria-hidden="true">{ t!("import-drop") }</p>
        </div>
    }
}

async fn read(file: File, stage: UseStateSetter<Stage>, failed: UseStateSetter<Option<ApiError>>) {
    let name = file.name();
    let progress = stage.clone();
    let looked = async {
        let upload = upload::send(&file, move |done, total| progress.set(Stage::Reading(done, total))).await?;
        let preview = backend::call(PreviewImport { upload: upload.clone() }).await?;
        Ok(Chosen { name, upload, preview })
    };
    match looked.await {
        Ok(chosen) => stage.set(Stage::Looking(chosen)),
        Err(error) => {
            failed.set(Some(error));
            stage.set(Stage::Choosing);
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct LookProps {
    chosen: Chosen,
    on_other: Callback<()>,
}

/// Looks into a file the desk holds: mapping, trial, import.
#[component(LookInto)]
fn look_into(props: &LookProps) -> Html {
    let chosen = &props.chosen;
    let columns = use_state(|| Mapping::guessed(&chosen.preview.columns));
    let strictness = use_state(Strictness::default);
    let told = use_state(|| None::<Result<Told, ApiError>>);
    let job = use_job();
    let is_csv = chosen.preview.format == ImportFormat::Csv;
    let start = starting(chosen, &columns, *strictness, &told, &job);
    use_effect_with((job.is_running(), told.is_some()), |(is_running, is_told)| {
        if *is_told && !is_running {
            browser::focus("import-result");
            browser::show_at_top("import-result");
        }
    });
    let set_columns = columns.setter();
    let has_run = matches!(&*told, Some(Ok(told)) if told.run == ImportRun::Real);
    html! {
        <>
            <p class="db-import__file"><strong data-testid="import-name"><bdi>{ &chosen.name }</bdi></strong>
                <span data-testid="import-records">
                    { t!("import-records", "count" => chosen.preview.records, "format" => format_name(chosen.preview.format)) }</span></p>
            if job.is_running() {
                { job.view_with_stop(t!("room-import")) }
            } else {
                <div id="import-result" tabindex="-1">{ result(told.as_ref()) }</div>
                if is_csv && !has_run { <mapping::Columns preview={chosen.preview.clone()} mapping={(*columns).clone()}
                    on_change={Callback::from(move |next| set_columns.set(next))} /> }
                if !has_run { <div class="db-import__strict">{ strict_choice(&strictness) }</div> }
                if is_csv && !columns.has_a_name() { <Notice severe={Severe::Warning} title={t!("import-no-name")}
                    testid="import-no-name" /> }
                <div class="db-actions db-actions--sticky">
                    if !has_run {
                        <Action label={t!("import-dry")} testid="import-dry" shortcut="y"
                            on={start.reform(|()| ImportRun::Dry)} />
                        <Action label={t!("import-run")} look={Look::Primary} testid="import-run" shortcut="Ctrl+Enter"
                            on={start.reform(|()| ImportRun::Real)} />
                    }
                    <Action label={t!("import-other")} look={Look::Quiet} testid="import-other"
                        on={props.on_other.clone()} />
                </div>
            }
        </>
    }
}

fn starting(
    chosen: &Chosen,
    columns: &Mapping,
    strictness: Strictness,
    told: &UseStateHandle<Option<Result<Told, ApiError>>>,
    job: &Job,
) -> Callback<ImportRun> {
    let request = StartImport {
        upload: chosen.upload.clone(),
        mapping: columns.pairs(),
        run: ImportRun::Dry,
        strictness,
        as_of: None,
    };
    let (told, job) = (told.setter(), job.clone());
    Callback::from(move |run: ImportRun| {
        let told = told.clone();
        job.start(StartImport { run, ..request.clone() }, move |end: Result<ImportReport, ApiError>| {
            told.set(Some(end.map(|report| Told { report, run })));
        });
    })
}

fn strict_choice(strictness: &UseStateHandle<Strictness>) -> Html {
    let setter = strictness.setter();
    let choices = vec![Choice::new("lenient", t!("import-lenient")), Choice::new("strict", t!("import-strict"))];
    let value = if **strictness == Strictness::Strict { "strict" } else { "lenient" };
    let on_change = Callback::from(move |value: String| {
        setter.set(if value == "strict" { Strictness::Strict } else { Strictness::Lenient });
    });
    html! { <RadioRow id="import-strictness" label={t!("import-strictness")} {choices} {value} {on_change} /> }
}

fn result(told: Option<&Result<Told, ApiError>>) -> Html {
    match told {
        None => Html::default(),
        Some(Err(error)) => {
            html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="import-failed" /> }
        }
        Some(Ok(told)) => html! { <report::Report report={told.report.clone()} dry={told.run == ImportRun::Dry} /> },
    }
}

fn format_name(format: ImportFormat) -> String {
    match format {
        ImportFormat::Csv => t!("format-csv"),
        ImportFormat::FhirNdjson => t!("format-fhir-ndjson"),
        ImportFormat::FhirBundle => t!("format-fhir-bundle"),
    }
}
