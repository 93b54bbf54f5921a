//! Doctors, staff, desks.

use daybook_api::{
    AddDoctor, ApiError, ApproveDesk, CreateStaff, DismissStaff, DoctorForm, DoctorRow, ErrorCode, ListDesks,
    ListDoctors, ListStaff, Presence, ResetPassword, RevokeDesk, StaffRow, Standing, WhichDoctors,
};

use super::words::{instant, name_of, table};
use crate::{
    args::{self, RoleArg},
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Lists doctors.
pub async fn doctors(terminal: &Terminal, query: String, in_now: bool) -> Result<Verdict, Failure> {
    let only = if in_now { WhichDoctors::InNow } else { WhichDoctors::All };
    let rows = terminal.request(ListDoctors { query, only }).await?;
    terminal.output.result(&rows, || {
        let cells: Vec<Vec<String>> = rows.iter().map(doctor_cells).collect();
        table(&["NAME", "SPECIALITY", "DEPARTMENT", "ROOM", "PHONE", "NOW"], &cells)
    });
    Ok(Verdict::Good)
}

fn doctor_cells(row: &DoctorRow) -> Vec<String> {
    let form = &row.form;
    let name = format!("{}, {} {}", form.family, form.title, form.given);
    let now = match &row.presence {
        Presence::In { until, room } => format!("in {room} until {}", clock(*until)),
        Presence::Later { from, room } => format!("from {} {room}", clock(*from)),
        Presence::Out { .. } => "out".to_owned(),
    };
    vec![name, form.speciality.clone(), form.department.clone(), form.room.clone(), form.phone.clone(), now]
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Adds a doctor.
pub async fn add_doctor(terminal: &Terminal, doctor: args::AddDoctor) -> Result<Verdict, Failure> {
    let form = DoctorForm {
        given: doctor.given,
        family: doctor.family,
        title: doctor.title,
        speciality: doctor.speciality,
        department: doctor.department,
        room: doctor.room,
        phone: doctor.phone,
        languages: doctor.language,
        ..DoctorForm::default()
    };
    let added = terminal.request(AddDoctor { form }).await?;
    terminal.output.result(&added, || format!("{}, {} is in the directory.", added.form.family, added.form.given));
    Ok(Verdict::Good)
}

/// Lists who can log in.
pub async fn staff(terminal: &Terminal) -> Result<Verdict, Failure> {
    let rows = terminal.request(ListStaff {}).await?;
    terminal.output.result(&rows, || {
        let cells =
            |row: &StaffRow| vec![row.user.clone(), row.name.clone(), name_of(&row.role), name_of(&row.standing)];
        table(&["USER", "NAME", "ROLE", "STANDING"], &rows.iter().map(cells).collect::<Vec<_>>())
    });
    Ok(Verdict::Good)
}

/// Gives somebody a login.
pub async fn add_staff(terminal: &Terminal, user: String, name: String, role: RoleArg) -> Result<Verdict, Failure> {
    let password = terminal.secrets.choose(&format!("First password for {user}"))?;
    let request = CreateStaff { user, name, role: role.into(), password: password.to_string() };
    let row = terminal.request(request).await?;
    terminal.output.result(&row, || format!("{} can log in as {}.", row.user, name_of(&row.role)));
    Ok(Verdict::Good)
}

/// Ends somebody's login.
pub async fn dismiss(terminal: &Terminal, user: String) -> Result<Verdict, Failure> {
    let id = find_staff(terminal, &user).await?.id;
    let row = terminal.request(DismissStaff { id }).await?;
    terminal.output.result(&row, || format!("{} can no longer log in.", row.user));
    Ok(Verdict::Good)
}

/// Gives somebody a new password.
pub async fn reset_password(terminal: &Terminal, user: String) -> Result<Verdict, Failure> {
    let id = find_staff(terminal, &user).await?.id;
    let password = terminal.secrets.choose(&format!("New password for {user}"))?;
    let done = terminal.request(ResetPassword { id, password: password.to_string() }).await?;
    terminal.output.result(&done, || format!("{user} has a new password."));
    Ok(Verdict::Good)
}

async fn find_staff(terminal: &Terminal, user: &str) -> Result<StaffRow, Failure> {
    let rows = terminal.request(ListStaff {}).await?;
    let found = rows.into_iter().find(|row| row.user.eq_ignore_ascii_case(user) && row.standing == Standing::Active);
    found.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "Nobody with that user name can log in here.").into())
}

/// Lists desks, those that wait included.
pub async fn desks(terminal: &Terminal) -> Result<Verdict, Failure> {
    let desks = terminal.request(ListDesks {}).await?;
    terminal.output.result(&desks, || {
        let enrolled = desks.enrolled.iter().map(|row| {
            let last = row.last_entry_at.map(instant).unwrap_or_default();
            let here = if row.here == daybook_api::Here::Yes { " (here)" } else { "" };
            vec![
                row.number.to_string(),
                format!("{}{here}", row.name),
                name_of(&row.standing),
                row.entries.to_string(),
                last,
            ]
        });
        let waiting = desks.waiting.iter().map(|row| {
            let standing = format!("waits; code {}", row.code);
            vec![String::new(), row.name.clone(), standing, String::new(), instant(row.asked_at)]
        });
        table(&["NUMBER", "NAME", "STANDING", "ENTRIES", "LAST"], &enrolled.chain(waiting).collect::<Vec<_>>())
    });
    Ok(Verdict::Good)
}

/// Lets a waiting desk in.
pub async fn approve(terminal: &Terminal, code: String) -> Result<Verdict, Failure> {
    let row = terminal.request(ApproveDesk { code }).await?;
    terminal.output.result(&row, || format!("{} is now desk {}.", row.name, row.number));
    Ok(Verdict::Good)
}

/// Shuts a desk out.
pub async fn revoke(terminal: &Terminal, number: u16, reason: String) -> Result<Verdict, Failure> {
    let row = terminal.request(RevokeDesk { number, reason }).await?;
    terminal.output.result(&row, || format!("Desk {} ({}) is shut out.", row.number, row.name));
    Ok(Verdict::Good)
}
