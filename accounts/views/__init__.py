"""Signing in and out, and personal settings."""
