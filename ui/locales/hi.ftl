# Daybook, हिन्दी। सरल, संक्षिप्त, विनम्र, निश्चित। छाप, प्रमाण और साक्षी शब्द केवल बही के पृष्ठ पर हैं।

language-name = हिन्दी
app-name = Daybook
window-title = { $room } · Daybook
loading = एक क्षण …
ask-again = फिर कोशिश करें
required = आवश्यक
cancel = रद्द करें
close = बंद करें
dismiss = हटाएँ
back = वापस
save = सहेजें
save-changes = बदलाव सहेजें
edit = बदलें
remove = हटाएँ
restore = फिर मान्य करें
undo = वापस लें
undone = वापस लिया गया।
stop = रोकें
reason = कारण
never = कभी नहीं
unknown = अज्ञात
not-recorded = दर्ज नहीं
skip-to-content = सामग्री पर जाएँ
progress-count = { $total } में से { $done }

## तारीख और आयु
date = { $day }-{ $month }-{ $year }
day-and-month = { $day }-{ $month }
weekday-and-date = { $weekday } { $date }
date-and-time = { $date } { $time }
month-1 = जन
month-2 = फ़र
month-3 = मार्च
month-4 = अप्रै
month-5 = मई
month-6 = जून
month-7 = जुल
month-8 = अग
month-9 = सित
month-10 = अक्टू
month-11 = नव
month-12 = दिस
weekday-1 = सोमवार
weekday-2 = मंगलवार
weekday-3 = बुधवार
weekday-4 = गुरुवार
weekday-5 = शुक्रवार
weekday-6 = शनिवार
weekday-7 = रविवार
weekday-short-1 = सोम
weekday-short-2 = मंगल
weekday-short-3 = बुध
weekday-short-4 = गुरु
weekday-short-5 = शुक्र
weekday-short-6 = शनि
weekday-short-7 = रवि
birth-with-age = { $birth } ({ $age })
birth-month = { $month }-{ $year }
birth-about = लगभग { $year }
age-days = { $count } दिन
age-weeks = { $count } सप्ताह
age-months = { $count } माह
age-years = { $count } वर्ष
minutes = { $count } मिनट

## खिड़की
language = भाषा
theme = रंग-रूप
theme-system = सिस्टम जैसा
theme-light = उजला
theme-dark = गहरा
theme-contrast-light = तीव्र अंतर, उजला
theme-contrast-dark = तीव्र अंतर, गहरा
keys-title = इस स्क्रीन की कुंजियाँ
keys-search-hint = खोज खाने में: तीर से पंक्ति चुनें, Enter से खोलें, Esc से खाना खाली करें।
keys-rows = अगली या पिछली पंक्ति
keys-single = अकेले अक्षर कुंजियों का काम करें

## कक्ष
rail-label = विभाग
room-today = आज
room-patients = मरीज़
room-doctors = डॉक्टर
room-import = आयात
room-ledger = बही
room-administration = प्रशासन
command-go = { $room } पर जाएँ
top-search = खोज या आदेश
top-search-count = { $count ->
    [one] { $count } पंक्ति
   *[other] { $count } पंक्तियाँ
}
top-desk = डेस्क { $number } · { $name }
lock = ताला
lock-desk = इस डेस्क पर ताला लगाएँ

## साझा करने की स्थिति
sharing-unknown = बही का सर्वर खोजा जा रहा है …
sharing-only-here = केवल इस कंप्यूटर पर सहेजा गया। कोई सर्वर जुड़ा नहीं है।
sharing-everything = सब कुछ साझा है
sharing-confirmed = सब कुछ साझा है और साक्षियों से पुष्ट है
sharing-witnessing = सब कुछ साझा है। { $count ->
    [one] 1 बदलाव साक्षियों की
   *[other] { $count } बदलाव साक्षियों की
} प्रतीक्षा में।
sharing-unconfirmable = सब कुछ साझा है। साक्षियों का नियम काम में नहीं आ सकता: कुछ भी पुष्ट नहीं है।
sharing-on-the-way = सहेजा गया। { $count ->
    [one] { $count } बदलाव
   *[other] { $count } बदलाव
} बही की राह में।
sharing-offline-since = { $time } से नेटवर्क नहीं है। { $count ->
    [0] कुछ प्रतीक्षा में नहीं।
    [one] 1 बदलाव प्रतीक्षा में, सुरक्षित।
   *[other] { $count } बदलाव प्रतीक्षा में, सब सुरक्षित।
}
sharing-offline = नेटवर्क नहीं है। { $count ->
    [0] कुछ प्रतीक्षा में नहीं।
    [one] 1 बदलाव प्रतीक्षा में, सुरक्षित।
   *[other] { $count } बदलाव प्रतीक्षा में, सब सुरक्षित।
}
sharing-stuck = साझा नहीं हुआ। { $count ->
    [0] कुछ प्रतीक्षा में नहीं।
    [one] 1 बदलाव प्रतीक्षा में, सुरक्षित।
   *[other] { $count } बदलाव प्रतीक्षा में, सब सुरक्षित।
}
sharing-refused = सर्वर ने { $count ->
    [one] { $count } बदलाव
   *[other] { $count } बदलाव
} अस्वीकार किया
sharing-alarm = बही का सर्वर अपने हस्ताक्षर के विरुद्ध है
sharing-see-why = कारण देखें

