//! The banner of the patient a screen is about, as the NHS Common User Interface asks: name, born, sex, number.

use daybook_api::{PatientRecord, PatientStatus};
use yew::prelude::*;

use crate::state::name::display_name;
use crate::{browser, t, words};

/// Whose banner.
#[derive(Clone, PartialEq, Properties)]
pub struct BannerProps {
    /// Whose.
    pub record: std::rc::Rc<PatientRecord>,
    /// Buttons at its end.
    #[prop_or_default]
    pub children: Html,
}

/// The banner of the patient a screen is about.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let person = &props.record.person;
    let second = display_name(&person.second_family, &person.second_given, "");
    let class = classes!("db-banner", person.died.map(|_| "db-banner--dead"));
    html! {
        <section {class} aria-label={t!("banner-label")} data-testid="patient-banner">
            <div class="db-banner__person">
            <div class="db-banner__who">
                <h1 class="db-banner__name" tabindex="-1" id="banner-name" data-testid="banner-name">
                    <bdi>{ display_name(&person.family, &person.given, &person.title) }</bdi>
                </h1>
                if !second.is_empty() { <p class="db-banner__second"><bdi>{ second }</bdi></p> }
            </div>
            <dl class="db-banner__facts">
                <div><dt>{ t!("banner-born") }</dt><dd data-testid="banner-born">
                    { words::birth(person.birth, person.died.unwrap_or_else(browser::today)) }</dd></div>
                { died(props) }
                <div><dt>{ t!("banner-sex") }</dt><dd data-testid="banner-sex">{ words::sex(person.sex) }</dd></div>
                <div><dt>{ t!("banner-number") }</dt><dd class="db-number" data-testid="banner-number">
                    { &props.record.number }</dd></div>
            </dl>
            </div>
            if props.record.status == PatientStatus::Withdrawn {
                <p class="db-chip db-chip--warning" data-testid="banner-withdrawn">{ t!("patient-withdrawn") }</p>
            }
            if let Some(into) = &props.record.merged_into {
                <p class="db-chip db-chip--warning" data-testid="banner-merged">
                    { t!("patient-merged-into", "number" => into.number.clone()) }</p>
            }
            <div class="db-banner__actions">{ props.children.clone() }</div>
        </section>
    }
}

fn died(props: &BannerProps) -> Html {
    let Some(day) = props.record.person.died else { return Html::default() };
    html! { <div class="db-banner__died"><dt>{ t!("banner-died") }</dt><dd data-testid="banner-died">
    { words::date(day) }</dd></div> }
}
