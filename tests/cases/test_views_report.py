"""上报 by staff: defaults that spare taps, and photos and texts that survive every mistake."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from cases.forms import choices
from cases.models import Case, CaseContact, Evidence
from cases.workflow import CaseState
from grids.models import Place
from tests.factories.cases import World, make_case, make_category
from tests.factories.grids import TODAY, make_building, make_estate, make_grid

pytestmark = pytest.mark.django_db


def as_person(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def photo(color: str = "teal") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "JPEG")
    return SimpleUploadedFile("scene.jpg", out.getvalue(), "image/jpeg")


def text_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("note.jpg", b"not a photo at all", "image/jpeg")


def said(world: World, **more: Any) -> dict[str, Any]:
    base = {
        "category": world.category.code,
        "title": "垃圾满溢",
        "place": world.grid.code,
        "source": "patrol",
        "idempotency_key": uuid4().hex,
    }
    return base | more


def send(world: World, name: str = "worker", **more: Any) -> Any:
    return as_person(world, name).post("/cases/new/", said(world, **more))


def test_a_report_becomes_a_case_and_says_its_number(world: World) -> None:
    client = as_person(world, "worker")
    answer = client.post("/cases/new/", said(world, name="张三", phone="13800001234"), follow=True)
    case = Case.objects.get()
    html = answer.content.decode()
    assert case.number in html
    assert case.track_code in html
    assert CaseContact.objects.get(case=case).phone == "13800001234"


def test_a_category_brings_its_own_urgency(world: World) -> None:
    leak = make_category("供水管漏水", urgency="urgent")
    send(world, category="", other_category=leak.code)
    case = Case.objects.get()
    assert (case.category, case.urgency) == (leak, "urgent")


def test_two_different_categories_are_told(world: World) -> None:
    leak = make_category("供水管漏水")
    answer = send(world, other_category=leak.code)
    assert answer.status_code == 400
    assert "请只留一处" in answer.content.decode()


def test_what_is_missing_is_told_and_the_photo_is_kept(world: World) -> None:
    client = as_person(world, "worker")
    answer = client.post("/cases/new/", said(world, title="", text="很多字", photos=[photo()]))
    html = answer.content.decode()
    kept = Evidence.objects.get()
    assert answer.status_code == 400
    assert "请用一句话写明是什么事" in html
    assert "很多字" in html
    assert f'name="photos_kept" value="{kept.pk}"' in html
    assert f"/evidence/{kept.pk}/thumb/" in html
    client.post("/cases/new/", said(world, photos_kept=[str(kept.pk)], photos=[photo("red")]))
    assert Case.objects.get().evidence.count() == 2


def test_a_photo_can_be_dropped_again(world: World) -> None:
    send(world, title="", photos=[photo()])
    send(world)
    assert Case.objects.get().evidence.count() == 0


def test_a_text_file_named_jpg_is_told_and_the_rest_is_kept(world: World) -> None:
    answer = send(world, photos=[photo(), text_file()])
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "note.jpg:这个文件不是能打开的照片" in html
    assert "垃圾满溢" in html
    assert html.count('name="photos_kept"') == 1
    assert not Case.objects.exists()


def test_a_photo_that_is_too_large_is_told(world: World, settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100
    answer = send(world, photos=[photo()])
    assert answer.status_code == 400
    assert "照片超过 20 MB" in answer.content.decode()


def test_photos_of_somebody_else_are_not_taken(world: World) -> None:
    send(world, "worker2", title="", photos=[photo()], place=world.sibling_grid.code)
    foreign = Evidence.objects.get()
    send(world, photos_kept=[str(foreign.pk), "nonsense"])
    assert Case.objects.get().evidence.count() == 0


def test_a_text_that_is_too_long_stays(world: World) -> None:
    answer = send(world, text="长" * 10_001)
    assert answer.status_code == 400
    assert "最多 10000 个字,现在有 10001 个字" in answer.content.decode()
    assert "长" * 10_001 in answer.content.decode()


def test_a_place_out_of_reach_is_not_taken(world: World) -> None:
    assert send(world, place=world.sibling_grid.code).status_code == 400
    assert not Case.objects.exists()


def test_fixed_on_the_spot_goes_straight_to_checking(world: World) -> None:
    send(world, done="on", result="当场清走", done_photos=[photo()])
    case = Case.objects.get()
    assert (case.state, case.handler) == (CaseState.CHECKING, world.people["worker"])
    assert case.evidence.get().kind == "after"


def test_fixed_on_the_spot_without_a_result_is_told(world: World) -> None:
    answer = send(world, done="on")
    assert answer.status_code == 400
    assert "请写明现场处理的结果" in answer.content.decode()


def test_an_external_number_is_taken_once(world: World) -> None:
    send(world, external_number="12345-7")
    answer = send(world, external_number="12345-7")
    assert answer.status_code == 400
    assert "没有重复登记" in answer.content.decode()


def test_the_same_report_sent_twice_is_one_case(world: World) -> None:
    key = uuid4().hex
    first = send(world, idempotency_key=key, photos=[photo()])
    second = send(world, idempotency_key=key, photos=[photo()])
    assert first.url == second.url
    assert (Case.objects.count(), Evidence.objects.count()) == (1, 1)


def test_other_content_under_a_used_key_is_kept_for_another_try(world: World) -> None:
    key = uuid4().hex
    send(world, idempotency_key=key)
    answer = send(world, idempotency_key=key, title="另一件事")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "另一件事" in html
    assert key not in html


DEFAULTS = {
    "worker": ("patrol", "grid"),
    "head": ("building_head", "building"),
    "officer": ("visit", "community"),
    "dispatcher": ("hotline", "street"),
    "duty": ("hotline", "street"),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_place_and_source_are_where_the_reporter_stands(world: World, name: str) -> None:
    source, place = DEFAULTS[name]
    form = as_person(world, name).get("/cases/new/").context["form"]
    assert form["source"].value() == source
    assert form["place"].value() == getattr(world, place).code


def test_the_place_reported_from_last_comes_first(world: World) -> None:
    make_case(world, place=world.building)
    form = as_person(world, "worker").get("/cases/new/").context["form"]
    assert form["place"].value() == world.building.code


def test_what_is_reported_most_is_offered_first(world: World) -> None:
    rare = make_category("井盖破损", code="A0")
    for _n in range(2):
        make_case(world)
    form = as_person(world, "worker").get("/cases/new/").context["form"]
    assert list(form.fields["category"].choices)[:2] == [
        (world.category.code, world.category.name),
        (rare.code, rare.name),
    ]


def test_who_may_not_report_is_told(world: World) -> None:
    for name in ("leader", "clerk", "urban", "admin"):
        assert as_person(world, name).get("/cases/new/").status_code == 403, name
        assert send(world, name).status_code == 403, name
    assert not Case.objects.exists()


@pytest.fixture
def twins(world: World) -> list[Place]:
    """3栋 of two estates, one in each grid."""
    estates = [make_estate(world.street, name) for name in ("邮电小区", "北塘小区")]
    at = (world.grid, world.sibling_grid)
    return [make_building(grid, "3栋", estate=e) for grid, e in zip(at, estates, strict=True)]


def test_who_reports_for_a_street_writes_the_building(world: World, twins: list[Place]) -> None:
    send(world, "dispatcher", building="北塘小区3栋", source="hotline")
    assert Case.objects.get().place == twins[1]


def test_a_building_that_is_not_clear_is_told_and_the_rest_is_kept(
    world: World, twins: list[Place]
) -> None:
    answer = send(world, "duty", building="3栋", text="很多字", source="hotline")
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "北塘小区3栋、邮电小区3栋" in html
    assert 'value="3栋"' in html
    assert "很多字" in html
    assert not Case.objects.exists()


def test_a_building_outside_the_reporter_s_places_is_not_taken(
    world: World, twins: list[Place]
) -> None:
    assert send(world, "officer", building="北塘小区3栋").status_code == 400
    assert send(world, "officer", building="邮电小区3栋").status_code == 302
    assert Case.objects.get().place == twins[0]


def test_an_empty_building_leaves_the_chosen_place(world: World) -> None:
    send(world, "dispatcher", building=" ", source="hotline")
    assert Case.objects.get().place == world.grid


def test_a_grid_worker_chooses_the_building_from_the_list(world: World, twins: list[Place]) -> None:
    html = as_person(world, "worker").get("/cases/new/").content.decode()
    assert 'name="building"' not in html
    assert f'value="{twins[0].code}">邮电小区3栋<' in html


def test_buildings_are_sent_along_while_they_are_few(
    world: World, twins: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = '<datalist id="buildings"><option value="北塘小区3栋"><option value="'
    assert offered in as_person(world, "dispatcher").get("/cases/new/").content.decode()
    monkeypatch.setattr(choices, "LISTED", 2)
    html = as_person(world, "dispatcher").get("/cases/new/").content.decode()
    assert ("datalist" in html, 'name="building"' in html) == (False, True)


def test_grids_of_one_name_stand_under_their_community(world: World) -> None:
    for community in (world.community, world.sibling):
        make_building(make_grid(community, "第九网格"), "1栋")
    groups = dict(choices.place_groups([world.street.pk], TODAY))
    names = [f"{community.name} › 第九网格" for community in (world.community, world.sibling)]
    assert [len(groups[name]) for name in names] == [1, 1]