## पहली बार
first-run-title = स्वागत है
first-run-explained = यह कंप्यूटर अभी किसी अस्पताल का नहीं है। यह क्या बने?
first-run-new = नया अस्पताल
first-run-new-explained = यहाँ से शुरू करें। नेटवर्क हो या न हो, तुरंत चलता है।
first-run-join = अस्पताल में जुड़ें
first-run-join-explained = अस्पताल की दूसरी डेस्क पर Daybook पहले से है।
field-hospital = अस्पताल का नाम
hospital-hint = जैसा काग़ज़ों पर लिखा है।
field-code = कोड
code-hint = तीन अक्षर, A से Z। हर मरीज़ संख्या इसी से शुरू होती है और बाद में बदला नहीं जा सकता।
first-administrator = पहला प्रशासक
field-full-name = पूरा नाम
user-name = उपयोगकर्ता नाम
user-name-hint = अक्षर, अंक, बिंदु और डैश।
password = पासवर्ड
password-hint = कोई भी अक्षर, 128 तक। चार बेमेल शब्द अच्छे हैं।
password-show = पासवर्ड दिखाएँ
password-score-0 = बहुत कमज़ोर: तुरंत पकड़ा जाए
password-score-1 = कमज़ोर: मिनटों में पकड़ा जाए
password-score-2 = अभी काफ़ी नहीं: दिनों में पकड़ा जाए
password-score-3 = अच्छा
password-score-4 = बहुत मज़बूत
found-start = अस्पताल शुरू करें
found-working = अस्पताल तैयार हो रहा है
found-working-explained = इस डेस्क की कुंजियाँ बन रही हैं। कुछ सेकंड लगेंगे।
recovery-title = बचाव कुंजी
recovery-explained = यदि सभी प्रशासक अपना पासवर्ड भूल जाएँ, तो केवल यही कुंजी अस्पताल का डेटा खोलती है। यह एक बार दिखती है। छापकर ताले में रखें।
recovery-key = बचाव कुंजी
recovery-paper-title = { $hospital } की बचाव कुंजी
recovery-paper-text = { $date } को बनी। वहाँ रखें जहाँ केवल प्रशासक पहुँचें। जिसके पास यह है, वह सब पढ़ सकता है।
recovery-print = छापें
recovery-type-back = काग़ज़ से बचाव कुंजी टाइप करें
recovery-type-back-hint = बड़े अक्षर, ख़ाली जगह और डैश से फ़र्क़ नहीं पड़ता।
recovery-confirm = पुष्टि करें और Daybook खोलें
recovery-confirm-title = बचाव कुंजी की पुष्टि करें
recovery-shown-once = कुंजी अस्पताल बनते समय दिखाई गई थी। आगे बढ़ने के लिए काग़ज़ से टाइप करें।
join-explained = आपके प्रशासक के पास सर्वर का पता और कुंजी है। कुंजी को उनके काग़ज़ से मिलाएँ।
field-text = नियम
field-server = बही के सर्वर का पता
server-hint = जैसे https://ledger.example.org
field-log-key = बही के सर्वर की कुंजी
log-key-hint = पूरी पंक्ति: नाम, धन चिह्न, आठ अंक, धन चिह्न, कुंजी।
field-desk-name = इस डेस्क का नाम
desk-name-hint = जैसे स्वागत 2
join-start = जुड़ने का अनुरोध करें
join-asking = सर्वर से पूछा जा रहा है …
join-compare = प्रशासक से इस डेस्क की स्वीकृति लें
join-compare-explained = दूसरी डेस्क पर प्रशासन → डेस्क में यही कोड दिखना चाहिए। अलग हो तो स्वीकृति न दें। यह स्क्रीन अपने आप आगे बढ़ेगी।
join-done = यह कंप्यूटर अब { $hospital } की डेस्क { $number } है
join-done-explained = दूसरी डेस्कों वाले उपयोगकर्ता नाम और पासवर्ड से प्रवेश करें।
join-log-in = प्रवेश करें

## ताला स्क्रीन
lock-desk-number = डेस्क { $number }
lock-open = प्रवेश करें
lock-opening = खुल रहा है …
lock-renewing = रिकॉर्ड नए संस्करण में लाए जा रहे हैं। यह केवल एक बार होता है; कंप्यूटर बंद हो जाए तो भी कुछ नहीं खोता।
lock-renewing-end = लगभग पूरा: नई तालिकाएँ क्रम में रखी जा रही हैं।
lock-recover = बचाव कुंजी से खोलें
lock-wait = बहुत बार ग़लत पासवर्ड। कृपया { $seconds ->
    [one] { $seconds } सेकंड
   *[other] { $seconds } सेकंड
} रुकें।
recover-title = बचाव कुंजी से खोलें
recover-explained = एक प्रशासक को नया पासवर्ड देता है।
recover-open = खोलें
password-new = नया पासवर्ड

## मरीज़
patients-find = मरीज़ खोजें
patients-find-hint = नाम, संख्या, फ़ोन, जन्म तिथि या अन्य पहचान
patients-last-seen = पिछली बार देखे गए
patients-found = { $count ->
    [0] कोई मरीज़ नहीं
    [one] 1 मरीज़
   *[other] { $count } मरीज़
}
patients-all = मृत और वापस लिए गए भी दिखाएँ
patients-none = अभी कोई मरीज़ नहीं
patients-none-hint = पहले मरीज़ का पंजीकरण करें, या फ़ाइल आयात करें।
patients-not-found = कोई नहीं मिला
patients-not-found-hint = कम अक्षर, फ़ोन या जन्म तिथि से खोजें। या मरीज़ का पंजीकरण करें।
patient-dead = मृत
patient-withdrawn = वापस लिया गया
patient-merged = मिलाया गया
patient-merged-into = { $number } में मिलाया गया
register-patient = मरीज़ का पंजीकरण
register-send = पंजीकरण करें
register-and-book = पंजीकरण और समय दें
form-send = फ़ॉर्म भेजें
form-sections = फ़ॉर्म के भाग
section-name = नाम
section-person = व्यक्ति
section-contact = फ़ोन
section-address = पता
section-kin = निकट संबंधी
section-ids = अन्य पहचान
section-more = भाषा और टिप्पणी
second-script = दूसरी लिपि या वर्तनी
birth-hint = 14 3 1987, 14 mar 87, 1987, या आयु: 39y, 3w
died-hint = मरीज़ जीवित हो तो ख़ाली छोड़ें।
phone-add = फ़ोन जोड़ें
phone-remove = फ़ोन { $number } हटाएँ
identifier-add = पहचान जोड़ें
identifier-remove = पहचान { $number } हटाएँ
draft-kept = जो आप लिखते हैं वह रहता है, चाहे डेस्क पर ताला लगे।
draft-restored = यह फ़ॉर्म पहले अधूरा था। सब यहीं है।
draft-clear = ख़ाली फ़ॉर्म से शुरू करें
patient-registered = संख्या { $number } से पंजीकृत। इस कंप्यूटर पर सहेजा गया।
patient-updated = बदलाव सहेजे गए।
edit-patient = इस मरीज़ को बदलें
withdraw = वापस लें
withdraw-title = यह पंजीकरण वापस लें?
withdraw-explained = भूल से हुए पंजीकरण के लिए। कुछ मिटता नहीं: वह छिपाकर रखा जाता है और फिर मान्य हो सकता है।
withdraw-reason = यह भूल क्यों थी?
patient-withdrawn-done = पंजीकरण वापस लिया गया।
patient-restored = पंजीकरण फिर मान्य है।
banner-label = मरीज़
banner-born = जन्म
banner-died = मृत्यु
banner-sex = लिंग
banner-number = संख्या
details-title = विवरण
visits-title = नियत समय
visits-none = अभी कोई समय नहीं।
visits-missed = { $count ->
    [one] { $count } छूटा
   *[other] { $count } छूटे
}
visit-room = , कमरा { $room }
history-title = इतिहास
history-none = अभी कुछ नहीं बदला।
history-by = { $who }, { $desk }
history-entry = प्रविष्टि
history-from = पहले
history-to = अब
history-registered = पंजीकृत
history-entered-in-error = भूल से दर्ज: { $reason }
history-may-be-same = वही व्यक्ति हो सकता है
sex-female = स्त्री
sex-male = पुरुष
sex-other = अन्य
sex-unknown = अज्ञात
sex-not-recorded = दर्ज नहीं
interpreter-needed = चाहिए
interpreter-not-needed = नहीं चाहिए

