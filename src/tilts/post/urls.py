"""Addresses of the administrator's page about mail."""

from django.urls import path

from tilts.post import panels, views

__all__ = ["panels"]
app_name = "post"
urlpatterns = [
    path("", views.letter_list, name="letter_list"),
    path("again/", views.letter_again, name="letter_again"),
]
