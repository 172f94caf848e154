"""Evidence: harmless on arrival, attached once, by its uploader, to what it shows."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from cases.actions.calls import answer, claim
from cases.actions.evidence import MAX_ATTACHED, upload_evidence
from cases.actions.handling import add_note, resolve
from cases.actions.reporting import Done
from cases.models import Case, Evidence
from journal.actors import Actor, resident
from journal.refusals import Conflict, Forbidden, Invalid
from tests.factories.cases import HOUR, World, bring_to, lead_call, make_case
from tests.factories.grids import NOW
from tests.factories.photos import phone_photo

pytestmark = pytest.mark.django_db

LATER = NOW + 9 * HOUR


def upload(by: Actor, kind: str = "scene") -> Evidence:
    return upload_evidence(io.BytesIO(phone_photo()), kind=kind, by=by, now=NOW)


def bare(by: Actor) -> Evidence:
    """An uploaded photo without the cost of a picture."""
    return Evidence.objects.create(
        kind="scene", uploader=by.user, width=1, height=1, size=1, uploaded_at=NOW
    )


def note(world: World, case: Case, *ids: object, by: str = "worker") -> Case:
    said = [str(each) for each in ids]
    return add_note(case.number, by=world[by], now=LATER, text="见照片", evidence=said)


def test_what_is_stored_is_upright_stripped_and_named_by_nobody(
    world: World, settings: Settings
) -> None:
    kept = upload(world["worker"])
    assert (kept.width, kept.height, kept.kind, kept.uploader) == (
        32,
        64,
        "scene",
        world.people["worker"],
    )
    assert (kept.lat, kept.lng) == (39.907333, 116.3915)
    assert kept.taken_at
    for name in (kept.photo.name, kept.thumb.name):
        assert name
        raw = Path(default_storage.path(name)).read_bytes()
        assert b"SecretPhone" not in raw
        assert not Image.open(io.BytesIO(raw)).getexif()
        assert Path(name).stem.removesuffix("_t") == kept.id.hex
    assert kept.size == len(Path(default_storage.path(str(kept.photo.name))).read_bytes())


def test_a_refused_upload_leaves_no_row_and_no_file(world: World, settings: Settings) -> None:
    with pytest.raises(Invalid):
        upload_evidence(io.BytesIO(b"no photo"), kind="scene", by=world["worker"], now=NOW)
    assert not Evidence.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_a_photo_is_attached_to_the_event_it_shows(world: World) -> None:
    case = bring_to(world, "in_hand")
    before, after = bare(world["worker"]), bare(world["worker"])
    note(world, case, before.pk)
    resolve(case.number, by=world["worker"], now=LATER, result="已清理", evidence=[str(after.pk)])
    attached = {row.pk: (row.case, row.event and row.event.verb) for row in Evidence.objects.all()}
    assert attached == {before.pk: (case, "add_note"), after.pk: (case, "resolve")}


def test_a_report_and_what_was_done_keep_their_own_photos(world: World) -> None:
    scene, after = bare(world["worker"]), bare(world["worker"])
    done = Done("当场清走", evidence=[str(after.pk)])
    case = make_case(world, evidence=[str(scene.pk)], done=done)
    verbs = [(row.pk, row.event and row.event.verb) for row in case.evidence.order_by("pk")]
    assert dict(verbs) == {scene.pk: "report", after.pk: "resolve"}


def test_a_department_answers_with_its_own_photo(world: World) -> None:
    case = bring_to(world, "whistled")
    photo = bare(world["urban"])
    claim(lead_call(case).pk, by=world["urban"], now=LATER)
    answer(
        lead_call(case).pk,
        by=world["urban"],
        now=LATER,
        result="已清理",
        evidence=[str(photo.pk)],
    )
    photo.refresh_from_db()
    assert photo.event
    assert (photo.event.verb, photo.event.call) == ("answer", lead_call(case))


def test_a_photo_is_attached_once(world: World) -> None:
    case, photo = bring_to(world, "in_hand"), bare(world["worker"])
    note(world, case, photo.pk)
    for again in (case, bring_to(world, "in_hand")):
        with pytest.raises(Invalid) as refusal:
            note(world, again, photo.pk)
        assert list(refusal.value.fields) == ["evidence"]
    assert case.events.filter(verb="add_note").count() == 1


def test_a_photo_is_attached_by_who_uploaded_it(world: World) -> None:
    case, theirs = bring_to(world, "in_hand"), bare(world["officer"])
    for stolen in (theirs, bare(resident())):
        with pytest.raises(Invalid):
            note(world, case, stolen.pk)
    theirs.refresh_from_db()
    assert theirs.case is None


def test_one_photo_that_is_missing_attaches_none(world: World) -> None:
    case, photo = bring_to(world, "in_hand"), bare(world["worker"])
    with pytest.raises(Invalid):
        note(world, case, photo.pk, uuid4())
    photo.refresh_from_db()
    assert photo.case is None
    assert not case.events.filter(verb="add_note").exists()


@pytest.mark.parametrize("wrong", ["", "7", "../../etc/passwd", "' OR 1=1", "zz" * 16])
def test_a_number_that_is_none_is_refused(world: World, wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        note(world, bring_to(world, "in_hand"), wrong)
    assert list(refusal.value.fields) == ["evidence"]


def test_the_same_photo_named_twice_is_one_photo(world: World) -> None:
    case, photo = bring_to(world, "in_hand"), bare(world["worker"])
    note(world, case, photo.pk, photo.pk.hex.upper())
    assert case.evidence.count() == 1


def test_so_many_photos_and_no_more(world: World) -> None:
    case = bring_to(world, "in_hand")
    photos = [bare(world["worker"]).pk for _ in range(MAX_ATTACHED + 1)]
    with pytest.raises(Invalid, match="20"):
        note(world, case, *photos)
    note(world, case, *photos[1:])
    assert case.evidence.count() == MAX_ATTACHED


def test_a_refused_verb_leaves_the_photo_free(world: World) -> None:
    case, photo = bring_to(world, "checking"), bare(world["worker"])
    wrong_state, forbidden = bring_to(world, "checking"), bring_to(world, "in_hand")
    with pytest.raises(Conflict):
        resolve(
            wrong_state.number, by=world["worker"], now=LATER, result="好", evidence=[str(photo.pk)]
        )
    with pytest.raises(Forbidden):
        note(world, forbidden, photo.pk, by="clerk")
    note(world, case, photo.pk)
    photo.refresh_from_db()
    assert photo.case == case


def test_no_evidence_at_all_is_legal(world: World) -> None:
    case = bring_to(world, "in_hand")
    resolve(case.number, by=world["worker"], now=LATER, result="已清理", evidence=[])
    assert not case.evidence.exists()
