"""One street for all tests of a file: made once, each test gets it fresh."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.factories.cases import World, make_world


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """In a transaction around the whole file; what a test changes is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """A copy, so that what one test learns about a person is not remembered by the next."""
    return copy.deepcopy(kept_world)
