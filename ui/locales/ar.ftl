# Daybook، العربية. بسيط، موجز، مهذّب، واثق. كلمات البصمة والإثبات والشاهد في صفحة السجل وحدها.

language-name = العربية
app-name = Daybook
window-title = { $room } · Daybook
loading = لحظة …
ask-again = حاول مرة أخرى
required = مطلوب
cancel = إلغاء
close = إغلاق
dismiss = إخفاء
back = رجوع
save = حفظ
save-changes = حفظ التغييرات
edit = تعديل
remove = إزالة
restore = استعادة
undo = تراجع
undone = تم التراجع.
stop = إيقاف
reason = السبب
never = أبدًا
unknown = غير معروف
not-recorded = غير مسجَّل
skip-to-content = إلى المحتوى
progress-count = { $done } من { $total }

## التواريخ والأعمار
date = { $day }-{ $month }-{ $year }
day-and-month = { $day }-{ $month }
weekday-and-date = { $weekday } { $date }
date-and-time = { $date } { $time }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-short-1 = اثنين
weekday-short-2 = ثلاثاء
weekday-short-3 = أربعاء
weekday-short-4 = خميس
weekday-short-5 = جمعة
weekday-short-6 = سبت
weekday-short-7 = أحد
birth-with-age = { $birth } ({ $age })
birth-month = { $month }-{ $year }
birth-about = نحو { $year }
age-days = { $count } ي
age-weeks = { $count } أ
age-months = { $count } ش
age-years = { $count } س
minutes = { $count } د

## النافذة
language = اللغة
theme = المظهر
theme-system = مثل النظام
theme-light = فاتح
theme-dark = داكن
theme-contrast-light = تباين عالٍ، فاتح
theme-contrast-dark = تباين عالٍ، داكن
keys-title = مفاتيح هذه الشاشة
keys-search-hint = في مربع البحث: الأسهم تحدد صفًا، وEnter يفتحه، وEsc يفرغ المربع.
keys-rows = الصف التالي أو السابق
keys-single = الحروف المفردة تعمل مفاتيح

## الأقسام
rail-label = الأقسام
room-today = اليوم
room-patients = المرضى
room-doctors = الأطباء
room-import = استيراد
room-ledger = السجل
room-administration = الإدارة
command-go = اذهب إلى { $room }
top-search = بحث أو أمر
top-search-count = { $count ->
    [one] صف واحد
    [two] صفان
    [few] { $count } صفوف
   *[other] { $count } صفًا
}
top-desk = المكتب { $number } · { $name }
lock = قفل
lock-desk = قفل هذا المكتب

## حال المشاركة
sharing-unknown = يجري البحث عن خادم السجل …
sharing-only-here = محفوظ على هذا الحاسوب فقط. لا خادم متصل.
sharing-everything = كل شيء مشارَك
sharing-confirmed = كل شيء مشارَك وأكّده الشهود
sharing-witnessing = كل شيء مشارَك. { $count ->
    [zero] لا تغيير ينتظر
    [one] تغيير واحد ينتظر
    [two] تغييران ينتظران
    [few] { $count } تغييرات تنتظر
    [many] { $count } تغييرًا ينتظر
   *[other] { $count } تغيير ينتظر
} الشهود.
sharing-unconfirmable = كل شيء مشارَك. قاعدة الشهود لا يمكن استعمالها: لا شيء مؤكَّد.
sharing-on-the-way = محفوظ. { $count ->
    [one] تغيير واحد
    [two] تغييران
    [few] { $count } تغييرات
   *[other] { $count } تغييرًا
} في الطريق إلى السجل.
sharing-offline-since = بلا اتصال منذ { $time }. { $count ->
    [0] لا شيء ينتظر.
    [one] تغيير واحد ينتظر، آمن.
    [two] تغييران ينتظران، آمنان.
    [few] { $count } تغييرات تنتظر، كلها آمنة.
   *[other] { $count } تغييرًا ينتظر، كلها آمنة.
}
sharing-offline = بلا اتصال. { $count ->
    [0] لا شيء ينتظر.
    [one] تغيير واحد ينتظر، آمن.
    [two] تغييران ينتظران، آمنان.
    [few] { $count } تغييرات تنتظر، كلها آمنة.
   *[other] { $count } تغييرًا ينتظر، كلها آمنة.
}
sharing-stuck = لم يُشارَك. { $count ->
    [0] لا شيء ينتظر.
    [one] تغيير واحد ينتظر، آمن.
    [two] تغييران ينتظران، آمنان.
    [few] { $count } تغييرات تنتظر، كلها آمنة.
   *[other] { $count } تغييرًا ينتظر، كلها آمنة.
}
sharing-refused = رفض الخادم { $count ->
    [one] تغييرًا واحدًا
    [two] تغييرين
    [few] { $count } تغييرات
   *[other] { $count } تغييرًا
}
sharing-alarm = خادم السجل يناقض ما كان قد وقّعه
sharing-see-why = انظر السبب

