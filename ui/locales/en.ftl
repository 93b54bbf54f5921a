# Daybook, English. Plain, short, polite, certain. The words hash, proof, block and witness belong to the ledger page only.

language-name = English
app-name = Daybook
window-title = { $room } · Daybook
loading = One moment …
ask-again = Try again
required = required
cancel = Cancel
close = Close
dismiss = Dismiss
back = Back
save = Save
save-changes = Save changes
edit = Edit
remove = Remove
restore = Restore
undo = Undo
undone = Taken back.
stop = Stop
reason = Reason
never = Never
unknown = Unknown
not-recorded = Not recorded
skip-to-content = Skip to content
progress-count = { $done } of { $total }

## Dates and ages
date = { $day }-{ $month }-{ $year }
day-and-month = { $day }-{ $month }
weekday-and-date = { $weekday } { $date }
date-and-time = { $date } { $time }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
birth-with-age = { $birth } ({ $age })
birth-month = { $month }-{ $year }
birth-about = about { $year }
age-days = { $count }d
age-weeks = { $count }w
age-months = { $count }m
age-years = { $count }y
minutes = { $count } min

## The window itself
language = Language
theme = Theme
theme-system = As the system
theme-light = Light
theme-dark = Dark
theme-contrast-light = High contrast, light
theme-contrast-dark = High contrast, dark
keys-title = Keys of this screen
keys-search-hint = In a search box: arrows mark a row, Enter opens it, Esc empties the box.
keys-rows = Next or previous row
keys-single = Single letters act as keys

## Rooms
rail-label = Rooms
room-today = Today
room-patients = Patients
room-doctors = Doctors
room-import = Import
room-ledger = Ledger
room-administration = Administration
command-go = Go to { $room }
top-search = Search or command
top-search-count = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
top-desk = Desk { $number } · { $name }
lock = Lock
lock-desk = Lock this desk

## How sharing stands
sharing-unknown = Looking for the ledger server …
sharing-only-here = Saved on this computer only. No ledger server is connected.
sharing-everything = Everything is shared
sharing-confirmed = Everything is shared and confirmed by witnesses
sharing-witnessing = Everything is shared. { $count ->
    [one] 1 change waits
   *[other] { $count } changes wait
} for witnesses.
sharing-unconfirmable = Everything is shared. The witness policy cannot be used: nothing is confirmed.
sharing-on-the-way = Saved. { $count ->
    [one] 1 change is
   *[other] { $count } changes are
} on the way to the ledger.
sharing-offline-since = Offline since { $time }. { $count ->
    [0] Nothing waits.
    [one] 1 change waits, safe.
   *[other] { $count } changes wait, all safe.
}
sharing-offline = Offline. { $count ->
    [0] Nothing waits.
    [one] 1 change waits, safe.
   *[other] { $count } changes wait, all safe.
}
sharing-stuck = Not shared. { $count ->
    [0] Nothing waits.
    [one] 1 change waits, safe.
   *[other] { $count } changes wait, all safe.
}
sharing-refused = Server refused { $count ->
    [one] 1 change
   *[other] { $count } changes
}
sharing-alarm = The ledger server contradicts what it had signed
sharing-see-why = See why

## First run
first-run-title = Welcome
first-run-explained = This computer does not belong to a hospital yet. What shall it be?
first-run-new = New hospital
first-run-new-explained = Start here. Works at once, with or without a network.
first-run-join = Join a hospital
first-run-join-explained = Another desk of the hospital already runs Daybook.
field-hospital = Name of the hospital
hospital-hint = As it stands on paper and on slips.
field-code = Code
code-hint = Three letters, A to Z. It begins every patient number and cannot be changed later.
first-administrator = The first administrator
field-full-name = Full name
user-name = User name
user-name-hint = Letters, digits, dot and dash.
password = Password
password-hint = Any characters, up to 128. Four random words are good.
password-show = Show the password
password-score-0 = Very weak: guessed at once
password-score-1 = Weak: guessed within minutes
password-score-2 = Not enough yet: guessed within days
password-score-3 = Good
password-score-4 = Very strong
found-start = Start the hospital
found-working = Setting up the hospital
found-working-explained = The keys of this desk are being made. This takes a few seconds.
recovery-title = The recovery key
recovery-explained = If every administrator forgets their password, only this key opens the hospital's data. It is shown once. Print it and lock it away.
recovery-key = Recovery key
recovery-paper-title = Recovery key of { $hospital }
recovery-paper-text = Made on { $date }. Keep it where only the administrators can reach it. Whoever has it can read everything.
recovery-print = Print
recovery-type-back = Type the recovery key from the paper
recovery-type-back-hint = Capitals, spaces and dashes do not matter.
recovery-confirm = Confirm and open Daybook
recovery-confirm-title = Confirm the recovery key
recovery-shown-once = The key was shown when the hospital was set up. Type it from the paper to go on.
join-explained = Your administrator has the server's address and its key. Compare the key with what is on their paper.
field-text = Policy
field-server = Address of the ledger server
server-hint = For example https://ledger.example.org
field-log-key = Key of the ledger server
log-key-hint = The whole line: name, plus sign, eight digits, plus sign, key.
field-desk-name = Name of this desk
desk-name-hint = For example Reception 2
join-start = Ask to join
join-asking = Asking the server …
join-compare = Ask the administrator to approve this desk
join-compare-explained = At another desk, under Administration → Desks, the same code must appear. If it differs, do not approve. This screen goes on by itself.
join-done = This computer is now desk { $number } of { $hospital }
join-done-explained = Log in with the user name and password you have at the other desks.
join-log-in = Log in

