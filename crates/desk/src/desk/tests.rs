//! A desk from its first start: founded, killed, locked, recovered, and what it leaves on disk.

use std::fs;

use daybook_api::*;

use crate::testing::{ADMIN_WORDS, Bench, MONDAY_MORNING, STAFF_WORDS, founding, open};

async fn home(bench: &Bench) -> Home {
    bench.desk.request(HomeState {}).await.unwrap()
}

#[tokio::test]
async fn a_hospital_is_founded_confirmed_locked_and_opened_again() {
    let mut bench = Bench::empty();
    assert_eq!(home(&bench).await.stage, Stage::FirstRun);
    bench.found().await;
    let before = home(&bench).await;
    assert_eq!((before.stage, before.code.as_deref()), (Stage::ConfirmRecovery, Some("KGH")));
    let recovery_key = bench.recovery_key.to_lowercase().replace('-', " ");
    let session = bench.desk.request(ConfirmRecovery { recovery_key }).await.unwrap();
    assert_eq!((session.role, session.desk_number, session.desk_name.as_str()), (Role::Administrator, 1, "Desk 1"));
    assert!(session.may.contains(&"staff".to_owned()) && !session.may.contains(&"record.write".to_owned()));
    assert_eq!(home(&bench).await.stage, Stage::Open);
    bench.desk.request(Lock {}).await.unwrap();
    let locked = home(&bench).await;
    assert_eq!((locked.stage, locked.hospital.as_deref()), (Stage::Locked, Some("Kisangani General")));
    let session = bench.login("ADMIN", ADMIN_WORDS).await.unwrap();
    assert_eq!((session.name.as_str(), session.hospital.as_str()), ("Ada Mutombo", "Kisangani General"));
}

#[tokio::test]
async fn founding_says_field_by_field_what_is_wrong() {
    let bench = Bench::empty();
    let request = FoundHospital { code: "K1".into(), user: "a b".into(), password: "password".into(), ..founding() };
    let error = bench.desk.request(request).await.unwrap_err();
    let fields: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["code", "user", "password"]);
    assert_eq!(home(&bench).await.stage, Stage::FirstRun);
}

#[tokio::test]
async fn nobody_logs_in_before_the_recovery_key_is_confirmed_and_a_restart_does_not_forget() {
    let bench = Bench::unconfirmed().await.restart();
    assert_eq!(home(&bench).await.stage, Stage::ConfirmRecovery);
    assert_eq!(bench.login("admin", ADMIN_WORDS).await.unwrap_err().code, ErrorCode::Conflict);
    let other = "0".repeat(32);
    assert_eq!(bench.refusal(ConfirmRecovery { recovery_key: other }).await, ErrorCode::Invalid);
    bench.desk.request(ConfirmRecovery { recovery_key: bench.recovery_key.clone() }).await.unwrap();
    let bench = bench.restart();
    assert_eq!(home(&bench).await.stage, Stage::Locked);
}

#[tokio::test]
async fn a_founding_whose_paper_was_never_seen_is_done_anew() {
    let mut bench = Bench::unconfirmed().await;
    let first = bench.recovery_key.clone();
    bench.found().await;
    assert_eq!(bench.refusal(ConfirmRecovery { recovery_key: first }).await, ErrorCode::Invalid);
    bench.desk.request(ConfirmRecovery { recovery_key: bench.recovery_key.clone() }).await.unwrap();
    assert_eq!(bench.refusal(founding()).await, ErrorCode::HospitalExists);
}

/// What a kill leaves at each step: the marker alone, a database without slots, everything but the marker's removal.
#[tokio::test]
async fn a_founding_killed_at_any_step_leaves_no_half_made_home() {
    let whole = Bench::founded().await;
    whole.desk.lock();
    let (slots, database) = (fs::read(whole.folder().join("slots")).unwrap(), whole.folder().join("desk.db"));
    let cases: [(&[&str], Stage); 3] = [
        (&["making"], Stage::FirstRun),
        (&["making", "desk.db"], Stage::FirstRun),
        (&["making", "desk.db", "slots"], Stage::Locked),
    ];
    for (files, expected) in cases {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            match *file {
                "desk.db" => drop(fs::copy(&database, dir.path().join(file)).unwrap()),
                "slots" => fs::write(dir.path().join(file), &slots).unwrap(),
                _ => fs::write(dir.path().join(file), "…").unwrap(),
            }
        }
        let desk = open(dir.path(), &whole.host).unwrap();
        assert_eq!(desk.stage(), expected, "{files:?}");
        assert_eq!(dir.path().join("desk.db").exists(), expected == Stage::Locked);
        assert!(!dir.path().join("making").exists());
    }
}

