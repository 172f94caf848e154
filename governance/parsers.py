"""What the API takes in: JSON of a bounded size and depth that can be stored and sent back."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 16


class BoundedJSONParser(BaseParser):
    """Reads no more than `DATA_UPLOAD_MAX_MEMORY_SIZE`; Django refuses what is larger."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = (parser_context or {})["request"]._request.body
        try:
            data = json.loads(body, parse_constant=_refuse)
            json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError(_("发来的内容不是正确的 JSON。")) from error
        if not isinstance(data, dict):
            raise ParseError(_('发来的内容要是一个 JSON 对象,例如 {"note": "…"}。'))
        if not _is_flat(data, DEEPEST):
            raise ParseError(_("发来的内容层次太深。"))
        return data


def _refuse(word: str) -> None:
    """NaN and Infinity are no JSON, and half a surrogate pair (see `parse`) is no text."""
    raise ValueError(word)


def _is_flat(part: Any, levels: int) -> bool:
    if not isinstance(part, dict | list):
        return True
    inner = part.values() if isinstance(part, dict) else part
    return levels > 0 and all(_is_flat(piece, levels - 1) for piece in inner)
