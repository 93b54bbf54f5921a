//! The rail with the rooms, each with its key.

use yew::prelude::*;

use super::{Glyph, Icon, Key};
use crate::hooks::{go, use_shortcut, use_who};
use crate::route::{ROOMS, Room};
use crate::t;

impl Room {
    fn glyph(self) -> Glyph {
        match self {
            Self::Today => Glyph::Today,
            Self::Patients => Glyph::Patients,
            Self::Doctors => Glyph::Doctors,
            Self::Import => Glyph::Import,
            Self::Ledger => Glyph::Ledger,
            Self::Administration => Glyph::Administration,
        }
    }
}

/// Which room is open.
#[derive(Clone, PartialEq, Properties)]
pub struct RailProps {
    /// The open one.
    pub room: Room,
}

/// The rail with the rooms this role may enter.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let who = use_who();
    let rooms = ROOMS.into_iter().filter(|room| room.needs().is_none_or(|operation| who.may(operation)));
    html! {
        <nav class="db-rail" aria-label={t!("rail-label")}>
            <ul>{ for rooms.map(|room| html! { <li><RailLink {room} open={props.room == room} /></li> }) }</ul>
        </nav>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RailLinkProps {
    room: Room,
    open: bool,
}

#[component]
fn RailLink(props: &RailLinkProps) -> Html {
    let room = props.room;
    let label = t!(&format!("room-{}", room.name()));
    use_shortcut(Some(room.key()), label.clone(), Some(Callback::from(move |()| go(&room.route()))));
    html! {
        <a class={classes!("db-rail__link", props.open.then_some("db-rail__link--open"))} href={room.route().hash()}
            aria-current={props.open.then_some("page")} aria-keyshortcuts={room.key()}
            data-testid={format!("rail-{}", room.name())}>
            <Icon glyph={room.glyph()} />
            <span class="db-rail__label">{ label }</span>
            <Key name={room.key()} />
        </a>
    }
}
