# Daybook, français. Simple, bref, poli, sûr. Les mots empreinte, preuve et témoin ne paraissent que sur la page du registre.

language-name = Français
app-name = Daybook
window-title = { $room } · Daybook
loading = Un instant …
ask-again = Réessayer
required = obligatoire
cancel = Annuler
close = Fermer
dismiss = Masquer
back = Retour
save = Enregistrer
save-changes = Enregistrer les changements
edit = Modifier
remove = Retirer
restore = Rétablir
undo = Défaire
undone = Défait.
stop = Arrêter
reason = Motif
never = Jamais
unknown = Inconnu
not-recorded = Non renseigné
skip-to-content = Aller au contenu
progress-count = { $done } sur { $total }

## Dates et âges
date = { $day }-{ $month }-{ $year }
day-and-month = { $day }-{ $month }
weekday-and-date = { $weekday } { $date }
date-and-time = { $date } { $time }
month-1 = janv
month-2 = févr
month-3 = mars
month-4 = avr
month-5 = mai
month-6 = juin
month-7 = juil
month-8 = août
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = déc
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mer
weekday-short-4 = jeu
weekday-short-5 = ven
weekday-short-6 = sam
weekday-short-7 = dim
birth-with-age = { $birth } ({ $age })
birth-month = { $month }-{ $year }
birth-about = vers { $year }
age-days = { $count } j
age-weeks = { $count } sem
age-months = { $count } m
age-years = { $count } a
minutes = { $count } min

## La fenêtre
language = Langue
theme = Thème
theme-system = Comme le système
theme-light = Clair
theme-dark = Sombre
theme-contrast-light = Contraste élevé, clair
theme-contrast-dark = Contraste élevé, sombre
keys-title = Touches de cet écran
keys-search-hint = Dans une zone de recherche : les flèches marquent une ligne, Entrée l'ouvre, Échap vide la zone.
keys-rows = Ligne suivante ou précédente
keys-single = Les lettres seules servent de touches

## Rubriques
rail-label = Rubriques
room-today = Aujourd'hui
room-patients = Patients
room-doctors = Médecins
room-import = Importer
room-ledger = Registre
room-administration = Administration
command-go = Aller à { $room }
top-search = Chercher ou commander
top-search-count = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
top-desk = Poste { $number } · { $name }
lock = Verrouiller
lock-desk = Verrouiller ce poste

## Où en est le partage
sharing-unknown = Recherche du serveur du registre …
sharing-only-here = Enregistré sur cet ordinateur seulement. Aucun serveur n'est relié.
sharing-everything = Tout est partagé
sharing-confirmed = Tout est partagé et confirmé par les témoins
sharing-witnessing = Tout est partagé. { $count ->
    [one] 1 changement attend
   *[other] { $count } changements attendent
} les témoins.
sharing-unconfirmable = Tout est partagé. La règle des témoins est inutilisable : rien n’est confirmé.
sharing-on-the-way = Enregistré. { $count ->
    [one] { $count } changement est
   *[other] { $count } changements sont
} en route vers le registre.
sharing-offline-since = Hors ligne depuis { $time }. { $count ->
    [0] Rien n'attend.
    [one] 1 changement attend, en sûreté.
   *[other] { $count } changements attendent, tous en sûreté.
}
sharing-offline = Hors ligne. { $count ->
    [0] Rien n'attend.
    [one] 1 changement attend, en sûreté.
   *[other] { $count } changements attendent, tous en sûreté.
}
sharing-stuck = Non partagé. { $count ->
    [0] Rien n'attend.
    [one] 1 changement attend, en sûreté.
   *[other] { $count } changements attendent, tous en sûreté.
}
sharing-refused = Le serveur a refusé { $count ->
    [one] { $count } changement
   *[other] { $count } changements
}
sharing-alarm = Le serveur du registre contredit ce qu’il avait signé
sharing-see-why = Voir pourquoi

## Premier démarrage
first-run-title = Bienvenue
first-run-explained = Cet ordinateur n'appartient encore à aucun hôpital. Que doit-il être ?
first-run-new = Nouvel hôpital
first-run-new-explained = Commencez ici. Fonctionne aussitôt, avec ou sans réseau.
first-run-join = Rejoindre un hôpital
first-run-join-explained = Un autre poste de l'hôpital utilise déjà Daybook.
field-hospital = Nom de l'hôpital
hospital-hint = Tel qu'il figure sur les papiers.
field-code = Code
code-hint = Trois lettres, de A à Z. Il commence chaque numéro de patient et ne peut plus changer ensuite.
first-administrator = La première personne qui administre
field-full-name = Nom complet
user-name = Nom d'utilisateur
user-name-hint = Lettres, chiffres, point et tiret.
password = Mot de passe
password-hint = Tous les caractères, jusqu'à 128. Quatre mots au hasard conviennent.
password-show = Montrer le mot de passe
password-score-0 = Très faible : deviné aussitôt
password-score-1 = Faible : deviné en quelques minutes
password-score-2 = Pas encore assez : deviné en quelques jours
password-score-3 = Bon
password-score-4 = Très fort
found-start = Créer l'hôpital
found-working = Mise en place de l'hôpital
found-working-explained = Les clés de ce poste sont en préparation. Cela prend quelques secondes.
recovery-title = La clé de secours
recovery-explained = Si tous les administrateurs oublient leur mot de passe, seule cette clé ouvre les données de l'hôpital. Elle est montrée une fois. Imprimez-la et mettez-la sous clé.
recovery-key = Clé de secours
recovery-paper-title = Clé de secours de { $hospital }
recovery-paper-text = Faite le { $date }. Gardez-la là où seuls les administrateurs ont accès. Qui la possède peut tout lire.
recovery-print = Imprimer
recovery-type-back = Tapez la clé de secours inscrite sur le papier
recovery-type-back-hint = Majuscules, espaces et tirets ne comptent pas.
recovery-confirm = Confirmer et ouvrir Daybook
recovery-confirm-title = Confirmer la clé de secours
recovery-shown-once = La clé a été montrée à la création de l'hôpital. Tapez-la d'après le papier pour continuer.
join-explained = Votre administrateur a l'adresse et la clé du serveur. Comparez la clé avec celle de son papier.
field-text = Règle
field-server = Adresse du serveur du registre
server-hint = Par exemple https://ledger.example.org
field-log-key = Clé du serveur du registre
log-key-hint = La ligne entière : nom, signe plus, huit chiffres, signe plus, clé.
field-desk-name = Nom de ce poste
desk-name-hint = Par exemple Accueil 2
join-start = Demander à rejoindre
join-asking = Demande au serveur …
join-compare = Demandez à l'administrateur d'approuver ce poste
join-compare-explained = À un autre poste, sous Administration → Postes, le même code doit paraître. S'il diffère, n'approuvez pas. Cet écran continue de lui-même.
join-done = Cet ordinateur est maintenant le poste { $number } de { $hospital }
join-done-explained = Connectez-vous avec le nom et le mot de passe des autres postes.
join-log-in = Se connecter

