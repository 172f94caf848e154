"""How an action says no. Every door turns these into its own words.

Precedence at every door: 401, 404, 403, 409, 400.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise

Sentence = str | Promise


class Refusal(Exception):
    """Base of everything an action refuses. `sentence` is for people, `code` for programs."""

    status = 400
    code = "refused"

    def __init__(self, sentence: Sentence, *, code: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.code = code or self.code


class NotFound(Refusal):
    """Outside the caller's scope, or not there at all: both look the same. HTTP 404."""

    status = 404
    code = "not_found"


class Forbidden(Refusal):
    """In scope, but this person may not do it. HTTP 403."""

    status = 403
    code = "forbidden"


class Conflict(Refusal):
    """The state does not allow it, or somebody was faster. HTTP 409.

    `state` is the state the matter is in now.
    """

    status = 409
    code = "conflict"

    def __init__(self, sentence: Sentence, *, code: str | None = None, state: str = "") -> None:
        super().__init__(sentence, code=code)
        self.state = state


class Invalid(Refusal):
    """What was sent cannot be taken; `fields` names each field and what is wrong. HTTP 400."""

    status = 400
    code = "invalid"

    def __init__(self, fields: Mapping[str, Sequence[Sentence]]) -> None:
        super().__init__("; ".join(str(text) for texts in fields.values() for text in texts))
        self.fields = {name: [str(text) for text in texts] for name, texts in fields.items()}
