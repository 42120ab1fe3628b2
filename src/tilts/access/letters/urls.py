"""Addresses of the administrator's page about mail."""

from django.urls import path

from tilts.access.letters import panels, views

__all__ = ["panels"]
app_name = "letters"
urlpatterns = [
    path("", views.letter_list, name="letter_list"),
    path("again/", views.letter_again, name="letter_again"),
]
