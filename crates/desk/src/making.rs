//! A home in the making: database first, key slots last, and nothing of it left behind if it is broken off.

use std::sync::Arc;

use daybook_api::{ApiError, ErrorCode, Stage};

use crate::{
    desk::Desk,
    folder::disk_error,
    keys::slots::{Confirmed, Slots},
    store::{Store, StoreError, db::DatabaseKey, keys::NewIdentity, projections::site},
};

/// A home whose database exists and whose key slots do not. Dropped unfinished, it is removed; so it is at the next start after a kill.
pub struct Making {
    desk: Arc<Desk>,
    store: Option<Arc<Store>>,
}

impl Making {
    /// Makes the database of a new home, with this desk's own keys in it. What was founded here and never confirmed is discarded.
    pub fn begin(desk: &Arc<Desk>, identity: &NewIdentity<'_>) -> Result<Self, ApiError> {
        if !matches!(desk.stage(), Stage::FirstRun | Stage::ConfirmRecovery) {
            return Err(ApiError::new(ErrorCode::HospitalExists, "This computer has a hospital already. Log in."));
        }
        *desk.slots() = None;
        desk.folder().discard().map_err(|_| disk_error())?;
        desk.folder().begin_making().map_err(|_| disk_error())?;
        let mut making = Self { desk: Arc::clone(desk), store: None };
        let key = DatabaseKey::generate(desk.host());
        making.store = Some(Arc::new(Store::create(&desk.folder().database(), &key, identity)?));
        Ok(making)
    }

    /// The new home's store: where its first entries are written or taken in.
    pub fn store(&self) -> Result<&Arc<Store>, ApiError> {
        Ok(self.store.as_ref().ok_or(StoreError::Closed)?)
    }

    /// Makes the key slots for everyone who works here: from then on it is a home. The desk is locked.
    pub fn finish(mut self, confirmed: Confirmed) -> Result<(), ApiError> {
        let store = Arc::clone(self.store()?);
        let (site, number) = store.read_with_keys(|conn, keys| {
            let site = site::site(conn, &keys.site())?.ok_or(StoreError::Damaged("the hospital's founding"))?;
            Ok::<_, StoreError>((site, keys.desk()))
        })?;
        let mut slots = Slots::new(site.name, site.code, number, self.desk.host());
        store.read_with_keys(|conn, keys| {
            let makings = crate::keys::slots::Makings::load(conn, keys.database())?;
            slots.reconcile(&makings, self.desk.host()).map_err(ApiError::from)
        })?;
        if slots.nobody() {
            return Err(ApiError::new(ErrorCode::Damaged, "Nobody could log in at this desk yet. Try again."));
        }
        slots.set_confirmed(confirmed);
        store.close();
        slots.write(&self.desk.folder().slots())?;
        self.desk.folder().end_making().map_err(|_| disk_error())?;
        *self.desk.slots() = Some(slots);
        self.store = None;
        Ok(())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if let Some(store) = self.store.take() {
            store.close();
        }
        if self.desk.slots().is_none() && self.desk.folder().discard().is_err() {
            tracing::warn!("a half-made home could not be removed; it will be at the next start");
        }
    }
}
