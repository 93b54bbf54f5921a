//! The keys of an open store, and content keys as they lie wrapped in the database.

use std::collections::BTreeMap;

use daybook_ledger::{ContentKey, ContentKeyId, EnrolledDesk, Id, KeyId, WrappedSiteKey, verify::native::DeskKey};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use super::{StoreError, db::DatabaseKey, entries};
use crate::{
    domain::event::KeyFor,
    host::{Host, fresh_id, random},
    keys::{
        sealing::{self, PrivateKey, PublicKey},
        wrap::{SiteKey, site_key_epoch},
    },
};

/// What this desk signs with and opens with. Dropped, and so zeroized, when the store closes.
pub struct KeyRing {
    site: Id,
    desk: u16,
    database: DatabaseKey,
    signing: DeskKey,
    sealing: PrivateKey,
    site_keys: BTreeMap<u32, SiteKey>,
}

/// What a new home is made of: a founded desk's own keys, or a joined desk's and what it was given.
pub struct NewIdentity<'a> {
    /// The hospital.
    pub site: Id,
    /// This desk's number.
    pub desk: u16,
    /// What it signs with.
    pub signing: &'a DeskKey,
    /// What others seal to it.
    pub sealing: &'a PrivateKey,
    /// All site keys it has been given.
    pub site_keys: &'a [SiteKey],
}

impl KeyRing {
    /// Writes a new home's identity into its empty database.
    pub(super) fn create(tx: &Transaction<'_>, new: &NewIdentity<'_>) -> Result<(), StoreError> {
        let signing = new.signing.to_pkcs8().map_err(|_| StoreError::Key("the signing key"))?;
        tx.execute(
            "INSERT INTO identity (only, site, desk, signing_key, sealing_key) VALUES (1, ?, ?, ?, ?)",
            params![new.site.0, new.desk, signing.as_slice(), new.sealing.as_bytes()],
        )?;
        new.site_keys.iter().try_for_each(|key| add_site_key(tx, key))
    }

    /// Reads the keys of a finished home.
    pub(super) fn load(conn: &Connection, database: DatabaseKey) -> Result<Self, StoreError> {
        let (site, desk, signing, sealing) = conn
            .query_row("SELECT site, desk, signing_key, sealing_key FROM identity", [], |row| {
                let secret = |at| row.get::<_, Vec<u8>>(at).map(Zeroizing::new);
                Ok((Id(row.get(0)?), row.get(1)?, secret(2)?, secret(3)?))
            })
            .optional()?
            .ok_or(StoreError::Damaged("this desk's identity"))?;
        Ok(Self {
            site,
            desk,
            database,
            signing: DeskKey::from_pkcs8(&signing).map_err(|_| StoreError::Damaged("the signing key"))?,
            sealing: PrivateKey::from_bytes(&sealing).map_err(|_| StoreError::Damaged("the sealing key"))?,
            site_keys: load_site_keys(conn)?,
        })
    }

    /// The hospital.
    pub fn site(&self) -> Id {
        self.site
    }

    /// This desk's number.
    pub fn desk(&self) -> u16 {
        self.desk
    }

    /// The id of the key this desk signs with.
    pub fn key_id(&self) -> KeyId {
        self.signing.key_id()
    }

    /// What this desk signs with.
    pub fn signing(&self) -> &DeskKey {
        &self.signing
    }

    /// What others seal to this desk.
    pub fn sealing(&self) -> &PrivateKey {
        &self.sealing
    }

    /// The key of the database, to make slots for it.
    pub fn database(&self) -> &DatabaseKey {
        &self.database
    }

    /// The site key of the newest epoch.
    pub fn newest_site_key(&self) -> Result<&SiteKey, StoreError> {
        self.site_keys.values().next_back().ok_or(StoreError::Key("no site key"))
    }

    /// All site keys, each sealed to another desk: what an enrolment carries.
    pub fn site_keys_for(&self, desk: &PublicKey, host: &dyn Host) -> Result<Vec<WrappedSiteKey>, StoreError> {
        let seal = |key| sealing::seal_site_key(desk, key, host).map_err(|_| StoreError::Key("the other desk's key"));
        self.site_keys.values().map(seal).collect()
    }

    /// The key that seals an event, and its id; a patient's is made at their first event.
    pub fn key_for(
        &self,
        tx: &Transaction<'_>,
        whose: KeyFor,
        host: &dyn Host,
    ) -> Result<(ContentKeyId, ContentKey), StoreError> {
        match whose {
            KeyFor::Site => Ok(self.newest_site_key()?.sealing_key()),
            KeyFor::Patient(patient) => match content_key_of(tx, &patient)? {
                Some(id) => self.content_key(tx, &id)?.map(|key| (id, key)).ok_or(StoreError::Damaged("a content key")),
                None => self.new_content_key(tx, &patient, host),
            },
        }
    }

    /// The key with this id, if it is here; `None` also for another site's.
    pub fn content_key(&self, conn: &Connection, id: &ContentKeyId) -> Result<Option<ContentKey>, StoreError> {
        if let Some(epoch) = site_key_epoch(id) {
            return Ok(self.site_keys.get(&epoch).map(|key| key.sealing_key().1));
        }
        let boxed: Option<BoxedKey> = conn
            .prepare_cached("SELECT epoch, wrapped FROM content_key WHERE key_id = ?")?
            .query_row([id.0], |row| Ok(BoxedKey { id: *id, epoch: row.get(0)?, wrapped: row.get(1)? }))
            .optional()?;
        boxed.map_or(Ok(None), |boxed| self.unwrap(&boxed))
    }

