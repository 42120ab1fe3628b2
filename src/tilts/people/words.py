"""What is known of a person, in words that say no more than is known: for pages, letters and summaries alike."""

from itertools import takewhile
from unicodedata import category

from django.utils.translation import gettext as _

from tilts.access.heard import name_shown
from tilts.access.reach import Zones
from tilts.people.finding import full_name
from tilts.people.models import ContactWay, Person, Precision
from tilts.people.reaching import condition_words
from tilts.ui.local import day_words


def shown_name(person: Person, zones: Zones | None = None) -> str:
    """The full name, or initials where the reader's zones lack the name: the only way a name reaches an answer.

    Whose name it is stands in the trace before the answer is sent. Without `zones` the person must come from
    `reach(Person)`, which gives only those whose name is open.
    """
    if person.erased_at:
        return _("erased person")
    if zones is None or zones.name:
        name_shown(person, folder=zones.folder if zones else None)
    name = masked(full_name(person) or person.reference or "?", zones)
    name = _("%(name)s (name not known)") % {"name": name} if person.anonymous else name
    return _("%(name)s (restricted: kept, not used)") % {"name": name} if person.restricted_at else name


def masked(name: str, zones: Zones | None) -> str:
    """A name as it was told, whole or in its initials."""
    if zones is None or zones.name:
        return name
    return " ".join(f"{_first_letter(word)}…" for word in name.split())


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it."""
    return word[0] + "".join(takewhile(lambda sign: category(sign)[0] == "M", word[1:]))


def born_words(person: Person) -> str:
    """When somebody was born, no more exactly than it is known: `6 June 1987`, `06.1987`, `1987`, `about 1987`."""
    day = person.birth_date
    if day is None:
        return ""
    if person.birth_precision == Precision.ESTIMATED:
        return _("about %(year)s") % {"year": day.year}
    if person.birth_precision == Precision.YEAR:
        return str(day.year)
    return f"{day:%m.%Y}" if person.birth_precision == Precision.MONTH else day_words(day, "")


def conditions(way: ContactWay) -> str:
    """Under which conditions a way to reach somebody is safe: what to mind, days, hours, code word, what may be said.

    Wherever the number goes, these go with it: without them it is not safe.
    """
    told = [str(words) for words in condition_words(way)]
    if way.code_word:
        told.append(_("Code word: %(word)s") % {"word": way.code_word})
    return " ".join(f"{words[:1].upper()}{words[1:].rstrip('. ')}." for words in told)