## Lock screen
lock-desk-number = Desk { $number }
lock-open = Log in
lock-opening = Opening …
lock-renewing = The records are being brought to the new version. This happens once; nothing is lost if the computer goes off.
lock-renewing-end = Nearly there: the new tables are being put in order.
lock-recover = Open with the recovery key
lock-wait = Too many wrong passwords. Please wait { $seconds ->
    [one] 1 second.
   *[other] { $seconds } seconds.
}
recover-title = Open with the recovery key
recover-explained = Gives an administrator a new password.
recover-open = Open
password-new = New password

## Patients
patients-find = Find a patient
patients-find-hint = Name, number, phone, date of birth or another id
patients-last-seen = Last seen
patients-found = { $count ->
    [0] No patient found
    [one] 1 patient
   *[other] { $count } patients
}
patients-all = Also show the dead and those withdrawn
patients-none = No patients yet
patients-none-hint = Register the first one, or import a file.
patients-not-found = Nobody found
patients-not-found-hint = Try fewer letters, a phone number or the date of birth. Or register the patient.
patient-dead = Dead
patient-withdrawn = Withdrawn
patient-merged = Merged
patient-merged-into = Merged into { $number }
register-patient = Register a patient
register-send = Register
register-and-book = Register and book
form-send = Send the form
form-sections = Sections of the form
section-name = Name
section-person = Person
section-contact = Phones
section-address = Address
section-kin = Next of kin
section-ids = Other ids
section-more = Language and note
second-script = Second script or spelling
birth-hint = 14 3 1987, 14 mar 87, 1987, or an age: 39y, 3w
died-hint = Leave empty while the patient lives.
phone-add = Add a phone
phone-remove = Remove phone { $number }
identifier-add = Add an id
identifier-remove = Remove id { $number }
draft-kept = What you type is kept, even if the desk locks.
draft-restored = This form was half typed before. It is all still here.
draft-clear = Start with an empty form
patient-registered = Registered as { $number }. Saved on this computer.
patient-updated = Changes saved.
edit-patient = Change this patient
withdraw = Withdraw
withdraw-title = Withdraw this registration?
withdraw-explained = For a registration that was entered in error. Nothing is deleted: it is kept and hidden, and can be restored.
withdraw-reason = Why was it an error?
patient-withdrawn-done = The registration is withdrawn.
patient-restored = The registration stands again.
banner-label = Patient
banner-born = Born
banner-died = Died
banner-sex = Sex
banner-number = Number
details-title = Details
visits-title = Appointments
visits-none = No appointments yet.
visits-missed = { $count ->
    [one] 1 missed
   *[other] { $count } missed
}
visit-room = , room { $room }
history-title = History
history-none = Nothing has been changed yet.
history-by = { $who }, { $desk }
history-entry = Entry
history-from = From
history-to = To
history-registered = Registered
history-entered-in-error = Entered in error: { $reason }
history-may-be-same = may be the same person
sex-female = Female
sex-male = Male
sex-other = Other
sex-unknown = Unknown
sex-not-recorded = Not recorded
interpreter-needed = Needed
interpreter-not-needed = Not needed

