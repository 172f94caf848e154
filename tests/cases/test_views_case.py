"""The page of one case, and the reporter's contact behind a reason."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cases.actions.handling import add_note
from cases.actions.sweep import sweep_case
from cases.actions.whistles import Assistant
from cases.models import Case
from cases.workflow import CaseState
from journal.models import AuditEntry
from tests.factories.cases import (
    World,
    answer_lead,
    bring_to,
    make_case,
    whistle_for,
)
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def as_person(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def page(world: World, name: str, case: Case) -> str:
    return as_person(world, name).get(f"/cases/{case.number}/").content.decode()


def test_a_case_shows_what_where_and_how_it_stands(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND, text="三天没人清")
    html = page(world, "officer", case)
    for words in (case.title, "三天没人清", "办理中", world.grid.name, case.track_code, "怎么算的"):
        assert words in html, words


def test_a_case_tells_its_whole_story_newest_first(world: World) -> None:
    case = bring_to(world, CaseState.STREET_REVIEW)
    case = whistle_for(world, case, now=NOW, assistants=[Assistant(world.water, mandatory=False)])
    html = page(world, "dispatcher", case)
    story = html[html.index("办理经过") :]
    order = [story.index(label) for label in ("吹哨", "上交", "登记", "上报")]
    assert order == sorted(order)
    for words in ("主办:综合执法中队", "协办:自来水公司", "多次劝导无效"):
        assert words in story, words


def test_a_case_shows_its_calls_with_their_clocks_and_answers(world: World) -> None:
    case = answer_lead(world, bring_to(world, CaseState.WHISTLED), now=NOW)
    html = page(world, "officer", case)
    for words in ("综合执法中队", "已答卷", "已清理完毕", "应哨时限"):
        assert words in html, words


def test_what_ran_late_is_told_by_the_clock_and_the_story(world: World) -> None:
    case = make_case(world)
    with transaction.atomic():
        sweep_case(case.pk, NOW + timedelta(days=20))
    html = page(world, "officer", case)
    assert "通报" in html
    assert "逾期" in html


def test_a_follow_up_is_told_in_words(world: World) -> None:
    html = page(world, "officer", bring_to(world, CaseState.CLOSED))
    assert "结果:满意" in html
    assert "已解决" in html


def test_numbers_of_people_are_masked_wherever_they_stand(world: World) -> None:
    case = make_case(world, title="请回13912345678", text="我的电话13912345678")
    add_note(case.number, by=world["officer"], now=NOW, text="改打13912345678")
    html = page(world, "officer", case)
    assert "13912345678" not in html
    assert "138****1234" in html
    assert "张*" in html


def test_a_long_text_stays_folded(world: World) -> None:
    html = page(world, "officer", make_case(world, text="很长" * 300))
    assert "很长" * 300 in html
    assert html.index("<summary>很长") < html.index("很长" * 300)


def test_a_case_of_another_community_is_not_there(world: World) -> None:
    case = make_case(world)
    for name in ("officer3", "worker2", "urban", "admin"):
        answer = as_person(world, name).get(f"/cases/{case.number}/")
        assert answer.status_code == 404, name


def test_a_number_that_cannot_be_is_not_found(world: World) -> None:
    client = as_person(world, "officer")
    for number in ("nonsense", "2026%00", "20260601-999999"):
        assert client.get(f"/cases/{number}/").status_code == 404, number


def test_a_page_costs_the_same_however_long_its_story(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case, client = bring_to(world, CaseState.IN_HAND), as_person(world, "officer")

    def cost() -> int:
        with django_assert_max_num_queries(40) as asked:
            client.get(f"/cases/{case.number}/")
        return len(asked)

    cost()
    once = cost()
    for n in range(3):
        add_note(case.number, by=world["officer"], now=NOW, text=f"第{n}次")
    assert cost() == once


def test_the_likeliest_verb_stands_open_and_the_others_beside_it(world: World) -> None:
    html = page(world, "officer", make_case(world))
    assert '<h2 id="deed-title">登记</h2>' in html
    for words in ("不予受理", "更正", "跟进"):
        assert words in html, words


def test_who_may_do_nothing_sees_no_panel(world: World) -> None:
    assert "deed-title" not in page(world, "leader", make_case(world))


def test_the_contact_is_shown_for_a_reason_and_leaves_an_audit_row(world: World) -> None:
    case = make_case(world)
    assert "查看" in page(world, "officer", case)
    answer = as_person(world, "officer").post(
        f"/cases/{case.number}/reveal/", {"reason": "上门前联系"}
    )
    html = answer.content.decode()
    assert "13800001234" in html
    assert "no-store" in answer["Cache-Control"]
    row = AuditEntry.objects.get(action="reveal_contact")
    assert (row.object_key, row.reason) == (case.number, "上门前联系")


def test_the_contact_stays_masked_without_a_reason(world: World) -> None:
    case = make_case(world)
    answer = as_person(world, "officer").post(f"/cases/{case.number}/reveal/", {"reason": " "})
    assert answer.status_code == 400
    assert "13800001234" not in answer.content.decode()
    assert not AuditEntry.objects.filter(action="reveal_contact").exists()


def test_the_contact_stays_masked_for_who_has_no_call_to_make(world: World) -> None:
    case = make_case(world)
    assert f"/cases/{case.number}/reveal/" not in page(world, "leader", case)
    for method in ("get", "post"):
        client = as_person(world, "leader")
        answer = getattr(client, method)(f"/cases/{case.number}/reveal/", {"reason": "好奇"})
        assert answer.status_code == 403
    assert not AuditEntry.objects.filter(action="reveal_contact").exists()


def test_the_panel_of_the_contact_gets_it_alone_by_htmx(world: World) -> None:
    case = bring_to(world, CaseState.FOLLOW_UP)
    answer = as_person(world, "clerk").post(
        f"/cases/{case.number}/reveal/", {"reason": "回访"}, HTTP_HX_REQUEST="true"
    )
    html = answer.content.decode()
    assert "13800001234" in html
    assert "<html" not in html