## Écran de verrouillage
lock-desk-number = Poste { $number }
lock-open = Se connecter
lock-opening = Ouverture …
lock-renewing = Les dossiers sont mis à la nouvelle version. Cela n’arrive qu’une fois ; si l’ordinateur s’éteint, rien n’est perdu.
lock-renewing-end = Presque fini : les nouvelles tables sont mises en ordre.
lock-recover = Ouvrir avec la clé de secours
lock-wait = Trop de mots de passe faux. Attendez { $seconds ->
    [one] { $seconds } seconde.
   *[other] { $seconds } secondes.
}
recover-title = Ouvrir avec la clé de secours
recover-explained = Donne un nouveau mot de passe à un administrateur.
recover-open = Ouvrir
password-new = Nouveau mot de passe

## Patients
patients-find = Chercher un patient
patients-find-hint = Nom, numéro, téléphone, date de naissance ou autre identifiant
patients-last-seen = Vus en dernier
patients-found = { $count ->
    [0] Aucun patient
    [one] 1 patient
   *[other] { $count } patients
}
patients-all = Montrer aussi les décédés et les retirés
patients-none = Pas encore de patients
patients-none-hint = Inscrivez le premier, ou importez un fichier.
patients-not-found = Personne de ce nom
patients-not-found-hint = Essayez moins de lettres, un téléphone ou la date de naissance. Ou inscrivez le patient.
patient-dead = Décédé
patient-withdrawn = Retiré
patient-merged = Fusionnée
patient-merged-into = Fusionnée avec { $number }
register-patient = Inscrire un patient
register-send = Inscrire
register-and-book = Inscrire et donner rendez-vous
form-send = Envoyer le formulaire
form-sections = Parties du formulaire
section-name = Nom
section-person = Personne
section-contact = Téléphones
section-address = Adresse
section-kin = Proche à prévenir
section-ids = Autres identifiants
section-more = Langue et note
second-script = Deuxième écriture ou graphie
birth-hint = 14 3 1987, 14 mar 87, 1987, ou un âge : 39y, 3w
died-hint = Laisser vide tant que le patient vit.
phone-add = Ajouter un téléphone
phone-remove = Retirer le téléphone { $number }
identifier-add = Ajouter un identifiant
identifier-remove = Retirer l'identifiant { $number }
draft-kept = Ce que vous tapez est gardé, même si le poste se verrouille.
draft-restored = Ce formulaire était à moitié rempli. Tout est encore là.
draft-clear = Commencer un formulaire vide
patient-registered = Inscrit sous le numéro { $number }. Enregistré sur cet ordinateur.
patient-updated = Changements enregistrés.
edit-patient = Modifier ce patient
withdraw = Retirer
withdraw-title = Retirer cette inscription ?
withdraw-explained = Pour une inscription faite par erreur. Rien n'est effacé : elle est gardée, cachée, et peut être rétablie.
withdraw-reason = Pourquoi était-ce une erreur ?
patient-withdrawn-done = L'inscription est retirée.
patient-restored = L'inscription vaut de nouveau.
banner-label = Patient
banner-born = Naissance
banner-died = Décès
banner-sex = Sexe
banner-number = Numéro
details-title = Données
visits-title = Rendez-vous
visits-none = Pas encore de rendez-vous.
visits-missed = { $count ->
    [one] { $count } manqué
   *[other] { $count } manqués
}
visit-room = , salle { $room }
history-title = Historique
history-none = Rien n'a encore été changé.
history-by = { $who }, { $desk }
history-entry = Écriture
history-from = De
history-to = À
history-registered = Inscrit
history-entered-in-error = Saisi par erreur : { $reason }
history-may-be-same = peut être la même personne
sex-female = Femme
sex-male = Homme
sex-other = Autre
sex-unknown = Inconnu
sex-not-recorded = Non renseigné
interpreter-needed = Nécessaire
interpreter-not-needed = Pas nécessaire

