"""What `access` puts on the rail."""

from django.utils.translation import gettext_lazy as _

from tilts.ui.rail import rail_item

rail_item("emergency", _("Emergency access"), "alert-triangle", "access:emergency", "glass.offered", order=70)
rail_item("reviews", _("Emergency openings"), "clock", "access:emergency_review", "glass.read", order=71)
rail_item("walls", _("Walls"), "lock", "access:wall_list", "wall.read", order=72)
rail_item("duty", _("On duty"), "headset", "access:duty", "duty.set", order=73)
