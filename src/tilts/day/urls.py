"""Addresses of my day, the inbox, the search and the list of cases."""

from django.urls import path

from tilts.day import views

app_name = "day"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("inbox/", views.inbox, name="inbox"),
    path("search/", views.search, name="search"),
    path("cases/", views.case_list, name="case_list"),
]