## التشغيل الأول
first-run-title = أهلًا بك
first-run-explained = هذا الحاسوب لا يتبع مستشفى بعد. ماذا يكون؟
first-run-new = مستشفى جديد
first-run-new-explained = ابدأ هنا. يعمل فورًا، بشبكة أو بدونها.
first-run-join = الانضمام إلى مستشفى
first-run-join-explained = مكتب آخر في المستشفى يستخدم Daybook.
field-hospital = اسم المستشفى
hospital-hint = كما يظهر على الأوراق.
field-code = الرمز
code-hint = ثلاثة أحرف من A إلى Z. يبدأ به كل رقم مريض ولا يمكن تغييره لاحقًا.
first-administrator = المدير الأول
field-full-name = الاسم الكامل
user-name = اسم المستخدم
user-name-hint = حروف وأرقام ونقطة وشرطة.
password = كلمة المرور
password-hint = أي رموز، حتى 128. أربع كلمات عشوائية تكفي.
password-show = إظهار كلمة المرور
password-score-0 = ضعيفة جدًا: تُخمَّن فورًا
password-score-1 = ضعيفة: تُخمَّن في دقائق
password-score-2 = لا تكفي بعد: تُخمَّن في أيام
password-score-3 = جيدة
password-score-4 = قوية جدًا
found-start = إنشاء المستشفى
found-working = يجري تجهيز المستشفى
found-working-explained = تُصنع مفاتيح هذا المكتب. يستغرق ذلك ثواني.
recovery-title = مفتاح الاسترداد
recovery-explained = إذا نسي كل المديرين كلمات مرورهم، فهذا المفتاح وحده يفتح بيانات المستشفى. يُعرض مرة واحدة. اطبعه واحفظه في مكان مقفل.
recovery-key = مفتاح الاسترداد
recovery-paper-title = مفتاح استرداد { $hospital }
recovery-paper-text = صُنع في { $date }. احفظه حيث لا يصل إليه إلا المديرون. من يملكه يقرأ كل شيء.
recovery-print = طباعة
recovery-type-back = اكتب مفتاح الاسترداد من الورقة
recovery-type-back-hint = الحروف الكبيرة والمسافات والشرطات لا تهم.
recovery-confirm = تأكيد وفتح Daybook
recovery-confirm-title = تأكيد مفتاح الاسترداد
recovery-shown-once = عُرض المفتاح عند إنشاء المستشفى. اكتبه من الورقة للمتابعة.
join-explained = لدى مديرك عنوان الخادم ومفتاحه. قارن المفتاح بما على ورقته.
field-text = القاعدة
field-server = عنوان خادم السجل
server-hint = مثلًا https://ledger.example.org
field-log-key = مفتاح خادم السجل
log-key-hint = السطر كله: الاسم، علامة زائد، ثمانية أرقام، علامة زائد، المفتاح.
field-desk-name = اسم هذا المكتب
desk-name-hint = مثلًا الاستقبال 2
join-start = طلب الانضمام
join-asking = يجري سؤال الخادم …
join-compare = اطلب من المدير الموافقة على هذا المكتب
join-compare-explained = في مكتب آخر، تحت الإدارة ← المكاتب، يجب أن يظهر الرمز نفسه. إن اختلف فلا توافقوا. تتابع هذه الشاشة وحدها.
join-done = هذا الحاسوب الآن هو المكتب { $number } في { $hospital }
join-done-explained = سجّل الدخول باسم المستخدم وكلمة المرور كما في المكاتب الأخرى.
join-log-in = تسجيل الدخول

## شاشة القفل
lock-desk-number = المكتب { $number }
lock-open = تسجيل الدخول
lock-opening = يُفتح …
lock-renewing = تُنقل السجلات إلى الإصدار الجديد. يحدث ذلك مرة واحدة، ولا يضيع شيء إن انطفأ الحاسوب.
lock-renewing-end = أوشك على الانتهاء: تُرتَّب الجداول الجديدة.
lock-recover = الفتح بمفتاح الاسترداد
lock-wait = كلمات مرور خاطئة كثيرة. انتظر { $seconds ->
    [one] ثانية واحدة.
    [two] ثانيتين.
    [few] { $seconds } ثوانٍ.
   *[other] { $seconds } ثانية.
}
recover-title = الفتح بمفتاح الاسترداد
recover-explained = يمنح مديرًا كلمة مرور جديدة.
recover-open = فتح
password-new = كلمة مرور جديدة

## المرضى
patients-find = البحث عن مريض
patients-find-hint = الاسم أو الرقم أو الهاتف أو تاريخ الميلاد أو معرّف آخر
patients-last-seen = آخر من عُرضوا
patients-found = { $count ->
    [0] لا مريض
    [one] مريض واحد
    [two] مريضان
    [few] { $count } مرضى
   *[other] { $count } مريضًا
}
patients-all = إظهار المتوفين والمسحوبين أيضًا
patients-none = لا مرضى بعد
patients-none-hint = سجّل الأول، أو استورد ملفًا.
patients-not-found = لم يُعثر على أحد
patients-not-found-hint = جرّب حروفًا أقل أو هاتفًا أو تاريخ الميلاد. أو سجّل المريض.
patient-dead = متوفى
patient-withdrawn = مسحوب
patient-merged = مدموج
patient-merged-into = مدموج في { $number }
register-patient = تسجيل مريض
register-send = تسجيل
register-and-book = تسجيل وحجز موعد
form-send = إرسال الاستمارة
form-sections = أجزاء الاستمارة
section-name = الاسم
section-person = الشخص
section-contact = الهواتف
section-address = العنوان
section-kin = أقرب الأهل
section-ids = معرّفات أخرى
section-more = اللغة والملاحظة
second-script = كتابة أو تهجئة ثانية
birth-hint = 14 3 1987 أو 14 mar 87 أو 1987 أو عمر: 39y أو 3w
died-hint = يُترك فارغًا ما دام المريض حيًا.
phone-add = إضافة هاتف
phone-remove = إزالة الهاتف { $number }
identifier-add = إضافة معرّف
identifier-remove = إزالة المعرّف { $number }
draft-kept = ما تكتبه يُحفظ، حتى لو قُفل المكتب.
draft-restored = كانت هذه الاستمارة نصف مكتوبة. كل شيء ما زال هنا.
draft-clear = البدء باستمارة فارغة
patient-registered = سُجّل برقم { $number }. محفوظ على هذا الحاسوب.
patient-updated = حُفظت التغييرات.
edit-patient = تعديل هذا المريض
withdraw = سحب
withdraw-title = سحب هذا التسجيل؟
withdraw-explained = لتسجيل أُدخل خطأً. لا يُحذف شيء: يُحفظ مخفيًا ويمكن استعادته.
withdraw-reason = لماذا كان خطأً؟
patient-withdrawn-done = سُحب التسجيل.
patient-restored = عاد التسجيل قائمًا.
banner-label = المريض
banner-born = الميلاد
banner-died = الوفاة
banner-sex = الجنس
banner-number = الرقم
details-title = البيانات
visits-title = المواعيد
visits-none = لا مواعيد بعد.
visits-missed = { $count ->
    [one] موعد فائت
    [two] موعدان فائتان
    [few] { $count } مواعيد فائتة
   *[other] { $count } موعدًا فائتًا
}
visit-room = ، غرفة { $room }
history-title = التاريخ
history-none = لم يتغير شيء بعد.
history-by = { $who }، { $desk }
history-entry = القيد
history-from = من
history-to = إلى
history-registered = مسجّل
history-entered-in-error = أُدخل خطأً: { $reason }
history-may-be-same = قد يكون الشخص نفسه
sex-female = أنثى
sex-male = ذكر
sex-other = آخر
sex-unknown = غير معروف
sex-not-recorded = غير مسجَّل
interpreter-needed = مطلوب
interpreter-not-needed = غير مطلوب