## खाने
field-name = नाम
field-number = संख्या
field-family = कुलनाम
field-given = नाम
field-title = उपाधि
field-second-name = दूसरी वर्तनी
field-second-family = कुलनाम, दूसरी वर्तनी
field-second-given = नाम, दूसरी वर्तनी
field-sex = लिंग
field-birth = जन्म
field-birth-or-age = जन्म तिथि, या आयु
field-age = आयु
field-died = मृत्यु का दिन
field-phones = फ़ोन
field-phone = फ़ोन
field-phone-preferred = मुख्य फ़ोन
field-phone-other = फ़ोन { $number }
field-address = पता
field-address-lines = गली और मकान
field-city = शहर
field-district = ज़िला
field-postcode = पिन कोड
field-country = देश
field-kin = निकट संबंधी
field-kin-name = नाम
field-kin-relation = संबंध
field-kin-phone = फ़ोन
field-identifiers = अन्य पहचान
field-other-id = अन्य पहचान
field-identifier-kind = प्रकार
field-identifier-value = पहचान
field-language = भाषा
field-interpreter = दुभाषिया
field-note = टिप्पणी
field-status = पंजीकरण
field-withdrawn = पंजीकरण
field-speciality = विशेषज्ञता
field-department = विभाग
field-room = कमरा
field-languages = भाषाएँ
languages-hint = बीच में अल्पविराम लगाएँ।
field-doctor-identifier = पंजीयन संख्या
field-login = लॉगिन
doctor-login-none = कोई लॉगिन नहीं
doctor-login-hint = इस लॉगिन से आने वाला इस डॉक्टर के मरीज़ और दिन देखता है।
field-identifier = पंजीयन संख्या
field-hours = साप्ताहिक समय
field-user = उपयोगकर्ता नाम
field-password = पासवर्ड
field-role = भूमिका
field-old = वर्तमान पासवर्ड
field-new = नया पासवर्ड
field-recovery-key = बचाव कुंजी
field-idle-minutes = कितने मिनट ख़ाली रहने पर ताला लगे
idle-minutes-hint = 1 से 60। अंतिम कुंजी या हलचल से गिना जाता है।
field-invite = निमंत्रण
field-reason = कारण
column-name = नाम
column-born = जन्म
column-sex = लिंग
column-number = संख्या
found-number-misread = लिखी गई संख्या में एक अक्षर गलत है; यह सबसे मिलती-जुलती है
found-read-as = “{ $typed }” को “{ $word }” पढ़ा गया
found-sounds-like = “{ $typed }” सुनने में “{ $word }” जैसा है
found-nickname = “{ $typed }”, “{ $word }” का दूसरा रूप है
found-initial = “{ $word }” “{ $typed }” का पहला अक्षर हो सकता है
found-not-there = “{ $typed }” के बिना
found-also-written = “{ $word }” भी लिखा जाता है
found-phone = फ़ोन { $digits }
found-kin-phone = परिजन का फ़ोन { $digits }
found-id = पहचान संख्या { $id }
found-only-year = केवल जन्म का वर्ष दर्ज है
found-only-month = केवल जन्म का महीना दर्ज है
found-day-and-month = जन्म का दिन और महीना उलटे हैं
column-doctor = डॉक्टर
column-now = अभी
column-week = सप्ताह
column-weekday = दिन
column-hours = समय
column-slot = प्रति मरीज़ मिनट
column-place = क्र.
column-act = क्या हुआ
column-when = कब
column-who = किसने
column-desk = डेस्क
column-desk-name = नाम
column-standing = स्थिति
column-hash = छाप
column-actions = कार्य
column-last-entry = पिछला बदलाव
column-entries = प्रविष्टियाँ

## फिर देखने योग्य
problems-title = { $count ->
    [one] कृपया { $count } खाना फिर देखें। आपका लिखा सब यहीं है।
   *[other] कृपया { $count } खाने फिर देखें। आपका लिखा सब यहीं है।
}
problem-line = { $field }: { $problem }
problem-needed = कृपया भरें।
problem-look-again = कृपया फिर देखें।
problem-birth = 14 3 1987 जैसी तारीख, 1987 जैसा वर्ष, या 39y या 3w जैसी आयु लिखें।
problem-day = 14 3 1987 जैसा दिन लिखें।
problem-no-such-day = पंचांग में ऐसा दिन नहीं है। दिन और महीना देखें।
problem-future = वह दिन अभी आया नहीं। वर्ष देखें।
problem-too-long-ago = यह 130 वर्ष से पहले है। वर्ष देखें।
problem-code = तीन अक्षर, A से Z।
problem-idle-minutes = 1 से 60 तक की संख्या।

## डॉक्टर
doctors-find = डॉक्टर खोजें
doctors-in-now = अभी कौन है
doctors-show-all = सब दिखाएँ
doctors-count = { $count ->
    [one] { $count } डॉक्टर
   *[other] { $count } डॉक्टर
}, अभी { $in }
doctors-none = कोई डॉक्टर नहीं मिला
doctors-none-hint = एक जोड़ें, फ़ाइल आयात करें, या खोज बदलें।
doctor-add = डॉक्टर जोड़ें
doctor-edit = इस डॉक्टर को बदलें
doctor-added = डॉक्टर सूची में है।
doctor-updated = बदलाव सहेजे गए।
doctor-and-speciality = { $name } · { $speciality }
presence-in = अभी हैं, { $time } तक
presence-later = { $time } से
presence-out = नहीं हैं
presence-out-until = { $weekday } { $time } तक नहीं
presence-room = { $presence }, कमरा { $room }
hours-title = साप्ताहिक समय
hours-hint = जैसे 9-12:30, 14-17। जिस दिन डॉक्टर न हों, ख़ाली छोड़ें।
hours-none = समय दर्ज नहीं।
hours-stretch = { $weekday } { $from }–{ $to }
hours-in-room = कमरा { $room }
hours-minutes-each = प्रति रोगी { $minutes } मिनट
hours-from-to = { $from }–{ $to }
hours-of = { $weekday } का समय
hours-room-of = { $weekday } का कमरा
hours-slot-of = { $weekday } को प्रति मरीज़ मिनट
hours-as-above = ऊपर जैसा
hours-as-above-of = ऊपर जैसा: { $weekday }
hours-unreadable = समय ऐसे लिखें: 9-12:30।
hours-backwards = अंत आरंभ से पहले है।
hours-overlap = दो समय एक-दूसरे पर हैं।
hours-slot-wrong = प्रति मरीज़ मिनट: 5 से 240।