## Fields
field-name = Name
field-number = Number
field-family = Family name
field-given = Given names
field-title = Title
field-second-name = Second spelling
field-second-family = Family name, second spelling
field-second-given = Given names, second spelling
field-sex = Sex
field-birth = Born
field-birth-or-age = Date of birth, or age
field-age = Age
field-died = Day of death
field-phones = Phones
field-phone = Phone
field-phone-preferred = Phone, preferred
field-phone-other = Phone { $number }
field-address = Address
field-address-lines = Street and house
field-city = Town
field-district = District
field-postcode = Postcode
field-country = Country
field-kin = Next of kin
field-kin-name = Name
field-kin-relation = Relation
field-kin-phone = Phone
field-identifiers = Other ids
field-other-id = Other id
field-identifier-kind = Kind
field-identifier-value = Id
field-language = Language
field-interpreter = Interpreter
field-note = Note
field-status = Registration
field-withdrawn = Registration
field-speciality = Speciality
field-department = Department
field-room = Room
field-languages = Languages
languages-hint = With commas between them.
field-doctor-identifier = Register number
field-login = Login
doctor-login-none = No login
doctor-login-hint = Whoever logs in so sees this doctor's patients and day.
field-identifier = Register number
field-hours = Weekly hours
field-user = User name
field-password = Password
field-role = Role
field-old = Present password
field-new = New password
field-recovery-key = Recovery key
field-idle-minutes = Minutes until an idle desk locks
idle-minutes-hint = 1 to 60. Counted from the last key or move of the pointer.
field-invite = Invitation
field-reason = Reason
column-name = Name
column-born = Born
column-sex = Sex
column-number = Number
found-number-misread = The number typed has a wrong character; this one is the nearest
found-read-as = “{ $typed }” read as “{ $word }”
found-sounds-like = “{ $typed }” sounds like “{ $word }”
found-nickname = “{ $typed }” is another form of “{ $word }”
found-initial = “{ $word }” may stand for “{ $typed }”
found-not-there = Without “{ $typed }”
found-also-written = Also written “{ $word }”
found-phone = Phone { $digits }
found-kin-phone = Phone of the next of kin { $digits }
found-id = Id { $id }
found-only-year = Only the year of birth is recorded
found-only-month = Only the month of birth is recorded
found-day-and-month = Day and month of birth the other way round
column-doctor = Doctor
column-now = Now
column-week = Week
column-weekday = Day
column-hours = Hours
column-slot = Minutes per patient
column-place = No.
column-act = What was done
column-when = When
column-who = Who
column-desk = Desk
column-desk-name = Name
column-standing = Standing
column-hash = Fingerprint
column-actions = Actions
column-last-entry = Last change
column-entries = Entries

## What must be looked at again
problems-title = { $count ->
    [one] Please look at 1 field again. Everything you typed is still here.
   *[other] Please look at { $count } fields again. Everything you typed is still here.
}
problem-line = { $field }: { $problem }
problem-needed = Please fill this in.
problem-look-again = Please look at this again.
problem-birth = Type a date like 14 3 1987, a year like 1987, or an age like 39y or 3w.
problem-day = Type a day like 14 3 1987.
problem-no-such-day = The calendar has no such day. Please check day and month.
problem-future = That day has not come yet. Please check the year.
problem-too-long-ago = That is more than 130 years ago. Please check the year.
problem-code = Three letters, A to Z.
problem-idle-minutes = A number from 1 to 60.

## Doctors
doctors-find = Find a doctor
doctors-in-now = Who is in now
doctors-show-all = Show all
doctors-count = { $count ->
    [one] 1 doctor
   *[other] { $count } doctors
}, { $in } in now
doctors-none = No doctors found
doctors-none-hint = Add one, import a file, or change what you look for.
doctor-add = Add a doctor
doctor-edit = Change this doctor
doctor-added = The doctor is in the directory.
doctor-updated = Changes saved.
doctor-and-speciality = { $name } · { $speciality }
presence-in = In now until { $time }
presence-later = In from { $time }
presence-out = Out
presence-out-until = Out until { $weekday } { $time }
presence-room = { $presence }, Room { $room }
hours-title = Weekly hours
hours-hint = For example 9-12:30, 14-17. Leave a day empty when the doctor is out.
hours-none = No hours recorded.
hours-stretch = { $weekday } { $from }–{ $to }
hours-in-room = room { $room }
hours-minutes-each = { $minutes } minutes per patient
hours-from-to = { $from }–{ $to }
hours-of = Hours on { $weekday }
hours-room-of = Room on { $weekday }
hours-slot-of = Minutes per patient on { $weekday }
hours-as-above = As above
hours-as-above-of = As above: { $weekday }
hours-unreadable = Type hours like 9-12:30.
hours-backwards = The end comes before the beginning.
hours-overlap = Two stretches overlap.
hours-slot-wrong = Minutes per patient: 5 to 240.

