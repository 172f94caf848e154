"""The database keeps an inbox from saying the same thing twice."""

import pytest
from django.db import IntegrityError, transaction

from notices.models import Notice
from tests.factories.cases import make_case, make_world
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def test_a_message_stands_once_in_an_inbox() -> None:
    world = make_world()
    said = {"case": make_case(world), "topic": "case.report", "key": "event:1", "said_at": NOW}
    Notice.objects.create(reader=world.people["officer"], **said)
    Notice.objects.create(reader=world.people["officer2"], **said)
    with pytest.raises(IntegrityError, match="notice_said_once"), transaction.atomic():
        Notice.objects.create(reader=world.people["officer"], **said)
