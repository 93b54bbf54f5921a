# Daybook, español. Claro, breve, cortés, seguro. Las palabras huella, prueba y testigo solo están en la página del libro.

language-name = Español
app-name = Daybook
window-title = { $room } · Daybook
loading = Un momento …
ask-again = Intentar de nuevo
required = obligatorio
cancel = Cancelar
close = Cerrar
dismiss = Descartar
back = Volver
save = Guardar
save-changes = Guardar cambios
edit = Editar
remove = Quitar
restore = Restaurar
undo = Deshacer
undone = Deshecho.
stop = Detener
reason = Motivo
never = Nunca
unknown = Desconocido
not-recorded = Sin registrar
skip-to-content = Ir al contenido
progress-count = { $done } de { $total }

## Fechas y edades
date = { $day }-{ $month }-{ $year }
day-and-month = { $day }-{ $month }
weekday-and-date = { $weekday } { $date }
date-and-time = { $date } { $time }
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sep
month-10 = oct
month-11 = nov
month-12 = dic
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mié
weekday-short-4 = jue
weekday-short-5 = vie
weekday-short-6 = sáb
weekday-short-7 = dom
birth-with-age = { $birth } ({ $age })
birth-month = { $month }-{ $year }
birth-about = hacia { $year }
age-days = { $count } d
age-weeks = { $count } sem
age-months = { $count } m
age-years = { $count } a
minutes = { $count } min

## La ventana
language = Idioma
theme = Tema
theme-system = Como el sistema
theme-light = Claro
theme-dark = Oscuro
theme-contrast-light = Alto contraste, claro
theme-contrast-dark = Alto contraste, oscuro
keys-title = Teclas de esta pantalla
keys-search-hint = En un buscador: las flechas marcan una fila, Intro la abre, Esc vacía el buscador.
keys-rows = Fila siguiente o anterior
keys-single = Las letras sueltas actúan como teclas

## Salas
rail-label = Secciones
room-today = Hoy
room-patients = Pacientes
room-doctors = Médicos
room-import = Importar
room-ledger = Libro
room-administration = Administración
command-go = Ir a { $room }
top-search = Buscar u ordenar
top-search-count = { $count ->
    [one] 1 fila
   *[other] { $count } filas
}
top-desk = Puesto { $number } · { $name }
lock = Bloquear
lock-desk = Bloquear este puesto

## Cómo va el intercambio
sharing-unknown = Buscando el servidor del libro …
sharing-only-here = Guardado solo en este equipo. No hay ningún servidor conectado.
sharing-everything = Todo está compartido
sharing-confirmed = Todo está compartido y confirmado por testigos
sharing-witnessing = Todo está compartido. { $count ->
    [one] 1 cambio espera
   *[other] { $count } cambios esperan
} a los testigos.
sharing-unconfirmable = Todo está compartido. La norma de testigos no se puede usar: nada está confirmado.
sharing-on-the-way = Guardado. { $count ->
    [one] 1 cambio va
   *[other] { $count } cambios van
} camino del libro.
sharing-offline-since = Sin conexión desde { $time }. { $count ->
    [0] Nada espera.
    [one] 1 cambio espera, a salvo.
   *[other] { $count } cambios esperan, todos a salvo.
}
sharing-offline = Sin conexión. { $count ->
    [0] Nada espera.
    [one] 1 cambio espera, a salvo.
   *[other] { $count } cambios esperan, todos a salvo.
}
sharing-stuck = Sin compartir. { $count ->
    [0] Nada espera.
    [one] 1 cambio espera, a salvo.
   *[other] { $count } cambios esperan, todos a salvo.
}
sharing-refused = El servidor rechazó { $count ->
    [one] 1 cambio
   *[other] { $count } cambios
}
sharing-alarm = El servidor del libro contradice lo que había firmado
sharing-see-why = Ver por qué

## Primer arranque
first-run-title = Bienvenida
first-run-explained = Este equipo aún no pertenece a ningún hospital. ¿Qué va a ser?
first-run-new = Hospital nuevo
first-run-new-explained = Empiece aquí. Funciona enseguida, con red o sin ella.
first-run-join = Unirse a un hospital
first-run-join-explained = Otro puesto del hospital ya usa Daybook.
field-hospital = Nombre del hospital
hospital-hint = Tal como figura en los documentos.
field-code = Código
code-hint = Tres letras, de la A a la Z. Encabeza cada número de paciente y no puede cambiarse después.
first-administrator = La primera persona administradora
field-full-name = Nombre completo
user-name = Usuario
user-name-hint = Letras, cifras, punto y guion.
password = Contraseña
password-hint = Cualquier carácter, hasta 128. Cuatro palabras al azar sirven bien.
password-show = Mostrar la contraseña
password-score-0 = Muy débil: se adivina al instante
password-score-1 = Débil: se adivina en minutos
password-score-2 = Aún no basta: se adivina en días
password-score-3 = Buena
password-score-4 = Muy fuerte
found-start = Crear el hospital
found-working = Preparando el hospital
found-working-explained = Se están creando las claves de este puesto. Tarda unos segundos.
recovery-title = La clave de recuperación
recovery-explained = Si todos los administradores olvidan su contraseña, solo esta clave abre los datos del hospital. Se muestra una vez. Imprímala y guárdela bajo llave.
recovery-key = Clave de recuperación
recovery-paper-title = Clave de recuperación de { $hospital }
recovery-paper-text = Creada el { $date }. Guárdela donde solo lleguen los administradores. Quien la tenga puede leerlo todo.
recovery-print = Imprimir
recovery-type-back = Escriba la clave de recuperación que está en el papel
recovery-type-back-hint = Mayúsculas, espacios y guiones no importan.
recovery-confirm = Confirmar y abrir Daybook
recovery-confirm-title = Confirmar la clave de recuperación
recovery-shown-once = La clave se mostró al crear el hospital. Escríbala del papel para continuar.
join-explained = Su administrador tiene la dirección y la clave del servidor. Compare la clave con la de su papel.
field-text = Norma
field-server = Dirección del servidor del libro
server-hint = Por ejemplo https://ledger.example.org
field-log-key = Clave del servidor del libro
log-key-hint = La línea entera: nombre, signo más, ocho cifras, signo más, clave.
field-desk-name = Nombre de este puesto
desk-name-hint = Por ejemplo Recepción 2
join-start = Pedir la entrada
join-asking = Consultando al servidor …
join-compare = Pida al administrador que apruebe este puesto
join-compare-explained = En otro puesto, en Administración → Puestos, debe aparecer el mismo código. Si es distinto, no lo aprueben. Esta pantalla sigue sola.
join-done = Este equipo es ahora el puesto { $number } de { $hospital }
join-done-explained = Entre con el usuario y la contraseña que usa en los demás puestos.
join-log-in = Entrar

