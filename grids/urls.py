"""Addresses of places, posts and departments: the setting up of a street, and the API."""

from django.urls import URLPattern, path

from grids import api

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("me/", api.me, name="me"),
    path("places/", api.places, name="places"),
    path("places/<str:code>/posts/", api.posts, name="place_posts"),
    path("departments/", api.departments, name="departments"),
]
