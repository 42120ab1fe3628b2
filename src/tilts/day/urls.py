"""Addresses of my day, the inbox, the search the list of cases, and of what is left behind."""

from django.urls import path

from tilts.day import views

app_name = "day"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("inbox/", views.inbox, name="inbox"),
    path("search/", views.search, name="search"),
    path("cases/", views.case_list, name="case_list"),
    path("left-behind/", views.work_left, name="work_left"),
    path("left-behind/<uuid:id>/", views.work_hand_over, name="work_hand_over"),
]
