"""What a resident can do without signing in, and what nobody can read without the code."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cases.actions.checking import pass_check
from cases.actions.handling import add_note
from cases.actions.registering import verify
from cases.actions.reporting import TRACK_ALPHABET, Contact, new_track_code
from cases.models import Case, Evidence
from cases.views import limits
from cases.vocabulary import Closing, Source
from cases.workflow import CaseState
from tests.factories.cases import HOUR, NOW, World, bring_to

pytestmark = pytest.mark.django_db


def photo(name: str = "p.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def said(world: World, **more: object) -> dict[str, object]:
    words = {
        "category": world.category.code,
        "place": world.community.code,
        "text": "垃圾桶满了三天\n没有人来清",
        "where": "3栋楼下",
        "phone": "138 0000 1234",
        "idempotency_key": "one",
    }
    return {**words, **more}


def test_a_resident_reports_and_gets_a_code_to_track_by(world: World, client: Client) -> None:
    answer = client.post("/report/", said(world, photos=photo()))
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/track/{case.track_code}/"
    assert (case.title, case.source, case.state) == ("垃圾桶满了三天", Source.RESIDENT, "reported")
    assert "3栋楼下" in case.text
    assert case.contact.phone == "138 0000 1234"
    assert case.evidence.count() == 1


def test_a_double_submit_is_one_case(world: World, client: Client) -> None:
    first = client.post("/report/", said(world))
    second = client.post("/report/", said(world))
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_a_mistake_keeps_text_and_photo(world: World, client: Client) -> None:
    page = client.post("/report/", said(world, place="", photos=photo()))
    assert page.status_code == 400
    assert "垃圾桶满了三天" in page.content.decode()
    kept = Evidence.objects.get()
    assert str(kept.pk) in page.content.decode()
    assert "请选择社区" in page.content.decode()
    client.post("/report/", said(world, photos_kept=str(kept.pk)))
    assert Case.objects.get().evidence.get() == kept


def test_a_text_file_named_jpg_is_told_and_the_rest_kept(world: World, client: Client) -> None:
    fake = SimpleUploadedFile("a.jpg", b"not a picture at all", "image/jpeg")
    page = client.post("/report/", said(world, photos=fake))
    assert page.status_code == 400
    assert "不是能打开的照片" in page.content.decode()
    assert "垃圾桶满了三天" in page.content.decode()


def test_a_poster_fills_in_the_place(world: World, client: Client) -> None:
    page = client.get(f"/report/?place={world.building.code}")
    assert world.building.name in page.content.decode()
    client.post("/report/", said(world, spot=world.building.code))
    assert Case.objects.get().place == world.building


def test_too_many_reports_from_one_address_wait(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.public.REPORTS", limits.Limit("few", "1/h"))
    client.post("/report/", said(world))
    page = client.post("/report/", said(world, idempotency_key="two", text="又满了"))
    assert page.status_code == 400
    assert "又满了" in page.content.decode()
    assert Case.objects.count() == 1


def test_a_code_is_ten_signs_that_cannot_be_mistaken() -> None:
    codes = {new_track_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(f"[{TRACK_ALPHABET}]{{10}}", code) for code in codes)
    assert not set("01OI") & set(TRACK_ALPHABET)


def test_a_wrong_code_finds_nothing_and_is_counted(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.tracking.WRONG_CODES", limits.Limit("wrong", "2/m"))
    case = bring_to(world, CaseState.REGISTERED)
    statuses = [client.get(f"/track/{'A' * 9}{n}/").status_code for n in (2, 3, 4)]
    assert statuses == [404, 404, 429]
    assert client.get(f"/track/{case.track_code}/").status_code == 200


def test_the_code_may_be_typed_with_spaces_and_small_letters(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.REGISTERED)
    typed = f" {case.track_code[:5].lower()}-{case.track_code[5:]} "
    answer = client.get("/track/", {"code": typed})
    assert answer.headers["Location"] == f"/track/{case.track_code}/"


def test_the_public_page_shows_no_person_and_no_internal_note(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    add_note(
        case.number,
        by=world["worker"],
        now=NOW + 3 * HOUR,
        text="已约师傅 13912345678",
        public=True,
    )
    add_note(case.number, by=world["worker"], now=NOW + 4 * HOUR, text="住户情绪激动")
    page = client.get(f"/track/{case.track_code}/").content.decode()
    assert "已约师傅 139****5678" in page
    for hidden in ("13912345678", "住户情绪激动", "13800001234", "张三", ">worker<"):
        assert hidden not in page


def test_a_resident_rates_in_two_taps_and_the_case_closes(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.FOLLOW_UP)
    client.post(f"/track/{case.track_code}/rate/", {"solved": "yes", "satisfaction": "satisfied"})
    case.refresh_from_db()
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.SOLVED)
    assert case.follow_ups.get().by_resident


def test_an_unsolved_rating_waits_for_the_clerk_with_a_clock(world: World, client: Client) -> None:
    from clocks.models import Clock

    case = bring_to(world, CaseState.FOLLOW_UP)
    client.post(f"/track/{case.track_code}/rate/", {"solved": "no", "satisfaction": "dissatisfied"})
    case.refresh_from_db()
    assert case.state == CaseState.FOLLOW_UP
    assert Clock.objects.of("case", [case.pk]).open().filter(kind="follow_up").count() == 1


def test_rating_twice_is_told_in_words(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.FOLLOW_UP)
    rating = {"solved": "yes", "satisfaction": "satisfied"}
    client.post(f"/track/{case.track_code}/rate/", rating)
    again = client.post(f"/track/{case.track_code}/rate/", rating)
    assert again.status_code == 409
    assert "已结案" in again.content.decode()


def test_a_resident_asks_again_within_thirty_days(world: World, client: Client) -> None:
    from django.utils import timezone

    case = bring_to(world, CaseState.CLOSED, now=timezone.now() - 10 * HOUR)
    client.post(f"/track/{case.track_code}/reopen/", {"reason": "又堵了"})
    case.refresh_from_db()
    assert (case.state, case.round) == (CaseState.REGISTERED, 2)


def test_a_photo_is_seen_with_the_code_and_not_without(world: World, client: Client) -> None:
    client.post("/report/", said(world, photos=photo()))
    case, kept = Case.objects.get(), Evidence.objects.get()
    assert client.get(f"/track/{case.track_code}/photos/{kept.pk}/").status_code == 200
    assert client.get(f"/evidence/{kept.pk}/").status_code == 302
    other = bring_to(world, CaseState.REGISTERED)
    assert client.get(f"/track/{other.track_code}/photos/{kept.pk}/").status_code == 404


def test_staff_see_the_photos_of_their_own_cases_only(world: World, client: Client) -> None:
    client.post("/report/", said(world, photos=photo()))
    kept = Evidence.objects.get()
    for name, status in (("officer", 200), ("officer3", 404), ("admin", 404)):
        user = world[name].user
        assert user is not None
        client.force_login(user)
        assert client.get(f"/evidence/{kept.pk}/thumb/").status_code == status


def test_who_verifies_a_resident_s_report_is_the_first_one_asked(
    world: World, client: Client
) -> None:
    client.post("/report/", said(world))
    case = Case.objects.get()
    verify(case.number, by=world["officer"], now=case.reported_at + HOUR)
    case.refresh_from_db()
    assert case.first_asked == world.people["officer"]


def test_a_name_without_a_number_is_nobody_to_call_back(world: World) -> None:
    case = bring_to(world, CaseState.CHECKING, contact=Contact(name="张三"))
    done = pass_check(case.number, by=world["officer2"], now=NOW + 9 * HOUR)
    assert (done.state, done.closing) == (CaseState.CLOSED, Closing.NO_CONTACT)


def test_more_photos_than_six_are_told_and_six_are_kept(world: World) -> None:
    body = {**said(world), "photos": [photo(f"{number}.jpg") for number in range(7)]}
    answer = Client().post("/report/", body)
    assert answer.status_code == 400
    assert "最多 6 张照片" in answer.content.decode()
    assert Evidence.objects.count() == 6
    assert not Case.objects.exists()
