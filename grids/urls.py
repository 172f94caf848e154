"""Addresses of places, posts and departments: the setting up of a street, and the API."""

from django.urls import path

from grids import api
from grids.views import cells, departments, estates, imports, overview, people, places, tickets

urlpatterns = [
    path("", overview.overview, name="setup"),
    path("gaps/<str:key>/", overview.gap, name="setup_gap"),
    path("places/", places.places, name="setup_places"),
    path("places/<str:code>/", places.place, name="setup_place"),
    path("places/<str:code>/new/", places.new_place, name="setup_place_new"),
    path("places/<str:code>/edit/", places.edit_place, name="setup_place_edit"),
    path("places/<str:code>/move/", places.move, name="setup_place_move"),
    path("places/<str:code>/close/", places.close, name="setup_place_close"),
    path("places/<str:code>/appoint/", people.appoint_at_place, name="setup_place_appoint"),
    path("places/<str:code>/tickets/", tickets.tickets, name="setup_place_tickets"),
    path("estates/", estates.estates, name="setup_estates"),
    path("estates/new/", estates.new_estate, name="setup_estate_new"),
    path("estates/<int:estate_id>/", estates.edit_estate, name="setup_estate"),
    path("departments/", departments.departments, name="setup_departments"),
    path("departments/new/", departments.new_department, name="setup_department_new"),
    path("departments/<int:department_id>/", departments.department, name="setup_department"),
    path(
        "departments/<int:department_id>/edit/",
        departments.edit_department,
        name="setup_department_edit",
    ),
    path(
        "departments/<int:department_id>/appoint/",
        people.appoint_in_department,
        name="setup_department_appoint",
    ),
    path("cells/", cells.cells, name="setup_cells"),
    path("cells/new/", cells.new_cell, name="setup_cell_new"),
    path("cells/<int:cell_id>/", cells.cell, name="setup_cell"),
    path("cells/<int:cell_id>/serve/", cells.serve, name="setup_cell_serve"),
    path("people/", people.people, name="setup_people"),
    path("people/<str:username>/", people.person, name="setup_person"),
    path("people/<str:username>/ticket/", tickets.ticket, name="setup_ticket"),
    path("posts/<int:post_id>/end/", people.end, name="setup_post_end"),
    path("imports/", imports.imports, name="setup_imports"),
    path("imports/runs/<int:run_id>/", imports.import_run, name="setup_import_run"),
    path("imports/runs/<int:run_id>/refusals/", imports.refusals, name="setup_import_refusals"),
    path("imports/<str:key>/", imports.upload, name="setup_import"),
    path("imports/<str:key>/template/", imports.template, name="setup_import_template"),
]

api_urlpatterns = [
    path("me/", api.me, name="me"),
    path("places/", api.places, name="places"),
    path("places/<str:code>/posts/", api.posts, name="place_posts"),
    path("departments/", api.departments, name="departments"),
]
