"""派单目录: who is responsible for this, here, and why."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.models import Category, DirectoryEntry
from grids.models import Department, Place


@dataclass(frozen=True)
class Suggestion:
    """The lead the directory proposes, its assistants, and the reason in words."""

    lead: Department
    reason: str
    assistants: list[Department] = field(default_factory=list)


def suggest(category: Category, place: Place) -> Suggestion | None:
    """The entry nearest to the category first, then nearest to the place; None if there is none."""
    line = [step.pk for step in category.ancestry()]
    entries = (
        DirectoryEntry.objects.filter(category__in=line, place__in=place.lineage, lead__active=True)
        .select_related("lead", "category", "place")
        .prefetch_related("assistants")
    )

    def distance(entry: DirectoryEntry) -> tuple[int, int]:
        return (line.index(entry.category_id), -place.lineage.index(entry.place_id))

    entry = min(entries, key=distance, default=None)
    if entry is None:
        return None
    reason = _("派单目录:“%(category)s”在%(place)s由%(lead)s主办。%(basis)s") % {
        "category": entry.category.shown_name,
        "place": entry.place.name,
        "lead": entry.lead.name,
        "basis": entry.basis,
    }
    return Suggestion(entry.lead, reason, list(entry.assistants.all()))
