"""Settings, URLs, Celery, WSGI: wires the rooms together; nothing imports it."""

from governance.celery import app as celery_app

__all__ = ["celery_app"]