## Appointments
today-title = Today, { $date }
today-none = No appointments and no doctor with hours on this day
today-none-hint = Add a doctor's weekly hours, or look at another day.
day-steps = Other days
day-before = Day before
day-after = Day after
day-today = Today
week-after = A week on
day-none = Nobody is booked.
state-booked = Booked
state-arrived = Arrived
state-with-doctor = With the doctor
state-done = Done
state-missed = Missed
state-cancelled = Cancelled
step-arrived = Check in
step-with-doctor = To the doctor
step-done = Done
step-missed = Missed
step-cancel = Cancel
step-reopen = Book again
step-of = { $step }: { $name }
checkin-title = Check in: ask for two identifiers
checkin-explained = Let the patient say full name and date of birth. Do not read them out.
checkin-confirm = Both are right: check in
same-name = Same name today
same-name-warning = Somebody else with this name has an appointment on this day.
state-changed = { $name }: { $state }
load-no-hours = No hours
load-free = Free
load-filling = Filling
load-full = Full
load-over = Overbooked
load-minutes = { $booked } of { $open } min
clash = Clash
book = Book
book-with = Book with { $name }
book-appointment = Book an appointment
book-for-whom = Book an appointment: for whom?
book-reason = Reason for coming
book-no-hours = No hours on this day
book-week = Free slots of the week
day-out = Out
day-full = Full
day-free = { $count } free
book-free = { $count ->
    [0] No free slot
    [one] 1 free slot
   *[other] { $count } free slots
}
booked = Booked for { $date } at { $time }.
slot-free = Free
slot-past = Past
slot-taken = Taken
cancel-appointment = Cancel the appointment
cancel-appointment-title = Cancel this appointment?
cancel-appointment-explained = The slot becomes free. The appointment stays in the history.
cancel-appointment-reason = Who cancels, and why?

## Import
import-choose = Choose a file
import-choose-hint = CSV with a heading line, or FHIR R4 patients and practitioners (ndjson or Bundle). Nothing is written before you say so.
import-drop = or drop it here
import-reading = Reading the file
import-unreadable = The file cannot be read. Nothing was imported.
import-records = { $count ->
    [one] 1 record
   *[other] { $count } records
}, { $format }
format-csv = CSV
format-fhir-ndjson = FHIR, one resource a line
format-fhir-bundle = FHIR Bundle
import-columns = Columns of the file
import-column = Column
import-field = Field
import-field-of = Field for the column { $column }
import-samples = First values
import-leave-out = Leave out
import-no-name = No column is a name. Every row would be refused.
import-strictness = A row with an impossible value
import-lenient = Take it, keep the value in the note
import-strict = Refuse it
import-dry = Try without writing
import-run = Import
import-other = Another file
import-would = A trial. Nothing was written. The import would give:
import-did = The import is done.
imports-earlier = Earlier imports
imports-withdrawn = Withdrawn since
import-undo = Take back
import-undo-title = Take this import back?
import-undo-explained = All patients of this import are withdrawn as entered in error. Those that somebody changed or booked for since stay. Nothing is deleted, each can be restored.
import-undone = Taken back: { $withdrawn } patients withdrawn, { $kept } kept because somebody has worked with them since.
report-records = Records
report-patients = Patients
report-doctors = Doctors
report-refused = Refused
report-skipped = Passed over
report-entries = Signed entries
report-show = Show
report-all = All ({ $count })
report-some = { $severity } ({ $count })
report-lines = Lines of the report
report-line = Line
report-severity = What
report-reason = Why
report-more = { $count } more lines are not shown. Choose one kind to see others.
severity-refused = Refused
severity-warning = Taken with a change
severity-skipped = Passed over