## नियत समय
today-title = आज, { $date }
today-none = इस दिन न कोई समय, न कोई डॉक्टर
today-none-hint = डॉक्टर का साप्ताहिक समय जोड़ें, या दूसरा दिन देखें।
day-steps = अन्य दिन
day-before = पिछला दिन
day-after = अगला दिन
day-today = आज
week-after = एक सप्ताह बाद
day-none = किसी का समय नहीं।
state-booked = नियत
state-arrived = आ गए
state-with-doctor = डॉक्टर के पास
state-done = पूरा
state-missed = नहीं आए
state-cancelled = रद्द
step-arrived = आ गए
step-with-doctor = डॉक्टर के पास
step-done = पूरा
step-missed = नहीं आए
step-cancel = रद्द करें
step-reopen = फिर नियत करें
step-of = { $step }: { $name }
checkin-title = आगमन: दो पहचान पूछें
checkin-explained = मरीज़ स्वयं पूरा नाम और जन्म तिथि बताए। आप पढ़कर न सुनाएँ।
checkin-confirm = दोनों सही: आ गए
same-name = आज यही नाम
same-name-warning = इसी नाम के किसी और का भी इस दिन समय है।
state-changed = { $name }: { $state }
load-no-hours = समय नहीं
load-free = ख़ाली
load-filling = भर रहा है
load-full = पूरा भरा
load-over = अधिक भरा
load-minutes = { $open } में { $booked } मिनट
clash = टकराव
book = समय दें
book-with = { $name } का समय दें
book-appointment = समय नियत करें
book-for-whom = समय नियत करें: किसके लिए?
book-reason = आने का कारण
book-no-hours = इस दिन समय नहीं
book-week = सप्ताह के ख़ाली समय
day-out = नहीं हैं
day-full = भरा
day-free = { $count } ख़ाली
book-free = { $count ->
    [0] कोई ख़ाली समय नहीं
    [one] 1 ख़ाली समय
   *[other] { $count } ख़ाली समय
}
booked = { $date } को { $time } बजे नियत।
slot-free = ख़ाली
slot-past = बीता
slot-taken = लिया हुआ
cancel-appointment = समय रद्द करें
cancel-appointment-title = यह समय रद्द करें?
cancel-appointment-explained = जगह ख़ाली हो जाएगी। इतिहास में यह रहेगा।
cancel-appointment-reason = कौन रद्द करता है, और क्यों?

## आयात
import-choose = फ़ाइल चुनें
import-choose-hint = शीर्षक पंक्ति वाली CSV, या FHIR R4 मरीज़ और चिकित्सक (ndjson या Bundle)। आपके कहे बिना कुछ नहीं लिखा जाता।
import-drop = या यहाँ छोड़ें
import-reading = फ़ाइल पढ़ी जा रही है
import-unreadable = फ़ाइल पढ़ी नहीं जा सकती। कुछ आयात नहीं हुआ।
import-records = { $count ->
    [one] { $count } अभिलेख
   *[other] { $count } अभिलेख
}, { $format }
format-csv = CSV
format-fhir-ndjson = FHIR, प्रति पंक्ति एक
format-fhir-bundle = FHIR Bundle
import-columns = फ़ाइल के स्तंभ
import-column = स्तंभ
import-field = खाना
import-field-of = स्तंभ { $column } के लिए खाना
import-samples = पहले मान
import-leave-out = छोड़ दें
import-no-name = कोई स्तंभ नाम नहीं है। हर पंक्ति अस्वीकार होगी।
import-strictness = असंभव मान वाली पंक्ति
import-lenient = ले लें, मान टिप्पणी में रखें
import-strict = अस्वीकार करें
import-dry = बिना लिखे परखें
import-run = आयात करें
import-other = दूसरी फ़ाइल
import-would = केवल परख। कुछ नहीं लिखा गया। आयात से यह होगा:
import-did = आयात पूरा हुआ।
imports-earlier = पिछले आयात
imports-withdrawn = तब से वापस लिए
import-undo = वापस लें
import-undo-title = यह आयात वापस लें?
import-undo-explained = इस आयात के सब मरीज़ भूल मानकर वापस लिए जाते हैं। जिन्हें तब से किसी ने बदला या समय दिया, वे रहते हैं। कुछ मिटता नहीं, हर एक फिर मान्य हो सकता है।
import-undone = वापस लिया: { $withdrawn } मरीज़ वापस, { $kept } रखे गए क्योंकि उन पर काम हो चुका है।
report-records = अभिलेख
report-patients = मरीज़
report-doctors = डॉक्टर
report-refused = अस्वीकृत
report-skipped = छोड़े गए
report-entries = हस्ताक्षरित प्रविष्टियाँ
report-show = दिखाएँ
report-all = सब ({ $count })
report-some = { $severity } ({ $count })
report-lines = रिपोर्ट की पंक्तियाँ
report-line = पंक्ति
report-severity = क्या
report-reason = क्यों
report-more = { $count } और पंक्तियाँ नहीं दिखाई गईं। दूसरी देखने के लिए एक प्रकार चुनें।
severity-refused = अस्वीकृत
severity-warning = बदलाव के साथ लिया
severity-skipped = छोड़ा गया

