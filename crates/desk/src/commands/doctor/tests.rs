//! The directory, over a whole desk. The clock stands at Monday, 09:00.

use daybook_api::{
    AddDoctor, DoctorForm, ErrorCode, GetDoctor, Hours, ListDoctors, Presence, UpdateDoctor, WhichDoctors,
};

use crate::testing::{Bench, STAFF_WORDS};

fn roth() -> DoctorForm {
    let stretch = |weekday, from, to| Hours { weekday, from, to, room: String::new(), slot_minutes: 20 };
    DoctorForm {
        given: "Eva".into(),
        family: "Roth".into(),
        title: "Dr".into(),
        speciality: "ENT".into(),
        department: "Head".into(),
        room: "12".into(),
        hours: vec![stretch(1, 540, 720), stretch(3, 540, 720)],
        ..DoctorForm::default()
    }
}

#[tokio::test]
async fn who_is_in_now_is_seen_at_once() {
    let bench = Bench::founded().await;
    let added = bench.desk.request(AddDoctor { form: roth() }).await.unwrap();
    assert_eq!(added.presence, Presence::In { until: 720, room: "12".into() });
    let in_now = ListDoctors { only: WhichDoctors::InNow, ..ListDoctors::default() };
    assert_eq!(bench.desk.request(in_now.clone()).await.unwrap().len(), 1);
    bench.host.advance_ms(3 * 3_600_000);
    assert!(bench.desk.request(in_now).await.unwrap().is_empty());
    let all = bench.desk.request(ListDoctors { query: "ent".into(), ..ListDoctors::default() }).await.unwrap();
    assert_eq!(all[0].presence, Presence::Out { next_weekday: Some(3), from: Some(540) });
}

#[tokio::test]
async fn a_change_of_hours_is_told_in_words() {
    let bench = Bench::founded().await;
    let added = bench.desk.request(AddDoctor { form: roth() }).await.unwrap();
    let mut after = added.form.clone();
    after.hours.pop();
    after.room = "13".into();
    let changed =
        bench.desk.request(UpdateDoctor { id: added.id.clone(), before: added.form.clone(), after }).await.unwrap();
    assert_eq!((changed.form.room.as_str(), changed.form.hours.len()), ("13", 1));
    let hours = changed.history.iter().find(|row| row.field == "hours").unwrap();
    assert_eq!(hours.to.to_string(), "Mon 09:00–12:00 every 20 min");
    assert_eq!(hours.act, "doctor.update");
    let stale = DoctorForm { room: "14".into(), ..added.form.clone() };
    let refused = bench.refusal(UpdateDoctor { id: added.id, before: added.form, after: stale }).await;
    assert_eq!(refused, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_receptionist_sees_the_directory_and_does_not_change_it() {
    let bench = Bench::at_reception().await;
    assert!(bench.desk.request(ListDoctors::default()).await.unwrap().is_empty());
    assert_eq!(bench.refusal(AddDoctor { form: roth() }).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(GetDoctor { id: daybook_api::DoctorId("?".into()) }).await, ErrorCode::NotFound);
    bench.login("anna", STAFF_WORDS).await.unwrap();
}

#[tokio::test]
async fn impossible_hours_are_refused() {
    let bench = Bench::founded().await;
    let mut form = roth();
    form.hours[0].to = form.hours[0].from;
    assert_eq!(bench.refusal(AddDoctor { form }).await, ErrorCode::Invalid);
}