## The ledger
ledger-explained = The ledger is the book in which every change is written down in order, signed by the desk that made it. Nobody, not even the server that keeps it, can change a line afterwards without being found out.
ledger-shared = Shared by this desk
ledger-confirmed = Confirmed by witnesses
ledger-pending = Waiting
ledger-size = Entries in the shared ledger
ledger-contact = Last checked
ledger-server = Ledger server: { $server }
sync-now = Share now
sync-trying = Sharing …
refused-title = Refused by the server
refused-explained = These changes are saved here, but the other desks do not see them. Show them to your administrator.
connect-title = Connect to a ledger server
connect-again = Connect again, or to another address
connect-explained = Until then everything works, and stays on this computer. Compare the key with what the server's operator gave you, letter by letter.
connect-offered = A ledger server is offered by whoever installed this program. Compare its key before you connect.
server-certificate = The server’s certificate
authority-title = The server’s certificate comes from an authority of our own
authority-explained = Only where the hospital runs its own certificate authority and this computer does not know it yet. Whoever gives you the file also tells you its fingerprint: compare both, letter by letter. It keeps others from listening; what the server says is checked with its key all the same.
authority-choose = Choose the authority’s certificate
authority-choose-hint = A file in PEM form, with the certificate alone, never with its private key. It takes the place of the one before.
authority-none = Only the authorities that this computer knows are trusted.
authority-remove = Trust it no more
authority-remove-title = Trust this authority no more?
authority-remove-explained = After that this desk trusts only the authorities that this computer knows. If the server’s certificate comes from the one above, the server is not reached and sharing stops at this desk until an authority is chosen again. Nothing is lost: work here goes on, and what waits is shared then.
authority-removed = Trusted no more. Sharing goes on if this computer knows the server’s certificate.
authority-chosen = Trusted from now on. The server is tried again.
authority-unusable = The file ledger-ca.pem in this desk’s folder cannot be used
authority-unreadable = This file cannot be read.
authority-over = expired
authority-not-yet = not valid before { $time }
column-authority = Authority
column-valid-until = Valid until
column-fingerprint-sha256 = Fingerprint (SHA-256)
field-pem = The authority’s certificate
connect = Connect
offer-title = A ledger server is offered: { $server }
offer-explained = Connected to it, this hospital's desks share their work and nobody can change the book unseen. Compare its key first:
offer-look = Look closer
connected = Connected. Everything saved so far will be shared now.
invite-hint = From the operator, for a hospital that is new to this server. Otherwise empty.
entries-title = Entries
entries-explained = One line for each change, newest first. The fingerprint (hash) is computed from the entry itself: change one letter and it differs.
entries-none = No entries yet
entries-newest = Newest
entries-older = Older
entry-no-index = waits
entry-header = What everybody can read
entry-header-explained = This part is not secret: which desk wrote when, and what kind of change. No patient can be recognised from it.
entry-events = What only this hospital can read
entry-events-explained = The change itself is sealed. Opened here because this desk has the key.
entry-proof = Proof
entry-proof-explained = Anybody can check with this text, without trusting us, that the entry stands in the shared ledger.
entry-no-proof = There is none yet: the entry has not been shared.
export-entry = Save entry
export-proof = Save proof
export-key = Save desk key
save-verify-page = Save the verify page
downloaded = Saved { $name }.
download-failed = The file could not be saved.
standing-waiting = On this computer
standing-shared = Shared
standing-confirmed = Confirmed by witnesses
standing-refused = Refused
standing-waiting-explained = Saved on this computer, and signed. It will be shared when the server can be reached.
standing-shared-explained = The server has written it down and signed for it. Every desk of the hospital has it or will have it.
standing-confirmed-explained = The server has signed for it, and enough witnesses have signed that nothing before it has changed.
standing-refused-explained = The server did not take it. It is kept here, but counts for nothing.
entry-refused = Why the server refused it
entry-block = Its block
header-hash-means = Computed from the whole entry. Change one letter and it differs.
header-act = Act
header-act-means = The kind of change.
header-issuer = Issuer
header-issuer-means = The hospital and the desk that wrote it.
header-subject = Subject
header-subject-means = What it is about: a number that says nothing to outsiders.
header-actor = Actor
header-actor-means = Who did it, as such a number.
header-role = Role
header-role-means = As what they acted. The server takes it only if they hold this role.
header-time = Time
header-time-means = The desk's clock, with a counter for what happened at the same moment.
header-seq = Seq
header-seq-means = The place in this desk's own chain. A gap would be found.
header-prev = Prev
header-prev-means = The fingerprint of this desk's entry before. So none can be taken out or put in later.
header-seen-size = Seen size
header-seen-size-means = How many shared entries this desk had checked when it wrote this.
header-seen-root = Seen root
header-seen-root-means = The fingerprint over all of them. A server that shows two desks two histories is caught by it.
header-key-id = Key id
header-key-id-means = The fingerprint of the desk key that has signed it.
header-algorithm = Algorithm
header-algorithm-means = How it is signed: RSA-PSS with SHA-256.
blocks-title = Line of blocks
blocks-explained = A block is what the server wrote down at once and signed. Filled squares are entries that you may open. This desk computes every block again for itself.
block-arrived = Block { $number } has arrived.
blocks-live = Live
blocks-kept = As of { $at }. The server cannot be asked now.
blocks-never = The server has not been asked yet.
blocks-no-server = No ledger server is connected. The first block comes with the first sharing.
blocks-none = No blocks yet
blocks-none-own = No block holds an entry of yours yet
blocks-newest = Newest blocks
blocks-older = Older blocks
block = Block { $number }
block-entries = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
block-witnesses = { $count ->
    [one] 1 witness
   *[other] { $count } witnesses
}
block-checked = Checked here
block-signed = Signed, not checked here yet
block-contradicts = Contradicts this desk’s book
block-before = Block before
block-after = Block after
export-checkpoint = Save checkpoint
block-facts = What it added
block-facts-explained = A root is one fingerprint over all entries up to there. Change one letter in any of them and it differs.
block-brings = Entries
block-range = { $first } to { $last }
block-empty = none
block-root-before = Root before
block-root = Root after
block-no-before = none: the ledger begins here
block-signatures = Who has signed it
block-signatures-explained = The server signs each block, so that it cannot show others another one without being found out. Witnesses sign that nothing before it has changed.
block-note = The signed checkpoint
block-unlisted = { $count ->
    [one] 1 more is not listed here.
   *[other] { $count } more are not listed here.
}
block-others = { $count ->
    [one] 1 entry is of another desk or hospital and cannot be opened here.
   *[other] { $count } entries are of other desks or hospitals and cannot be opened here.
}
signer-log = the ledger server
signer-witness = witness
signer-unknown = not known here, not checked
signer-key = Number of the key
proof-way-title = The way to the root
proof-way-explained = The entry’s fingerprint is put together with the one beside it, the result with the next, and so on up to the root that the server has signed. Change one letter and the last one comes out different. This desk has just computed it.
proof-picture = The proof as a picture
proof-picture-label = From entry { $index } in { $steps } steps to the signed root over { $size } entries
proof-signed-by = The root over { $size } entries is signed by
proof-entry = Entry { $index }
proof-entries = Entries { $first } to { $last }
proof-root = Root over { $count }
proof-alone = The ledger has this one entry: its fingerprint is the root.
proof-steps = The steps of the proof
column-step = Step
column-covers = Beside it
column-given = Given with the proof
column-together = Computed over both
proof-earlier = earlier ones
proof-later = later ones
alarms-title = Alarms
alarms-explained = The ledger server has contradicted what it had signed. Nothing here is lost. The evidence is kept: save it for whoever should see it. Anybody can check it without this desk.
alarms-explained-witness = A witness has contradicted itself. Nothing here is lost. The evidence is kept: save it for whoever should see it. Anybody can check it without this desk.
alarm-rolled-back = The server shows fewer entries than it had signed before
alarm-forked = The server has signed two histories that contradict each other
alarm-unjustified = The server’s entries do not fit what it signed for them
alarm-rule-broken = The server’s ledger holds an entry that must never have been accepted
alarm-witness-went-back = The witness { $names } has signed fewer entries after it had signed more
alarm-witness-open = It has forgotten what it signed, as one does that was put back from a backup; or its key is in two places, or its clock was set back. The ledger server is not to blame, and sharing goes on. Until the witness’s operator has explained it, do not count on what it confirms: a new policy can leave it out.
alarm-witnesses-both = { $count ->
        [one] The witness { $names } has signed both sides: it has forgotten what it had signed, or its key is in two places.
       *[other] The witnesses { $names } have signed both sides: they have forgotten what they had signed, or their keys are in two places.
    }