## बही
ledger-explained = बही में हर बदलाव क्रम से लिखा जाता है, जिस डेस्क ने किया उसके हस्ताक्षर के साथ। कोई भी, उसे रखने वाला सर्वर भी, बाद में पकड़े गए बिना एक पंक्ति नहीं बदल सकता।
ledger-shared = इस डेस्क से साझा
ledger-confirmed = साक्षियों से पुष्ट
ledger-pending = प्रतीक्षा में
ledger-size = साझा बही में प्रविष्टियाँ
ledger-contact = पिछली जाँच
ledger-server = बही का सर्वर: { $server }
sync-now = अभी साझा करें
sync-trying = साझा हो रहा है …
refused-title = सर्वर ने अस्वीकार किए
refused-explained = ये बदलाव यहाँ सहेजे हैं, पर दूसरी डेस्कें इन्हें नहीं देखतीं। अपने प्रशासक को दिखाएँ।
connect-title = बही के सर्वर से जोड़ें
connect-again = फिर से या दूसरे पते से जोड़ें
connect-explained = तब तक सब चलता है और इसी कंप्यूटर पर रहता है। कुंजी को संचालक की दी कुंजी से अक्षर-अक्षर मिलाएँ।
connect-offered = जिसने यह प्रोग्राम लगाया, उसने एक सर्वर सुझाया है। जोड़ने से पहले उसकी कुंजी मिलाएँ।
server-certificate = सर्वर का प्रमाणपत्र
authority-title = सर्वर का प्रमाणपत्र हमारे अपने प्राधिकरण से आता है
authority-explained = केवल तब, जब अस्पताल का अपना प्रमाणपत्र प्राधिकरण हो और यह कंप्यूटर उसे अभी न जानता हो। जो आपको फ़ाइल देता है, वह उसका फ़िंगरप्रिंट भी बताएगा: दोनों को अक्षर-अक्षर मिलाएँ। इससे कोई और सुन नहीं सकता; सर्वर जो कहता है वह फिर भी उसकी कुंजी से जाँचा जाता है।
authority-choose = प्राधिकरण का प्रमाणपत्र चुनें
authority-choose-hint = PEM रूप की फ़ाइल, केवल प्रमाणपत्र के साथ, उसकी निजी कुंजी के साथ कभी नहीं। यह पिछली की जगह लेती है।
authority-none = केवल उन्हीं प्राधिकरणों पर भरोसा है जिन्हें यह कंप्यूटर जानता है।
authority-remove = अब भरोसा न करें
authority-remove-title = इस प्राधिकरण पर अब भरोसा न करें?
authority-remove-explained = इसके बाद यह डेस्क केवल उन्हीं प्राधिकरणों पर भरोसा करेगा जिन्हें यह कंप्यूटर जानता है। यदि सर्वर का प्रमाणपत्र ऊपर वाले से आता है, तो सर्वर तक पहुँच नहीं होगी और प्राधिकरण फिर से चुने जाने तक इस डेस्क पर साझा करना रुक जाएगा। कुछ नहीं खोता: यहाँ काम चलता रहेगा और जो रुका है वह तब साझा होगा।
authority-removed = अब उस पर भरोसा नहीं है। यदि यह कंप्यूटर सर्वर का प्रमाणपत्र जानता है तो साझा करना चलता रहेगा।
authority-chosen = अब से उस पर भरोसा है। सर्वर से फिर कोशिश की जा रही है।
authority-unusable = इस डेस्क के फ़ोल्डर की ledger-ca.pem फ़ाइल काम की नहीं है
authority-unreadable = यह फ़ाइल पढ़ी नहीं जा सकती।
authority-over = समय समाप्त
authority-not-yet = { $time } से पहले मान्य नहीं
column-authority = प्राधिकरण
column-valid-until = मान्य है
column-fingerprint-sha256 = फ़िंगरप्रिंट (SHA-256)
field-pem = प्राधिकरण का प्रमाणपत्र
connect = जोड़ें
offer-title = बही का एक सर्वर सुझाया गया है: { $server }
offer-explained = उससे जुड़कर इस अस्पताल की डेस्कें काम साझा करती हैं और कोई छिपकर बही नहीं बदल सकता। पहले उसकी कुंजी मिलाएँ:
offer-look = पास से देखें
connected = जुड़ गया। अब तक सहेजा सब साझा होगा।
invite-hint = संचालक से, जब अस्पताल इस सर्वर पर नया हो। नहीं तो ख़ाली।
entries-title = प्रविष्टियाँ
entries-explained = हर बदलाव की एक पंक्ति, नई पहले। छाप (hash) प्रविष्टि से ही निकलती है: एक अक्षर बदले तो छाप बदले।
entries-none = अभी कोई प्रविष्टि नहीं
entries-newest = सबसे नई
entries-older = पुरानी
entry-no-index = प्रतीक्षा
entry-header = जो सब पढ़ सकते हैं
entry-header-explained = यह भाग गुप्त नहीं: किस डेस्क ने कब लिखा, और किस प्रकार का बदलाव। इससे कोई मरीज़ पहचाना नहीं जा सकता।
entry-events = जो केवल यह अस्पताल पढ़ सकता है
entry-events-explained = बदलाव स्वयं मुहरबंद है। यहाँ खुला है क्योंकि इस डेस्क के पास कुंजी है।
entry-proof = प्रमाण
entry-proof-explained = इस पाठ से कोई भी, हम पर भरोसा किए बिना, जाँच सकता है कि प्रविष्टि साझा बही में है।
entry-no-proof = अभी नहीं: प्रविष्टि साझा नहीं हुई।
export-entry = प्रविष्टि सहेजें
export-proof = प्रमाण सहेजें
export-key = डेस्क कुंजी सहेजें
save-verify-page = जाँच का पृष्ठ सहेजें
downloaded = { $name } सहेजा गया।
download-failed = फ़ाइल सहेजी नहीं जा सकी।
standing-waiting = इस कंप्यूटर पर
standing-shared = साझा
standing-confirmed = साक्षियों से पुष्ट
standing-refused = अस्वीकृत
standing-waiting-explained = इस कंप्यूटर पर सहेजा और हस्ताक्षरित है। सर्वर मिलते ही साझा होगा।
standing-shared-explained = सर्वर ने इसे लिखकर हस्ताक्षर किए हैं। अस्पताल के हर डेस्क पर यह है या होगा।
standing-confirmed-explained = सर्वर ने हस्ताक्षर किए हैं, और पर्याप्त साक्षियों ने भी कि इससे पहले कुछ नहीं बदला।
standing-refused-explained = सर्वर ने इसे नहीं लिया। यह यहाँ रखा है, पर गिना नहीं जाता।
entry-refused = सर्वर ने क्यों अस्वीकार किया
entry-block = इसका ब्लॉक
header-hash-means = पूरी प्रविष्टि से निकाली गई। एक अक्षर बदले तो यह बदल जाती है।
header-act = कार्य
header-act-means = बदलाव का प्रकार।
header-issuer = जारीकर्ता
header-issuer-means = जिस अस्पताल और डेस्क ने लिखा।
header-subject = विषय
header-subject-means = किसके बारे में है: एक संख्या जो बाहर वालों को कुछ नहीं बताती।
header-actor = कर्ता
header-actor-means = किसने किया, ऐसी ही संख्या में।
header-role = भूमिका
header-role-means = किस भूमिका में। सर्वर तभी लेता है जब यह भूमिका उसके पास हो।
header-time = समय
header-time-means = डेस्क की घड़ी, और एक ही क्षण की घटनाओं के लिए गिनती।
header-seq = क्रम
header-seq-means = इस डेस्क की अपनी शृंखला में स्थान। बीच का अभाव पकड़ा जाएगा।
header-prev = पिछली
header-prev-means = इस डेस्क की पिछली प्रविष्टि की छाप। इसलिए बाद में कोई निकाली या डाली नहीं जा सकती।
header-seen-size = देखी गई प्रविष्टियाँ
header-seen-size-means = लिखते समय इस डेस्क ने कितनी साझा प्रविष्टियाँ जाँची थीं।
header-seen-root = देखा गया मूल
header-seen-root-means = उन सबकी एक छाप। दो डेस्कों को दो इतिहास दिखाने वाला सर्वर इससे पकड़ा जाता है।
header-key-id = कुंजी
header-key-id-means = जिस डेस्क-कुंजी ने हस्ताक्षर किए उसकी छाप।
header-algorithm = विधि
header-algorithm-means = हस्ताक्षर की विधि: SHA-256 के साथ RSA-PSS।
blocks-title = ब्लॉकों की पंक्ति
blocks-explained = ब्लॉक वह है जो सर्वर ने एक साथ लिखकर हस्ताक्षर किया। भरे हुए चौकोर वे प्रविष्टियाँ हैं जिन्हें आप खोल सकते हैं। यह डेस्क हर ब्लॉक की गणना स्वयं दोहराता है।
block-arrived = ब्लॉक { $number } आया है।
blocks-live = सीधा
blocks-kept = { $at } तक। अभी सर्वर से पूछा नहीं जा सकता।
blocks-never = सर्वर से अभी तक पूछा नहीं गया।
blocks-no-server = कोई सर्वर नहीं जुड़ा है। पहला ब्लॉक पहली साझेदारी के साथ आता है।
blocks-none = अभी कोई ब्लॉक नहीं
blocks-none-own = अभी किसी ब्लॉक में आपकी प्रविष्टि नहीं है
blocks-newest = नवीनतम ब्लॉक
blocks-older = पुराने ब्लॉक
block = ब्लॉक { $number }
block-entries = { $count ->
    [one] 1 प्रविष्टि
   *[other] { $count } प्रविष्टियाँ
}
block-witnesses = { $count ->
    [one] 1 साक्षी
   *[other] { $count } साक्षी
}
block-checked = यहाँ जाँचा गया
block-signed = हस्ताक्षरित, यहाँ अभी नहीं जाँचा
block-contradicts = इस डेस्क की बही के विरुद्ध
block-before = पिछला ब्लॉक
block-after = अगला ब्लॉक
export-checkpoint = जाँच-बिंदु सहेजें
block-facts = इसने क्या जोड़ा
block-facts-explained = मूल वहाँ तक की सब प्रविष्टियों की एक छाप है। किसी में एक अक्षर बदले तो यह बदल जाती है।
block-brings = प्रविष्टियाँ
block-range = { $first } से { $last }
block-empty = कोई नहीं
block-root-before = पहले का मूल
block-root = बाद का मूल
block-no-before = कोई नहीं: बही यहाँ से शुरू होती है
block-signatures = किसने हस्ताक्षर किए
block-signatures-explained = सर्वर हर ब्लॉक पर हस्ताक्षर करता है, ताकि वह दूसरों को दूसरा ब्लॉक दिखाए तो पकड़ा जाए। साक्षी हस्ताक्षर करते हैं कि इससे पहले कुछ नहीं बदला।
block-note = हस्ताक्षरित जाँच-बिंदु
block-unlisted = { $count ->
    [one] 1 और यहाँ नहीं दिखाई गई।
   *[other] { $count } और यहाँ नहीं दिखाई गईं।
}
block-others = { $count ->
    [one] 1 प्रविष्टि दूसरे डेस्क या अस्पताल की है और यहाँ नहीं खुल सकती।
   *[other] { $count } प्रविष्टियाँ दूसरे डेस्कों या अस्पतालों की हैं और यहाँ नहीं खुल सकतीं।
}
signer-log = बही का सर्वर
signer-witness = साक्षी
signer-unknown = यहाँ अज्ञात, नहीं जाँचा
signer-key = कुंजी की संख्या
proof-way-title = मूल तक का रास्ता
proof-way-explained = प्रविष्टि की छाप बगल वाली से जोड़ी जाती है, परिणाम अगली से, और ऐसे ही उस मूल तक जिस पर सर्वर ने हस्ताक्षर किए। एक अक्षर बदले तो अंतिम छाप अलग निकलती है। इस डेस्क ने अभी इसकी गणना की है।
proof-picture = चित्र के रूप में प्रमाण
proof-picture-label = प्रविष्टि { $index } से { $steps } चरणों में { $size } प्रविष्टियों के हस्ताक्षरित मूल तक
proof-signed-by = { $size } प्रविष्टियों के मूल पर हस्ताक्षर
proof-entry = प्रविष्टि { $index }
proof-entries = प्रविष्टियाँ { $first } से { $last }
proof-root = { $count } का मूल
proof-alone = बही में यही एक प्रविष्टि है: इसकी छाप ही मूल है।
proof-steps = प्रमाण के चरण
column-step = चरण
column-covers = बगल में
column-given = प्रमाण के साथ दी गई
column-together = दोनों से निकाली गई
proof-earlier = पहले की
proof-later = बाद की
alarms-title = चेतावनियाँ
alarms-explained = सर्वर ने अपने हस्ताक्षर के विरुद्ध बात की है। यहाँ कुछ नहीं खोया। साक्ष्य रखा है: जिसे देखना चाहिए उसके लिए सहेजें। कोई भी इसे इस डेस्क के बिना जाँच सकता है।
alarms-explained-witness = एक साक्षी ने अपनी ही बात काटी है। यहाँ कुछ नहीं खोया। साक्ष्य रखा है: जिसे देखना चाहिए उसके लिए सहेजें। कोई भी इसे इस डेस्क के बिना जाँच सकता है।
alarm-rolled-back = सर्वर पहले हस्ताक्षरित से कम प्रविष्टियाँ दिखाता है
alarm-forked = सर्वर ने परस्पर विरोधी दो इतिहासों पर हस्ताक्षर किए हैं
alarm-unjustified = सर्वर की प्रविष्टियाँ उसके हस्ताक्षर से मेल नहीं खातीं
alarm-rule-broken = सर्वर की बही में ऐसी प्रविष्टि है जो कभी स्वीकार नहीं होनी चाहिए थी
alarm-witness-went-back = साक्षी { $names } ने अधिक प्रविष्टियों पर हस्ताक्षर करने के बाद कम पर हस्ताक्षर किए हैं
alarm-witness-open = वह अपने हस्ताक्षर भूल गया है, जैसा बैकअप से लौटाए गए साक्षी के साथ होता है; या उसकी कुंजी दो जगह है, या उसकी घड़ी पीछे की गई। सर्वर का दोष नहीं है और साझा करना चलता रहेगा। जब तक साक्षी का संचालक कारण न बताए, उसकी पुष्टि पर भरोसा न करें: नई नीति उसे छोड़ सकती है।
alarm-witnesses-both = { $count ->
        [one] साक्षी { $names } ने दोनों पक्षों पर हस्ताक्षर किए हैं: वह अपने पुराने हस्ताक्षर भूल गया है, या उसकी कुंजी दो जगह है।
       *[other] साक्षियों { $names } ने दोनों पक्षों पर हस्ताक्षर किए हैं: वे अपने पुराने हस्ताक्षर भूल गए हैं, या उनकी कुंजियाँ दो जगह हैं।
    }
