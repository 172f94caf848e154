"""Which form stands for which verb. What is not here has no page yet, or is done by the system."""

from cases.forms.calls import AnswerForm, ClaimForm
from cases.forms.checking import PassCheckForm, ReworkForm
from cases.forms.following import FollowUpForm, ReopenForm
from cases.forms.handling import (
    AssignForm,
    ContactForm,
    HandUpForm,
    NoteForm,
    ReassignForm,
    ResolveForm,
    SendDownForm,
)
from cases.forms.registering import CorrectForm, DeclineForm, VerifyForm
from cases.forms.verb import CallForm, VerbForm
from cases.forms.whistling import WhistleForm

CASE_FORMS: dict[str, type[VerbForm]] = {
    "verify": VerifyForm,
    "decline": DeclineForm,
    "correct": CorrectForm,
    "assign": AssignForm,
    "reassign": ReassignForm,
    "hand_up": HandUpForm,
    "send_down": SendDownForm,
    "whistle": WhistleForm,
    "contact": ContactForm,
    "add_note": NoteForm,
    "resolve": ResolveForm,
    "pass_check": PassCheckForm,
    "rework": ReworkForm,
    "record_follow_up": FollowUpForm,
    "reopen": ReopenForm,
}
CALL_FORMS: dict[str, type[CallForm]] = {"claim": ClaimForm, "answer": AnswerForm}