## Pantalla de bloqueo
lock-desk-number = Puesto { $number }
lock-open = Entrar
lock-opening = Abriendo …
lock-renewing = Los registros se están adaptando a la nueva versión. Ocurre una sola vez; si el equipo se apaga, no se pierde nada.
lock-renewing-end = Casi listo: se están ordenando las tablas nuevas.
lock-recover = Abrir con la clave de recuperación
lock-wait = Demasiadas contraseñas erróneas. Espere { $seconds ->
    [one] 1 segundo.
   *[other] { $seconds } segundos.
}
recover-title = Abrir con la clave de recuperación
recover-explained = Da una contraseña nueva a un administrador.
recover-open = Abrir
password-new = Contraseña nueva

## Pacientes
patients-find = Buscar un paciente
patients-find-hint = Nombre, número, teléfono, fecha de nacimiento u otra identificación
patients-last-seen = Vistos por último
patients-found = { $count ->
    [0] Ningún paciente
    [one] 1 paciente
   *[other] { $count } pacientes
}
patients-all = Mostrar también fallecidos y retirados
patients-none = Aún no hay pacientes
patients-none-hint = Registre al primero o importe un archivo.
patients-not-found = No se encontró a nadie
patients-not-found-hint = Pruebe con menos letras, un teléfono o la fecha de nacimiento. O registre al paciente.
patient-dead = Fallecido
patient-withdrawn = Retirado
patient-merged = Fusionada
patient-merged-into = Fusionada con { $number }
register-patient = Registrar un paciente
register-send = Registrar
register-and-book = Registrar y dar cita
form-send = Enviar el formulario
form-sections = Partes del formulario
section-name = Nombre
section-person = Persona
section-contact = Teléfonos
section-address = Dirección
section-kin = Familiar de contacto
section-ids = Otras identificaciones
section-more = Idioma y nota
second-script = Segunda escritura o grafía
birth-hint = 14 3 1987, 14 mar 87, 1987, o una edad: 39y, 3w
died-hint = Déjelo vacío mientras el paciente viva.
phone-add = Añadir un teléfono
phone-remove = Quitar el teléfono { $number }
identifier-add = Añadir una identificación
identifier-remove = Quitar la identificación { $number }
draft-kept = Lo que escribe se conserva, aunque el puesto se bloquee.
draft-restored = Este formulario estaba a medias. Todo sigue aquí.
draft-clear = Empezar con un formulario vacío
patient-registered = Registrado con el número { $number }. Guardado en este equipo.
patient-updated = Cambios guardados.
edit-patient = Cambiar este paciente
withdraw = Retirar
withdraw-title = ¿Retirar este registro?
withdraw-explained = Para un registro hecho por error. No se borra nada: se conserva oculto y puede restaurarse.
withdraw-reason = ¿Por qué fue un error?
patient-withdrawn-done = El registro queda retirado.
patient-restored = El registro vuelve a valer.
banner-label = Paciente
banner-born = Nacimiento
banner-died = Fallecimiento
banner-sex = Sexo
banner-number = Número
details-title = Datos
visits-title = Citas
visits-none = Aún no hay citas.
visits-missed = { $count ->
    [one] 1 perdida
   *[other] { $count } perdidas
}
visit-room = , sala { $room }
history-title = Historial
history-none = Aún no se ha cambiado nada.
history-by = { $who }, { $desk }
history-entry = Asiento
history-from = De
history-to = A
history-registered = Registrado
history-entered-in-error = Registrado por error: { $reason }
history-may-be-same = puede ser la misma persona
sex-female = Mujer
sex-male = Hombre
sex-other = Otro
sex-unknown = Desconocido
sex-not-recorded = Sin registrar
interpreter-needed = Necesario
interpreter-not-needed = No hace falta

