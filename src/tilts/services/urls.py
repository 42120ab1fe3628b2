"""Addresses of the pages of services."""

from django.urls import path

from tilts.services import views

app_name = "services"
urlpatterns = [
    path("cases/<uuid:id>/consultations/add/", views.session_add, name="session_add"),
    path("cases/<uuid:id>/consultations/<uuid:session>/", views.session_correct, name="session_correct"),
    path("cases/<uuid:id>/consultations/<uuid:session>/void/", views.session_void, name="session_void"),
]
