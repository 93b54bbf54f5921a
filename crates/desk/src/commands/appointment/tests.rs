//! The day's appointments, over a whole desk. The clock stands at Monday 2026-03-02, 09:00.

use daybook_api::{
    AddDoctor, AppointmentDay, AppointmentState, Birth, BookAppointment, Clash, Date, DoctorForm, DoctorId, ErrorCode,
    GetPatient, Hours, PatientId, Person, RegisterPatient, SetAppointmentState, Sex, WithdrawPatient,
};

use crate::testing::Bench;

fn today() -> Date {
    Date::new(2026, 3, 2).unwrap()
}

async fn patient(bench: &Bench, family: &str) -> PatientId {
    let person = Person { family: family.into(), sex: Sex::Female, birth: Birth::Unknown, ..Person::default() };
    bench.desk.request(RegisterPatient { person }).await.unwrap().id
}

async fn doctor(bench: &Bench, family: &str) -> DoctorId {
    let hours = vec![Hours { weekday: 1, from: 540, to: 720, room: "3".into(), slot_minutes: 20 }];
    let form = DoctorForm { family: family.into(), room: "1".into(), hours, ..DoctorForm::default() };
    bench.desk.request(AddDoctor { form }).await.unwrap().id
}

fn at(patient: &PatientId, doctor: &DoctorId, start: u16) -> BookAppointment {
    let (patient, doctor) = (patient.clone(), doctor.clone());
    BookAppointment { patient, doctor, date: today(), start, minutes: 0, reason: "ear".into() }
}

#[tokio::test]
async fn a_slot_is_as_long_as_the_hours_say_and_is_given_once() {
    let bench = Bench::founded().await;
    let (ana, rui, roth) =
        (patient(&bench, "Silva").await, patient(&bench, "Costa").await, doctor(&bench, "Roth").await);
    let booked = bench.desk.request(at(&ana, &roth, 600)).await.unwrap();
    assert_eq!((booked.minutes, booked.room.as_str(), booked.doctor_name.as_str()), (20, "3", "Roth"));
    let error = bench.desk.request(at(&rui, &roth, 610)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    assert!(error.message.contains("10:00 to 10:20"), "{}", error.message);
    assert!(!error.message.contains("Silva"));
    bench.desk.request(at(&rui, &roth, 620)).await.unwrap();
    let day = bench.desk.request(AppointmentDay::default()).await.unwrap();
    assert_eq!(day.iter().map(|row| row.patient_family.as_str()).collect::<Vec<_>>(), ["Silva", "Costa"]);
    assert!(day.iter().all(|row| row.clash == Clash::No));
}

#[tokio::test]
async fn a_patients_own_other_appointment_is_no_hindrance() {
    let bench = Bench::founded().await;
    let (ana, roth, weiss) =
        (patient(&bench, "Silva").await, doctor(&bench, "Roth").await, doctor(&bench, "Weiss").await);
    bench.desk.request(at(&ana, &roth, 600)).await.unwrap();
    bench.desk.request(at(&ana, &weiss, 600)).await.unwrap();
    let record = bench.desk.request(GetPatient { id: ana }).await.unwrap();
    assert_eq!(record.appointments.len(), 2);
    let only = bench.desk.request(AppointmentDay { doctor: Some(weiss), date: None }).await.unwrap();
    assert_eq!(only.len(), 1);
}

#[tokio::test]
async fn states_move_and_come_back_unless_the_slot_was_given_away() {
    let bench = Bench::founded().await;
    let (ana, rui, roth) =
        (patient(&bench, "Silva").await, patient(&bench, "Costa").await, doctor(&bench, "Roth").await);
    let booked = bench.desk.request(at(&ana, &roth, 600)).await.unwrap();
    let set = |state| SetAppointmentState { id: booked.id.clone(), state, reason: String::new() };
    for state in [
        AppointmentState::Arrived,
        AppointmentState::Booked,
        AppointmentState::Cancelled,
        AppointmentState::Booked,
        AppointmentState::Cancelled,
    ] {
        assert_eq!(bench.desk.request(set(state)).await.unwrap().state, state);
    }
    bench.desk.request(at(&rui, &roth, 600)).await.unwrap();
    assert_eq!(bench.refusal(set(AppointmentState::Booked)).await, ErrorCode::Conflict);
}

#[tokio::test]
async fn what_cannot_be_booked_is_refused_with_a_sentence() {
    let bench = Bench::founded().await;
    let (ana, roth) = (patient(&bench, "Silva").await, doctor(&bench, "Roth").await);
    let late = BookAppointment { start: 1_430, minutes: 30, ..at(&ana, &roth, 0) };
    assert_eq!(bench.refusal(late).await, ErrorCode::Invalid);
    let past = BookAppointment { date: Date::new(2026, 3, 1).unwrap(), ..at(&ana, &roth, 600) };
    assert_eq!(bench.refusal(past).await, ErrorCode::Invalid);
    assert_eq!(bench.refusal(at(&ana, &DoctorId("00".into()), 600)).await, ErrorCode::NotFound);
    bench.desk.request(WithdrawPatient { id: ana.clone(), reason: "twice".into() }).await.unwrap();
    assert_eq!(bench.refusal(at(&ana, &roth, 600)).await, ErrorCode::Conflict);
}