## الحقول
field-name = الاسم
field-number = الرقم
field-family = اسم العائلة
field-given = الأسماء الأولى
field-title = اللقب
field-second-name = التهجئة الثانية
field-second-family = اسم العائلة، تهجئة ثانية
field-second-given = الأسماء الأولى، تهجئة ثانية
field-sex = الجنس
field-birth = الميلاد
field-birth-or-age = تاريخ الميلاد أو العمر
field-age = العمر
field-died = يوم الوفاة
field-phones = الهواتف
field-phone = الهاتف
field-phone-preferred = الهاتف المفضّل
field-phone-other = الهاتف { $number }
field-address = العنوان
field-address-lines = الشارع والدار
field-city = المدينة
field-district = المنطقة
field-postcode = الرمز البريدي
field-country = البلد
field-kin = أقرب الأهل
field-kin-name = الاسم
field-kin-relation = الصلة
field-kin-phone = الهاتف
field-identifiers = معرّفات أخرى
field-other-id = معرّف آخر
field-identifier-kind = النوع
field-identifier-value = المعرّف
field-language = اللغة
field-interpreter = المترجم
field-note = ملاحظة
field-status = التسجيل
field-withdrawn = التسجيل
field-speciality = التخصص
field-department = القسم
field-room = الغرفة
field-languages = اللغات
languages-hint = بينها فواصل.
field-doctor-identifier = رقم القيد المهني
field-login = تسجيل الدخول
doctor-login-none = بدون تسجيل دخول
doctor-login-hint = من يسجّل الدخول بهذا الحساب يرى مرضى هذا الطبيب ويومه.
field-identifier = رقم القيد المهني
field-hours = ساعات الأسبوع
field-user = اسم المستخدم
field-password = كلمة المرور
field-role = الدور
field-old = كلمة المرور الحالية
field-new = كلمة المرور الجديدة
field-recovery-key = مفتاح الاسترداد
field-idle-minutes = دقائق قبل قفل مكتب خامل
idle-minutes-hint = من 1 إلى 60. منذ آخر مفتاح أو حركة.
field-invite = الدعوة
field-reason = السبب
column-name = الاسم
column-born = الميلاد
column-sex = الجنس
column-number = الرقم
found-number-misread = في الرقم المكتوب حرف خاطئ؛ هذا هو الأقرب
found-read-as = قُرئ «{ $typed }» على أنه «{ $word }»
found-sounds-like = «{ $typed }» يُلفظ مثل «{ $word }»
found-nickname = «{ $typed }» صيغة أخرى من «{ $word }»
found-initial = قد يكون «{ $word }» اختصارًا لـ «{ $typed }»
found-not-there = من دون «{ $typed }»
found-also-written = يُكتب أيضًا «{ $word }»
found-phone = الهاتف { $digits }
found-kin-phone = هاتف القريب { $digits }
found-id = المعرّف { $id }
found-only-year = المسجَّل سنة الميلاد فقط
found-only-month = المسجَّل شهر الميلاد فقط
found-day-and-month = يوم الميلاد وشهره معكوسان
column-doctor = الطبيب
column-now = الآن
column-week = الأسبوع
column-weekday = اليوم
column-hours = الساعات
column-slot = دقائق لكل مريض
column-place = الرقم
column-act = ما جرى
column-when = متى
column-who = من
column-desk = المكتب
column-desk-name = الاسم
column-standing = الحال
column-hash = البصمة
column-actions = إجراءات
column-last-entry = آخر تغيير
column-entries = القيود

## ما يجب النظر فيه
problems-title = { $count ->
    [one] انظر من فضلك في حقل واحد. كل ما كتبته ما زال هنا.
    [two] انظر من فضلك في حقلين. كل ما كتبته ما زال هنا.
    [few] انظر من فضلك في { $count } حقول. كل ما كتبته ما زال هنا.
   *[other] انظر من فضلك في { $count } حقلًا. كل ما كتبته ما زال هنا.
}
problem-line = { $field }: { $problem }
problem-needed = املأ هذا الحقل.
problem-look-again = انظر في هذا ثانيةً.
problem-birth = اكتب تاريخًا مثل 14 3 1987 أو سنة مثل 1987 أو عمرًا مثل 39y أو 3w.
problem-day = اكتب يومًا مثل 14 3 1987.
problem-no-such-day = لا يوم كهذا في التقويم. راجع اليوم والشهر.
problem-future = لم يأتِ ذلك اليوم بعد. راجع السنة.
problem-too-long-ago = ذلك قبل أكثر من 130 سنة. راجع السنة.
problem-code = ثلاثة أحرف من A إلى Z.
problem-idle-minutes = عدد من 1 إلى 60.

## الأطباء
doctors-find = البحث عن طبيب
doctors-in-now = من حاضر الآن
doctors-show-all = إظهار الكل
doctors-count = { $count ->
    [one] طبيب واحد
    [two] طبيبان
    [few] { $count } أطباء
   *[other] { $count } طبيبًا
}، الحاضرون الآن { $in }
doctors-none = لم يُعثر على طبيب
doctors-none-hint = أضف طبيبًا أو استورد ملفًا أو غيّر البحث.
doctor-add = إضافة طبيب
doctor-edit = تعديل هذا الطبيب
doctor-added = الطبيب في الدليل.
doctor-updated = حُفظت التغييرات.
doctor-and-speciality = { $name } · { $speciality }
presence-in = حاضر حتى { $time }
presence-later = من { $time }
presence-out = غائب
presence-out-until = غائب حتى { $weekday } { $time }
presence-room = { $presence }، غرفة { $room }
hours-title = ساعات الأسبوع
hours-hint = مثلًا 9-12:30, 14-17. اترك يوم الغياب فارغًا.
hours-none = لا ساعات مسجَّلة.
hours-stretch = { $weekday } { $from }–{ $to }
hours-in-room = غرفة { $room }
hours-minutes-each = { $minutes } دقيقة لكل مريض
hours-from-to = { $from }–{ $to }
hours-of = ساعات { $weekday }
hours-room-of = غرفة { $weekday }
hours-slot-of = دقائق لكل مريض { $weekday }
hours-as-above = مثل ما فوقه
hours-as-above-of = مثل ما فوقه: { $weekday }
hours-unreadable = اكتب الساعات هكذا: 9-12:30.
hours-backwards = النهاية قبل البداية.
hours-overlap = فترتان تتداخلان.
hours-slot-wrong = دقائق لكل مريض: من 5 إلى 240.