    /// The key that lies in `boxed`; `None` where the site key around it is not here.
    pub fn unwrap(&self, boxed: &BoxedKey) -> Result<Option<ContentKey>, StoreError> {
        let Some(site_key) = self.site_keys.get(&boxed.epoch) else { return Ok(None) };
        site_key.unwrap(&boxed.id, &boxed.wrapped).map(Some).map_err(|_| StoreError::Damaged("a content key"))
    }

    fn new_content_key(
        &self,
        tx: &Transaction<'_>,
        patient: &Id,
        host: &dyn Host,
    ) -> Result<(ContentKeyId, ContentKey), StoreError> {
        let (id, key) = (ContentKeyId(fresh_id(host)), ContentKey::new(random(host)));
        let site_key = self.newest_site_key()?;
        let wrapped = site_key.wrap(&id, &key, host).map_err(|_| StoreError::Key("a content key"))?;
        tx.prepare_cached("INSERT INTO content_key (key_id, epoch, wrapped, subject, boxed) VALUES (?, ?, ?, ?, 0)")?
            .execute(params![id.0, site_key.epoch(), wrapped, patient.0])?;
        Ok((id, key))
    }
}

/// A content key as it lies in the key box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxedKey {
    /// Which.
    pub id: ContentKeyId,
    /// Of the site key it is wrapped under.
    pub epoch: u32,
    /// Nonce, ciphertext, tag.
    pub wrapped: Vec<u8>,
}

/// At most `limit` content keys made here that are not in the server's key box yet.
pub fn unboxed(conn: &Connection, limit: u32) -> Result<Vec<BoxedKey>, StoreError> {
    let mut query = conn.prepare_cached("SELECT key_id, epoch, wrapped FROM content_key WHERE boxed = 0 LIMIT ?")?;
    let rows = query.query_map([limit], |row| {
        Ok(BoxedKey { id: ContentKeyId(row.get(0)?), epoch: row.get(1)?, wrapped: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that these content keys are in the server's key box.
pub fn set_boxed(tx: &Transaction<'_>, ids: &[ContentKeyId]) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached("UPDATE content_key SET boxed = 1 WHERE key_id = ?")?;
    ids.iter().try_for_each(|id| update.execute([id.0]).map(drop)).map_err(StoreError::from)
}

/// Notes that every content key must be put into the key box anew: another server has been connected.
pub fn unbox_all(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("UPDATE content_key SET boxed = 0", [])?;
    Ok(())
}

/// Takes in a content key from the key box. The first of an id stays.
pub fn take_in(tx: &Transaction<'_>, key: &BoxedKey) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO content_key (key_id, epoch, wrapped, subject, boxed) VALUES (?, ?, ?, zeroblob(16), 1)
         ON CONFLICT (key_id) DO UPDATE SET boxed = 1",
    )?
    .execute(params![key.id.0, key.epoch, key.wrapped])?;
    Ok(())
}

/// Adds a site key, own or received. A store that is open knows it after it has been opened anew.
pub fn add_site_key(tx: &Transaction<'_>, key: &SiteKey) -> Result<(), StoreError> {
    tx.execute("INSERT OR IGNORE INTO site_key (epoch, key) VALUES (?, ?)", params![key.epoch(), key.as_bytes()])?;
    Ok(())
}

/// This desk as its enrolment describes it.
pub fn enrolled(number: u16, name: &str, signing: &DeskKey, sealing: PublicKey) -> EnrolledDesk {
    EnrolledDesk { number, name: name.to_owned(), spki: signing.spki().to_vec(), sealing_key: sealing }
}

/// Forgets a key that is not noted as anybody's.
pub(crate) fn forget_unused(tx: &Transaction<'_>, id: &ContentKeyId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM content_key WHERE key_id = ? AND subject = zeroblob(16)", [id.0])?;
    Ok(())
}

/// The content key of a patient: the one noted, or the one under which the first write to them that is here is sealed, which is
/// noted then. One that is noted as somebody else's is not theirs. Two desks that merge nothing never make two; should it
/// happen, the lowest is taken.
fn content_key_of(tx: &Transaction<'_>, patient: &Id) -> Result<Option<ContentKeyId>, StoreError> {
    if let Some(noted) = noted_for(tx, patient)? {
        return Ok(Some(noted));
    }
    let Some(first) = entries::first_key(tx, patient)? else { return Ok(None) };
    let mut note =
        tx.prepare_cached("UPDATE content_key SET subject = ?2 WHERE key_id = ?1 AND subject = zeroblob(16)")?;
    Ok((note.execute(params![first.0, patient.0])? > 0).then_some(first))
}

fn noted_for(conn: &Connection, patient: &Id) -> Result<Option<ContentKeyId>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT min(key_id) FROM content_key WHERE subject = ? AND subject <> x'00000000000000000000000000000000'",
    )?;
    Ok(query.query_row([patient.0], |row| row.get::<_, Option<[u8; 16]>>(0))?.map(ContentKeyId))
}

fn load_site_keys(conn: &Connection) -> Result<BTreeMap<u32, SiteKey>, StoreError> {
    let mut query = conn.prepare("SELECT epoch, key FROM site_key")?;
    let keys = query.query_map([], |row| {
        let (epoch, key) = (row.get(0)?, Zeroizing::new(row.get::<_, [u8; 32]>(1)?));
        Ok((epoch, SiteKey::from_bytes(epoch, key)))
    })?;
    Ok(keys.collect::<Result<_, _>>()?)
}
