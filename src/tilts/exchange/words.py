"""The words of the registers: column headers and codes in English and Latvian, as offices write them."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from tilts.kit.text import plain

_NOT_A_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

COMMON = {
    "ref": "rinda, rindas numurs, rindas nr, rindas atsauce, row, row ref",
    "organisation": "organizācija, iestāde, organization",
}
PERSONS = {
    "person_ref": "personas atsauce, personas numurs, personas nr, klienta atsauce, klienta numurs, klienta nr",
    "household_ref": (
        "mājsaimniecības atsauce, mājsaimniecības numurs, mājsaimniecības nr, mājsaimniecība, ģimenes numurs, "
        "ģimenes nr, ģimene, household"
    ),
    "given_name": "vārds, vārdi, first name",
    "family_name": "uzvārds, surname, last name",
    "birth_date": "dzimšanas datums, dzimis, dzimusi, date of birth",
    "sex": "dzimums",
    "country": "valsts, izcelsmes valsts, country of origin",
    "status": "statuss, personas statuss, person status",
    "municipality": "pašvaldība, novads",
    "support_level": "atbalsta līmenis",
    "level_from": "līmenis no, līmenis no datuma, spēkā no, no datuma",
}
SERVICES = {
    "person_refs": (
        "personas, personu atsauces, personas atsauce, personas atsauces, klienti, klientu numuri, dalībnieki, "
        "persons, person ref"
    ),
    "site": "vieta, filiāle, struktūrvienība",
    "specialism": "specialitāte, speciālists, specialist",
    "date": "datums, diena, day",
    "minutes": "minūtes, ilgums, ilgums minūtēs",
    "mode": "veids, norises veids, forma",
    "status": "statuss, konsultācijas statuss",
    "topic": "tēma, temats",
    "partner": "partneris, sadarbības partneris",
    "interpreter_language": "tulka valoda, tulks, interpreter",
    "project": "projekts, projekta kods",
}

SEX = {
    "f": "s, siev, sieviete, sieviešu, female, woman",
    "m": "v, vīr, vīrietis, vīriešu, male, man",
    "x": "cits, cita, nav norādīts, other, not stated, other or not stated",
}
SUPPORT_LEVEL = {
    "basic": "pamata, pamatatbalsts, pamata atbalsts, pamatlīmenis",
    "medium": "vidējs, vidēja, vidējais, vidējais atbalsts",
    "maximum": "maksimāls, maksimāla, maksimālais, maksimālais atbalsts",
}
SPECIALISM = {
    "social_worker": "sociālais darbinieks, sociālā darbiniece, soc darbinieks",
    "psychologist": "psihologs, psiholoģe",
    "lawyer": "jurists, juriste",
    "family_assistant": "ģimenes asistents, ģimenes asistente",
    "mentor": "mentors, mentore, sociālais mentors, sociālā mentore, social mentor",
    "other": "cits, cita, cits speciālists, other specialist",
}
MODE = {
    "in_person": "klātiene, klātienē",
    "phone": "tālrunis, telefons, telefoniski, pa tālruni, by phone",
    "online": "tiešsaiste, tiešsaistē, attālināti",
    "outreach": "izbraukums, izbraukumā, mājas vizīte, apmeklējums mājās, on a visit",
}
STATUS = {
    "held": "notika, notikusi, notikušas",
    "no_show": "neieradās, neatnāca, did not come",
    "cancelled": "atcelta, atcelts, canceled",
}


def spellings(words: Mapping[str, str]) -> dict[str, str]:
    """Every spelling of the keys, in `plain` form, and the key it stands for."""
    return {plain(one): key for key, others in words.items() for one in (key, *others.split(","))}


CODES = {
    "sex": spellings(SEX),
    "support_level": spellings(SUPPORT_LEVEL),
    "specialism": spellings(SPECIALISM),
    "mode": spellings(MODE),
    "status": spellings(STATUS),
}
"""Column -> every spelling of its codes."""


@cache
def countries() -> dict[str, str]:
    """Every spelling of a country, and its code."""
    names: dict[str, str] = {}
    for language in ("lv", "en"):
        territories: Iterable[tuple[str, str]] = Locale(language).territories.items()
        for code, name in territories:
            if len(code) == 2 and code.isalpha() and code not in _NOT_A_COUNTRY:
                names |= {plain(code): code, plain(name): code}
    return names


def country_code(written: str) -> str | None:
    """ISO 3166 alpha-2 of a country given by code, or by its Latvian or English name."""
    return countries().get(plain(written))