## Champs
field-name = Nom
field-number = Numéro
field-family = Nom de famille
field-given = Prénoms
field-title = Civilité
field-second-name = Deuxième graphie
field-second-family = Nom de famille, deuxième graphie
field-second-given = Prénoms, deuxième graphie
field-sex = Sexe
field-birth = Naissance
field-birth-or-age = Date de naissance, ou âge
field-age = Âge
field-died = Jour du décès
field-phones = Téléphones
field-phone = Téléphone
field-phone-preferred = Téléphone préféré
field-phone-other = Téléphone { $number }
field-address = Adresse
field-address-lines = Rue et numéro
field-city = Ville
field-district = Département
field-postcode = Code postal
field-country = Pays
field-kin = Proche à prévenir
field-kin-name = Nom
field-kin-relation = Lien
field-kin-phone = Téléphone
field-identifiers = Autres identifiants
field-other-id = Autre identifiant
field-identifier-kind = Sorte
field-identifier-value = Identifiant
field-language = Langue
field-interpreter = Interprète
field-note = Note
field-status = Inscription
field-withdrawn = Inscription
field-speciality = Spécialité
field-department = Service
field-room = Salle
field-languages = Langues
languages-hint = Séparées par des virgules.
field-doctor-identifier = Numéro d'ordre
field-login = Identifiant de connexion
doctor-login-none = Aucun identifiant
doctor-login-hint = La personne qui se connecte ainsi voit les patients et la journée de ce médecin.
field-identifier = Numéro d'ordre
field-hours = Horaires de la semaine
field-user = Nom d'utilisateur
field-password = Mot de passe
field-role = Rôle
field-old = Mot de passe actuel
field-new = Nouveau mot de passe
field-recovery-key = Clé de secours
field-idle-minutes = Minutes avant qu'un poste inactif se verrouille
idle-minutes-hint = De 1 à 60. Depuis la dernière touche ou le dernier geste.
field-invite = Invitation
field-reason = Motif
column-name = Nom
column-born = Naissance
column-sex = Sexe
column-number = Numéro
found-number-misread = Le numéro saisi comporte un caractère faux ; celui-ci est le plus proche
found-read-as = « { $typed } » lu comme « { $word } »
found-sounds-like = « { $typed } » se prononce comme « { $word } »
found-nickname = « { $typed } » est une autre forme de « { $word } »
found-initial = « { $word } » peut être l’initiale de « { $typed } »
found-not-there = Sans « { $typed } »
found-also-written = Aussi écrit « { $word } »
found-phone = Téléphone { $digits }
found-kin-phone = Téléphone du proche { $digits }
found-id = Identifiant { $id }
found-only-year = Seule l’année de naissance est connue
found-only-month = Seul le mois de naissance est connu
found-day-and-month = Jour et mois de naissance inversés
column-doctor = Médecin
column-now = Maintenant
column-week = Semaine
column-weekday = Jour
column-hours = Heures
column-slot = Minutes par patient
column-place = N°
column-act = Ce qui a été fait
column-when = Quand
column-who = Qui
column-desk = Poste
column-desk-name = Nom
column-standing = État
column-hash = Empreinte
column-actions = Actions
column-last-entry = Dernier changement
column-entries = Écritures

## À revoir
problems-title = { $count ->
    [one] Veuillez revoir { $count } champ. Tout ce que vous avez tapé est encore là.
   *[other] Veuillez revoir { $count } champs. Tout ce que vous avez tapé est encore là.
}
problem-line = { $field } : { $problem }
problem-needed = À remplir.
problem-look-again = À revoir.
problem-birth = Tapez une date comme 14 3 1987, une année comme 1987, ou un âge comme 39y ou 3w.
problem-day = Tapez un jour comme 14 3 1987.
problem-no-such-day = Le calendrier n'a pas ce jour. Revoyez le jour et le mois.
problem-future = Ce jour n'est pas encore venu. Revoyez l'année.
problem-too-long-ago = C'était il y a plus de 130 ans. Revoyez l'année.
problem-code = Trois lettres, de A à Z.
problem-idle-minutes = Un nombre de 1 à 60.

## Médecins
doctors-find = Chercher un médecin
doctors-in-now = Qui est là
doctors-show-all = Montrer tous
doctors-count = { $count ->
    [one] { $count } médecin
   *[other] { $count } médecins
}, { $in } en ce moment
doctors-none = Aucun médecin trouvé
doctors-none-hint = Ajoutez-en un, importez un fichier, ou cherchez autrement.
doctor-add = Ajouter un médecin
doctor-edit = Modifier ce médecin
doctor-added = Le médecin est dans l'annuaire.
doctor-updated = Changements enregistrés.
doctor-and-speciality = { $name } · { $speciality }
presence-in = Là jusqu'à { $time }
presence-later = Dès { $time }
presence-out = Absent
presence-out-until = Absent jusqu'à { $weekday } { $time }
presence-room = { $presence }, salle { $room }
hours-title = Horaires de la semaine
hours-hint = Par exemple 9-12:30, 14-17. Laissez vide un jour d'absence.
hours-none = Aucun horaire.
hours-stretch = { $weekday } { $from }–{ $to }
hours-in-room = salle { $room }
hours-minutes-each = { $minutes } minutes par patient
hours-from-to = { $from }–{ $to }
hours-of = Heures du { $weekday }
hours-room-of = Salle du { $weekday }
hours-slot-of = Minutes par patient du { $weekday }
hours-as-above = Comme plus haut
hours-as-above-of = Comme plus haut : { $weekday }
hours-unreadable = Tapez les heures ainsi : 9-12:30.
hours-backwards = La fin vient avant le début.
hours-overlap = Deux plages se recouvrent.
hours-slot-wrong = Minutes par patient : de 5 à 240.

