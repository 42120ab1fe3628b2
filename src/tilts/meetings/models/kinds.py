"""What kinds of tables there are, on which law they stand, who calls them together and who sits there."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import OrganisationKind


class MeetingKind(models.TextChoices):
    """What kind of table it is."""

    MARAC = "marac", pgettext_lazy("MeetingKind", "conference on high-risk cases")
    MONITORING = "monitoring", pgettext_lazy("MeetingKind", "monitoring meeting of institutions")
    PROBATION = "probation", pgettext_lazy("MeetingKind", "probation's inter-agency cooperation meeting")
    CHILDREN = "children", pgettext_lazy("MeetingKind", "cooperation group for the protection of children's rights")
    FAMILY_GROUP = "family_group", pgettext_lazy("MeetingKind", "family group conference")
    TEAM = "team", pgettext_lazy("MeetingKind", "team meeting")


TAKES_CASES = (MeetingKind.MARAC, MeetingKind.CHILDREN, MeetingKind.PROBATION)
"""Meetings to which cases are referred one by one, with research and a basis."""
OF_INSTITUTIONS = (*TAKES_CASES, MeetingKind.MONITORING)
"""Meetings to which one institution calls the others together."""
ABOUT_ONE_CASE = (MeetingKind.FAMILY_GROUP, MeetingKind.TEAM)
"""Meetings that are about one case and nothing else."""
LAWS: Mapping[str, Promise] = {
    MeetingKind.CHILDREN: _(
        "Cabinet Regulation No. 545 of 12 September 2017 on the cooperation of institutions in the protection of"
        " children's rights"
    ),
    MeetingKind.PROBATION: _(
        "Cabinet Regulation No. 586 of 7 October 2025 on inter-agency cooperation meetings while criminal penalties are"
        " enforced"
    ),
}
"""The law that calls for such a table: whoever refers a case to it need not name another one."""
CALLED_BY: Mapping[str, tuple[OrganisationKind, ...]] = {
    MeetingKind.CHILDREN: (
        OrganisationKind.SOCIAL_SERVICE,
        OrganisationKind.ORPHANS_COURT,
        OrganisationKind.MUNICIPAL_POLICE,
        OrganisationKind.OTHER,
    ),
    MeetingKind.PROBATION: (OrganisationKind.PROBATION, OrganisationKind.STATE_POLICE),
}
"""Institutions of which kind call it together, where the law says so; else any does."""
CALLERS: Mapping[str, Promise] = {
    MeetingKind.CHILDREN: _(
        "The municipality calls this group together: its social service, Orphan's and Custody Court or municipal"
        " police."
    ),
    MeetingKind.PROBATION: _(
        "The State Probation Service calls this meeting together; of a person under police control, the State Police."
    ),
}
"""The same in a sentence."""
SITTING: Mapping[str, Promise] = {
    MeetingKind.CHILDREN: _(
        "There sit the municipality's social service, police, education specialist and Orphan's and Custody Court."
    ),
    MeetingKind.PROBATION: _("There sit the institutions that work with the person and with those whom they endanger."),
}
"""Who sits there."""
