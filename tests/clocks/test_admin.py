import pytest
from django.contrib import admin
from django.test import RequestFactory

from clocks.admin import ClockAdmin, PauseInline
from clocks.models import Clock
from tests.factories.accounts import make_user


@pytest.mark.django_db
def test_clocks_can_be_looked_at_in_the_admin_and_not_touched(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = make_user(is_staff=True, is_superuser=True)
    clocks = ClockAdmin(Clock, admin.site)
    pauses = PauseInline(Clock, admin.site)
    assert clocks.has_view_permission(request)
    assert pauses.has_view_permission(request)
    assert not clocks.has_add_permission(request)
    assert not clocks.has_change_permission(request)
    assert not clocks.has_delete_permission(request)
    assert not pauses.has_add_permission(request, None)