#[tokio::test]
async fn a_second_program_on_the_folder_is_told_so() {
    let bench = Bench::empty();
    assert_eq!(open(bench.folder(), &bench.host).err().unwrap().code, ErrorCode::Busy);
}

#[tokio::test]
async fn wrong_passwords_cost_waits_that_survive_a_restart() {
    let bench = Bench::founded().await;
    for user in ["admin", "nobody"] {
        let error = bench.login(user, "not it").await.unwrap_err();
        assert_eq!((error.code, error.message.as_str()), (ErrorCode::WrongPassword, "User name or password is wrong."));
    }
    assert_eq!(bench.login("admin", "not it").await.unwrap_err().retry_after, Some(1));
    assert_eq!(bench.login("admin", ADMIN_WORDS).await.unwrap_err().code, ErrorCode::Wait);
    let bench = bench.restart();
    assert_eq!(home(&bench).await.wait_seconds, 1);
    assert_eq!(bench.login("admin", ADMIN_WORDS).await.unwrap_err().code, ErrorCode::Wait);
    bench.host.advance_ms(1_000);
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    assert_eq!(home(&bench).await.wait_seconds, 0);
}

#[tokio::test]
async fn wrong_passwords_are_written_down_at_the_next_login_once() {
    let bench = Bench::founded().await;
    let acts = || async {
        let rows = bench.desk.request(ListEntries { before: None, limit: 0 }).await.unwrap();
        rows.into_iter().filter(|row| row.act == "session.attempts").collect::<Vec<_>>()
    };
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    assert!(acts().await.is_empty(), "nobody typed a wrong one");
    for user in ["admin", "nobody"] {
        bench.login(user, "not it").await.unwrap_err();
    }
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    let written = acts().await;
    assert_eq!(written.len(), 1);
    let detail = bench.desk.request(GetEntry { entry: written[0].entry.clone() }).await.unwrap();
    assert!(detail.events[0].starts_with("2 wrong passwords before this login"), "{:?}", detail.events);
}

#[tokio::test]
async fn the_recovery_key_gives_an_administrator_a_new_password() {
    let bench = Bench::founded().await;
    bench.employ("anna", Role::Receptionist).await;
    bench.desk.lock();
    let recover = |user: &str, recovery_key: &str| Recover {
        recovery_key: recovery_key.to_owned(),
        user: user.to_owned(),
        password: "amber-pigeon-counts-7".to_owned(),
    };
    assert_eq!(bench.refusal(recover("anna", &bench.recovery_key)).await, ErrorCode::WrongPassword);
    let session = bench.desk.request(recover("admin", &bench.recovery_key)).await.unwrap();
    assert_eq!(session.user, "admin");
    let bench = bench.restart();
    assert_eq!(bench.login("admin", ADMIN_WORDS).await.unwrap_err().code, ErrorCode::WrongPassword);
    bench.login("admin", "amber-pigeon-counts-7").await.unwrap();
}

#[tokio::test]
async fn everyone_changes_their_own_password() {
    let bench = Bench::at_reception().await;
    let change = |old: &str, new: &str| ChangePassword { old: old.to_owned(), new: new.to_owned() };
    assert_eq!(bench.refusal(change("not it", "amber-pigeon-counts-7")).await, ErrorCode::WrongPassword);
    assert_eq!(bench.refusal(change(STAFF_WORDS, "anna1")).await, ErrorCode::Invalid);
    bench.desk.request(change(STAFF_WORDS, "amber-pigeon-counts-7")).await.unwrap();
    let bench = bench.restart();
    assert_eq!(bench.login("anna", STAFF_WORDS).await.unwrap_err().code, ErrorCode::WrongPassword);
    bench.login("anna", "amber-pigeon-counts-7").await.unwrap();
}

