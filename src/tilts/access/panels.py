"""What `access` puts on the rail."""

from django.utils.translation import gettext_lazy as _

from tilts.ui.rail import rail_item

rail_item("oversight", _("Oversight"), "shield-exclamation", "access:oversight", "oversight.read", order=80)
rail_item("members", _("Colleagues"), "users-group", "access:member_list", "members.read", order=80)
