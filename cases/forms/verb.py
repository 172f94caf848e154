"""The shape every form of a verb has: take in what was sent, act, put the blame on its fields."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from cases.forms.photos import PhotoForm
from cases.models import Call, Case
from journal.actors import Actor
from journal.refusals import Invalid

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class VerbForm(forms.Form):
    """What one verb of a case asks for. `act` calls its one action."""

    template_name = "cases/verb_fields.html"
    called: ClassVar[dict[str, str]] = {"evidence": "photos"}

    def __init__(self, *args: Any, case: Case, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by

    def take_in(self, *, now: datetime) -> bool:
        """Whether what was sent can be acted on. Photos are kept either way."""
        self.full_clean()
        if isinstance(self, PhotoForm):
            self.keep_photos(by=self.by, now=now)
        return not self.errors

    def act(self, *, now: datetime) -> Case:
        raise NotImplementedError

    def blame(self, refusal: Invalid) -> None:
        """Show each fault at the field it is about."""
        for name, texts in refusal.fields.items():
            field = self.called.get(name, name)
            self.add_error(field if field in self.fields else None, texts)


class CallForm(VerbForm):
    """What one verb of a call asks for."""

    def __init__(self, *args: Any, call: Call, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=call.case, by=by, **kwargs)
        self.call = call


def words(
    label: "StrOrPromise",
    *,
    most: int,
    missing: "StrOrPromise" = "",
    hint: "StrOrPromise" = "",
    rows: int = 3,
) -> forms.CharField:
    """A text of its own length, counted on the page and judged by the action.

    Without a sentence for a missing one it may be left empty.
    """
    messages = {"required": missing} if missing else {}
    box = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(
        label=label,
        required=bool(missing),
        error_messages=messages,
        help_text=hint,
        widget=box,
    )
