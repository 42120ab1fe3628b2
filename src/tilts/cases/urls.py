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
    path("cases/<uuid:id>/team/<uuid:member>/leave/", views.team_leave, name="team_leave"),
    path("cases/<uuid:id>/hand-over/", views.case_hand_over, name="case_hand_over"),
    path("cases/<uuid:id>/restrict/", views.case_restrict, name="case_restrict"),
    path("cases/<uuid:id>/open-again/", views.case_open_again, name="case_open_again"),
    path("cases/<uuid:id>/access/<uuid:grant>/end/", views.grant_end, name="grant_end"),
    path("cases/<uuid:id>/close/", views.case_close, name="case_close"),
    path("cases/<uuid:id>/access/", views.case_access, name="case_access"),
]
