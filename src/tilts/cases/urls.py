"""Addresses of the case pages."""

from django.urls import path

from tilts.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("inbox/", views.inbox, name="inbox"),
    path("search/", views.search, name="search"),
    path("cases/", views.case_list, name="case_list"),
    path("cases/new/", views.case_new, name="case_new"),
    path("cases/<uuid:id>/", views.case_page, name="case_page"),
    path("cases/<uuid:id>/people/add/", views.party_add, name="party_add"),
    path("cases/<uuid:id>/notes/add/", views.note_add, name="note_add"),
    path("cases/<uuid:id>/team/add/", views.team_add, name="team_add"),
    path("cases/<uuid:id>/close/", views.case_close, name="case_close"),
    path("cases/<uuid:id>/access/", views.case_access, name="case_access"),
]