#[tokio::test]
async fn staff_come_forget_their_password_and_go() {
    let bench = Bench::founded().await;
    let anna = bench.employ("anna", Role::Receptionist).await;
    let twice = CreateStaff {
        user: "Anna".into(),
        name: "Another Anna".into(),
        role: Role::Doctor,
        password: STAFF_WORDS.into(),
    };
    assert_eq!(bench.refusal(twice).await, ErrorCode::Invalid);
    let reset = ResetPassword { id: anna.id.clone(), password: "amber-pigeon-counts-7".into() };
    bench.desk.request(reset).await.unwrap();
    assert!(bench.login("anna", STAFF_WORDS).await.is_err());
    bench.login("anna", "amber-pigeon-counts-7").await.unwrap();
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    let gone = bench.desk.request(DismissStaff { id: anna.id.clone() }).await.unwrap();
    assert_eq!(gone.standing, Standing::Ended);
    assert_eq!(bench.login("anna", "amber-pigeon-counts-7").await.unwrap_err().code, ErrorCode::WrongPassword);
    assert_eq!(bench.refusal(DismissStaff { id: anna.id }).await, ErrorCode::NotFound);
    let list = bench.desk.request(ListStaff {}).await.unwrap();
    assert_eq!(list.len(), 2);
    let admin = list.into_iter().find(|row| row.user == "admin").unwrap();
    assert_eq!(bench.refusal(DismissStaff { id: admin.id }).await, ErrorCode::Conflict);
}

#[tokio::test]
async fn only_administrators_manage_staff_and_settings() {
    let bench = Bench::at_reception().await;
    let create =
        CreateStaff { user: "eve".into(), name: "Eve".into(), role: Role::Administrator, password: STAFF_WORDS.into() };
    assert_eq!(bench.refusal(create).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(ListStaff {}).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(SetSettings { settings: Settings { idle_minutes: 9 } }).await, ErrorCode::NotAllowed);
    assert_eq!(bench.desk.request(GetSettings {}).await.unwrap().idle_minutes, 5);
}

#[tokio::test]
async fn the_desk_locks_itself_when_idle_and_polling_does_not_count() {
    let bench = Bench::founded().await;
    let set = SetSettings { settings: Settings { idle_minutes: 10 } };
    bench.desk.request(set).await.unwrap();
    bench.host.advance_ms(9 * 60_000);
    assert!(!bench.desk.lock_if_idle());
    home(&bench).await;
    bench.host.advance_ms(60_000);
    assert!(bench.desk.lock_if_idle());
    assert_eq!(home(&bench).await.idle_minutes, 10);
}

#[tokio::test]
async fn locking_leaves_nothing_open() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let stopped = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stop = std::sync::Arc::clone(&stopped);
    open.at_lock(move || stop.store(true, std::sync::atomic::Ordering::SeqCst));
    let job = bench.desk.jobs().start(bench.desk.host(), |_| async { Ok("a patient's name") });
    bench.finished::<String>(&job).await.unwrap();
    bench.desk.lock();
    assert!(stopped.load(std::sync::atomic::Ordering::SeqCst));
    assert!(bench.desk.jobs().status(&job.job).is_none(), "results are forgotten");
    let after = open.store.read(crate::store::projections::staff::accounts);
    assert!(matches!(after, Err(crate::store::StoreError::Closed)), "whoever still holds the store gets nothing");
    assert_eq!(bench.refusal(GetSettings {}).await, ErrorCode::Locked);
    assert!(!bench.folder().join("desk.db-wal").exists(), "the last connection has been closed");
}

#[tokio::test]
async fn a_draft_is_there_after_unlocking_for_who_typed_it() {
    let bench = Bench::at_reception().await;
    let form = "patient.register".to_owned();
    let content = "{\"family\":\"Tshombe\"}".to_owned();
    bench.desk.request(SaveDraft { form: form.clone(), content: content.clone() }).await.unwrap();
    bench.desk.lock();
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    assert_eq!(bench.desk.request(LoadDraft { form: form.clone() }).await.unwrap().content, None);
    bench.login("anna", STAFF_WORDS).await.unwrap();
    let found = bench.desk.request(LoadDraft { form: form.clone() }).await.unwrap();
    assert_eq!((found.content, found.saved_at), (Some(content), Some(MONDAY_MORNING)));
    bench.desk.request(DiscardDraft { form: form.clone() }).await.unwrap();
    assert_eq!(bench.desk.request(LoadDraft { form }).await.unwrap().content, None);
}

