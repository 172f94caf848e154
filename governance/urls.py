"""Every address of the application: each room brings its own."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.urls import api_urlpatterns as accounts_api
from cases.urls import api_urlpatterns as cases_api
from governance import mishaps, views
from grids.urls import api_urlpatterns as grids_api

api = [*accounts_api, *grids_api, *cases_api]

handler400 = mishaps.bad_request
handler403 = mishaps.forbidden
handler404 = mishaps.not_found
handler500 = mishaps.server_error

urlpatterns = [
    path("", views.front, name="front"),
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("setup/", include("grids.urls")),
    path("inbox/", include("notices.urls")),
    path("dashboard/", include("dashboards.urls")),
    path("api/v1/", include((api, "api"))),
    path("api/v1/<path:rest>", views.no_such_call),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