alarm-witnesses-shown = { $count ->
        [one] The witness { $names } has signed the side that does not fit here.
       *[other] The witnesses { $names } have signed the side that does not fit here.
    }
alarm-witness-first = What it had signed first:
alarm-witness-then = What it signed later:
alarm-found = Found on { $at }, when this desk had checked { $size } entries.
alarm-open = Sharing has stopped. Your work here goes on and is safe. Tell your administrator, who should ask the server’s operator.
alarm-settled = Settled on { $at }: an administrator connected again, and everything fitted.
alarm-notes = Both sides, as they were signed
alarm-own-root = This desk’s own root:
alarm-kept = What the server had signed before:
alarm-shown = What it showed then:
export-evidence = Save evidence
verify-title = Verify everything
verify-explained = Checks every signature, every link and proof, and compares every row on this computer with what the entries say.
verify = Verify everything
verify-good = Everything is as it was written.
verify-bad = { $count ->
    [one] 1 thing is wrong
   *[other] { $count } things are wrong
}
verify-checked = Checked { $entries } entries, { $proofs } proofs, { $rows } rows.
finding-bad-entry = Entry damaged
finding-missing-entry = Entry missing
finding-bad-payload = Content exchanged
finding-bad-proof = Proof does not hold
finding-broken-rule = Rule broken
finding-bad-row = Row edited
rebuild = Rebuild from the entries
rebuild-explained = All tables are computed anew from the signed entries. Nothing can be lost by it. Other work waits meanwhile.
rebuilt-same = Rebuilt from { $count ->
    [one] 1 entry
   *[other] { $count } entries
}. Every row came out the same.
rebuilt-other = Rebuilt from { $count ->
    [one] 1 entry
   *[other] { $count } entries
}. Some rows differed and are now as the entries say.
act-site-found = Hospital founded
act-desk-enrol = Desk enrolled
act-desk-revoke = Desk revoked
act-staff-grant = Role given
act-staff-revoke = Role taken
act-policy-set = Policy set
act-subject-erased = Patient erased
act-site-settings = Settings changed
act-staff-account = Account changed
act-staff-password = Password changed
act-session-attempts = Wrong passwords before a login
act-doctor-add = Doctor added
act-doctor-update = Doctor changed
act-doctor-import = Doctors imported
act-patient-register = Patient registered
act-patient-update = Patient changed
act-patient-withdraw = Registration withdrawn
act-patient-restore = Registration restored
act-patient-import = Patients imported
act-patient-not-same = Said to be two people
act-patient-maybe-same = May be one person after all
act-patient-merge = Two records merged
act-patient-unmerge = Merge taken back
act-appointment-book = Appointment booked
act-appointment-update = Appointment changed