## Rendez-vous
today-title = Aujourd'hui, { $date }
today-none = Ni rendez-vous ni médecin présent ce jour
today-none-hint = Ajoutez les horaires d'un médecin, ou regardez un autre jour.
day-steps = Autres jours
day-before = Veille
day-after = Lendemain
day-today = Aujourd'hui
week-after = Dans une semaine
day-none = Personne n'a rendez-vous.
state-booked = Prévu
state-arrived = Arrivé
state-with-doctor = Chez le médecin
state-done = Terminé
state-missed = Manqué
state-cancelled = Annulé
step-arrived = Arrivé
step-with-doctor = Au médecin
step-done = Terminé
step-missed = Manqué
step-cancel = Annuler
step-reopen = Redonner
step-of = { $step } : { $name }
checkin-title = Arrivée : demandez deux éléments d'identité
checkin-explained = Faites dire au patient son nom complet et sa date de naissance. Ne les lisez pas à voix haute.
checkin-confirm = Les deux sont justes : arrivé
same-name = Même nom ce jour
same-name-warning = Une autre personne de ce nom a rendez-vous ce jour.
state-changed = { $name } : { $state }
load-no-hours = Pas d'horaire
load-free = Libre
load-filling = Se remplit
load-full = Complet
load-over = Surchargé
load-minutes = { $booked } sur { $open } min
clash = Conflit
book = Donner
book-with = Donner rendez-vous avec { $name }
book-appointment = Donner un rendez-vous
book-for-whom = Donner un rendez-vous : à qui ?
book-reason = Motif de la visite
book-no-hours = Pas d'horaire ce jour
book-week = Créneaux libres de la semaine
day-out = Absent
day-full = Complet
day-free = { $count } libres
book-free = { $count ->
    [0] Aucun créneau libre
    [one] 1 créneau libre
   *[other] { $count } créneaux libres
}
booked = Rendez-vous le { $date } à { $time }.
slot-free = Libre
slot-past = Passé
slot-taken = Pris
cancel-appointment = Annuler le rendez-vous
cancel-appointment-title = Annuler ce rendez-vous ?
cancel-appointment-explained = Le créneau se libère. Le rendez-vous reste dans l'historique.
cancel-appointment-reason = Qui annule, et pourquoi ?

## Importer
import-choose = Choisissez un fichier
import-choose-hint = CSV avec une ligne de titres, ou patients et praticiens FHIR R4 (ndjson ou Bundle). Rien n'est écrit avant que vous le disiez.
import-drop = ou déposez-le ici
import-reading = Lecture du fichier
import-unreadable = Le fichier est illisible. Rien n'a été importé.
import-records = { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
}, { $format }
format-csv = CSV
format-fhir-ndjson = FHIR, une ressource par ligne
format-fhir-bundle = FHIR Bundle
import-columns = Colonnes du fichier
import-column = Colonne
import-field = Champ
import-field-of = Champ pour la colonne { $column }
import-samples = Premières valeurs
import-leave-out = Laisser de côté
import-no-name = Aucune colonne n'est un nom. Toutes les lignes seraient refusées.
import-strictness = Une ligne avec une valeur impossible
import-lenient = La prendre et garder la valeur dans la note
import-strict = La refuser
import-dry = Essayer sans écrire
import-run = Importer
import-other = Un autre fichier
import-would = Un essai. Rien n'a été écrit. L'importation donnerait :
import-did = L'importation est terminée.
imports-earlier = Importations précédentes
imports-withdrawn = Retirés depuis
import-undo = Reprendre
import-undo-title = Reprendre cette importation ?
import-undo-explained = Tous ses patients sont retirés comme inscrits par erreur. Restent ceux que quelqu'un a modifiés ou à qui on a donné rendez-vous depuis. Rien n'est effacé, chacun peut être rétabli.
import-undone = Reprise : { $withdrawn } patients retirés, { $kept } gardés parce que quelqu'un a travaillé avec eux depuis.
report-records = Fiches
report-patients = Patients
report-doctors = Médecins
report-refused = Refusées
report-skipped = Passées
report-entries = Écritures signées
report-show = Montrer
report-all = Tout ({ $count })
report-some = { $severity } ({ $count })
report-lines = Lignes du rapport
report-line = Ligne
report-severity = Quoi
report-reason = Pourquoi
report-more = { $count } lignes de plus ne sont pas montrées. Choisissez une sorte pour en voir d'autres.
severity-refused = Refusée
severity-warning = Prise avec un changement
severity-skipped = Passée

