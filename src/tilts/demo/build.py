"""Builds the demonstration: sources A and B, conferences of E, agreements of A, out of synthetic people and acts."""

from django.db import transaction

from tilts.access.models import Organisation
from tilts.demo.balvi import build_balvi
from tilts.demo.marta import build_marta
from tilts.demo.meetings import build_meetings
from tilts.demo.partners import build_partners
from tilts.demo.people import build_people
from tilts.demo.projects import build_projects
from tilts.demo.rights import build_rights
from tilts.demo.staff import build_staff
from tilts.demo.story import build_story
from tilts.demo.trust import build_trust


def build_demonstration() -> bool:
    """Build it once; whether there was anything to do."""
    if Organisation.objects.exists():
        return False
    with transaction.atomic():
        build_people()
        build_projects()
        build_marta()
        build_balvi()
        build_rights()
        build_trust()
        build_staff()
        build_partners()
        build_story()
        build_meetings()
    return True
