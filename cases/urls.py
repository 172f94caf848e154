"""Addresses of this room."""

from django.urls import URLPattern, path

from cases.api import calls, cases, contacts, evidence, verbs

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("categories/", cases.categories, name="categories"),
    path("evidence/", evidence.upload, name="evidence"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/reveal_contact/", contacts.reveal, name="case_reveal_contact"),
    *verbs.urlpatterns,
    *calls.urlpatterns,
]