#[tokio::test]
async fn nothing_that_was_typed_is_readable_on_disk() {
    let bench = Bench::at_reception().await;
    let draft = SaveDraft { form: "patient.register".into(), content: "Tshombe, Augustine".into() };
    bench.desk.request(draft).await.unwrap();
    let look = || {
        for file in fs::read_dir(bench.folder()).unwrap() {
            let file = file.unwrap();
            let bytes = fs::read(file.path()).unwrap();
            for secret in
                ["Tshombe", "Augustine", "Mbala", "Mutombo", "anna", "SQLite format", ADMIN_WORDS, STAFF_WORDS]
            {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} in {:?}", file.file_name());
            }
        }
    };
    look();
    bench.desk.lock();
    look();
}

/// Where a core dump would find `needle`, which is given masked so that the search does not find itself.
#[cfg(target_os = "linux")]
fn in_memory(masked: &[u8]) -> Vec<String> {
    use std::os::unix::fs::FileExt;
    let memory = fs::File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut found = Vec::new();
    let mut piece = vec![0; 1 << 20];
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let (mut at, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        while at < to {
            let want = piece.len().min(usize::try_from(to - at).unwrap());
            let Ok(read) = memory.read_at(&mut piece[..want], at) else { break };
            let mut windows = piece[..read].windows(masked.len());
            if let Some(offset) =
                windows.position(|window| window.iter().zip(masked).all(|(byte, mask)| byte ^ 0x5a == *mask))
            {
                found.push(format!("{:#x} {line}", at + offset as u64));
            }
            at += (read as u64).saturating_sub(masked.len() as u64).max(1);
            if read < masked.len() {
                break;
            }
        }
    }
    found
}

/// The mask keeps the name itself out of the program's own data.
#[cfg(target_os = "linux")]
fn unmasked(masked: &[u8]) -> String {
    masked.iter().map(|byte| char::from(byte ^ 0x5a)).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_wiped_as_it_is_given_back() {
    let masked: Vec<u8> = b"Vyzqtkow".iter().map(|byte| byte ^ 0x5a).collect();
    let many: Vec<String> = (1..200).map(|times| unmasked(&masked).repeat(times)).collect();
    assert!(!in_memory(&masked).is_empty(), "the search finds what is there");
    drop(many);
    assert_eq!(in_memory(&masked), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_was_typed_is_not_in_memory_after_locking() {
    let bench = Bench::at_reception().await;
    let masked: Vec<u8> = b"Zwxqhkov".iter().map(|byte| byte ^ 0x5a).collect();
    for _ in 0..4 {
        let (family, given) = (unmasked(&masked), "Augustine".to_owned());
        let person = Person { family, given, sex: Sex::Male, birth: Birth::Unknown, ..Person::default() };
        bench.desk.request(RegisterPatient { person }).await.unwrap();
    }
    let search = SearchPatients { query: unmasked(&masked), ..SearchPatients::default() };
    assert_eq!(bench.desk.request(search).await.unwrap().len(), 4);
    bench.desk.request(SaveDraft { form: "patient.register".into(), content: unmasked(&masked) }).await.unwrap();
    assert!(!in_memory(&masked).is_empty(), "it is there while the desk is open");
    bench.desk.request(Lock {}).await.unwrap();
    assert_eq!(in_memory(&masked), Vec::<String>::new());
}

#[tokio::test]
async fn an_unknown_command_and_an_unreadable_request_are_refused() {
    let bench = Bench::empty();
    let error = bench.desk.call("patient.conjure", serde_json::json!({})).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadRequest);
    let error =
        bench.desk.call("session.login", serde_json::json!({"user": 7, "password": "hunter2"})).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadRequest);
    assert!(!error.message.contains("hunter2"));
}