## المواعيد
today-title = اليوم، { $date }
today-none = لا مواعيد ولا طبيب حاضر في هذا اليوم
today-none-hint = أضف ساعات طبيب أو انظر في يوم آخر.
day-steps = أيام أخرى
day-before = اليوم السابق
day-after = اليوم التالي
day-today = اليوم
week-after = بعد أسبوع
day-none = لا أحد محجوز.
state-booked = محجوز
state-arrived = وصل
state-with-doctor = عند الطبيب
state-done = انتهى
state-missed = لم يحضر
state-cancelled = ملغى
step-arrived = وصل
step-with-doctor = إلى الطبيب
step-done = انتهى
step-missed = لم يحضر
step-cancel = إلغاء
step-reopen = حجز ثانية
step-of = { $step }: { $name }
checkin-title = الوصول: اسأل عن معرّفين
checkin-explained = دع المريض يقول اسمه الكامل وتاريخ ميلاده. لا تقرأهما عليه.
checkin-confirm = كلاهما صحيح: وصل
same-name = الاسم نفسه اليوم
same-name-warning = شخص آخر بهذا الاسم له موعد في هذا اليوم.
state-changed = { $name }: { $state }
load-no-hours = لا ساعات
load-free = متاح
load-filling = يمتلئ
load-full = ممتلئ
load-over = فوق السعة
load-minutes = { $booked } من { $open } د
clash = تعارض
book = حجز
book-with = حجز مع { $name }
book-appointment = حجز موعد
book-for-whom = حجز موعد: لمن؟
book-reason = سبب الزيارة
book-no-hours = لا ساعات في هذا اليوم
book-week = الأوقات المتاحة في الأسبوع
day-out = غائب
day-full = ممتلئ
day-free = { $count } متاح
book-free = { $count ->
    [0] لا وقت متاح
    [one] وقت متاح واحد
    [two] وقتان متاحان
    [few] { $count } أوقات متاحة
   *[other] { $count } وقتًا متاحًا
}
booked = حُجز في { $date } الساعة { $time }.
slot-free = متاح
slot-past = مضى
slot-taken = مأخوذ
cancel-appointment = إلغاء الموعد
cancel-appointment-title = إلغاء هذا الموعد؟
cancel-appointment-explained = يصبح الوقت متاحًا. يبقى الموعد في التاريخ.
cancel-appointment-reason = من يلغي، ولماذا؟

## الاستيراد
import-choose = اختر ملفًا
import-choose-hint = CSV بسطر عناوين، أو مرضى وممارسون FHIR R4 (ndjson أو Bundle). لا يُكتب شيء قبل أن تقول.
import-drop = أو أسقطه هنا
import-reading = يُقرأ الملف
import-unreadable = لا يمكن قراءة الملف. لم يُستورد شيء.
import-records = { $count ->
    [one] سجل واحد
    [two] سجلان
    [few] { $count } سجلات
   *[other] { $count } سجلًا
}، { $format }
format-csv = CSV
format-fhir-ndjson = FHIR، مورد في كل سطر
format-fhir-bundle = FHIR Bundle
import-columns = أعمدة الملف
import-column = العمود
import-field = الحقل
import-field-of = حقل العمود { $column }
import-samples = القيم الأولى
import-leave-out = يُترك
import-no-name = لا عمود يحمل اسمًا. سيُرفض كل صف.
import-strictness = صف فيه قيمة مستحيلة
import-lenient = يؤخذ وتُحفظ القيمة في الملاحظة
import-strict = يُرفض
import-dry = تجربة دون كتابة
import-run = استيراد
import-other = ملف آخر
import-would = تجربة. لم يُكتب شيء. يعطي الاستيراد:
import-did = تم الاستيراد.
imports-earlier = عمليات الاستيراد السابقة
imports-withdrawn = سُحبوا منذئذ
import-undo = استرجاع
import-undo-title = استرجاع هذا الاستيراد؟
import-undo-explained = يُسحب كل مرضاه على أنهم أُدخلوا خطأً. يبقى من عدّله أحد أو حجز له منذئذ. لا يُحذف شيء ويمكن استعادة كل واحد.
import-undone = استُرجع: سُحب { $withdrawn } مريضًا وبقي { $kept } لأن أحدًا عمل معهم منذئذ.
report-records = السجلات
report-patients = المرضى
report-doctors = الأطباء
report-refused = المرفوضة
report-skipped = المتجاوزة
report-entries = القيود الموقّعة
report-show = إظهار
report-all = الكل ({ $count })
report-some = { $severity } ({ $count })
report-lines = أسطر التقرير
report-line = السطر
report-severity = ماذا
report-reason = لماذا
report-more = { $count } سطرًا آخر غير ظاهر. اختر نوعًا لترى غيره.
severity-refused = مرفوض
severity-warning = أُخذ مع تغيير
severity-skipped = متجاوَز