alarm-witnesses-shown = { $count ->
        [one] साक्षी { $names } ने उस पक्ष पर हस्ताक्षर किए हैं जो यहाँ मेल नहीं खाता।
       *[other] साक्षियों { $names } ने उस पक्ष पर हस्ताक्षर किए हैं जो यहाँ मेल नहीं खाता।
    }
alarm-witness-first = उसने पहले जिस पर हस्ताक्षर किए थे:
alarm-witness-then = उसने बाद में जिस पर हस्ताक्षर किए:
alarm-found = { $at } को मिला, जब यह डेस्क { $size } प्रविष्टियाँ जाँच चुका था।
alarm-open = साझा करना रुक गया है। आपका काम यहाँ चलता रहेगा और सुरक्षित है। अपने प्रशासक को बताइए, जो सर्वर के संचालक से पूछें।
alarm-settled = { $at } को सुलझा: प्रशासक ने फिर से जोड़ा और सब मेल खाया।
alarm-notes = दोनों पक्ष, जैसे हस्ताक्षरित थे
alarm-own-root = इस डेस्क का अपना मूल:
alarm-kept = सर्वर ने पहले जिस पर हस्ताक्षर किए थे:
alarm-shown = फिर उसने जो दिखाया:
export-evidence = साक्ष्य सहेजें
verify-title = सब जाँचें
verify-explained = हर हस्ताक्षर, हर कड़ी और हर प्रमाण जाँचता है, और इस कंप्यूटर की हर पंक्ति को प्रविष्टियों से मिलाता है।
verify = सब जाँचें
verify-good = सब वैसा ही है जैसा लिखा गया था।
verify-bad = { $count ->
    [one] { $count } बात ग़लत है
   *[other] { $count } बातें ग़लत हैं
}
verify-checked = { $entries } प्रविष्टियाँ, { $proofs } प्रमाण, { $rows } पंक्तियाँ जाँचीं।
finding-bad-entry = प्रविष्टि बिगड़ी
finding-missing-entry = प्रविष्टि ग़ायब
finding-bad-payload = सामग्री बदली गई
finding-bad-proof = प्रमाण ठीक नहीं
finding-broken-rule = नियम टूटा
finding-bad-row = पंक्ति बदली गई
rebuild = प्रविष्टियों से फिर बनाएँ
rebuild-explained = सब सारणियाँ हस्ताक्षरित प्रविष्टियों से फिर गिनी जाती हैं। कुछ खो नहीं सकता। तब तक दूसरा काम रुकता है।
rebuilt-same = { $count ->
    [one] { $count } प्रविष्टि
   *[other] { $count } प्रविष्टियों
} से फिर बनाया। हर पंक्ति वही निकली।
rebuilt-other = { $count ->
    [one] { $count } प्रविष्टि
   *[other] { $count } प्रविष्टियों
} से फिर बनाया। कुछ पंक्तियाँ अलग थीं, अब प्रविष्टियों जैसी हैं।
act-site-found = अस्पताल शुरू
act-desk-enrol = डेस्क जुड़ी
act-desk-revoke = डेस्क हटाई
act-staff-grant = भूमिका दी
act-staff-revoke = भूमिका ली
act-policy-set = नियम तय
act-subject-erased = मरीज़ मिटाया
act-site-settings = सेटिंग बदली
act-staff-account = खाता बदला
act-staff-password = पासवर्ड बदला
act-session-attempts = लॉगिन से पहले ग़लत पासवर्ड
act-doctor-add = डॉक्टर जोड़ा
act-doctor-update = डॉक्टर बदला
act-doctor-import = डॉक्टर आयात
act-patient-register = मरीज़ पंजीकृत
act-patient-update = मरीज़ बदला
act-patient-withdraw = पंजीकरण वापस
act-patient-restore = पंजीकरण फिर मान्य
act-patient-import = मरीज़ आयात
act-patient-not-same = दो अलग व्यक्ति बताए गए
act-patient-maybe-same = शायद एक ही व्यक्ति हैं
act-patient-merge = दो रिकॉर्ड मिलाए गए
act-patient-unmerge = मिलाना वापस लिया गया
act-appointment-book = समय नियत
act-appointment-update = समय बदला

