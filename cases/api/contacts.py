"""POST /api/v1/cases/{number}/reveal_contact/: the full name and number, on record."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.contacts import reveal_contact
from cases.api.requests import actor_of, find, read
from cases.rules.permissions import require_reveal
from cases.serializers.bodies import ReasonBody
from cases.serializers.parts import RevealedContact
from cases.serializers.refusals import UNENTITLED, UNFIT, UNKNOWN, UNSEEN


@extend_schema(
    operation_id="cases_reveal_contact",
    request=ReasonBody,
    responses={200: RevealedContact, **UNFIT, **UNKNOWN, **UNENTITLED, **UNSEEN},
)
@api_view(["POST"])
def reveal(request: Request, number: str) -> Response:
    """The reporter's name and phone unmasked. Each call leaves a line in the audit trail.

    An `Idempotency-Key` is not looked at: the answer is not kept anywhere.
    """
    by = actor_of(request)
    case = find(number, by=by)
    require_reveal(by, case)
    sent = read(ReasonBody, request)
    contact = reveal_contact(case.number, by=by, now=timezone.now(), **sent.arguments())
    return Response(RevealedContact(contact).data)