## Administration
admin-staff = Staff
admin-desks = Desks
admin-witnesses = Witnesses
admin-settings = Settings
admin-password = Own password
role-administrator = Administrator
role-receptionist = Receptionist
role-doctor = Doctor
standing-active = In service
standing-ended = Ended
staff-create = Add somebody
staff-create-send = Add
staff-created = { $name } can log in, at every desk after its next sharing.
staff-reset = New password
staff-reset-title = New password for { $name }
staff-reset-done = { $name } has a new password.
staff-dismiss = Dismiss
staff-dismiss-title = Dismiss { $name }?
staff-dismiss-explained = They can no longer log in: here at once, at other desks with their next sharing. What they did stays in the history.
staff-dismissed = { $name } can no longer log in.
password-first = First password
password-own = Own password
password-present = Present password
password-change = Change the password
password-changed = Your password is changed.
desks-waiting = Desks that ask to join
desks-waiting-explained = A new desk shows a code. Compare it with the code here, letter by letter, then approve.
desk-asked = asked { $time }
approve-code = Code on the other screen
approve-code-hint = Capitals, spaces and dashes do not matter.
approve = Approve
desk-approved = { $name } belongs to the hospital now.
desks-enrolled = Desks of this hospital
desk-here = This desk
desk-revoke = Revoke
desk-revoke-title = Revoke { $name }?
desk-revoke-explained = This desk is shut out for good: the ledger takes nothing more from it. For a stolen or broken computer.
desk-revoked = { $name } is shut out.
settings-hospital = For the whole hospital
settings-window = For this window
settings-saved = Settings saved.
witnesses-title = Witnesses of the shared ledger
witnesses-explained = Witnesses are run by others. Each signs the shared ledger only while it grows and nothing in it changes. A change is confirmed once enough of them have signed.
witnesses-none = No witnesses are asked for. Changes end at “Shared”.
column-witness = Witness
column-last-seen = Last seen
column-entries-then = Entries then
witnesses-confirmed = The first { $count } entries are confirmed, signed by { $names }.
witnesses-unconfirmed = Nothing is confirmed yet.
witnesses-quorum = Enough is: { $name }
witnesses-group = { $name }: { $needs } of { $members }
policy-title = Policy
policy-explained = One line for each log, each witness and each group, and one for the quorum, as in C2SP tlog-policy. It holds for every desk of the hospital.
policy-check = Check
policy-set = Set the policy
policy-set-done = The policy is set for the whole hospital.
policy-good = This policy can be used.
policy-line = Line { $line }: { $problem }
policy-unusable = The policy in force cannot be used

