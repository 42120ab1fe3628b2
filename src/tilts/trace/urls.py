"""Addresses of the data protection role's pages: the trace, its chains, its alerts."""

from django.urls import path

from tilts.trace import views

app_name = "trace"
urlpatterns = [
    path("", views.oversight, name="oversight"),
    path("file/", views.oversight_export, name="oversight_export"),
    path("chain/", views.oversight_chain, name="oversight_chain"),
    path("records/<uuid:id>/", views.oversight_record, name="oversight_record"),
    path("alerts/", views.alert_list, name="alert_list"),
    path("alerts/<uuid:id>/", views.alert_page, name="alert_page"),
]