## السجل
ledger-explained = يُكتب في السجل كل تغيير بترتيبه، موقّعًا من المكتب الذي أجراه. لا أحد، ولا حتى الخادم الذي يحفظه، يستطيع تغيير سطر بعد ذلك دون أن يُكشف.
ledger-shared = ما شاركه هذا المكتب
ledger-confirmed = ما أكّده الشهود
ledger-pending = ينتظر
ledger-size = قيود السجل المشترك
ledger-contact = آخر تحقق
ledger-server = خادم السجل: { $server }
sync-now = شارك الآن
sync-trying = تجري المشاركة …
refused-title = ما رفضه الخادم
refused-explained = هذه التغييرات محفوظة هنا لكن المكاتب الأخرى لا تراها. أرِها لمديرك.
connect-title = الاتصال بخادم سجل
connect-again = الاتصال من جديد أو بعنوان آخر
connect-explained = حتى ذلك الحين يعمل كل شيء ويبقى على هذا الحاسوب. قارن المفتاح بما أعطاك المشغّل حرفًا حرفًا.
connect-offered = من ثبّت هذا البرنامج يعرض خادم سجل. قارن مفتاحه قبل الاتصال.
server-certificate = شهادة الخادم
authority-title = شهادة الخادم من سلطة خاصة بنا
authority-explained = فقط إذا كان للمستشفى سلطة شهادات خاصة به ولا يعرفها هذا الحاسوب بعد. من يعطيك الملف يخبرك ببصمته أيضًا: قارن بينهما حرفًا حرفًا. هذا يمنع الآخرين من التنصت؛ أما ما يقوله الخادم فيُتحقق منه بمفتاحه على كل حال.
authority-choose = اختر شهادة السلطة
authority-choose-hint = ملف بصيغة PEM فيه الشهادة وحدها، لا مفتاحها الخاص أبدًا. يحل محل السابق.
authority-none = لا يوثق إلا بالسلطات التي يعرفها هذا الحاسوب.
authority-remove = إنهاء الثقة بها
authority-remove-title = إنهاء الثقة بهذه السلطة؟
authority-remove-explained = بعد ذلك لا يثق هذا المكتب إلا بالسلطات التي يعرفها هذا الحاسوب. إذا كانت شهادة الخادم من السلطة المذكورة أعلاه، يتعذر الوصول إلى الخادم وتتوقف المشاركة في هذا المكتب حتى تُختار سلطة من جديد. لا يضيع شيء: العمل هنا يستمر، وما ينتظر يُشارَك حينها.
authority-removed = لم تعد موثوقة. تستمر المشاركة إذا كان هذا الحاسوب يعرف شهادة الخادم.
authority-chosen = موثوقة من الآن. تجري محاولة الاتصال بالخادم من جديد.
authority-unusable = لا يمكن استعمال الملف ledger-ca.pem في مجلد هذا المكتب
authority-unreadable = لا يمكن قراءة هذا الملف.
authority-over = منتهية
authority-not-yet = غير صالحة قبل { $time }
column-authority = السلطة
column-valid-until = صالحة حتى
column-fingerprint-sha256 = البصمة (SHA-256)
field-pem = شهادة السلطة
connect = اتصال
offer-title = يُعرض خادم سجل: { $server }
offer-explained = بالاتصال به تتشارك مكاتب المستشفى عملها ولا يستطيع أحد تغيير الدفتر دون أن يُرى. قارن مفتاحه أولًا:
offer-look = انظر عن قرب
connected = تم الاتصال. سيُشارك كل ما حُفظ الآن.
invite-hint = من المشغّل، لمستشفى جديد على هذا الخادم. وإلا فارغ.
entries-title = القيود
entries-explained = سطر لكل تغيير، الأحدث أولًا. تُحسب البصمة (hash) من القيد نفسه: إن تغيّر حرف اختلفت.
entries-none = لا قيود بعد
entries-newest = الأحدث
entries-older = الأقدم
entry-no-index = ينتظر
entry-header = ما يستطيع الجميع قراءته
entry-header-explained = هذا الجزء ليس سرًا: أي مكتب كتب ومتى وأي نوع من التغيير. لا يُعرف منه أي مريض.
entry-events = ما يقرؤه هذا المستشفى وحده
entry-events-explained = التغيير نفسه مختوم. فُتح هنا لأن هذا المكتب يملك المفتاح.
entry-proof = الإثبات
entry-proof-explained = بهذا النص يستطيع أي أحد أن يتحقق، دون الثقة بنا، من أن القيد في السجل المشترك.
entry-no-proof = لا يوجد بعد: لم يُشارك القيد.
export-entry = حفظ القيد
export-proof = حفظ الإثبات
export-key = حفظ مفتاح المكتب
save-verify-page = حفظ صفحة التحقق
downloaded = حُفظ { $name }.
download-failed = تعذّر حفظ الملف.
standing-waiting = على هذا الحاسوب
standing-shared = مشارَك
standing-confirmed = أكّده الشهود
standing-refused = مرفوض
standing-waiting-explained = محفوظ على هذا الحاسوب وموقَّع. سيُشارَك حين يمكن الوصول إلى الخادم.
standing-shared-explained = كتبه الخادم ووقّع عليه. كل مكاتب المستشفى لديها هذا القيد أو سيصل إليها.
standing-confirmed-explained = وقّع عليه الخادم، ووقّع عدد كافٍ من الشهود أن شيئًا قبله لم يتغير.
standing-refused-explained = لم يقبله الخادم. هو محفوظ هنا، لكنه لا يُحتسب.
entry-refused = لماذا رفضه الخادم
entry-block = كتلته
header-hash-means = محسوبة من القيد كله. غيِّر حرفًا فتختلف.
header-act = الفعل
header-act-means = نوع التغيير.
header-issuer = المُصدِر
header-issuer-means = المستشفى والمكتب الذي كتبه.
header-subject = الموضوع
header-subject-means = عمّ هو: رقم لا يقول شيئًا لمن هم خارج المستشفى.
header-actor = الفاعل
header-actor-means = من فعله، برقم كهذا.
header-role = الدور
header-role-means = بأي صفة. لا يقبله الخادم إلا إن كان له هذا الدور.
header-time = الوقت
header-time-means = ساعة المكتب، مع عدّاد لما حدث في اللحظة نفسها.
header-seq = التسلسل
header-seq-means = موضعه في سلسلة هذا المكتب. أي فجوة تُكتشف.
header-prev = السابق
header-prev-means = بصمة القيد السابق لهذا المكتب. فلا يمكن نزع قيد أو دسّه لاحقًا.
header-seen-size = القيود المرئية
header-seen-size-means = كم قيدًا مشتركًا كان هذا المكتب قد تحقق منه حين كتبه.
header-seen-root = الجذر المرئي
header-seen-root-means = بصمة كل تلك القيود. بها يُكشف خادم يُري مكتبين تاريخين.
header-key-id = المفتاح
header-key-id-means = بصمة مفتاح المكتب الذي وقّعه.
header-algorithm = الخوارزمية
header-algorithm-means = كيف وُقِّع: RSA-PSS مع SHA-256.
blocks-title = خط الكتل
blocks-explained = الكتلة هي ما كتبه الخادم دفعة واحدة ووقّعه. المربعات الممتلئة قيود يمكنك فتحها. هذا المكتب يعيد حساب كل كتلة بنفسه.
block-arrived = وصلت الكتلة { $number }.
blocks-live = مباشر
blocks-kept = حتى { $at }. لا يمكن سؤال الخادم الآن.
blocks-never = لم يُسأل الخادم بعد.
blocks-no-server = لا خادم متصل. تأتي الكتلة الأولى مع أول مشاركة.
blocks-none = لا كتل بعد
blocks-none-own = لا كتلة تحوي قيدًا لك بعد
blocks-newest = أحدث الكتل
blocks-older = كتل أقدم
block = الكتلة { $number }
block-entries = { $count ->
    [zero] لا قيود
    [one] قيد واحد
    [two] قيدان
    [few] { $count } قيود
    [many] { $count } قيدًا
   *[other] { $count } قيد
}
block-witnesses = { $count ->
    [zero] لا شهود
    [one] شاهد واحد
    [two] شاهدان
    [few] { $count } شهود
    [many] { $count } شاهدًا
   *[other] { $count } شاهد
}
block-checked = تُحقِّق منها هنا
block-signed = موقَّعة، لم يُتحقَّق منها هنا بعد
block-contradicts = تناقض سجل هذا المكتب
block-before = الكتلة السابقة
block-after = الكتلة التالية
export-checkpoint = حفظ نقطة التحقق
block-facts = ما أضافته
block-facts-explained = الجذر بصمة واحدة لكل القيود حتى هناك. غيِّر حرفًا في أي منها فتختلف.
block-brings = القيود
block-range = { $first } إلى { $last }
block-empty = لا شيء
block-root-before = الجذر قبلها
block-root = الجذر بعدها
block-no-before = لا شيء: هنا يبدأ السجل
block-signatures = من وقّعها
block-signatures-explained = يوقّع الخادم كل كتلة، فلا يستطيع أن يُري غيرنا كتلة أخرى دون أن يُكشف. ويوقّع الشهود أن شيئًا قبلها لم يتغير.
block-note = نقطة التحقق الموقَّعة
block-unlisted = { $count ->
    [zero] لا شيء غير معروض هنا.
    [one] قيد واحد آخر غير معروض هنا.
    [two] قيدان آخران غير معروضين هنا.
    [few] { $count } قيود أخرى غير معروضة هنا.
    [many] { $count } قيدًا آخر غير معروضة هنا.
   *[other] { $count } قيد آخر غير معروضة هنا.
}
block-others = { $count ->
    [zero] لا قيود لمكاتب أو مستشفيات أخرى.
    [one] قيد واحد لمكتب أو مستشفى آخر ولا يمكن فتحه هنا.
    [two] قيدان لمكاتب أو مستشفيات أخرى ولا يمكن فتحهما هنا.
    [few] { $count } قيود لمكاتب أو مستشفيات أخرى ولا يمكن فتحها هنا.
    [many] { $count } قيدًا لمكاتب أو مستشفيات أخرى ولا يمكن فتحها هنا.
   *[other] { $count } قيد لمكاتب أو مستشفيات أخرى ولا يمكن فتحها هنا.
}
signer-log = خادم السجل
signer-witness = شاهد
signer-unknown = غير معروف هنا، لم يُتحقَّق منه
signer-key = رقم المفتاح
proof-way-title = الطريق إلى الجذر
proof-way-explained = تُضم بصمة القيد إلى التي بجانبها، والناتج إلى التالية، وهكذا حتى الجذر الذي وقّعه الخادم. غيِّر حرفًا فتخرج الأخيرة مختلفة. هذا المكتب حسبها الآن.
proof-picture = الإثبات صورةً
proof-picture-label = من القيد { $index } في { $steps } خطوات إلى الجذر الموقَّع لعدد { $size } من القيود
proof-signed-by = الجذر لعدد { $size } من القيود وقّعه
proof-entry = القيد { $index }
proof-entries = القيود { $first } إلى { $last }
proof-root = جذر { $count }
proof-alone = ليس في السجل إلا هذا القيد: بصمته هي الجذر.
proof-steps = خطوات الإثبات
column-step = الخطوة
column-covers = بجانبها
column-given = معطاة مع الإثبات
column-together = محسوبة من الاثنتين
proof-earlier = أسبق
proof-later = ألحق
alarms-title = إنذارات
alarms-explained = ناقض الخادم ما كان قد وقّعه. لم يضع شيء هنا. الدليل محفوظ: احفظه لمن ينبغي أن يراه. يستطيع أي أحد التحقق منه دون هذا المكتب.
alarms-explained-witness = ناقض شاهد نفسه. لم يضع شيء هنا. الدليل محفوظ: احفظه لمن ينبغي أن يراه. يستطيع أي أحد التحقق منه دون هذا المكتب.
alarm-rolled-back = يُظهر الخادم قيودًا أقل مما كان قد وقّع
alarm-forked = وقّع الخادم تاريخين متناقضين
alarm-unjustified = قيود الخادم لا توافق ما وقّعه لها
alarm-rule-broken = في سجل الخادم قيد ما كان ينبغي قبوله
alarm-witness-went-back = وقّع الشاهد { $names } على قيود أقل بعد أن وقّع على أكثر
alarm-witness-open = نسي ما كان قد وقّعه، كما يحدث لشاهد استُعيد من نسخة احتياطية؛ أو أن مفتاحه في مكانين، أو أُعيدت ساعته إلى الوراء. لا ذنب للخادم، والمشاركة مستمرة. إلى أن يوضح مشغّل الشاهد الأمر، لا تعتمد على ما يؤكده: يمكن لسياسة جديدة أن تتركه.
alarm-witnesses-both = { $count ->
        [one] وقّع الشاهد { $names } على الجانبين: نسي ما كان قد وقّعه، أو أن مفتاحه في مكانين.
        [two] وقّع الشاهدان { $names } على الجانبين: نسيا ما كانا قد وقّعاه، أو أن مفتاحيهما في مكانين.
       *[other] وقّع الشهود { $names } على الجانبين: نسوا ما كانوا قد وقّعوه، أو أن مفاتيحهم في مكانين.
    }