## Le registre
ledger-explained = Le registre note chaque changement dans l'ordre, signé par le poste qui l'a fait. Personne, pas même le serveur qui le garde, ne peut changer une ligne ensuite sans être découvert.
ledger-shared = Partagées par ce poste
ledger-confirmed = Confirmées par les témoins
ledger-pending = En attente
ledger-size = Écritures du registre commun
ledger-contact = Dernier contrôle
ledger-server = Serveur du registre : { $server }
sync-now = Partager maintenant
sync-trying = Partage …
refused-title = Refusés par le serveur
refused-explained = Ces changements sont enregistrés ici, mais les autres postes ne les voient pas. Montrez-les à votre administrateur.
connect-title = Relier à un serveur du registre
connect-again = Se reconnecter, ou à une autre adresse
connect-explained = D'ici là tout fonctionne et reste sur cet ordinateur. Comparez la clé avec celle de l'opérateur, lettre par lettre.
connect-offered = Qui a installé ce programme propose un serveur du registre. Comparez sa clé avant de relier.
server-certificate = Le certificat du serveur
authority-title = Le certificat du serveur vient d’une autorité à nous
authority-explained = Seulement si l’hôpital a sa propre autorité de certification et que cet ordinateur ne la connaît pas encore. Qui vous donne le fichier vous dit aussi son empreinte : comparez les deux, lettre par lettre. Cela empêche d’autres d’écouter ; ce que dit le serveur est de toute façon vérifié avec sa clé.
authority-choose = Choisir le certificat de l’autorité
authority-choose-hint = Un fichier au format PEM, avec le certificat seul, jamais avec sa clé privée. Il remplace le précédent.
authority-none = Seules les autorités que cet ordinateur connaît sont crues.
authority-remove = Ne plus lui faire confiance
authority-remove-title = Ne plus faire confiance à cette autorité ?
authority-remove-explained = Ensuite ce poste ne croit plus que les autorités que cet ordinateur connaît. Si le certificat du serveur vient de celle ci-dessus, le serveur n’est plus joint et ce poste ne partage plus jusqu’à ce qu’une autorité soit de nouveau choisie. Rien n’est perdu : le travail ici continue, et ce qui attend est partagé alors.
authority-removed = Plus de confiance en elle. Le partage continue si cet ordinateur connaît le certificat du serveur.
authority-chosen = Elle est crue désormais. Le serveur est essayé de nouveau.
authority-unusable = Le fichier ledger-ca.pem du dossier de ce poste ne peut pas servir
authority-unreadable = Ce fichier ne peut pas être lu.
authority-over = expiré
authority-not-yet = pas valable avant le { $time }
column-authority = Autorité
column-valid-until = Valable jusqu’au
column-fingerprint-sha256 = Empreinte (SHA-256)
field-pem = Le certificat de l’autorité
connect = Relier
offer-title = Un serveur du registre est proposé : { $server }
offer-explained = Une fois reliés, les postes de cet hôpital partagent leur travail et nul ne peut changer le livre sans être vu. Comparez d'abord sa clé :
offer-look = Regarder de près
connected = Relié. Tout ce qui est enregistré va être partagé.
invite-hint = De l'opérateur, pour un hôpital nouveau sur ce serveur. Sinon vide.
entries-title = Écritures
entries-explained = Une ligne par changement, la plus récente d'abord. L'empreinte (hash) se calcule sur l'écriture même : changez une lettre et elle diffère.
entries-none = Pas encore d'écritures
entries-newest = Les plus récentes
entries-older = Plus anciennes
entry-no-index = attend
entry-header = Ce que chacun peut lire
entry-header-explained = Cette partie n'est pas secrète : quel poste a écrit, quand, et quelle sorte de changement. Aucun patient n'y est reconnaissable.
entry-events = Ce que seul cet hôpital peut lire
entry-events-explained = Le changement lui-même est scellé. Ouvert ici parce que ce poste a la clé.
entry-proof = Preuve
entry-proof-explained = Avec ce texte, chacun peut vérifier sans nous faire confiance que l'écriture est dans le registre commun.
entry-no-proof = Pas encore : l'écriture n'a pas été partagée.
export-entry = Enregistrer l'écriture
export-proof = Enregistrer la preuve
export-key = Enregistrer la clé du poste
save-verify-page = Enregistrer la page de vérification
downloaded = { $name } est enregistré.
download-failed = Le fichier n'a pas pu être enregistré.
standing-waiting = Sur cet ordinateur
standing-shared = Partagée
standing-confirmed = Confirmée par les témoins
standing-refused = Refusée
standing-waiting-explained = Enregistrée sur cet ordinateur et signée. Elle sera partagée dès que le serveur sera joignable.
standing-shared-explained = Le serveur l’a inscrite et a signé. Tous les postes de l’hôpital l’ont ou l’auront.
standing-confirmed-explained = Le serveur a signé, et assez de témoins ont signé que rien avant elle n’a changé.
standing-refused-explained = Le serveur ne l’a pas prise. Elle est gardée ici, mais ne compte pas.
entry-refused = Pourquoi le serveur l’a refusée
entry-block = Son bloc
header-hash-means = Calculée sur toute l’écriture. Une lettre change, et elle change.
header-act = Acte
header-act-means = La sorte de changement.
header-issuer = Émetteur
header-issuer-means = L’hôpital et le poste qui l’a écrite.
header-subject = Sujet
header-subject-means = Ce dont il s’agit : un numéro qui ne dit rien aux autres.
header-actor = Auteur
header-actor-means = Qui l’a fait, sous forme d’un tel numéro.
header-role = Rôle
header-role-means = À quel titre. Le serveur ne la prend que si la personne a ce rôle.
header-time = Heure
header-time-means = L’horloge du poste, avec un compteur pour ce qui est arrivé au même instant.
header-seq = Rang
header-seq-means = La place dans la chaîne de ce poste. Un trou serait découvert.
header-prev = Précédente
header-prev-means = L’empreinte de l’écriture précédente de ce poste. Rien ne peut donc être ôté ni glissé après coup.
header-seen-size = Vu : écritures
header-seen-size-means = Combien d’écritures communes ce poste avait vérifiées en l’écrivant.
header-seen-root = Vu : racine
header-seen-root-means = L’empreinte de toutes. Elle trahit un serveur qui montre deux histoires à deux postes.
header-key-id = Clé
header-key-id-means = L’empreinte de la clé du poste qui l’a signée.
header-algorithm = Algorithme
header-algorithm-means = Comment elle est signée : RSA-PSS avec SHA-256.
blocks-title = Ligne de blocs
blocks-explained = Un bloc est ce que le serveur a inscrit d’un coup et signé. Les carrés pleins sont des écritures que vous pouvez ouvrir. Ce poste recalcule chaque bloc lui-même.
block-arrived = Le bloc { $number } est arrivé.
blocks-live = En direct
blocks-kept = État du { $at }. Le serveur ne peut pas être interrogé.
blocks-never = Le serveur n’a pas encore été interrogé.
blocks-no-server = Aucun serveur n’est connecté. Le premier bloc vient avec le premier partage.
blocks-none = Pas encore de blocs
blocks-none-own = Aucun bloc ne contient encore une de vos écritures
blocks-newest = Blocs les plus récents
blocks-older = Blocs plus anciens
block = Bloc { $number }
block-entries = { $count ->
    [one] 1 écriture
   *[other] { $count } écritures
}
block-witnesses = { $count ->
    [one] 1 témoin
   *[other] { $count } témoins
}
block-checked = Vérifié ici
block-signed = Signé, pas encore vérifié ici
block-contradicts = Contredit le registre de ce poste
block-before = Bloc précédent
block-after = Bloc suivant
export-checkpoint = Enregistrer le point de contrôle
block-facts = Ce qu’il a ajouté
block-facts-explained = Une racine est une seule empreinte de toutes les écritures jusque-là. Une lettre change dans l’une d’elles, et elle change.
block-brings = Écritures
block-range = { $first } à { $last }
block-empty = aucune
block-root-before = Racine avant
block-root = Racine après
block-no-before = aucune : le registre commence ici
block-signatures = Qui l’a signé
block-signatures-explained = Le serveur signe chaque bloc ; il ne peut donc pas en montrer un autre à d’autres sans être découvert. Les témoins signent que rien avant lui n’a changé.
block-note = Le point de contrôle signé
block-unlisted = { $count ->
    [one] 1 de plus n’est pas montrée ici.
   *[other] { $count } de plus ne sont pas montrées ici.
}
block-others = { $count ->
    [one] 1 écriture est d’un autre poste ou hôpital et ne peut être ouverte ici.
   *[other] { $count } écritures sont d’autres postes ou hôpitaux et ne peuvent être ouvertes ici.
}
signer-log = le serveur du registre
signer-witness = témoin
signer-unknown = inconnu ici, non vérifié
signer-key = Numéro de la clé
proof-way-title = Le chemin vers la racine
proof-way-explained = L’empreinte de l’écriture est jointe à celle d’à côté, le résultat à la suivante, et ainsi jusqu’à la racine que le serveur a signée. Une lettre change, et la dernière est autre. Ce poste vient de le calculer.
proof-picture = La preuve en image
proof-picture-label = De l’écriture { $index } en { $steps } pas à la racine signée sur { $size } écritures
proof-signed-by = La racine sur { $size } écritures est signée par
proof-entry = Écriture { $index }
proof-entries = Écritures { $first } à { $last }
proof-root = Racine sur { $count }
proof-alone = Le registre n’a que cette écriture : son empreinte est la racine.
proof-steps = Les pas de la preuve
column-step = Pas
column-covers = À côté
column-given = Donnée avec la preuve
column-together = Calculée sur les deux
proof-earlier = antérieures
proof-later = postérieures
alarms-title = Alarmes
alarms-explained = Le serveur a contredit ce qu’il avait signé. Rien n’est perdu ici. Les preuves sont gardées : enregistrez-les pour qui doit les voir. Chacun peut les vérifier sans ce poste.
alarms-explained-witness = Un témoin s’est contredit. Rien n’est perdu ici. Les preuves sont gardées : enregistrez-les pour qui doit les voir. Chacun peut les vérifier sans ce poste.
alarm-rolled-back = Le serveur montre moins d’écritures qu’il n’en avait signé
alarm-forked = Le serveur a signé deux histoires qui se contredisent
alarm-unjustified = Les écritures du serveur ne correspondent pas à ce qu’il a signé
alarm-rule-broken = Le registre du serveur contient une écriture qui n’aurait jamais dû être acceptée
alarm-witness-went-back = Le témoin { $names } a signé moins d’écritures après en avoir signé plus
alarm-witness-open = Il a oublié ce qu’il avait signé, comme un témoin remis d’une sauvegarde ; ou sa clé est à deux endroits, ou son horloge a été reculée. Le serveur n’y est pour rien et le partage continue. Tant que qui tient le témoin ne s’est pas expliqué, ne comptez pas sur ce qu’il confirme : une nouvelle politique peut l’écarter.
alarm-witnesses-both = { $count ->
        [one] Le témoin { $names } a signé les deux côtés : il a oublié ce qu’il avait signé, ou sa clé est à deux endroits.
       *[other] Les témoins { $names } ont signé les deux côtés : ils ont oublié ce qu’ils avaient signé, ou leurs clés sont à deux endroits.
    }