## Campos
field-name = Nombre
field-number = Número
field-family = Apellidos
field-given = Nombres
field-title = Tratamiento
field-second-name = Segunda grafía
field-second-family = Apellidos, segunda grafía
field-second-given = Nombres, segunda grafía
field-sex = Sexo
field-birth = Nacimiento
field-birth-or-age = Fecha de nacimiento, o edad
field-age = Edad
field-died = Día del fallecimiento
field-phones = Teléfonos
field-phone = Teléfono
field-phone-preferred = Teléfono preferido
field-phone-other = Teléfono { $number }
field-address = Dirección
field-address-lines = Calle y número
field-city = Población
field-district = Provincia
field-postcode = Código postal
field-country = País
field-kin = Familiar de contacto
field-kin-name = Nombre
field-kin-relation = Parentesco
field-kin-phone = Teléfono
field-identifiers = Otras identificaciones
field-other-id = Otra identificación
field-identifier-kind = Clase
field-identifier-value = Identificación
field-language = Idioma
field-interpreter = Intérprete
field-note = Nota
field-status = Registro
field-withdrawn = Registro
field-speciality = Especialidad
field-department = Departamento
field-room = Sala
field-languages = Idiomas
languages-hint = Separados por comas.
field-doctor-identifier = Número de colegiado
field-login = Inicio de sesión
doctor-login-none = Sin inicio de sesión
doctor-login-hint = Quien inicie sesión así verá los pacientes y el día de este médico.
field-identifier = Número de colegiado
field-hours = Horario semanal
field-user = Usuario
field-password = Contraseña
field-role = Función
field-old = Contraseña actual
field-new = Contraseña nueva
field-recovery-key = Clave de recuperación
field-idle-minutes = Minutos hasta que un puesto inactivo se bloquea
idle-minutes-hint = De 1 a 60. Desde la última tecla o movimiento del puntero.
field-invite = Invitación
field-reason = Motivo
column-name = Nombre
column-born = Nacimiento
column-sex = Sexo
column-number = Número
found-number-misread = El número escrito tiene un carácter equivocado; este es el más parecido
found-read-as = «{ $typed }» leído como «{ $word }»
found-sounds-like = «{ $typed }» suena como «{ $word }»
found-nickname = «{ $typed }» es otra forma de «{ $word }»
found-initial = «{ $word }» puede ser la inicial de «{ $typed }»
found-not-there = Sin «{ $typed }»
found-also-written = También escrito «{ $word }»
found-phone = Teléfono { $digits }
found-kin-phone = Teléfono del familiar { $digits }
found-id = Identificación { $id }
found-only-year = Solo consta el año de nacimiento
found-only-month = Solo consta el mes de nacimiento
found-day-and-month = Día y mes de nacimiento al revés
column-doctor = Médico
column-now = Ahora
column-week = Semana
column-weekday = Día
column-hours = Horas
column-slot = Minutos por paciente
column-place = N.º
column-act = Qué se hizo
column-when = Cuándo
column-who = Quién
column-desk = Puesto
column-desk-name = Nombre
column-standing = Estado
column-hash = Huella
column-actions = Acciones
column-last-entry = Último cambio
column-entries = Asientos

## Lo que hay que revisar
problems-title = { $count ->
    [one] Revise 1 campo. Todo lo escrito sigue aquí.
   *[other] Revise { $count } campos. Todo lo escrito sigue aquí.
}
problem-line = { $field }: { $problem }
problem-needed = Complete este campo.
problem-look-again = Revise este campo.
problem-birth = Escriba una fecha como 14 3 1987, un año como 1987 o una edad como 39y o 3w.
problem-day = Escriba un día como 14 3 1987.
problem-no-such-day = El calendario no tiene ese día. Revise el día y el mes.
problem-future = Ese día aún no ha llegado. Revise el año.
problem-too-long-ago = De eso hace más de 130 años. Revise el año.
problem-code = Tres letras, de la A a la Z.
problem-idle-minutes = Un número del 1 al 60.

## Médicos
doctors-find = Buscar un médico
doctors-in-now = Quién está ahora
doctors-show-all = Mostrar todos
doctors-count = { $count ->
    [one] 1 médico
   *[other] { $count } médicos
}, { $in } ahora
doctors-none = Ningún médico encontrado
doctors-none-hint = Añada uno, importe un archivo o cambie la búsqueda.
doctor-add = Añadir un médico
doctor-edit = Cambiar este médico
doctor-added = El médico está en el directorio.
doctor-updated = Cambios guardados.
doctor-and-speciality = { $name } · { $speciality }
presence-in = Aquí hasta las { $time }
presence-later = Desde las { $time }
presence-out = Ausente
presence-out-until = Ausente hasta { $weekday } { $time }
presence-room = { $presence }, sala { $room }
hours-title = Horario semanal
hours-hint = Por ejemplo 9-12:30, 14-17. Deje vacío el día en que no está.
hours-none = Sin horario registrado.
hours-stretch = { $weekday } { $from }–{ $to }
hours-in-room = sala { $room }
hours-minutes-each = { $minutes } minutos por paciente
hours-from-to = { $from }–{ $to }
hours-of = Horas del { $weekday }
hours-room-of = Sala del { $weekday }
hours-slot-of = Minutos por paciente del { $weekday }
hours-as-above = Como arriba
hours-as-above-of = Como arriba: { $weekday }
hours-unreadable = Escriba las horas así: 9-12:30.
hours-backwards = El final está antes del comienzo.
hours-overlap = Dos tramos se solapan.
hours-slot-wrong = Minutos por paciente: de 5 a 240.