alarm-witnesses-shown = { $count ->
        [one] وقّع الشاهد { $names } على الجانب الذي لا يوافق ما هنا.
        [two] وقّع الشاهدان { $names } على الجانب الذي لا يوافق ما هنا.
       *[other] وقّع الشهود { $names } على الجانب الذي لا يوافق ما هنا.
    }
alarm-witness-first = ما كان قد وقّعه أولًا:
alarm-witness-then = ما وقّعه بعد ذلك:
alarm-found = اكتُشف في { $at }، حين كان هذا المكتب قد تحقق من { $size } من القيود.
alarm-open = توقفت المشاركة. عملك هنا مستمر وآمن. أخبر المدير، وعليه أن يسأل مشغّل الخادم.
alarm-settled = سُوّي في { $at }: اتصل المدير من جديد وتوافق كل شيء.
alarm-notes = الجانبان كما وُقّعا
alarm-own-root = جذر هذا المكتب:
alarm-kept = ما كان الخادم قد وقّعه من قبل:
alarm-shown = ما أظهره بعد ذلك:
export-evidence = حفظ الدليل
verify-title = تحقق من كل شيء
verify-explained = يفحص كل توقيع وكل رابط وكل إثبات، ويقارن كل صف على هذا الحاسوب بما تقوله القيود.
verify = تحقق من كل شيء
verify-good = كل شيء كما كُتب.
verify-bad = { $count ->
    [one] شيء واحد غير صحيح
    [two] شيئان غير صحيحين
    [few] { $count } أشياء غير صحيحة
   *[other] { $count } شيئًا غير صحيح
}
verify-checked = فُحص { $entries } قيدًا و{ $proofs } إثباتًا و{ $rows } صفًا.
finding-bad-entry = قيد تالف
finding-missing-entry = قيد مفقود
finding-bad-payload = محتوى مبدَّل
finding-bad-proof = الإثبات لا يصح
finding-broken-rule = قاعدة مخالَفة
finding-bad-row = صف معدَّل
rebuild = إعادة البناء من القيود
rebuild-explained = تُحسب كل الجداول من جديد من القيود الموقّعة. لا يمكن أن يضيع شيء. ينتظر العمل الآخر أثناء ذلك.
rebuilt-same = أُعيد البناء من { $count ->
    [one] قيد واحد
    [two] قيدين
    [few] { $count } قيود
   *[other] { $count } قيدًا
}. خرج كل صف كما كان.
rebuilt-other = أُعيد البناء من { $count ->
    [one] قيد واحد
    [two] قيدين
    [few] { $count } قيود
   *[other] { $count } قيدًا
}. اختلفت بعض الصفوف وهي الآن كما تقول القيود.
act-site-found = تأسيس المستشفى
act-desk-enrol = ضم مكتب
act-desk-revoke = إبطال مكتب
act-staff-grant = منح دور
act-staff-revoke = سحب دور
act-policy-set = وضع قاعدة
act-subject-erased = محو مريض
act-site-settings = تغيير الإعدادات
act-staff-account = تغيير حساب
act-staff-password = تغيير كلمة مرور
act-session-attempts = كلمات مرور خاطئة قبل تسجيل دخول
act-doctor-add = إضافة طبيب
act-doctor-update = تعديل طبيب
act-doctor-import = استيراد أطباء
act-patient-register = تسجيل مريض
act-patient-update = تعديل مريض
act-patient-withdraw = سحب تسجيل
act-patient-restore = استعادة تسجيل
act-patient-import = استيراد مرضى
act-patient-not-same = قيل إنهما شخصان
act-patient-maybe-same = قد يكونان شخصًا واحدًا
act-patient-merge = دُمج سجلان
act-patient-unmerge = أُلغي الدمج
act-appointment-book = حجز موعد
act-appointment-update = تعديل موعد

