"""What columns that tell who somebody is are called, in the languages that LMSs and schools use.

Compared by their letters and digits alone: "E-Mail-Adresse" is "emailadresse".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..intake.delivery import bare

WORDS = {
    "name": "name fullname student studentname displayname",
    "first": "firstname first givenname vorname prenom nombre nome voornaam fornavn fornamn",
    "last": "lastname last surname familyname nachname familienname nom nomdefamille apellido "
    "apellidos cognome sobrenome achternaam etternavn efternavn efternamn",
    "login": "login username user sisloginid netid loginid userid anmeldename benutzername kennung "
    "utilisateur nomdutilisateur usuario nombredeusuario nomedeusuario utente nomeutente "
    "gebruikersnaam brukernavn brugernavn anvandarnamn",
    "org_defined_id": "id studentid studentnumber sisuserid orgdefinedid idnumber sid number "
    "matriculationnumber matrikelnummer identifier idnummer studentenid numerodidentification "
    "numerodeid iddelestudiante iddelestudiant iddeletudiant",
    "email": "email emailaddress mail emailadresse correo correoelectronico direcciondecorreo "
    "courriel adressedecourriel adresseelectronique epost epostadresse epostadress emailadres",
    "group": "group team groupname teamname gruppe groupe grupo gruppo groep equipe equipo grupp "
    "ryhma grup grupa skupina csoport группа група ομαδα グループ 小组 群組 그룹 קבוצה مجموعة",
    "groups": "groups teams gruppen groupes grupos gruppi groepen equipes equipos grupper ryhmat "
    "grupuri grupy skupiny csoportok группы групи ομαδες",
    "github": "github githublogin githubusername githubuser githubname",
    "canvas_id": "canvasid canvasuserid",
    "section": "section",
}  # fmt: skip
KNOWN = {bare(word): key for key, words in WORDS.items() for word in words.split()}


def columns(header: Sequence[str]) -> dict[str, int]:
    """The position of each kind of column that is there: the first of its kind.

    A name beside a first name is a last name ("Name;Vorname").
    """
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        if key := KNOWN.get(bare(name)):
            found.setdefault(key, index)
    if "first" in found and "name" in found and "last" not in found:
        found["last"] = found.pop("name")
    return found
