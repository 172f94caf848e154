"""Signing in and out, and personal settings."""

from django.urls import path

from accounts.api import token
from accounts.views import personal, sign_in

urlpatterns = [
    path("login/", sign_in.login, name="login"),
    path("logout/", sign_in.logout, name="logout"),
    path("t/", sign_in.enter_code, name="enter_code"),
    path("t/<str:token>/", sign_in.sign_in_by_ticket, name="sign_in_by_ticket"),
    path("preferences/", personal.preferences, name="preferences"),
    path("preferences/password/", personal.change_password, name="change_password"),
]

api_urlpatterns = [path("token/", token, name="token")]
