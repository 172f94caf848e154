"""POST /api/v1/evidence/: photos of a phone, and what is no photo."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from PIL import Image
from rest_framework.test import APIClient

from cases.models import Evidence
from cases.serializers.uploads import CappedUpload
from grids.roles import Role
from tests.factories.api import client_of, photo, post, report_body
from tests.factories.cases import World
from tests.factories.grids import make_holder

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def upload(world: World, file: Any, *, kind: str = "scene", key: str = "") -> Any:
    client = client_of(world.people["worker"])
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/evidence/", {"file": file, "kind": kind}, headers=headers)


def test_a_photo_is_kept_and_named(world: World) -> None:
    answer = upload(world, photo(), kind="before")
    assert answer.status_code == 201
    kept = Evidence.objects.get()
    assert answer.json() == {
        "id": str(kept.pk),
        "kind": "before",
        "url": f"/api/v1/evidence/{kept.pk}/",
        "thumb_url": f"/api/v1/evidence/{kept.pk}/thumb/",
        "taken_at": None,
        "event": None,
    }
    assert kept.uploader == world.people["worker"]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_the_usual_forms_of_photos_are_taken(world: World, form: str) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (30, 20)).save(file, form)
    file.seek(0)
    file.name = f"photo.{form.lower()}"
    assert upload(world, file).status_code == 201


@pytest.mark.parametrize(
    "content",
    [b"", b"just a text", b"%PDF-1.7", b"\xff\xd8\xff\xe0 broken", b"GIF89a\x01\x00\x01\x00"],
)
def test_what_is_no_photo_by_content_is_refused_in_words(world: World, content: bytes) -> None:
    answer = upload(world, SimpleUploadedFile("photo.jpg", content, "image/jpeg"))
    assert (answer.status_code, list(answer.json())) == (400, ["file"])
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("megabytes", [21, 100])
def test_a_file_that_is_too_large_is_refused_in_words(world: World, megabytes: int) -> None:
    answer = upload(world, SimpleUploadedFile("big.jpg", bytes(megabytes * MEGABYTE)))
    assert (answer.status_code, list(answer.json())) == (400, ["file"])
    assert "20 MB" in answer.json()["file"][0]


def test_of_a_file_that_is_too_large_the_rest_is_dropped_as_it_comes() -> None:
    handler = CappedUpload(HttpRequest())
    limit = settings.EVIDENCE_MAX_BYTES
    assert handler.receive_data_chunk(b"abc", limit - 1) == b"ab"
    assert handler.receive_data_chunk(b"abc", limit + 1) is None


@pytest.mark.parametrize("kind", ["", "selfie", "\x00"])
def test_an_unknown_kind_is_refused(world: World, kind: str) -> None:
    answer = upload(world, photo(), kind=kind)
    assert (answer.status_code, list(answer.json())) == (400, ["kind"])


def test_file_and_kind_are_needed(world: World) -> None:
    answer = client_of(world.people["worker"]).post("/api/v1/evidence/", {})
    assert (answer.status_code, set(answer.json())) == (400, {"file", "kind"})


def test_a_text_instead_of_a_file_is_refused(world: World) -> None:
    assert list(upload(world, "photo.jpg").json()) == ["file"]


@pytest.mark.parametrize("body", ["", "--x", "--x\r\nContent-Disposition: form-data\r\n\r\n"])
def test_a_broken_form_is_refused(world: World, body: str) -> None:
    client = client_of(world.people["worker"])
    answer = client.generic(
        "POST", "/api/v1/evidence/", body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400


def test_a_form_of_a_thousand_files_is_refused(world: World) -> None:
    files = {f"file{index}": io.BytesIO(b"x") for index in range(1_000)}
    answer = client_of(world.people["worker"]).post("/api/v1/evidence/", files)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_the_same_photo_again_is_the_same_evidence(world: World) -> None:
    first, again = upload(world, photo(), key="p-1"), upload(world, photo(), key="p-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Evidence.objects.count() == 1
    assert upload(world, photo((50, 50)), key="p-1").status_code == 409


def test_who_sees_no_case_uploads_nothing() -> None:
    client = client_of(make_holder(Role.ADMIN_AUDIT))
    answer = client.post("/api/v1/evidence/", {"file": photo(), "kind": "scene"})
    assert answer.status_code == 403


def test_a_signed_in_page_uploads_with_its_csrf_token(world: World) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["worker"])
    body = {"file": photo(), "kind": "scene"}
    assert client.post("/api/v1/evidence/", body).status_code == 403
    token = "a" * 32
    client.cookies["csrftoken"] = token
    sent = {"file": photo(), "kind": "scene", "csrfmiddlewaretoken": token}
    answer = client.post("/api/v1/evidence/", sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_a_photo_is_fetched_with_the_token_that_sent_it_and_by_nobody_else(world: World) -> None:
    sent = upload(world, photo()).json()
    for address in (sent["url"], sent["thumb_url"]):
        answer = client_of(world.people["worker"]).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
        assert client_of(world.people["officer"]).get(address).status_code == 404
        assert client_of(None).get(address).status_code == 401


def test_an_attached_photo_is_fetched_by_whoever_sees_the_case(world: World) -> None:
    sent = upload(world, photo()).json()
    worker = world.people["worker"]
    post(worker, "cases/", report_body(world, evidence=[sent["id"]]))
    for who, status in (("officer", 200), ("officer3", 404), ("admin", 404)):
        assert client_of(world.people[who]).get(sent["url"]).status_code == status, who
