"""Where a keyset page goes on: the sort key of its last row, as an opaque word of the address."""

import base64
import binascii
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from cases.models import Case
from cases.querysets import Key
from journal.refusals import Invalid

LONGEST = 120


def write_cursor(case: Case) -> str:
    return write_key((case.reported_at, case.pk))


def write_key(key: Key) -> str:
    raw = f"{key[0].isoformat()}|{key[1]}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Key | None:
    """None for the first page; raises Invalid for a word that was not ours."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor[:LONGEST]) % 4))
        moment, _bar, pk = raw.decode().partition("|")
        key = (datetime.fromisoformat(moment).astimezone(UTC), int(pk))
    except (ValueError, OverflowError, binascii.Error) as error:
        raise Invalid({"cursor": [_("翻页位置不正确,请从第一页重新开始。")]}) from error
    if not 0 < key[1] < 2**63:
        raise Invalid({"cursor": [_("翻页位置不正确,请从第一页重新开始。")]})
    return key
