"""What this person may do with this case now: the buttons of the panel, the likeliest first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from cases.forms.table import CALL_FORMS, CASE_FORMS
from cases.forms.verb import CallForm, VerbForm
from cases.models import Call, Case
from cases.rules.permissions import call_verbs_open_to, verbs_open_to
from cases.views.doors import StaffRequest, actor
from cases.workflow import CALL_MOVES, CASE_MOVES, CaseState

S = CaseState
LIKELIEST: dict[str, tuple[str, ...]] = {
    S.REPORTED: ("verify", "whistle"),
    S.REGISTERED: ("assign",),
    S.IN_HAND: ("resolve",),
    S.STREET_REVIEW: ("whistle",),
    S.CHECKING: ("pass_check",),
    S.FOLLOW_UP: ("record_follow_up",),
    S.CLOSED: ("reopen",),
}


@dataclass(frozen=True)
class Deed:
    """One verb somebody may do now, and where its form is."""

    verb: str
    label: str | Promise
    url: str
    call: Call | None = None


def deeds_for(request: StaffRequest, case: Case) -> list[Deed]:
    """Exactly the verbs the table and the rules allow; calls of one's department come first."""
    return [*_call_deeds(request, case), *_case_deeds(request, case)]


def _case_deeds(request: StaffRequest, case: Case) -> list[Deed]:
    allowed = [verb for verb in verbs_open_to(request.user, case) if verb in CASE_FORMS]
    first = [verb for verb in LIKELIEST.get(case.state, ()) if verb in allowed]
    ordered = [*first, *(verb for verb in allowed if verb not in first)]
    return [case_deed(case, verb) for verb in ordered]


def case_deed(case: Case, verb: str) -> Deed:
    url = reverse("case_verb", args=[case.number, verb])
    return Deed(verb, CASE_MOVES[verb].label, url)


def _call_deeds(request: StaffRequest, case: Case) -> list[Deed]:
    calls = list(case.calls.open().select_related("department").order_by("pk"))
    for call in calls:
        call.case = case
    return [
        call_deed(call, verb)
        for call in calls
        for verb in call_verbs_open_to(request.user, call)
        if verb in CALL_FORMS
    ]


def call_deed(call: Call, verb: str) -> Deed:
    return Deed(verb, CALL_MOVES[verb].label, reverse("call_verb", args=[call.pk, verb]), call)


def form_of(deed: Deed, request: StaffRequest, case: Case) -> VerbForm:
    """The deed's form: empty, or with what was sent."""
    by, sent = actor(request), _sent(request)
    if deed.call:
        return CALL_FORMS[deed.verb](*sent, call=deed.call, by=by)
    return CASE_FORMS[deed.verb](*sent, case=case, by=by)


def _sent(request: StaffRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def first_form(
    deeds: list[Deed], request: StaffRequest, case: Case
) -> tuple[Deed, CallForm | VerbForm] | None:
    """The likeliest deed stands open on the case page, when the state has one."""
    likely = {*LIKELIEST.get(case.state, ()), *CALL_FORMS}
    if not deeds or deeds[0].verb not in likely:
        return None
    return deeds[0], form_of(deeds[0], request, case)
