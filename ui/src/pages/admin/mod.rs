//! Administration: staff, desks, patients registered twice, settings, one's own password.

mod create_staff;
mod desks;
mod duplicates;
mod merge;
mod pair;
mod parts;
mod password;
mod settings;
mod staff;
mod witnesses;

use yew::prelude::*;

use crate::hooks::{Who, use_who};
use crate::route::{AdminRoom, Route};
use crate::t;

/// Which part.
#[derive(Clone, PartialEq, Properties)]
pub struct AdminProps {
    /// Which.
    pub room: AdminRoom,
}

/// Administration; without the operation `staff` only settings of this window and one's own password.
#[component]
pub fn Admin(props: &AdminProps) -> Html {
    let who = use_who();
    let rooms = rooms(&who);
    let room = if rooms.contains(&props.room) { props.room } else { AdminRoom::Settings };
    html! {
        <>
            <div class="db-page-head"><h1 class="db-page-head__title">{ t!("room-administration") }</h1></div>
            <nav class="db-tabs" aria-label={t!("room-administration")}>
                { for rooms.iter().map(|one| html! {
                    <a class={classes!("db-tabs__tab", (*one == room).then_some("db-tabs__tab--open"))}
                        href={Route::Admin(*one).hash()}
                        aria-current={(*one == room).then_some("page")} data-testid={format!("admin-{}", one.name())}>
                        { t!(&format!("admin-{}", one.name())) }</a>
                }) }
            </nav>
            { match room {
                AdminRoom::Staff => html! { <staff::Staff /> },
                AdminRoom::Desks => html! { <desks::DeskList /> },
                AdminRoom::Duplicates => html! { <duplicates::DuplicateList /> },
                AdminRoom::Witnesses => html! { <witnesses::WitnessPanel /> },
                AdminRoom::Settings => html! { <settings::SettingsPanel /> },
                AdminRoom::Password => html! { <password::OwnPassword /> },
            } }
        </>
    }
}

fn rooms(who: &Who) -> Vec<AdminRoom> {
    let own = [AdminRoom::Settings, AdminRoom::Password];
    match who.may("staff") {
        true => {
            vec![AdminRoom::Staff, AdminRoom::Desks, AdminRoom::Duplicates, AdminRoom::Witnesses, own[0], own[1]]
        }
        false => own.to_vec(),
    }
}
