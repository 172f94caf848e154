"""Addresses of the figures, the lists behind them, the map and the file."""

from django.urls import path

from dashboards.views import pages as views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("figures/<slug:name>/", views.behind, name="figure"),
    path("map/", views.street_map, name="map"),
    path("export/", views.export, name="dashboard_export"),
]
