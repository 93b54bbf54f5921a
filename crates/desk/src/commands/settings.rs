//! What the administrator decides for the whole hospital.

use std::sync::Arc;

use daybook_api::{ApiError, GetSettings, SetSettings, Settings};
use daybook_ledger::{Act, Operation};

use crate::{
    desk::{Desk, Open},
    domain::event::{Event, SettingsEvent},
    store::{Decided, projections::settings},
};

/// The settings.
pub async fn get(desk: &Arc<Desk>, _: GetSettings) -> Result<Settings, ApiError> {
    current(&*desk.session()?)
}

/// Changes the settings; what is as it was is not written.
pub async fn set(desk: &Arc<Desk>, request: SetSettings) -> Result<Settings, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let Settings { idle_minutes } = request.settings;
    if !(1..=60).contains(&idle_minutes) {
        let message = "Choose between 1 and 60 minutes.";
        return Err(super::invalid(vec![super::field("settings.idle_minutes", message)]));
    }
    let site = open.store.read_with_keys(|_, keys| Ok::<_, ApiError>(keys.site()))?;
    open.store.decide(&open.author(), desk.host(), |tx| {
        if settings::idle_minutes(tx)? == idle_minutes {
            return Ok::<_, ApiError>(Vec::new());
        }
        let event = SettingsEvent { idle_minutes: Some(idle_minutes), ..SettingsEvent::default() };
        Ok(vec![Decided::sealed(Act::SiteSettings, site, vec![Event::Settings(event)])])
    })?;
    desk.reconcile_slots(&open)?;
    current(&open)
}

fn current(open: &Open) -> Result<Settings, ApiError> {
    Ok(Settings { idle_minutes: open.store.read(settings::idle_minutes)? })
}