## प्रशासन
admin-staff = कर्मचारी
admin-desks = डेस्क
admin-witnesses = साक्षी
admin-settings = सेटिंग
admin-password = अपना पासवर्ड
role-administrator = प्रशासक
role-receptionist = स्वागतकर्मी
role-doctor = डॉक्टर
standing-active = सेवा में
standing-ended = समाप्त
staff-create = किसी को जोड़ें
staff-create-send = जोड़ें
staff-created = { $name } प्रवेश कर सकते हैं, हर डेस्क पर उसके अगले साझा के बाद।
staff-reset = नया पासवर्ड
staff-reset-title = { $name } का नया पासवर्ड
staff-reset-done = { $name } का नया पासवर्ड बन गया।
staff-dismiss = सेवा समाप्त करें
staff-dismiss-title = { $name } की सेवा समाप्त करें?
staff-dismiss-explained = वे अब प्रवेश नहीं कर सकेंगे: यहाँ तुरंत, दूसरी डेस्कों पर अगले साझा के साथ। उनका किया इतिहास में रहता है।
staff-dismissed = { $name } अब प्रवेश नहीं कर सकते।
password-first = पहला पासवर्ड
password-own = अपना पासवर्ड
password-present = वर्तमान पासवर्ड
password-change = पासवर्ड बदलें
password-changed = आपका पासवर्ड बदल गया।
desks-waiting = जुड़ने को कहती डेस्कें
desks-waiting-explained = नई डेस्क एक कोड दिखाती है। यहाँ के कोड से अक्षर-अक्षर मिलाएँ, फिर स्वीकृति दें।
desk-asked = { $time } पर कहा
approve-code = दूसरी स्क्रीन का कोड
approve-code-hint = बड़े अक्षर, ख़ाली जगह और डैश से फ़र्क़ नहीं पड़ता।
approve = स्वीकृति दें
desk-approved = { $name } अब अस्पताल की है।
desks-enrolled = इस अस्पताल की डेस्कें
desk-here = यह डेस्क
desk-revoke = हटाएँ
desk-revoke-title = { $name } को हटाएँ?
desk-revoke-explained = यह डेस्क सदा के लिए बाहर: बही इससे कुछ नहीं लेगी। चोरी या ख़राब कंप्यूटर के लिए।
desk-revoked = { $name } बाहर कर दी गई।
settings-hospital = पूरे अस्पताल के लिए
settings-window = इस खिड़की के लिए
settings-saved = सेटिंग सहेजी गई।
witnesses-title = साझा बही के साक्षी
witnesses-explained = साक्षी दूसरे लोग चलाते हैं। हर साक्षी साझा बही पर तभी हस्ताक्षर करता है जब वह केवल बढ़ती है और उसमें कुछ नहीं बदलता। पर्याप्त साक्षियों के हस्ताक्षर होने पर बदलाव पुष्ट होता है।
witnesses-none = कोई साक्षी नहीं माँगा गया है। बदलाव “साझा” पर रुकते हैं।
column-witness = साक्षी
column-last-seen = पिछली बार दिखा
column-entries-then = तब प्रविष्टियाँ
witnesses-confirmed = पहली { $count } प्रविष्टियाँ पुष्ट हैं, { $names } के हस्ताक्षर से।
witnesses-unconfirmed = अभी कुछ पुष्ट नहीं है।
witnesses-quorum = पर्याप्त: { $name }
witnesses-group = { $name }: { $members } में से { $needs }
policy-title = नियम
policy-explained = हर बही, साक्षी और समूह के लिए एक पंक्ति, और एक कोरम के लिए, C2SP tlog-policy के अनुसार। यह अस्पताल की हर डेस्क पर लागू है।
policy-check = जाँचें
policy-set = नियम तय करें
policy-set-done = नियम पूरे अस्पताल के लिए तय हो गया।
policy-good = यह नियम काम में आ सकता है।
policy-line = पंक्ति { $line }: { $problem }
policy-unusable = लागू नियम काम में नहीं आ सकता