alarm-witnesses-shown = { $count ->
        [one] Le témoin { $names } a signé le côté qui ne concorde pas ici.
       *[other] Les témoins { $names } ont signé le côté qui ne concorde pas ici.
    }
alarm-witness-first = Ce qu’il avait signé d’abord :
alarm-witness-then = Ce qu’il a signé ensuite :
alarm-found = Découvert le { $at }, alors que ce poste avait vérifié { $size } écritures.
alarm-open = Le partage est arrêté. Votre travail continue ici, en sûreté. Prévenez votre administrateur, qui doit interroger l’exploitant du serveur.
alarm-settled = Réglé le { $at } : un administrateur s’est reconnecté et tout concordait.
alarm-notes = Les deux côtés, tels que signés
alarm-own-root = La racine de ce poste :
alarm-kept = Ce que le serveur avait signé avant :
alarm-shown = Ce qu’il a montré ensuite :
export-evidence = Enregistrer les preuves
verify-title = Tout vérifier
verify-explained = Contrôle chaque signature, chaque lien et chaque preuve, et compare chaque ligne de cet ordinateur avec les écritures.
verify = Tout vérifier
verify-good = Tout est comme il a été écrit.
verify-bad = { $count ->
    [one] { $count } chose ne va pas
   *[other] { $count } choses ne vont pas
}
verify-checked = Contrôlés : { $entries } écritures, { $proofs } preuves, { $rows } lignes.
finding-bad-entry = Écriture abîmée
finding-missing-entry = Écriture manquante
finding-bad-payload = Contenu échangé
finding-bad-proof = La preuve ne tient pas
finding-broken-rule = Règle enfreinte
finding-bad-row = Ligne modifiée
rebuild = Reconstruire depuis les écritures
rebuild-explained = Toutes les tables sont recalculées depuis les écritures signées. Rien ne peut s'y perdre. Le reste attend pendant ce temps.
rebuilt-same = Reconstruit depuis { $count ->
    [one] { $count } écriture
   *[other] { $count } écritures
}. Chaque ligne est restée la même.
rebuilt-other = Reconstruit depuis { $count ->
    [one] { $count } écriture
   *[other] { $count } écritures
}. Des lignes différaient ; elles disent maintenant ce que disent les écritures.
act-site-found = Hôpital créé
act-desk-enrol = Poste admis
act-desk-revoke = Poste révoqué
act-staff-grant = Rôle donné
act-staff-revoke = Rôle repris
act-policy-set = Règle fixée
act-subject-erased = Patient effacé
act-site-settings = Réglages changés
act-staff-account = Compte changé
act-staff-password = Mot de passe changé
act-session-attempts = Mots de passe erronés avant une connexion
act-doctor-add = Médecin ajouté
act-doctor-update = Médecin modifié
act-doctor-import = Médecins importés
act-patient-register = Patient inscrit
act-patient-update = Patient modifié
act-patient-withdraw = Inscription retirée
act-patient-restore = Inscription rétablie
act-patient-import = Patients importés
act-patient-not-same = Déclarées deux personnes différentes
act-patient-maybe-same = Peut-être une seule personne finalement
act-patient-merge = Deux fiches fusionnées
act-patient-unmerge = Fusion annulée
act-appointment-book = Rendez-vous donné
act-appointment-update = Rendez-vous modifié

