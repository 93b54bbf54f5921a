//! A message in the page: how serious, what, and more.

use yew::prelude::*;

use super::{Glyph, Icon};

/// How serious a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Severe {
    /// Worth knowing.
    #[default]
    Info,
    /// Done well.
    Success,
    /// Worth a look.
    Warning,
    /// Went wrong.
    Danger,
}

impl Severe {
    /// Its name in classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// Its picture.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Info => Glyph::Info,
            Self::Success => Glyph::Done,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::Danger,
        }
    }
}

/// A message in the page.
#[derive(Clone, PartialEq, Properties)]
pub struct NoticeProps {
    /// How serious.
    #[prop_or_default]
    pub severe: Severe,
    /// What.
    pub title: AttrValue,
    /// Its name for tests.
    #[prop_or("notice".into())]
    pub testid: AttrValue,
    /// More.
    #[prop_or_default]
    pub children: Html,
}

/// A message in the page; told at once by screen readers if something went wrong.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let role = if props.severe == Severe::Danger { "alert" } else { "status" };
    html! {
        <div class={classes!("db-notice", format!("db-notice--{}", props.severe.name()))} {role}
            data-testid={props.testid.clone()}>
            <Icon glyph={props.severe.glyph()} />
            <div class="db-notice__body">
                <p class="db-notice__title">{ &props.title }</p>
                { props.children.clone() }
            </div>
        </div>
    }
}
