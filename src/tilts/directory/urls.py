"""Addresses of the directory."""

from django.urls import path

from tilts.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.partner_list, name="partner_list"),
    path("new/", views.partner_new, name="partner_new"),
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("agreements/new/", views.agreement_new, name="agreement_new"),
    path("agreements/<uuid:id>/end/", views.agreement_end, name="agreement_end"),
    path("agreements/<uuid:id>/correct/", views.agreement_correct, name="agreement_correct"),
    path("agreements/<uuid:id>/void/", views.agreement_void, name="agreement_void"),
    path("<uuid:id>/", views.partner_page, name="partner_page"),
    path("<uuid:id>/change/", views.partner_change, name="partner_change"),
    path("<uuid:id>/end/", views.partner_end, name="partner_end"),
    path("<uuid:id>/offers/add/", views.offer_new, name="offer_new"),
    path("<uuid:id>/offers/<uuid:offer>/", views.offer_change, name="offer_change"),
]
