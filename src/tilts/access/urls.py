"""Addresses of the pages of access."""

from django.urls import path

from tilts.access.views import oversight

app_name = "access"
urlpatterns = [
    path("oversight/", oversight.oversight, name="oversight"),
    path("oversight/file/", oversight.oversight_export, name="oversight_export"),
    path("oversight/chain/", oversight.oversight_chain, name="oversight_chain"),
    path("oversight/records/<uuid:id>/", oversight.oversight_record, name="oversight_record"),
    path("oversight/alerts/", oversight.alert_list, name="alert_list"),
    path("oversight/alerts/<uuid:id>/", oversight.alert_page, name="alert_page"),
]