## Administration
admin-staff = Personnel
admin-desks = Postes
admin-witnesses = Témoins
admin-settings = Réglages
admin-password = Mon mot de passe
role-administrator = Administration
role-receptionist = Accueil
role-doctor = Médecin
standing-active = En service
standing-ended = Terminé
staff-create = Ajouter quelqu'un
staff-create-send = Ajouter
staff-created = { $name } peut se connecter, à chaque poste après son prochain partage.
staff-reset = Nouveau mot de passe
staff-reset-title = Nouveau mot de passe pour { $name }
staff-reset-done = { $name } a un nouveau mot de passe.
staff-dismiss = Congédier
staff-dismiss-title = Congédier { $name } ?
staff-dismiss-explained = Plus de connexion possible : ici aussitôt, ailleurs au prochain partage. Ce qui a été fait reste dans l'historique.
staff-dismissed = { $name } ne peut plus se connecter.
password-first = Premier mot de passe
password-own = Mon mot de passe
password-present = Mot de passe actuel
password-change = Changer le mot de passe
password-changed = Votre mot de passe est changé.
desks-waiting = Postes qui demandent à rejoindre
desks-waiting-explained = Un nouveau poste montre un code. Comparez-le avec celui d'ici, lettre par lettre, puis approuvez.
desk-asked = demandé { $time }
approve-code = Code sur l'autre écran
approve-code-hint = Majuscules, espaces et tirets ne comptent pas.
approve = Approuver
desk-approved = { $name } fait maintenant partie de l'hôpital.
desks-enrolled = Postes de cet hôpital
desk-here = Ce poste
desk-revoke = Révoquer
desk-revoke-title = Révoquer { $name } ?
desk-revoke-explained = Ce poste est exclu pour de bon : le registre ne prend plus rien de lui. Pour un ordinateur volé ou en panne.
desk-revoked = { $name } est exclu.
settings-hospital = Pour tout l'hôpital
settings-window = Pour cette fenêtre
settings-saved = Réglages enregistrés.
witnesses-title = Témoins du registre commun
witnesses-explained = Les témoins sont tenus par d’autres. Chacun signe le registre commun seulement tant qu’il grandit et que rien n’y change. Un changement est confirmé quand assez d’entre eux ont signé.
witnesses-none = Aucun témoin n’est demandé. Les changements en restent à « Partagée ».
column-witness = Témoin
column-last-seen = Vu pour la dernière fois
column-entries-then = Écritures alors
witnesses-confirmed = Les { $count } premières écritures sont confirmées, signées par { $names }.
witnesses-unconfirmed = Rien n’est encore confirmé.
witnesses-quorum = Il suffit de : { $name }
witnesses-group = { $name } : { $needs } parmi { $members }
policy-title = Règle
policy-explained = Une ligne par registre, par témoin et par groupe, et une pour le quorum, selon C2SP tlog-policy. Elle vaut pour tous les postes de l’hôpital.
policy-check = Vérifier
policy-set = Fixer la règle
policy-set-done = La règle est fixée pour tout l’hôpital.
policy-good = Cette règle est utilisable.
policy-line = Ligne { $line } : { $problem }
policy-unusable = La règle en vigueur est inutilisable

