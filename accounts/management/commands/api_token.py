"""A token for a program, printed on the last line."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import User
from journal.actions import audit
from journal.actors import system


class Command(BaseCommand):
    help = "Issue an API token for USERNAME; the last line of output is the token and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=365, help="how long it is valid (365)")

    def handle(self, *, username: str, days: int, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"nobody is called {username}") from error
        if not user.is_active:
            raise CommandError(f"the account {username} is switched off")
        _token, key = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        audit(
            by=system("api_token"),
            now=timezone.now(),
            action="token_issued",
            object_kind="user",
            object_key=user.username,
        )
        self.stdout.write(key)
