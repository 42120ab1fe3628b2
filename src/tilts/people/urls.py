"""Addresses of the pages about persons."""

from django.urls import path

from tilts.people.views import duplicates, registers, walls

app_name = "people"
urlpatterns = [
    path("known-families/", walls.known_families, name="known_families"),
    path("known-families/<uuid:wall>/lower/", walls.known_family_lower, name="known_family_lower"),
    path("people/<uuid:person>/wall/", walls.person_wall, name="person_wall"),
    path("people/duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/<uuid:one>/<uuid:other>/", duplicates.person_merge, name="person_merge"),
    path("people/merged/<uuid:merging>/undo/", duplicates.merging_undo, name="merging_undo"),
    path("people/registers/", registers.register_access, name="register_access"),
    path("people/registers/open/", registers.register_open, name="register_open"),
    path("people/registers/<uuid:grant>/shut/", registers.register_shut, name="register_shut"),
    path("people/walls/<uuid:wall>/lower/", walls.person_wall_lower, name="person_wall_lower"),
]
