"""Addresses of the pages about persons."""

from django.urls import path

from tilts.people import views

app_name = "people"
urlpatterns = [
    path("known-families/", views.known_families, name="known_families"),
    path("known-families/<uuid:wall>/lower/", views.known_family_lower, name="known_family_lower"),
    path("people/<uuid:person>/wall/", views.person_wall, name="person_wall"),
    path("people/walls/<uuid:wall>/lower/", views.person_wall_lower, name="person_wall_lower"),
]
