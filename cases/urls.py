"""Addresses of this room."""

from django.urls import URLPattern, path

from cases.api import calls, cases, contacts, evidence, verbs
from cases.views import (
    calls as call_pages,
)
from cases.views import (
    case,
    contact,
    follow_up,
    home,
    lists,
    photos,
    public,
    reporting,
    tracking,
)
from cases.views import (
    verbs as verb_pages,
)

public_urlpatterns: list[URLPattern] = [
    path("report/", public.public_report, name="public_report"),
    path("track/", tracking.track, name="track"),
    path("track/<str:code>/", tracking.track_case, name="track_case"),
    path("track/<str:code>/rate/", tracking.track_rate, name="track_rate"),
    path("track/<str:code>/reopen/", tracking.track_reopen, name="track_reopen"),
    path("track/<str:code>/photos/<uuid:pk>/", photos.track_photo, name="track_photo"),
    path("report/photos/<uuid:pk>/", photos.fresh_thumb, name="fresh_thumb"),
    path("evidence/<uuid:pk>/", photos.evidence_photo, name="evidence_photo"),
    path("evidence/<uuid:pk>/thumb/", photos.evidence_thumb, name="evidence_thumb"),
]
staff_urlpatterns: list[URLPattern] = [
    path("home/", home.home, name="home"),
    path("cases/", lists.case_list, name="cases"),
    path("cases/new/", reporting.report_case, name="case_new"),
    path("cases/overdue/", lists.overdue_wall, name="overdue"),
    path("cases/<slug:number>/", case.case_page, name="case"),
    path("cases/<slug:number>/reveal/", contact.reveal, name="reveal_contact"),
    path("cases/<slug:number>/<slug:verb>/", verb_pages.case_verb, name="case_verb"),
    path("calls/", call_pages.call_list, name="calls"),
    path("calls/<int:call_id>/<slug:verb>/", verb_pages.call_verb, name="call_verb"),
    path("follow-up/next/", follow_up.follow_up_next, name="follow_up_next"),
    path("follow-up/<slug:number>/", follow_up.follow_up, name="follow_up"),
]
urlpatterns: list[URLPattern] = [*public_urlpatterns, *staff_urlpatterns]
api_urlpatterns: list[URLPattern] = [
    path("categories/", cases.categories, name="categories"),
    path("evidence/", evidence.upload, name="evidence"),
    path("evidence/<uuid:pk>/", evidence.photo, name="evidence_photo"),
    path("evidence/<uuid:pk>/thumb/", evidence.thumb, name="evidence_thumb"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/reveal_contact/", contacts.reveal, name="case_reveal_contact"),
    *verbs.urlpatterns,
    *calls.urlpatterns,
]