## الإدارة
admin-staff = الموظفون
admin-desks = المكاتب
admin-witnesses = الشهود
admin-settings = الإعدادات
admin-password = كلمة مروري
role-administrator = مدير
role-receptionist = موظف استقبال
role-doctor = طبيب
standing-active = في الخدمة
standing-ended = انتهت
staff-create = إضافة شخص
staff-create-send = إضافة
staff-created = يستطيع { $name } الدخول، في كل مكتب بعد مشاركته القادمة.
staff-reset = كلمة مرور جديدة
staff-reset-title = كلمة مرور جديدة لـ { $name }
staff-reset-done = لـ { $name } كلمة مرور جديدة.
staff-dismiss = إنهاء الخدمة
staff-dismiss-title = إنهاء خدمة { $name }؟
staff-dismiss-explained = لن يستطيع الدخول: هنا فورًا، وفي المكاتب الأخرى مع مشاركتها القادمة. يبقى ما فعله في التاريخ.
staff-dismissed = لم يعد { $name } يستطيع الدخول.
password-first = كلمة المرور الأولى
password-own = كلمة مروري
password-present = كلمة المرور الحالية
password-change = تغيير كلمة المرور
password-changed = تغيّرت كلمة مرورك.
desks-waiting = مكاتب تطلب الانضمام
desks-waiting-explained = يعرض المكتب الجديد رمزًا. قارنه بالرمز هنا حرفًا حرفًا ثم وافق.
desk-asked = طلب { $time }
approve-code = الرمز على الشاشة الأخرى
approve-code-hint = الحروف الكبيرة والمسافات والشرطات لا تهم.
approve = موافقة
desk-approved = صار { $name } من المستشفى.
desks-enrolled = مكاتب هذا المستشفى
desk-here = هذا المكتب
desk-revoke = إبطال
desk-revoke-title = إبطال { $name }؟
desk-revoke-explained = يُستبعد هذا المكتب نهائيًا: لا يأخذ السجل منه شيئًا بعد. لحاسوب مسروق أو معطوب.
desk-revoked = استُبعد { $name }.
settings-hospital = للمستشفى كله
settings-window = لهذه النافذة
settings-saved = حُفظت الإعدادات.
witnesses-title = شهود السجل المشترك
witnesses-explained = الشهود يديرهم آخرون. كل شاهد يوقّع السجل المشترك ما دام ينمو ولا يتغير فيه شيء. يصير التغيير مؤكَّدًا حين يوقّع منهم عدد كافٍ.
witnesses-none = لا يُطلب أي شاهد. تنتهي التغييرات عند «مشارَك».
column-witness = الشاهد
column-last-seen = آخر ظهور
column-entries-then = عدد القيود حينها
witnesses-confirmed = أول { $count } قيود مؤكَّدة، بتوقيع { $names }.
witnesses-unconfirmed = لا شيء مؤكَّد بعد.
witnesses-quorum = يكفي: { $name }
witnesses-group = { $name }: { $needs } من { $members }
policy-title = القاعدة
policy-explained = سطر لكل سجل ولكل شاهد ولكل مجموعة، وسطر للنصاب، وفق C2SP tlog-policy. تسري على كل مكاتب المستشفى.
policy-check = تحقّق
policy-set = ضع القاعدة
policy-set-done = وُضعت القاعدة للمستشفى كله.
policy-good = يمكن استعمال هذه القاعدة.
policy-line = السطر { $line }: { $problem }
policy-unusable = القاعدة السارية لا يمكن استعمالها