## Similar patients
similar-title = Similar patients
similar-while-typing = Patients who may be the same person appear here while you type.
similar-count = { $count ->
    [0] Nobody similar is registered.
    [one] 1 similar patient
   *[other] { $count } similar patients
}
similar-none = Nobody similar is registered.
similar-hint = Ctrl+J goes to the first. What you have typed is kept if you open one.
similar-jump = Go to the first similar patient
similar-open = Open this patient
similar-apart = Said to be two people
similar-probability = { $percent } % likely the same person
similar-for = Speaks for one person
similar-against = Speaks against
similar-reason = { $field }: { $how }
similar-years = { $reason } ({ $years ->
    [one] 1 year
   *[other] { $years } years
} apart)
similar-suffix = Jr or Sr
similar-ask-title = Is this patient registered already?
similar-ask-explained = Somebody registered may be the same person. Please ask for one more thing: a phone, an address, a former name. If it is somebody else, register them as new.
similar-ask-back = Back to the form
register-as-new = Register as new
likeness-same-person = Probably the same person
likeness-twin = Probably a twin: born on the same day in the same family
likeness-generation = Probably parent and child of the same name
likeness-household = Probably of the same household
likeness-namesake = Another person of the same name
likeness-alike = Somewhat alike
agrees-missing = not recorded
agrees-same = the same
agrees-joined = the same, written otherwise
agrees-nickname = another form of the same name
agrees-letter = one letter differs
agrees-digit = one digit differs
agrees-digits = two digits differ
agrees-sound = sounds alike
agrees-near = nearly the same
agrees-part = in part the same
agrees-initial = the same initial
agrees-swapped = day and month exchanged
agrees-names-swapped = given and family names exchanged
agrees-day-month = same day and month, another year
agrees-year = same year, another day
agrees-about = the same as far as it is known
agrees-mostly = mostly the same
agrees-partly = partly the same
agrees-little = little in common
agrees-different = different
field-not-same = Another person than

## Possible duplicates
admin-duplicates = Possible duplicates
duplicates-title = Patients who may be registered twice
duplicates-explained = The whole register is compared, patient by patient, in the background. It goes on after the desk was locked, and afterwards looks only at what has changed. Nothing is changed by it.
duplicates-start = Check the register
duplicates-go-on = Go on checking
duplicates-again = Check again
duplicates-running = Comparing patients
duplicates-never = The register has not been checked yet.
duplicates-stopped = Stopped. { $count ->
    [one] 1 record is
   *[other] { $count } records are
} still to be compared.
duplicates-done = Everybody has been compared, last { $time }.
duplicates-likely = Likely one person
duplicates-apart = Said to be two people
duplicates-count = { $count ->
    [one] 1 pair
   *[other] { $count } pairs
}
duplicates-more = Show more
duplicates-none = Nobody seems to be registered twice
duplicates-none-hint = Whoever is registered or changed from now on is compared too.
duplicates-none-yet = Nothing has been compared yet
duplicates-none-yet-hint = Check the register to find patients who may be registered twice.
duplicates-none-so-far = Nobody found so far
duplicates-none-apart = Of nobody it has been said that they are two people
pair-both = { $one } and { $other }
pair-side-by-side = Both records side by side
pair-differs = Differs
pair-apart = These are two people
pair-apart-done = Said to be two people. They are not shown again until one of them changes.
pair-maybe = May be one person after all
pair-merge = Merge …
merge-title = Merge these two records
merge-explained = One record is kept. The other is hidden, and from then on its number and its appointments lead to the kept one. Nothing is deleted, and it can be taken back at any time.
merge-keep = Which record is kept?
merge-both = Both
merge-confirm = Merge into { $number }
merge-done = The two records are merged.
unmerge = Take the merge back
unmerge-done = The two records stand by themselves again.
merged-title = Merged into this record
merged-open = Open the kept record
report-probably-here = Probably here already
report-probably-here-explained = These people are probably registered already. The import would register them once more.
report-probably-twice = Probably twice in this file
report-probably-twice-explained = These lines probably tell of a person who stands in the file before. The import would register both.
report-first = First in line
report-as = As
report-probability = How likely

## Errors, by kind
error-host = The desk's program does not answer. Nothing that was saved is lost. Please start it again.
error-internal = Something went wrong inside Daybook. Nothing that was saved is lost. Please try again.
error-invalid = Something typed is missing or wrong.
error-locked = The desk is locked.
error-wrong-password = User name or password is wrong.
error-wait = Too many wrong passwords. Please wait a little.
error-wait-seconds = Too many wrong passwords. Please wait { $seconds } seconds.
error-not-allowed = Your role may not do this.
error-not-found = This is not here.
error-conflict = Somebody else changed this meanwhile, or the slot is taken. Please look again.
error-no-hospital = This computer has no hospital yet.
error-hospital-exists = This computer has a hospital already.
error-busy = Another Daybook has this folder open.
error-offline = The server cannot be reached. Everything is saved here.
error-refused = The server answered no.
error-tampered = What the server showed does not fit what it showed before. Please tell your administrator.
error-damaged = A file on this computer is damaged.
error-newer = The data is of a newer Daybook. Please update this one.
error-disk = The disk is full or cannot be written. Nothing that was saved is lost.
error-cancelled = Stopped. Nothing is half done.
