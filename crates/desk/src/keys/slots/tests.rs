//! The slot file under damage, replacement and the wrong password.

use daybook_ledger::Role;

use super::*;
use crate::{host::ManualHost, keys::password::new_credential};

struct Bench {
    host: ManualHost,
    dir: tempfile::TempDir,
    key: DatabaseKey,
    recovery: RecoveryKey,
}

impl Bench {
    fn new() -> Self {
        let host = ManualHost::new(0, 1);
        let (key, recovery) = (DatabaseKey::generate(&host), RecoveryKey::generate(&host));
        Self { host, dir: tempfile::tempdir().unwrap(), key, recovery }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("slots")
    }

    fn account(&self, staff: u8, user: &str, password: &str) -> Account {
        let (credential, _) = new_credential(password, Kdf::CHEAP, &self.host).unwrap();
        let (user, name) = (user.to_owned(), user.to_owned());
        Account { staff: Id([staff; 16]), user, name, role: Role::Receptionist, works_here: true, credential }
    }

    fn slots(&self, accounts: &[Account]) -> Slots {
        let mut slots = Slots::new("Kisangani General".into(), "KGH".into(), 1, &self.host);
        slots.reconcile(&self.makings(accounts), &self.host).unwrap();
        slots
    }

    fn makings(&self, accounts: &[Account]) -> Makings<'_> {
        let recovery = self.recovery.private_key().public().ok();
        Makings { accounts: accounts.to_vec(), recovery, idle_minutes: 5, key: &self.key }
    }
}

#[test]
fn each_user_and_the_paper_open_the_same_database() {
    let bench = Bench::new();
    let slots = bench.slots(&[bench.account(1, "anna", "anna's words"), bench.account(2, "ben", "ben's words")]);
    slots.write(&bench.path()).unwrap();
    let slots = Slots::read(&bench.path()).unwrap().unwrap();
    assert_eq!(slots.open("Anna ", "anna's words").unwrap(), (Id([1; 16]), bench.key.clone()));
    assert_eq!(slots.open("ben", "ben's words").unwrap(), (Id([2; 16]), bench.key.clone()));
    assert_eq!(slots.recover(&bench.recovery), Some(bench.key.clone()));
    assert_eq!(slots.recover(&RecoveryKey::generate(&bench.host)), None);
}

#[test]
fn a_wrong_password_and_a_wrong_user_name_answer_alike() {
    let bench = Bench::new();
    let slots = bench.slots(&[bench.account(1, "anna", "anna's words")]);
    assert_eq!(slots.open("anna", "other words").err(), Some(PasswordError::Wrong));
    assert_eq!(slots.open("nobody", "anna's words").err(), Some(PasswordError::Wrong));
    assert_eq!(slots.usual_kdf(), Kdf::CHEAP, "a wrong user name costs the same work");
}

#[test]
fn no_user_name_means_the_only_login_there_is() {
    let bench = Bench::new();
    let anna = bench.account(1, "anna", "anna's words");
    let slots = bench.slots(std::slice::from_ref(&anna));
    assert_eq!(slots.open(" ", "anna's words").unwrap().0, Id([1; 16]));
    assert_eq!(slots.open("", "other words").err(), Some(PasswordError::Wrong));
    let two = bench.slots(&[anna, bench.account(2, "ben", "ben's words")]);
    assert_eq!(two.open("", "anna's words").err(), Some(PasswordError::Wrong));
}

#[test]
fn two_people_whom_two_desks_gave_one_user_name_both_log_in() {
    let bench = Bench::new();
    let slots = bench.slots(&[bench.account(1, "anna", "anna's words"), bench.account(2, "anna", "the other's words")]);
    assert_eq!(slots.open("anna", "anna's words").unwrap().0, Id([1; 16]));
    assert_eq!(slots.open("anna", "the other's words").unwrap().0, Id([2; 16]));
}

#[test]
fn a_dismissed_user_loses_the_slot_and_a_new_password_replaces_the_old() {
    let bench = Bench::new();
    let mut anna = bench.account(1, "anna", "anna's words");
    let mut slots = bench.slots(std::slice::from_ref(&anna));
    assert!(!slots.reconcile(&bench.makings(std::slice::from_ref(&anna)), &bench.host).unwrap());
    anna.credential = bench.account(1, "anna", "new words").credential;
    assert!(slots.reconcile(&bench.makings(std::slice::from_ref(&anna)), &bench.host).unwrap());
    assert!(slots.open("anna", "anna's words").is_err());
    slots.open("anna", "new words").unwrap();
    anna.works_here = false;
    assert!(slots.reconcile(&bench.makings(std::slice::from_ref(&anna)), &bench.host).unwrap());
    assert!(slots.open("anna", "new words").is_err());
    assert_eq!(slots.recover(&bench.recovery), Some(bench.key.clone()));
}

#[test]
fn no_name_and_no_key_is_readable_in_the_file() {
    let bench = Bench::new();
    let bytes = bench.slots(&[bench.account(1, "anna.kabila", "anna's words")]).to_bytes();
    for secret in [&b"anna"[..], b"kabila", bench.key.as_bytes(), bench.recovery.private_key().as_bytes()] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
}

#[test]
fn every_damaged_byte_and_every_cut_is_refused_and_nothing_is_overwritten() {
    let bench = Bench::new();
    let slots = bench.slots(&[bench.account(1, "anna", "anna's words")]);
    slots.write(&bench.path()).unwrap();
    let whole = fs::read(bench.path()).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(Slots::from_bytes(&damaged).is_err(), "byte {at}");
        assert!(Slots::from_bytes(&whole[..at]).is_err(), "cut at {at}");
    }
    fs::write(bench.path(), &whole[..whole.len() / 2]).unwrap();
    let error = Slots::read(&bench.path()).unwrap_err();
    assert!(matches!(&error, SlotsError::Damaged { copy: Some(_) }));
    assert!(ApiError::from(error).message.contains("slots.copy"));
    assert_eq!(fs::read(bench.path()).unwrap().len(), whole.len() / 2);
    fs::copy(copy_of(&bench.path()), bench.path()).unwrap();
    assert_eq!(Slots::read(&bench.path()).unwrap(), Some(slots));
}

#[test]
fn a_newer_file_is_refused_politely() {
    assert!(matches!(Slots::from_bytes(b"daybook slots v2\n"), Err(SlotsError::Newer)));
}

#[test]
fn a_write_that_dies_half_way_leaves_the_old_file() {
    let bench = Bench::new();
    let slots = bench.slots(&[bench.account(1, "anna", "anna's words")]);
    slots.write(&bench.path()).unwrap();
    // What a death before the rename leaves: the new bytes beside the old file.
    fs::write(bench.path().with_extension("new"), b"half of the new").unwrap();
    assert_eq!(Slots::read(&bench.path()).unwrap(), Some(slots.clone()));
    slots.write(&bench.path()).unwrap();
    assert_eq!(Slots::read(&bench.path()).unwrap(), Some(slots));
}

#[test]
fn the_recovery_key_is_unconfirmed_until_it_is_confirmed() {
    let bench = Bench::new();
    let mut slots = bench.slots(&[bench.account(1, "anna", "anna's words")]);
    assert!(!slots.recovery_unconfirmed(), "a joined desk asks nobody for the paper");
    slots.set_confirmed(Confirmed::No);
    assert!(slots.recovery_unconfirmed());
    slots.write(&bench.path()).unwrap();
    assert!(Slots::read(&bench.path()).unwrap().unwrap().recovery_unconfirmed());
}
