"""What Celery runs: one call each. The database is the truth: twice or late is harmless."""

from celery import shared_task
from django.utils import timezone

from cases.actions.closing import archive_quiet_cases as archive_all
from cases.actions.sweep import sweep_case
from clocks.actions import sweep
from governance.relay import HANDLERS
from governance.views import mark_worker_seen
from grids.actions.grants import take_back_lapsed_grants as take_back_grants
from journal.actions import forget_answers as forget_old_answers
from journal.actions import relay

TAKERS = {"case": sweep_case}


@shared_task
def sweep_clocks() -> int:
    return sweep(now=timezone.now(), takers=TAKERS)


@shared_task
def relay_outbox() -> int:
    return relay(now=timezone.now(), handlers=HANDLERS)


@shared_task
def archive_quiet_cases() -> int:
    return archive_all(now=timezone.now())


@shared_task
def heartbeat() -> None:
    mark_worker_seen(timezone.now())


@shared_task
def forget_answers() -> None:
    """Idempotency keys are kept a week."""
    forget_old_answers(now=timezone.now())


@shared_task
def take_back_lapsed_grants() -> None:
    """Tidiness only: a lapsed grant already gives no power."""
    take_back_grants(now=timezone.now())
