"""A token for a program, printed on the last line."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.models import User
from journal.actions import audit
from journal.actors import system

LONGEST_DAYS = 3_650


class Command(BaseCommand):
    help = "Issue an API token for USERNAME; the last line of output is the token and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=365, help="how long it is valid (365)")

    def handle(self, *, username: str, days: int, **options: Any) -> None:
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(_("--days 请填 1 到 %(most)s。") % {"most": LONGEST_DAYS})
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(_("没有账号 %(name)s。") % {"name": username}) from error
        if not user.is_active:
            raise CommandError(_("账号 %(name)s 已停用。") % {"name": username})
        _token, key = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        audit(
            by=system("api_token"),
            now=timezone.now(),
            action="token_issued",
            object_kind="user",
            object_key=user.username,
        )
        self.stdout.write(key)
