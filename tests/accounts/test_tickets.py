from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import Ticket, issue_ticket, redeem_ticket
from accounts.models import SignInTicket, User
from accounts.rules.codes import CODE_LETTERS, hash_code, new_code
from journal.actors import person
from journal.models import AuditEntry
from journal.refusals import Conflict, Forbidden, NotFound
from tests.factories.accounts import make_user

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)


def issue(user: User) -> Ticket:
    return issue_ticket(user, by=person(make_user()), now=NOW)


@pytest.mark.django_db
def test_a_link_lets_its_person_in_once() -> None:
    user = make_user()
    ticket = issue(user)
    assert redeem_ticket(ticket.link_token, now=SOON) == user
    with pytest.raises(Conflict) as refused:
        redeem_ticket(ticket.link_token, now=SOON)
    assert refused.value.code == "ticket_used"


@pytest.mark.django_db
def test_the_code_opens_the_same_ticket_as_the_link() -> None:
    user = make_user()
    ticket = issue(user)
    assert redeem_ticket(ticket.code, now=SOON) == user
    with pytest.raises(Conflict):
        redeem_ticket(ticket.link_token, now=SOON)


@pytest.mark.django_db
def test_a_code_may_be_typed_small_without_its_dash_and_with_spaces() -> None:
    user = make_user()
    code = issue(user).code
    assert redeem_ticket(f" {code[:4].lower()} {code[5:]} ", now=SOON) == user


@pytest.mark.django_db
def test_a_ticket_ends_after_seven_days() -> None:
    ticket = issue(make_user())
    with pytest.raises(Conflict) as refused:
        redeem_ticket(ticket.code, now=NOW + timedelta(days=7))
    assert refused.value.code == "ticket_expired"


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["AAAA-AAAA", "", "  ", "no-such-token"])
def test_an_unknown_code_is_not_found(written: str) -> None:
    issue(make_user())
    with pytest.raises(NotFound):
        redeem_ticket(written, now=SOON)


@pytest.mark.django_db
def test_a_new_ticket_ends_the_older_one() -> None:
    user = make_user()
    older, newer = issue(user), issue(user)
    with pytest.raises(Conflict):
        redeem_ticket(older.code, now=SOON)
    assert redeem_ticket(newer.code, now=SOON) == user


@pytest.mark.django_db
def test_no_ticket_for_the_back_office_or_a_closed_account() -> None:
    for user in (make_user(is_staff=True), make_user(is_active=False)):
        with pytest.raises(Forbidden):
            issue(user)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_active": False}])
def test_a_ticket_stops_working_when_the_account_changes(fields: dict[str, bool]) -> None:
    user = make_user()
    ticket = issue(user)
    User.objects.filter(pk=user.pk).update(**fields)
    with pytest.raises(Forbidden):
        redeem_ticket(ticket.code, now=SOON)


@pytest.mark.django_db
def test_neither_link_nor_code_is_stored() -> None:
    ticket = issue(make_user())
    stored = str(SignInTicket.objects.values().get())
    assert ticket.link_token not in stored
    assert ticket.code not in stored


@pytest.mark.django_db
def test_issuing_and_using_are_audited_without_the_secret() -> None:
    user, issuer = make_user("head"), make_user("admin")
    ticket = issue_ticket(user, by=person(issuer), now=NOW)
    redeem_ticket(ticket.code, now=SOON, ip="10.0.0.7")
    entries = AuditEntry.objects.order_by("at").values_list("who", "action", "object_key", "ip")
    assert list(entries) == [
        (issuer.pk, "ticket_issued", "head", None),
        (user.pk, "signed_in_by_ticket", "head", "10.0.0.7"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_racing_phones_one_gets_in() -> None:
    ticket = issue(make_user())

    def redeem() -> str:
        try:
            redeem_ticket(ticket.link_token, now=SOON)
        except Conflict as refusal:
            return refusal.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(redeem) for _ in range(4)]]
    assert sorted(results) == ["in", "ticket_used", "ticket_used", "ticket_used"]


def test_codes_have_no_letters_that_people_confuse() -> None:
    assert set("01ILO").isdisjoint(CODE_LETTERS)
    code = new_code()
    assert (len(code), code[4]) == (9, "-")
    assert set(code) <= {*CODE_LETTERS, "-"}


@given(st.text(alphabet=CODE_LETTERS, min_size=8, max_size=8))
def test_a_code_has_one_hash_however_it_is_typed(code: str) -> None:
    assert hash_code(code) == hash_code(f"{code[:4]}－{code[4:]}") == hash_code(f" {code.lower()}")
