"""Signing in and out, and personal settings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