## मिलते-जुलते मरीज़
similar-title = मिलते-जुलते मरीज़
similar-while-typing = लिखते समय यहाँ वे मरीज़ दिखते हैं जो वही व्यक्ति हो सकते हैं।
similar-count = { $count ->
    [0] कोई मिलता-जुलता मरीज़ पंजीकृत नहीं है।
    [one] 1 मिलता-जुलता मरीज़
   *[other] { $count } मिलते-जुलते मरीज़
}
similar-none = कोई मिलता-जुलता मरीज़ पंजीकृत नहीं है।
similar-hint = Ctrl+J पहले पर ले जाता है। किसी को खोलने पर आपका लिखा सुरक्षित रहता है।
similar-jump = पहले मिलते-जुलते मरीज़ पर जाएँ
similar-open = यह मरीज़ खोलें
similar-apart = दो व्यक्ति बताए गए
similar-probability = { $percent } % संभावना कि वही व्यक्ति है
similar-for = एक ही व्यक्ति होने के पक्ष में
similar-against = विरुद्ध
similar-reason = { $field }: { $how }
similar-years = { $reason } ({ $years ->
    [one] 1 वर्ष
   *[other] { $years } वर्ष
} का अंतर)
similar-suffix = जूनियर या सीनियर
similar-ask-title = क्या यह मरीज़ पहले से पंजीकृत है?
similar-ask-explained = कोई पंजीकृत मरीज़ वही व्यक्ति हो सकता है। कृपया एक बात और पूछें: फ़ोन, पता, पुराना नाम। यदि कोई और है, तो नया पंजीकरण करें।
similar-ask-back = फ़ॉर्म पर लौटें
register-as-new = नया पंजीकरण करें
likeness-same-person = शायद वही व्यक्ति
likeness-twin = शायद जुड़वाँ: एक ही परिवार में एक ही दिन जन्म
likeness-generation = शायद एक ही नाम के माता-पिता और संतान
likeness-household = शायद एक ही घर के
likeness-namesake = उसी नाम का कोई और
likeness-alike = कुछ मिलता-जुलता
agrees-missing = दर्ज नहीं
agrees-same = समान
agrees-joined = समान, अलग ढंग से लिखा
agrees-nickname = उसी नाम का दूसरा रूप
agrees-letter = एक अक्षर अलग
agrees-digit = एक अंक अलग
agrees-digits = दो अंक अलग
agrees-sound = सुनने में समान
agrees-near = लगभग समान
agrees-part = आंशिक रूप से समान
agrees-initial = पहला अक्षर समान
agrees-swapped = दिन और महीना आपस में बदले
agrees-names-swapped = नाम और कुलनाम आपस में बदले
agrees-day-month = दिन और महीना समान, वर्ष अलग
agrees-year = वर्ष समान, दिन अलग
agrees-about = जितना ज्ञात है, समान
agrees-mostly = अधिकतर समान
agrees-partly = कुछ समान
agrees-little = बहुत कम समान
agrees-different = अलग
field-not-same = इससे अलग व्यक्ति

## संभावित दोहराव
admin-duplicates = संभावित दोहराव
duplicates-title = मरीज़ जो शायद दो बार पंजीकृत हैं
duplicates-explained = पूरा रजिस्टर, एक-एक मरीज़ करके, पृष्ठभूमि में मिलाया जाता है। डेस्क बंद होने के बाद भी यह जारी रहता है, और फिर केवल बदले हुए को देखता है। इससे कुछ नहीं बदलता।
duplicates-start = रजिस्टर जाँचें
duplicates-go-on = जाँच जारी रखें
duplicates-again = फिर जाँचें
duplicates-running = मरीज़ मिलाए जा रहे हैं
duplicates-never = रजिस्टर अभी तक जाँचा नहीं गया।
duplicates-stopped = रुका हुआ। { $count ->
    [one] 1 रिकॉर्ड
   *[other] { $count } रिकॉर्ड
} मिलाना बाकी है।
duplicates-done = सभी मिलाए जा चुके हैं, पिछली बार { $time }।
duplicates-likely = शायद एक ही व्यक्ति
duplicates-apart = दो व्यक्ति बताए गए
duplicates-count = { $count ->
    [one] 1 जोड़ी
   *[other] { $count } जोड़ियाँ
}
duplicates-more = और दिखाएँ
duplicates-none = कोई दो बार पंजीकृत नहीं लगता
duplicates-none-hint = अब से जो पंजीकृत या बदला जाएगा, वह भी मिलाया जाएगा।
duplicates-none-yet = अभी तक कुछ नहीं मिलाया गया
duplicates-none-yet-hint = दो बार पंजीकृत मरीज़ खोजने के लिए रजिस्टर जाँचें।
duplicates-none-so-far = अभी तक कोई नहीं मिला
duplicates-none-apart = किसी को दो व्यक्ति नहीं बताया गया
pair-both = { $one } और { $other }
pair-side-by-side = दोनों रिकॉर्ड साथ-साथ
pair-differs = अलग
pair-apart = ये दो व्यक्ति हैं
pair-apart-done = दो व्यक्ति बताए गए। जब तक कोई एक नहीं बदलता, फिर नहीं दिखेंगे।
pair-maybe = शायद एक ही व्यक्ति हैं
pair-merge = मिलाएँ…
merge-title = इन दो रिकॉर्डों को मिलाएँ
merge-explained = एक रिकॉर्ड रखा जाता है। दूसरा छिप जाता है, और उसका नंबर और उसके अपॉइंटमेंट आगे से रखे गए रिकॉर्ड पर ले जाते हैं। कुछ भी मिटाया नहीं जाता, और इसे कभी भी वापस लिया जा सकता है।
merge-keep = कौन-सा रिकॉर्ड रखा जाए?
merge-both = दोनों
merge-confirm = { $number } में मिलाएँ
merge-done = दोनों रिकॉर्ड मिला दिए गए।
unmerge = मिलाना वापस लें
unmerge-done = दोनों रिकॉर्ड फिर से अलग हैं।
merged-title = इस रिकॉर्ड में मिलाए गए
merged-open = रखा गया रिकॉर्ड खोलें
report-probably-here = शायद पहले से पंजीकृत
report-probably-here-explained = ये लोग शायद पहले से पंजीकृत हैं। आयात उन्हें फिर से पंजीकृत करेगा।
report-probably-twice = शायद इस फ़ाइल में दो बार
report-probably-twice-explained = ये पंक्तियाँ शायद ऐसे व्यक्ति की हैं जो फ़ाइल में पहले आ चुका है। आयात दोनों को पंजीकृत करेगा।
report-first = पहले पंक्ति में
report-as = किस रूप में
report-probability = संभावना

## त्रुटियाँ
error-host = डेस्क का प्रोग्राम उत्तर नहीं देता। सहेजा हुआ कुछ नहीं खोया। कृपया फिर शुरू करें।
error-internal = Daybook के भीतर कुछ गड़बड़ हुई। सहेजा हुआ कुछ नहीं खोया। कृपया फिर कोशिश करें।
error-invalid = कुछ लिखा छूटा या ग़लत है।
error-locked = डेस्क पर ताला है।
error-wrong-password = उपयोगकर्ता नाम या पासवर्ड ग़लत है।
error-wait = बहुत बार ग़लत पासवर्ड। थोड़ा रुकें।
error-wait-seconds = बहुत बार ग़लत पासवर्ड। { $seconds } सेकंड रुकें।
error-not-allowed = आपकी भूमिका यह नहीं कर सकती।
error-not-found = यह यहाँ नहीं है।
error-conflict = इस बीच किसी ने इसे बदला, या जगह ली जा चुकी है। कृपया फिर देखें।
error-no-hospital = इस कंप्यूटर पर अभी अस्पताल नहीं है।
error-hospital-exists = इस कंप्यूटर पर पहले से अस्पताल है।
error-busy = दूसरे Daybook ने यह फ़ोल्डर खोला है।
error-offline = सर्वर तक नहीं पहुँच सके। सब यहाँ सहेजा है।
error-refused = सर्वर ने मना किया।
error-tampered = सर्वर ने जो दिखाया वह पहले से मेल नहीं खाता। अपने प्रशासक को बताएँ।
error-damaged = इस कंप्यूटर की एक फ़ाइल बिगड़ी है।
error-newer = डेटा नए Daybook का है। कृपया इसे नया करें।
error-disk = डिस्क भरी है या उस पर लिखा नहीं जा सकता। सहेजा हुआ कुछ नहीं खोया।
error-cancelled = रोका गया। कुछ अधूरा नहीं।