## مرضى متشابهون
similar-title = مرضى متشابهون
similar-while-typing = أثناء الكتابة يظهر هنا مرضى قد يكونون الشخص نفسه.
similar-count = { $count ->
    [0] لا يوجد مريض مشابه مسجّل.
    [one] مريض مشابه واحد
    [two] مريضان متشابهان
    [few] { $count } مرضى متشابهين
   *[other] { $count } مريضًا مشابهًا
}
similar-none = لا يوجد مريض مشابه مسجّل.
similar-hint = ينقلك Ctrl+J إلى الأول. يبقى ما كتبته محفوظًا إن فتحت أحدهم.
similar-jump = الانتقال إلى أول مريض مشابه
similar-open = فتح هذا المريض
similar-apart = قيل إنهما شخصان
similar-probability = احتمال { $percent } % أن يكون الشخص نفسه
similar-for = ما يدل على أنه شخص واحد
similar-against = ما يدل على خلاف ذلك
similar-reason = { $field }: { $how }
similar-years = { $reason } (الفارق { $years ->
    [one] سنة واحدة
    [two] سنتان
    [few] { $years } سنوات
   *[other] { $years } سنة
})
similar-suffix = الأب أو الابن
similar-ask-title = هل هذا المريض مسجّل من قبل؟
similar-ask-explained = قد يكون أحد المسجّلين هو الشخص نفسه. اسأل من فضلك عن أمر آخر: هاتف أو عنوان أو اسم سابق. إن كان شخصًا آخر فسجّله جديدًا.
similar-ask-back = العودة إلى النموذج
register-as-new = تسجيل كمريض جديد
likeness-same-person = على الأرجح الشخص نفسه
likeness-twin = على الأرجح توأم: وُلدا في اليوم نفسه في الأسرة نفسها
likeness-generation = على الأرجح والد وولد بالاسم نفسه
likeness-household = على الأرجح من البيت نفسه
likeness-namesake = شخص آخر بالاسم نفسه
likeness-alike = تشابه بعض الشيء
agrees-missing = غير مسجّل
agrees-same = مطابق
agrees-joined = مطابق، بكتابة أخرى
agrees-nickname = صيغة أخرى للاسم نفسه
agrees-letter = يختلف حرف واحد
agrees-digit = يختلف رقم واحد
agrees-digits = يختلف رقمان
agrees-sound = متشابه في النطق
agrees-near = مطابق تقريبًا
agrees-part = مطابق جزئيًا
agrees-initial = الحرف الأول نفسه
agrees-swapped = اليوم والشهر متبادلان
agrees-names-swapped = الاسم واسم العائلة متبادلان
agrees-day-month = اليوم والشهر نفساهما، سنة أخرى
agrees-year = السنة نفسها، يوم آخر
agrees-about = مطابق بقدر ما هو معروف
agrees-mostly = مطابق في معظمه
agrees-partly = مطابق في بعضه
agrees-little = قليل من التشابه
agrees-different = مختلف
field-not-same = شخص آخر غير

## تكرار محتمل
admin-duplicates = تكرار محتمل
duplicates-title = مرضى قد يكونون مسجّلين مرتين
duplicates-explained = يُقارَن السجل كله، مريضًا مريضًا، في الخلفية. تستمر المقارنة بعد قفل المكتب، ثم لا تنظر إلا فيما تغيّر. ولا تغيّر شيئًا.
duplicates-start = فحص السجل
duplicates-go-on = متابعة الفحص
duplicates-again = فحص من جديد
duplicates-running = مقارنة المرضى
duplicates-never = لم يُفحص السجل بعد.
duplicates-stopped = متوقف. { $count ->
    [one] بقي سجل واحد
    [two] بقي سجلان
    [few] بقيت { $count } سجلات
   *[other] بقي { $count } سجلًا
} للمقارنة.
duplicates-done = تمت مقارنة الجميع، آخر مرة { $time }.
duplicates-likely = على الأرجح شخص واحد
duplicates-apart = قيل إنهما شخصان
duplicates-count = { $count ->
    [one] زوج واحد
    [two] زوجان
    [few] { $count } أزواج
   *[other] { $count } زوجًا
}
duplicates-more = عرض المزيد
duplicates-none = لا يبدو أن أحدًا مسجّل مرتين
duplicates-none-hint = كل من يُسجَّل أو يتغيّر من الآن يُقارَن أيضًا.
duplicates-none-yet = لم يُقارَن شيء بعد
duplicates-none-yet-hint = افحص السجل للعثور على مرضى قد يكونون مسجّلين مرتين.
duplicates-none-so-far = لم يُعثر على أحد حتى الآن
duplicates-none-apart = لم يُقل عن أحد إنهما شخصان
pair-both = { $one } و { $other }
pair-side-by-side = السجلان جنبًا إلى جنب
pair-differs = مختلف
pair-apart = هذان شخصان
pair-apart-done = قيل إنهما شخصان. لن يظهرا ثانية حتى يتغيّر أحدهما.
pair-maybe = قد يكونان شخصًا واحدًا
pair-merge = دمج…
merge-title = دمج هذين السجلين
merge-explained = يُحتفظ بسجل واحد. يُخفى الآخر، ويقود رقمه ومواعيده من الآن إلى السجل المحتفظ به. لا يُحذف شيء، ويمكن التراجع عن الدمج في أي وقت.
merge-keep = أي سجل يُحتفظ به؟
merge-both = كلاهما
merge-confirm = الدمج في { $number }
merge-done = دُمج السجلان.
unmerge = التراجع عن الدمج
unmerge-done = عاد السجلان مستقلين.
merged-title = سجلات دُمجت في هذا السجل
merged-open = فتح السجل المحتفظ به
report-probably-here = مسجّلون على الأرجح
report-probably-here-explained = هؤلاء مسجّلون على الأرجح. سيسجّلهم الاستيراد مرة أخرى.
report-probably-twice = مكرّرون على الأرجح في هذا الملف
report-probably-twice-explained = هذه الأسطر تخصّ على الأرجح شخصًا ورد قبلها في الملف. سيسجّل الاستيراد كليهما.
report-first = أولًا في السطر
report-as = باسم
report-probability = الاحتمال

## الأخطاء
error-host = برنامج المكتب لا يجيب. لم يضع شيء مما حُفظ. شغّله من جديد.
error-internal = حدث خلل داخل Daybook. لم يضع شيء مما حُفظ. حاول مرة أخرى.
error-invalid = شيء مما كُتب ناقص أو خاطئ.
error-locked = المكتب مقفل.
error-wrong-password = اسم المستخدم أو كلمة المرور خطأ.
error-wait = كلمات مرور خاطئة كثيرة. انتظر قليلًا.
error-wait-seconds = كلمات مرور خاطئة كثيرة. انتظر { $seconds } ثانية.
error-not-allowed = دورك لا يسمح بهذا.
error-not-found = هذا ليس هنا.
error-conflict = غيّره غيرك في هذه الأثناء، أو الوقت مأخوذ. انظر ثانية.
error-no-hospital = لا مستشفى على هذا الحاسوب بعد.
error-hospital-exists = على هذا الحاسوب مستشفى.
error-busy = برنامج Daybook آخر يفتح هذا المجلد.
error-offline = لا يمكن الوصول إلى الخادم. كل شيء محفوظ هنا.
error-refused = أجاب الخادم بلا.
error-tampered = ما أظهره الخادم لا يوافق ما أظهره من قبل. أخبر مديرك.
error-damaged = ملف على هذا الحاسوب تالف.
error-newer = البيانات من Daybook أحدث. حدّث هذا.
error-disk = القرص ممتلئ أو لا يُكتب عليه. لم يضع شيء مما حُفظ.
error-cancelled = أُوقف. لا شيء ناقص.