## Patients semblables
similar-title = Patients semblables
similar-while-typing = Pendant la saisie, les patients qui pourraient être la même personne apparaissent ici.
similar-count = { $count ->
    [0] Personne de semblable n’est inscrit.
    [one] 1 patient semblable
   *[other] { $count } patients semblables
}
similar-none = Personne de semblable n’est inscrit.
similar-hint = Ctrl+J mène au premier. Votre saisie est gardée si vous en ouvrez un.
similar-jump = Aller au premier patient semblable
similar-open = Ouvrir ce patient
similar-apart = Déclarés deux personnes
similar-probability = probabilité de { $percent } % d’être la même personne
similar-for = Pour une seule personne
similar-against = Contre
similar-reason = { $field } : { $how }
similar-years = { $reason } ({ $years ->
    [one] 1 an
   *[other] { $years } ans
} d’écart)
similar-suffix = Père ou fils (Sr, Jr)
similar-ask-title = Ce patient est-il déjà inscrit ?
similar-ask-explained = Une personne inscrite pourrait être la même. Demandez encore un renseignement : un téléphone, une adresse, un ancien nom. Si c’est quelqu’un d’autre, inscrivez-le comme nouveau.
similar-ask-back = Retour au formulaire
register-as-new = Inscrire comme nouveau
likeness-same-person = Probablement la même personne
likeness-twin = Probablement un jumeau : né le même jour dans la même famille
likeness-generation = Probablement parent et enfant du même nom
likeness-household = Probablement du même foyer
likeness-namesake = Une autre personne du même nom
likeness-alike = Assez semblables
agrees-missing = non renseigné
agrees-same = identique
agrees-joined = identique, écrit autrement
agrees-nickname = autre forme du même nom
agrees-letter = une lettre diffère
agrees-digit = un chiffre diffère
agrees-digits = deux chiffres diffèrent
agrees-sound = se prononce pareil
agrees-near = presque identique
agrees-part = identique en partie
agrees-initial = même initiale
agrees-swapped = jour et mois inversés
agrees-names-swapped = nom et prénom inversés
agrees-day-month = même jour et mois, autre année
agrees-year = même année, autre jour
agrees-about = identique, pour autant qu’on le sache
agrees-mostly = identique en grande partie
agrees-partly = identique en partie
agrees-little = peu en commun
agrees-different = différent
field-not-same = Autre personne que

## Doublons possibles
admin-duplicates = Doublons possibles
duplicates-title = Patients peut-être inscrits deux fois
duplicates-explained = Tout le registre est comparé, patient par patient, en arrière-plan. La vérification reprend après un verrouillage, puis ne regarde que ce qui a changé. Elle ne modifie rien.
duplicates-start = Vérifier le registre
duplicates-go-on = Reprendre la vérification
duplicates-again = Vérifier à nouveau
duplicates-running = Comparaison des patients
duplicates-never = Le registre n’a pas encore été vérifié.
duplicates-stopped = Arrêté. { $count ->
    [one] 1 fiche reste
   *[other] { $count } fiches restent
} à comparer.
duplicates-done = Tous ont été comparés, en dernier { $time }.
duplicates-likely = Probablement une personne
duplicates-apart = Déclarés deux personnes
duplicates-count = { $count ->
    [one] 1 paire
   *[other] { $count } paires
}
duplicates-more = Montrer plus
duplicates-none = Personne ne semble inscrit deux fois
duplicates-none-hint = Toute inscription ou modification à venir est comparée aussi.
duplicates-none-yet = Rien n’a encore été comparé
duplicates-none-yet-hint = Vérifiez le registre pour trouver les patients peut-être inscrits deux fois.
duplicates-none-so-far = Personne jusqu’ici
duplicates-none-apart = De personne on n’a dit qu’il s’agit de deux personnes
pair-both = { $one } et { $other }
pair-side-by-side = Les deux fiches côte à côte
pair-differs = Diffère
pair-apart = Ce sont deux personnes
pair-apart-done = Déclarés deux personnes. Ils ne réapparaissent que si l’un d’eux change.
pair-maybe = Peut-être une seule personne
pair-merge = Fusionner…
merge-title = Fusionner ces deux fiches
merge-explained = Une fiche est conservée. L’autre est masquée ; son numéro et ses rendez-vous mènent désormais à la fiche conservée. Rien n’est supprimé, et la fusion peut être annulée à tout moment.
merge-keep = Quelle fiche est conservée ?
merge-both = Les deux
merge-confirm = Fusionner avec { $number }
merge-done = Les deux fiches sont fusionnées.
unmerge = Annuler la fusion
unmerge-done = Les deux fiches sont de nouveau indépendantes.
merged-title = Fusionnées avec cette fiche
merged-open = Ouvrir la fiche conservée
report-probably-here = Probablement déjà inscrits
report-probably-here-explained = Ces personnes sont probablement déjà inscrites. L’importation les inscrirait une fois de plus.
report-probably-twice = Probablement deux fois dans ce fichier
report-probably-twice-explained = Ces lignes parlent probablement d’une personne qui figure déjà plus haut dans le fichier. L’importation inscrirait les deux.
report-first = D’abord à la ligne
report-as = Comme
report-probability = Probabilité

## Erreurs, par sorte
error-host = Le programme du poste ne répond pas. Rien de ce qui était enregistré n'est perdu. Relancez-le.
error-internal = Quelque chose a échoué dans Daybook. Rien de ce qui était enregistré n'est perdu. Réessayez.
error-invalid = Quelque chose manque ou est mal tapé.
error-locked = Le poste est verrouillé.
error-wrong-password = Nom d'utilisateur ou mot de passe faux.
error-wait = Trop de mots de passe faux. Attendez un peu.
error-wait-seconds = Trop de mots de passe faux. Attendez { $seconds } secondes.
error-not-allowed = Votre rôle ne le permet pas.
error-not-found = Cela n'est pas ici.
error-conflict = Quelqu'un l'a changé entre-temps, ou le créneau est pris. Regardez de nouveau.
error-no-hospital = Cet ordinateur n'a pas encore d'hôpital.
error-hospital-exists = Cet ordinateur a déjà un hôpital.
error-busy = Un autre Daybook a ouvert ce dossier.
error-offline = Le serveur est hors d'atteinte. Tout est enregistré ici.
error-refused = Le serveur a dit non.
error-tampered = Ce que le serveur a montré ne s'accorde pas avec ce qu'il montrait avant. Prévenez votre administrateur.
error-damaged = Un fichier de cet ordinateur est abîmé.
error-newer = Les données viennent d'un Daybook plus récent. Mettez celui-ci à jour.
error-disk = Le disque est plein ou protégé. Rien de ce qui était enregistré n'est perdu.
error-cancelled = Arrêté. Rien n'est à moitié fait.
