"""Sentences about meetings that several files say; letters are neutral, nothing of anybody."""

from django.utils.translation import gettext_lazy as _

PUBLISHED = _("Tilts: an agenda is published")
PUBLISHED_BODY = _("The agenda of a meeting to which you are invited is published.")
OUTSIDE = _("Tilts: people from outside at a table")
OUTSIDE_BODY = _("Somebody from outside was invited to a meeting about a case that you lead.")
HANDED_OVER = _("Tilts: you coordinate a meeting")
HANDED_OVER_BODY = _("A meeting was handed over to you. You coordinate it from now on.")
ACTION_OVERDUE = _("Tilts: something is overdue")
ACTION_OVERDUE_BODY = _("Something that your institution took on at a meeting is overdue.")
NOT_YET = _("The minutes are ready once the meeting is closed.")
