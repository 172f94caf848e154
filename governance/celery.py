"""The Celery application: broker settings come from Django's `CELERY_*`."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def show_at_once(**_details: object) -> None:
    """A worker is seen from its first moment, not from beat's first round on."""
    app.send_task("governance.tasks.heartbeat")