## Citas
today-title = Hoy, { $date }
today-none = Ninguna cita ni médico con horario en este día
today-none-hint = Añada el horario semanal de un médico o mire otro día.
day-steps = Otros días
day-before = Día anterior
day-after = Día siguiente
day-today = Hoy
week-after = Una semana después
day-none = Nadie tiene cita.
state-booked = Citado
state-arrived = Ha llegado
state-with-doctor = Con el médico
state-done = Atendido
state-missed = No vino
state-cancelled = Anulada
step-arrived = Ha llegado
step-with-doctor = Al médico
step-done = Atendido
step-missed = No vino
step-cancel = Anular
step-reopen = Citar de nuevo
step-of = { $step }: { $name }
checkin-title = Llegada: pida dos datos
checkin-explained = Que el paciente diga su nombre completo y su fecha de nacimiento. No se los lea.
checkin-confirm = Ambos coinciden: ha llegado
same-name = Mismo nombre hoy
same-name-warning = Otra persona con este nombre tiene cita este día.
state-changed = { $name }: { $state }
load-no-hours = Sin horario
load-free = Libre
load-filling = Llenándose
load-full = Completo
load-over = Excedido
load-minutes = { $booked } de { $open } min
clash = Choque
book = Dar cita
book-with = Dar cita con { $name }
book-appointment = Dar cita
book-for-whom = Dar cita: ¿a quién?
book-reason = Motivo de la visita
book-no-hours = Sin horario este día
book-week = Huecos libres de la semana
day-out = Ausente
day-full = Completo
day-free = { $count } libres
book-free = { $count ->
    [0] Ningún hueco libre
    [one] 1 hueco libre
   *[other] { $count } huecos libres
}
booked = Cita el { $date } a las { $time }.
slot-free = Libre
slot-past = Pasado
slot-taken = Ocupado
cancel-appointment = Anular la cita
cancel-appointment-title = ¿Anular esta cita?
cancel-appointment-explained = El hueco queda libre. La cita permanece en el historial.
cancel-appointment-reason = ¿Quién anula y por qué?

## Importar
import-choose = Elija un archivo
import-choose-hint = CSV con encabezados, o pacientes y profesionales FHIR R4 (ndjson o Bundle). No se escribe nada hasta que usted lo diga.
import-drop = o suéltelo aquí
import-reading = Leyendo el archivo
import-unreadable = El archivo no se puede leer. No se importó nada.
import-records = { $count ->
    [one] 1 registro
   *[other] { $count } registros
}, { $format }
format-csv = CSV
format-fhir-ndjson = FHIR, un recurso por línea
format-fhir-bundle = FHIR Bundle
import-columns = Columnas del archivo
import-column = Columna
import-field = Campo
import-field-of = Campo para la columna { $column }
import-samples = Primeros valores
import-leave-out = Omitir
import-no-name = Ninguna columna es un nombre. Se rechazarían todas las filas.
import-strictness = Una fila con un valor imposible
import-lenient = Tomarla y conservar el valor en la nota
import-strict = Rechazarla
import-dry = Probar sin escribir
import-run = Importar
import-other = Otro archivo
import-would = Una prueba. No se escribió nada. La importación daría:
import-did = Importación terminada.
imports-earlier = Importaciones anteriores
imports-withdrawn = Retirados desde entonces
import-undo = Deshacer la importación
import-undo-title = ¿Deshacer esta importación?
import-undo-explained = Todos sus pacientes se retiran como registrados por error. Quedan los que alguien cambió o citó desde entonces. No se borra nada y cada uno puede restaurarse.
import-undone = Deshecha: { $withdrawn } pacientes retirados, { $kept } conservados porque alguien ha trabajado con ellos.
report-records = Registros
report-patients = Pacientes
report-doctors = Médicos
report-refused = Rechazados
report-skipped = Omitidos
report-entries = Asientos firmados
report-show = Mostrar
report-all = Todo ({ $count })
report-some = { $severity } ({ $count })
report-lines = Líneas del informe
report-line = Línea
report-severity = Qué
report-reason = Por qué
report-more = No se muestran { $count } líneas más. Elija una clase para ver otras.
severity-refused = Rechazado
severity-warning = Tomado con un cambio
severity-skipped = Omitido

