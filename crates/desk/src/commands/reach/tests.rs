//! What a doctor sees, over a whole desk: own patients and own days, and nobody else's.

use daybook_api::{
    AddDoctor, AppointmentDay, Birth, BookAppointment, Date, Doctor, DoctorForm, ErrorCode, GetPatient, HistoryValue,
    Hours, PatientId, Person, RegisterPatient, Role, SearchPatients, Sex, StaffId, UpdateDoctor,
};

use crate::testing::{ADMIN_WORDS, Bench, STAFF_WORDS};

async fn patient(bench: &Bench, family: &str) -> PatientId {
    let person = Person { family: family.into(), sex: Sex::Female, birth: Birth::Unknown, ..Person::default() };
    bench.desk.request(RegisterPatient { person }).await.unwrap().id
}

async fn doctor(bench: &Bench, family: &str, login: Option<StaffId>) -> Doctor {
    let hours = vec![Hours { weekday: 1, from: 540, to: 720, room: String::new(), slot_minutes: 20 }];
    bench.desk.request(AddDoctor { form: form(family, hours, login) }).await.unwrap()
}

fn form(family: &str, hours: Vec<Hours>, login: Option<StaffId>) -> DoctorForm {
    DoctorForm { family: family.into(), hours, login, ..DoctorForm::default() }
}

fn booking(patient: &PatientId, doctor: &Doctor, start: u16) -> BookAppointment {
    let date = Date::new(2026, 3, 2).unwrap();
    BookAppointment {
        patient: patient.clone(),
        doctor: doctor.id.clone(),
        date,
        start,
        minutes: 20,
        reason: String::new(),
    }
}

async fn found(bench: &Bench, query: &str) -> Vec<String> {
    let rows = bench.desk.request(SearchPatients { query: query.into(), ..SearchPatients::default() }).await.unwrap();
    rows.into_iter().map(|row| row.family).collect()
}

#[tokio::test]
async fn a_doctor_sees_own_patients_and_the_own_day() {
    let bench = Bench::founded().await;
    let rui = bench.employ("rui", Role::Doctor).await;
    let (own, other) = (doctor(&bench, "Roth", Some(rui.id)).await, doctor(&bench, "Mbeki", None).await);
    let (ana, eva) = (patient(&bench, "Silva").await, patient(&bench, "Silveira").await);
    bench.desk.request(booking(&ana, &own, 540)).await.unwrap();
    bench.desk.request(booking(&eva, &other, 540)).await.unwrap();
    bench.login("rui", STAFF_WORDS).await.unwrap();
    assert_eq!(bench.desk.request(GetPatient { id: ana.clone() }).await.unwrap().person.family, "Silva");
    assert_eq!(bench.refusal(GetPatient { id: eva.clone() }).await, ErrorCode::NotAllowed);
    let day = bench.desk.request(AppointmentDay::default()).await.unwrap();
    assert_eq!(day.iter().map(|row| row.patient_family.as_str()).collect::<Vec<_>>(), ["Silva"]);
    assert_eq!(bench.refusal(booking(&ana, &other, 600)).await, ErrorCode::NotAllowed);
    assert_eq!(found(&bench, "sil").await, ["Silva"]);
    bench.desk.request(booking(&ana, &own, 600)).await.unwrap();
}

#[tokio::test]
async fn a_login_without_a_doctor_reaches_nobody_and_says_why() {
    let bench = Bench::founded().await;
    bench.employ("rui", Role::Doctor).await;
    let ana = patient(&bench, "Silva").await;
    bench.login("rui", STAFF_WORDS).await.unwrap();
    let refused = bench.desk.request(GetPatient { id: ana }).await.unwrap_err();
    assert!(refused.message.contains("Ask an administrator"), "{}", refused.message);
    assert!(bench.desk.request(AppointmentDay::default()).await.unwrap().is_empty());
    assert!(found(&bench, "silva").await.is_empty());
}

#[tokio::test]
async fn a_login_is_of_one_doctor_and_of_somebody_who_is_one() {
    let bench = Bench::founded().await;
    let (rui, anna) = (bench.employ("rui", Role::Doctor).await, bench.employ("anna", Role::Receptionist).await);
    let roth = doctor(&bench, "Roth", Some(rui.id.clone())).await;
    for login in [rui.id.clone(), anna.id, StaffId("nobody".into())] {
        let form = form("Mbeki", Vec::new(), Some(login));
        assert_eq!(bench.refusal(AddDoctor { form }).await, ErrorCode::Invalid);
    }
    let after = DoctorForm { login: None, ..roth.form.clone() };
    let freed = bench.desk.request(UpdateDoctor { id: roth.id, before: roth.form, after }).await.unwrap();
    let login = freed.history.iter().find(|row| row.field == "login").unwrap();
    assert_eq!(login.from, HistoryValue::text("rui Mbala"));
    doctor(&bench, "Mbeki", Some(rui.id)).await;
    bench.login("admin", ADMIN_WORDS).await.unwrap();
}
