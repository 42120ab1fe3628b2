"""What `accounts` puts on the rail."""

from django.utils.translation import gettext_lazy as _

from tilts.ui.rail import rail_item

rail_item("members", _("Colleagues"), "users-group", "accounts:member_list", "members.read", order=75)