## El libro
ledger-explained = El libro anota cada cambio en orden, firmado por el puesto que lo hizo. Nadie, ni siquiera el servidor que lo guarda, puede cambiar después una línea sin ser descubierto.
ledger-shared = Compartidos por este puesto
ledger-confirmed = Confirmados por testigos
ledger-pending = En espera
ledger-size = Asientos en el libro común
ledger-contact = Última comprobación
ledger-server = Servidor del libro: { $server }
sync-now = Compartir ahora
sync-trying = Compartiendo …
refused-title = Rechazados por el servidor
refused-explained = Estos cambios están guardados aquí, pero los demás puestos no los ven. Muéstrelos a su administrador.
connect-title = Conectar con un servidor del libro
connect-again = Conectar de nuevo o a otra dirección
connect-explained = Hasta entonces todo funciona y queda en este equipo. Compare la clave con la que le dio el operador, letra por letra.
connect-offered = Quien instaló este programa ofrece un servidor del libro. Compare su clave antes de conectar.
server-certificate = El certificado del servidor
authority-title = El certificado del servidor viene de una autoridad propia
authority-explained = Solo si el hospital tiene su propia autoridad de certificación y este ordenador aún no la conoce. Quien le dé el archivo le dirá también su huella: compare ambas letra por letra. Impide que otros escuchen; lo que dice el servidor se comprueba igualmente con su clave.
authority-choose = Elegir el certificado de la autoridad
authority-choose-hint = Un archivo en formato PEM, solo con el certificado, nunca con su clave privada. Sustituye al anterior.
authority-none = Solo se confía en las autoridades que este ordenador conoce.
authority-remove = Dejar de confiar
authority-remove-title = ¿Dejar de confiar en esta autoridad?
authority-remove-explained = Después este puesto solo confía en las autoridades que este ordenador conoce. Si el certificado del servidor viene de la de arriba, no se llega al servidor y este puesto deja de compartir hasta que se vuelva a elegir una autoridad. No se pierde nada: el trabajo aquí sigue y lo que espera se comparte entonces.
authority-removed = Ya no se confía en ella. Se sigue compartiendo si este ordenador conoce el certificado del servidor.
authority-chosen = Desde ahora se confía en ella. Se vuelve a probar con el servidor.
authority-unusable = El archivo ledger-ca.pem de la carpeta de este puesto no se puede usar
authority-unreadable = No se puede leer este archivo.
authority-over = caducado
authority-not-yet = no válido antes de { $time }
column-authority = Autoridad
column-valid-until = Válido hasta
column-fingerprint-sha256 = Huella (SHA-256)
field-pem = El certificado de la autoridad
connect = Conectar
offer-title = Se ofrece un servidor del libro: { $server }
offer-explained = Conectados a él, los puestos de este hospital comparten su trabajo y nadie puede cambiar el libro sin ser visto. Compare antes su clave:
offer-look = Mirar de cerca
connected = Conectado. Todo lo guardado se compartirá ahora.
invite-hint = Del operador, para un hospital nuevo en este servidor. Si no, vacío.
entries-title = Asientos
entries-explained = Una línea por cambio, el más reciente primero. La huella (hash) se calcula del propio asiento: cambie una letra y será otra.
entries-none = Aún no hay asientos
entries-newest = Los más recientes
entries-older = Anteriores
entry-no-index = espera
entry-header = Lo que todos pueden leer
entry-header-explained = Esta parte no es secreta: qué puesto escribió, cuándo y qué clase de cambio. No permite reconocer a ningún paciente.
entry-events = Lo que solo este hospital puede leer
entry-events-explained = El cambio mismo está sellado. Se abre aquí porque este puesto tiene la clave.
entry-proof = Prueba
entry-proof-explained = Con este texto cualquiera puede comprobar, sin fiarse de nosotros, que el asiento está en el libro común.
entry-no-proof = Aún no hay: el asiento no se ha compartido.
export-entry = Guardar asiento
export-proof = Guardar prueba
export-key = Guardar clave del puesto
save-verify-page = Guardar la página de comprobación
downloaded = Guardado { $name }.
download-failed = No se pudo guardar el archivo.
standing-waiting = En este equipo
standing-shared = Compartido
standing-confirmed = Confirmado por testigos
standing-refused = Rechazado
standing-waiting-explained = Guardado en este equipo y firmado. Se compartirá cuando se llegue al servidor.
standing-shared-explained = El servidor lo ha anotado y ha firmado por ello. Todos los puestos del hospital lo tienen o lo tendrán.
standing-confirmed-explained = El servidor ha firmado por ello, y bastantes testigos han firmado que nada anterior ha cambiado.
standing-refused-explained = El servidor no lo aceptó. Se guarda aquí, pero no cuenta.
entry-refused = Por qué lo rechazó el servidor
entry-block = Su bloque
header-hash-means = Se calcula de todo el asiento. Si cambia una letra, es otra.
header-act = Acto
header-act-means = La clase de cambio.
header-issuer = Emisor
header-issuer-means = El hospital y el puesto que lo escribió.
header-subject = Asunto
header-subject-means = De qué trata: un número que nada dice a los de fuera.
header-actor = Autor
header-actor-means = Quién lo hizo, también como número.
header-role = Función
header-role-means = En qué función actuó. El servidor solo lo acepta si la tiene.
header-time = Hora
header-time-means = El reloj del puesto, con un contador para lo que ocurrió en el mismo momento.
header-seq = Orden
header-seq-means = El lugar en la cadena de este puesto. Un hueco se descubriría.
header-prev = Anterior
header-prev-means = La huella del asiento anterior de este puesto. Así no se puede quitar ni meter ninguno después.
header-seen-size = Visto: asientos
header-seen-size-means = Cuántos asientos comunes había comprobado este puesto al escribirlo.
header-seen-root = Visto: raíz
header-seen-root-means = La huella de todos ellos. Descubre a un servidor que enseña dos historias a dos puestos.
header-key-id = Clave
header-key-id-means = La huella de la clave del puesto que lo firmó.
header-algorithm = Algoritmo
header-algorithm-means = Cómo está firmado: RSA-PSS con SHA-256.
blocks-title = Línea de bloques
blocks-explained = Un bloque es lo que el servidor anotó de una vez y firmó. Los cuadros llenos son asientos que usted puede abrir. Este puesto vuelve a calcular cada bloque.
block-arrived = Ha llegado el bloque { $number }.
blocks-live = En directo
blocks-kept = A las { $at }. Ahora no se puede preguntar al servidor.
blocks-never = Todavía no se ha preguntado al servidor.
blocks-no-server = No hay servidor conectado. El primer bloque llega al compartir por primera vez.
blocks-none = Todavía no hay bloques
blocks-none-own = Ningún bloque contiene todavía un asiento suyo
blocks-newest = Bloques más nuevos
blocks-older = Bloques anteriores
block = Bloque { $number }
block-entries = { $count ->
    [one] 1 asiento
   *[other] { $count } asientos
}
block-witnesses = { $count ->
    [one] 1 testigo
   *[other] { $count } testigos
}
block-checked = Comprobado aquí
block-signed = Firmado, aún no comprobado aquí
block-contradicts = Contradice el libro de este puesto
block-before = Bloque anterior
block-after = Bloque siguiente
export-checkpoint = Guardar punto de control
block-facts = Lo que añadió
block-facts-explained = Una raíz es una sola huella de todos los asientos hasta ahí. Si cambia una letra en cualquiera, es otra.
block-brings = Asientos
block-range = { $first } a { $last }
block-empty = ninguno
block-root-before = Raíz anterior
block-root = Raíz posterior
block-no-before = ninguna: aquí empieza el libro
block-signatures = Quién lo ha firmado
block-signatures-explained = El servidor firma cada bloque; así no puede enseñar otro a otros sin que se descubra. Los testigos firman que nada anterior ha cambiado.
block-note = El punto de control firmado
block-unlisted = { $count ->
    [one] Hay 1 más que no figura aquí.
   *[other] Hay { $count } más que no figuran aquí.
}
block-others = { $count ->
    [one] 1 asiento es de otro puesto u hospital y no se puede abrir aquí.
   *[other] { $count } asientos son de otros puestos u hospitales y no se pueden abrir aquí.
}
signer-log = el servidor del libro
signer-witness = testigo
signer-unknown = desconocido aquí, no comprobado
signer-key = Número de la clave
proof-way-title = El camino hasta la raíz
proof-way-explained = La huella del asiento se junta con la de al lado, el resultado con la siguiente, y así hasta la raíz que el servidor firmó. Si cambia una letra, la última sale distinta. Este puesto acaba de calcularlo.
proof-picture = La prueba como dibujo
proof-picture-label = Del asiento { $index } en { $steps } pasos a la raíz firmada de { $size } asientos
proof-signed-by = La raíz de { $size } asientos está firmada por
proof-entry = Asiento { $index }
proof-entries = Asientos { $first } a { $last }
proof-root = Raíz de { $count }
proof-alone = El libro tiene solo este asiento: su huella es la raíz.
proof-steps = Los pasos de la prueba
column-step = Paso
column-covers = Al lado
column-given = Dada con la prueba
column-together = Calculada de ambas
proof-earlier = anteriores
proof-later = posteriores
alarms-title = Alarmas
alarms-explained = El servidor ha contradicho lo que había firmado. Aquí no se ha perdido nada. La evidencia se conserva: guárdela para quien deba verla. Cualquiera puede comprobarla sin este puesto.
alarms-explained-witness = Un testigo se ha contradicho. Aquí no se ha perdido nada. La evidencia se conserva: guárdela para quien deba verla. Cualquiera puede comprobarla sin este puesto.
alarm-rolled-back = El servidor muestra menos asientos de los que había firmado
alarm-forked = El servidor ha firmado dos historias que se contradicen
alarm-unjustified = Los asientos del servidor no corresponden a lo que firmó
alarm-rule-broken = El libro del servidor contiene un asiento que nunca debió aceptarse
alarm-witness-went-back = El testigo { $names } ha firmado menos asientos después de haber firmado más
alarm-witness-open = Ha olvidado lo que firmó, como le pasa a uno repuesto de una copia de seguridad; o su clave está en dos sitios, o se le atrasó el reloj. El servidor no tiene la culpa y se sigue compartiendo. Hasta que quien lleva el testigo lo haya explicado, no cuente con lo que confirma: una política nueva puede dejarlo fuera.
alarm-witnesses-both = { $count ->
        [one] El testigo { $names } ha firmado las dos partes: ha olvidado lo que había firmado, o su clave está en dos sitios.
       *[other] Los testigos { $names } han firmado las dos partes: han olvidado lo que habían firmado, o sus claves están en dos sitios.
    }
alarm-witnesses-shown = { $count ->
        [one] El testigo { $names } ha firmado la parte que aquí no encaja.
       *[other] Los testigos { $names } han firmado la parte que aquí no encaja.
    }
alarm-witness-first = Lo que había firmado primero:
alarm-witness-then = Lo que firmó después:
alarm-found = Descubierto el { $at }, cuando este puesto había comprobado { $size } asientos.
alarm-open = Se ha dejado de compartir. Su trabajo sigue aquí y está a salvo. Avise a su administrador, que debe preguntar al operador del servidor.
alarm-settled = Resuelto el { $at }: un administrador volvió a conectar y todo coincidió.
alarm-notes = Ambas partes, como se firmaron
alarm-own-root = La raíz de este puesto:
alarm-kept = Lo que el servidor había firmado antes:
alarm-shown = Lo que mostró después:
export-evidence = Guardar evidencia
verify-title = Comprobarlo todo
verify-explained = Comprueba cada firma, cada enlace y cada prueba, y compara cada fila de este equipo con lo que dicen los asientos.
verify = Comprobarlo todo
verify-good = Todo está como se escribió.
verify-bad = { $count ->
    [one] 1 cosa está mal
   *[other] { $count } cosas están mal
}
verify-checked = Comprobados { $entries } asientos, { $proofs } pruebas, { $rows } filas.
finding-bad-entry = Asiento dañado
finding-missing-entry = Falta un asiento
finding-bad-payload = Contenido cambiado
finding-bad-proof = La prueba no vale
finding-broken-rule = Regla incumplida
finding-bad-row = Fila alterada
rebuild = Reconstruir desde los asientos
rebuild-explained = Todas las tablas se calculan de nuevo desde los asientos firmados. Nada puede perderse. Mientras tanto, lo demás espera.
rebuilt-same = Reconstruido desde { $count ->
    [one] 1 asiento
   *[other] { $count } asientos
}. Cada fila salió igual.
rebuilt-other = Reconstruido desde { $count ->
    [one] 1 asiento
   *[other] { $count } asientos
}. Algunas filas diferían y ahora dicen lo que los asientos.
act-site-found = Hospital creado
act-desk-enrol = Puesto admitido
act-desk-revoke = Puesto revocado
act-staff-grant = Función dada
act-staff-revoke = Función retirada
act-policy-set = Norma fijada
act-subject-erased = Paciente borrado
act-site-settings = Ajustes cambiados
act-staff-account = Cuenta cambiada
act-staff-password = Contraseña cambiada
act-session-attempts = Contraseñas erróneas antes de un inicio de sesión
act-doctor-add = Médico añadido
act-doctor-update = Médico cambiado
act-doctor-import = Médicos importados
act-patient-register = Paciente registrado
act-patient-update = Paciente cambiado
act-patient-withdraw = Registro retirado
act-patient-restore = Registro restaurado
act-patient-import = Pacientes importados
act-patient-not-same = Declaradas dos personas distintas
act-patient-maybe-same = Podrían ser la misma persona
act-patient-merge = Dos fichas fusionadas
act-patient-unmerge = Fusión deshecha
act-appointment-book = Cita dada
act-appointment-update = Cita cambiada

## Administración
admin-staff = Personal
admin-desks = Puestos
admin-witnesses = Testigos
admin-settings = Ajustes
admin-password = Contraseña propia
role-administrator = Administración
role-receptionist = Recepción
role-doctor = Médico
standing-active = En servicio
standing-ended = Terminado
staff-create = Añadir a alguien
staff-create-send = Añadir
staff-created = { $name } puede entrar, en cada puesto tras su próximo intercambio.
staff-reset = Contraseña nueva
staff-reset-title = Contraseña nueva para { $name }
staff-reset-done = { $name } tiene una contraseña nueva.
staff-dismiss = Dar de baja
staff-dismiss-title = ¿Dar de baja a { $name }?
staff-dismiss-explained = Ya no podrá entrar: aquí enseguida, en los demás puestos tras su próximo intercambio. Lo que hizo queda en el historial.
staff-dismissed = { $name } ya no puede entrar.
password-first = Primera contraseña
password-own = Contraseña propia
password-present = Contraseña actual
password-change = Cambiar la contraseña
password-changed = Su contraseña ha cambiado.
desks-waiting = Puestos que piden entrar
desks-waiting-explained = Un puesto nuevo muestra un código. Compárelo con el de aquí, letra por letra, y apruebe.
desk-asked = lo pidió { $time }
approve-code = Código en la otra pantalla
approve-code-hint = Mayúsculas, espacios y guiones no importan.
approve = Aprobar
desk-approved = { $name } pertenece ya al hospital.
desks-enrolled = Puestos de este hospital
desk-here = Este puesto
desk-revoke = Revocar
desk-revoke-title = ¿Revocar { $name }?
desk-revoke-explained = Este puesto queda fuera para siempre: el libro ya no acepta nada de él. Para un equipo robado o averiado.
desk-revoked = { $name } queda fuera.
settings-hospital = Para todo el hospital
settings-window = Para esta ventana
settings-saved = Ajustes guardados.
witnesses-title = Testigos del libro común
witnesses-explained = Los testigos son ajenos al hospital. Cada uno firma el libro común solo mientras crece y nada en él cambia. Un cambio está confirmado cuando han firmado bastantes de ellos.
witnesses-none = No se piden testigos. Los cambios terminan en «Compartido».
column-witness = Testigo
column-last-seen = Visto por última vez
column-entries-then = Asientos entonces
witnesses-confirmed = Los primeros { $count } asientos están confirmados, firmados por { $names }.
witnesses-unconfirmed = Todavía no hay nada confirmado.
witnesses-quorum = Basta con: { $name }
witnesses-group = { $name }: { $needs } de { $members }
policy-title = Norma
policy-explained = Una línea por cada libro, testigo y grupo, y una para el quórum, según C2SP tlog-policy. Vale para todos los puestos del hospital.
policy-check = Comprobar
policy-set = Fijar la norma
policy-set-done = La norma queda fijada para todo el hospital.
policy-good = Esta norma se puede usar.
policy-line = Línea { $line }: { $problem }
policy-unusable = La norma vigente no se puede usar

## Pacientes parecidos
similar-title = Pacientes parecidos
similar-while-typing = Mientras escribe, aquí aparecen pacientes que podrían ser la misma persona.
similar-count = { $count ->
    [0] No hay nadie parecido registrado.
    [one] 1 paciente parecido
   *[other] { $count } pacientes parecidos
}
similar-none = No hay nadie parecido registrado.
similar-hint = Ctrl+J lleva al primero. Lo que ha escrito se conserva si abre uno.
similar-jump = Ir al primer paciente parecido
similar-open = Abrir este paciente
similar-apart = Declarados dos personas
similar-probability = { $percent } % probable que sea la misma persona
similar-for = A favor de una sola persona
similar-against = En contra
similar-reason = { $field }: { $how }
similar-years = { $reason } ({ $years ->
    [one] 1 año
   *[other] { $years } años
} de diferencia)
similar-suffix = Hijo o padre (Jr, Sr)
similar-ask-title = ¿Está ya registrado este paciente?
similar-ask-explained = Alguien registrado podría ser la misma persona. Pregunte algo más: un teléfono, una dirección, un nombre anterior. Si es otra persona, regístrela como nueva.
similar-ask-back = Volver al formulario
register-as-new = Registrar como nuevo
likeness-same-person = Probablemente la misma persona
likeness-twin = Probablemente gemelos: nacidos el mismo día en la misma familia
likeness-generation = Probablemente padre o madre e hijo del mismo nombre
likeness-household = Probablemente del mismo hogar
likeness-namesake = Otra persona del mismo nombre
likeness-alike = Algo parecidos
agrees-missing = no consta
agrees-same = igual
agrees-joined = igual, escrito de otro modo
agrees-nickname = otra forma del mismo nombre
agrees-letter = una letra distinta
agrees-digit = una cifra distinta
agrees-digits = dos cifras distintas
agrees-sound = suena igual
agrees-near = casi igual
agrees-part = igual en parte
agrees-initial = la misma inicial
agrees-swapped = día y mes intercambiados
agrees-names-swapped = nombre y apellido intercambiados
agrees-day-month = mismo día y mes, otro año
agrees-year = mismo año, otro día
agrees-about = igual hasta donde se sabe
agrees-mostly = igual en su mayor parte
agrees-partly = igual en parte
agrees-little = poco en común
agrees-different = distinto
field-not-same = Otra persona que

## Posibles duplicados
admin-duplicates = Posibles duplicados
duplicates-title = Pacientes que pueden estar registrados dos veces
duplicates-explained = Se compara todo el registro, paciente a paciente, en segundo plano. Continúa después de bloquear el puesto y luego mira solo lo que ha cambiado. No modifica nada.
duplicates-start = Revisar el registro
duplicates-go-on = Continuar la revisión
duplicates-again = Revisar de nuevo
duplicates-running = Comparando pacientes
duplicates-never = El registro aún no se ha revisado.
duplicates-stopped = Detenido. { $count ->
    [one] Queda 1 ficha
   *[other] Quedan { $count } fichas
} por comparar.
duplicates-done = Todos han sido comparados, por última vez { $time }.
duplicates-likely = Probablemente una persona
duplicates-apart = Declarados dos personas
duplicates-count = { $count ->
    [one] 1 par
   *[other] { $count } pares
}
duplicates-more = Mostrar más
duplicates-none = Nadie parece estar registrado dos veces
duplicates-none-hint = Quien se registre o cambie desde ahora también se compara.
duplicates-none-yet = Aún no se ha comparado nada
duplicates-none-yet-hint = Revise el registro para encontrar pacientes que pueden estar registrados dos veces.
duplicates-none-so-far = Nadie hasta ahora
duplicates-none-apart = De nadie se ha dicho que sean dos personas
pair-both = { $one } y { $other }
pair-side-by-side = Las dos fichas, lado a lado
pair-differs = Difiere
pair-apart = Son dos personas
pair-apart-done = Declarados dos personas. No se muestran de nuevo hasta que uno cambie.
pair-maybe = Podrían ser una sola persona
pair-merge = Fusionar…
merge-title = Fusionar estas dos fichas
merge-explained = Una ficha se conserva. La otra se oculta, y desde entonces su número y sus citas llevan a la que se conserva. No se borra nada y puede deshacerse en cualquier momento.
merge-keep = ¿Qué ficha se conserva?
merge-both = Ambos
merge-confirm = Fusionar con { $number }
merge-done = Las dos fichas están fusionadas.
unmerge = Deshacer la fusión
unmerge-done = Las dos fichas vuelven a ser independientes.
merged-title = Fusionadas con esta ficha
merged-open = Abrir la ficha conservada
report-probably-here = Probablemente ya registrados
report-probably-here-explained = Estas personas probablemente ya están registradas. La importación las registraría otra vez.
report-probably-twice = Probablemente dos veces en este archivo
report-probably-twice-explained = Estas líneas hablan probablemente de una persona que ya figura antes en el archivo. La importación registraría ambas.
report-first = Primero en la línea
report-as = Como
report-probability = Probabilidad

## Errores, por clase
error-host = El programa del puesto no responde. No se ha perdido nada de lo guardado. Arránquelo de nuevo.
error-internal = Algo falló dentro de Daybook. No se ha perdido nada de lo guardado. Inténtelo de nuevo.
error-invalid = Algo escrito falta o está mal.
error-locked = El puesto está bloqueado.
error-wrong-password = Usuario o contraseña incorrectos.
error-wait = Demasiadas contraseñas erróneas. Espere un poco.
error-wait-seconds = Demasiadas contraseñas erróneas. Espere { $seconds } segundos.
error-not-allowed = Su función no permite esto.
error-not-found = Esto no está aquí.
error-conflict = Otra persona lo cambió entretanto, o el hueco está ocupado. Mire de nuevo.
error-no-hospital = Este equipo aún no tiene hospital.
error-hospital-exists = Este equipo ya tiene un hospital.
error-busy = Otro Daybook tiene abierta esta carpeta.
error-offline = No se alcanza el servidor. Todo está guardado aquí.
error-refused = El servidor dijo que no.
error-tampered = Lo que mostró el servidor no encaja con lo anterior. Avise a su administrador.
error-damaged = Un archivo de este equipo está dañado.
error-newer = Los datos son de un Daybook más nuevo. Actualice este.
error-disk = El disco está lleno o no se puede escribir. No se ha perdido nada de lo guardado.
error-cancelled = Detenido. Nada quedó a medias.
