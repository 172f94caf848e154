"""What a photo is, what is kept of it, and what is refused — judged by the bytes."""

import io
import struct
import zipfile
import zlib
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from pytest_django import Settings

from cases.rules.photos import Photo, read_photo
from journal.refusals import Invalid
from tests.factories.clocks import at
from tests.factories.photos import BEIJING, E, G, encoded, exif_of, phone_photo, quadrants

MEGABYTE = 1024 * 1024


def read(raw: bytes) -> Photo:
    return read_photo(io.BytesIO(raw))


def refused(raw: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        read(raw)
    assert list(refusal.value.fields) == ["file"]
    return refusal.value.fields["file"][0]


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def colours(image: Image.Image) -> list[str]:
    """The names of the four quadrants, row by row."""
    wide, high = image.size
    spots = [(wide // 4, high // 4), (wide * 3 // 4, high // 4)]
    spots += [(x, high * 3 // 4) for x, _ in spots]
    found = []
    for spot in spots:
        pixel = image.getpixel(spot)
        assert isinstance(pixel, tuple)
        red, green, blue = (level > 128 for level in pixel)
        names = {(True, False, False): "red", (False, True, False): "green"}
        names |= {(False, False, True): "blue", (True, True, True): "white"}
        found.append(names[red, green, blue])
    return found


# --- what is kept -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_time_and_place_are_read_and_then_stripped(form: str) -> None:
    raw = phone_photo(form)
    assert b"SecretPhone" in raw
    photo = read(raw)
    assert photo.taken_at == at("2026-06-01 09:30").replace(second=15)
    assert (photo.lat, photo.lng) == (39.907333, 116.3915)
    for kept in (photo.jpeg, photo.thumb):
        assert kept.startswith(b"\xff\xd8\xff")
        assert not opened(kept).getexif()
        for trace in (b"SecretPhone", b"Exif", b"GPS", b"2026:06:01"):
            assert trace not in kept


# Orientation n of EXIF → the quadrants as a person should see them.
UPRIGHT = {
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


@pytest.mark.parametrize("turn", UPRIGHT)
def test_a_photo_is_turned_upright(turn: int) -> None:
    photo = read(encoded(exif=exif_of(turn=turn), quality=95))
    assert colours(opened(photo.jpeg)) == UPRIGHT[turn]
    assert colours(opened(photo.thumb)) == UPRIGHT[turn]
    size = (64, 32) if turn < 5 else (32, 64)
    assert (photo.width, photo.height) == size


@pytest.mark.parametrize("turn", [0, 9, 255])
def test_an_orientation_that_does_not_exist_leaves_the_photo_as_it_is(turn: int) -> None:
    assert colours(opened(read(encoded(exif=exif_of(turn=turn))).jpeg)) == UPRIGHT[1]


def test_comments_colour_profiles_and_everything_behind_the_picture_are_gone() -> None:
    raw = encoded(comment=b"<script>alert(1)</script>", icc_profile=b"PROFILE" * 20)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("shell.php", "<?php system($_GET[0]); ?>")
    polyglot = raw + archive.getvalue() + b"<html><script>alert(2)</script>"
    assert zipfile.is_zipfile(io.BytesIO(polyglot))
    photo = read(polyglot)
    for kept in (photo.jpeg, photo.thumb):
        assert not zipfile.is_zipfile(io.BytesIO(kept))
        for trace in (b"script", b"php", b"PROFILE", b"html"):
            assert trace not in kept


def test_a_photo_is_not_larger_than_needed() -> None:
    photo = read(encoded(Image.new("RGB", (4000, 3000), "green")))
    assert max(photo.width, photo.height) == 2560
    assert opened(photo.jpeg).size == (2560, 1920)
    assert max(opened(photo.thumb).size) == 320


def test_a_small_photo_is_not_blown_up() -> None:
    photo = read(encoded(quadrants((20, 10))))
    assert (photo.width, photo.height) == (20, 10)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1"])
def test_png_of_every_mode_becomes_a_jpeg(mode: str) -> None:
    image = Image.new(mode, (40, 30)) if mode == "I;16" else quadrants().convert(mode)
    assert opened(read(encoded(image, "PNG")).jpeg).format == "JPEG"


def test_a_cmyk_jpeg_is_taken() -> None:
    assert colours(opened(read(encoded(quadrants().convert("CMYK"))).jpeg)) == UPRIGHT[1]


def test_a_moving_picture_keeps_its_first_frame() -> None:
    frames = [quadrants(), Image.new("RGB", (64, 32), "black")]
    raw = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert colours(opened(read(raw).jpeg)) == UPRIGHT[1]


# --- time and place -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "0001:01:01 00:00:00", "2026:13:01 00:00:00", "今天", " "]
)
def test_a_time_that_cannot_be_is_no_time(taken: str) -> None:
    assert read(encoded(exif=exif_of(taken=taken))).taken_at is None


def test_a_time_is_read_as_the_streets_own() -> None:
    photo = read(encoded(exif=exif_of(taken="2026:06:01 00:30:00")))
    assert photo.taken_at == at("2026-06-01 00:30")
    assert isinstance(photo.taken_at, datetime)
    assert photo.taken_at.utcoffset()


def test_south_and_west_are_negative() -> None:
    gps: dict[int, Any] = {**BEIJING, G.GPSLatitudeRef: "S", G.GPSLongitudeRef: "W"}
    photo = read(encoded(exif=exif_of(gps=gps)))
    assert (photo.lat, photo.lng) == (-39.907333, -116.3915)


@pytest.mark.parametrize(
    "gps",
    [
        {G.GPSLatitudeRef: "N", G.GPSLatitude: (39.0, 54.0, 26.0)},
        {**BEIJING, G.GPSLatitude: (139.0, 0.0, 0.0)},
        {**BEIJING, G.GPSLongitude: (1.0, 2.0)},
    ],
)
def test_half_a_place_is_no_place(gps: dict[int, Any]) -> None:
    photo = read(encoded(exif=exif_of(gps=gps)))
    assert (photo.lat, photo.lng) == (None, None)


def test_a_photo_without_exif_has_neither() -> None:
    photo = read(encoded())
    assert (photo.taken_at, photo.lat, photo.lng) == (None, None, None)


# --- what is refused ----------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><body onload=alert(1)></body></html>"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"just text, named photo.jpg",
        SVG,
        HTML,
        b"\xff\xd8\xff" + HTML,
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + SVG,
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"RIFF\x00\x00\x00\x00WEBP" + HTML,
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    ],
)
def test_what_is_no_image_by_content_is_refused(raw: bytes) -> None:
    assert "不是能打开的照片" in refused(raw)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_images_of_other_kinds_are_refused(form: str) -> None:
    assert "JPEG、PNG 或 WebP" in refused(encoded(form=form))


def test_a_gif_that_is_a_script_as_well_is_refused() -> None:
    refused(b"GIF89a/*" + encoded(form="GIF")[8:] + b"*/=1;alert(1)//")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_half_a_photo_is_refused(share: float) -> None:
    raw = encoded(quadrants((400, 300)))
    refused(raw[: int(len(raw) * share)])


def test_the_sentence_says_what_to_do() -> None:
    assert refused(b"text").endswith("请换一张照片。")


def huge_png(wide: int, high: int) -> bytes:
    """A few hundred bytes that ask for gigabytes when they are unpacked."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("wide", "high"),
    [(8001, 8000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1), (64_000_001, 1)],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    wide: int, high: int
) -> None:
    assert "不是能打开的照片" in refused(huge_png(wide, high))


def test_more_than_twenty_megabytes_are_refused_and_exactly_twenty_taken() -> None:
    raw = encoded()
    padding = 20 * MEGABYTE - len(raw)
    assert read(raw + b"\0" * padding).width == 64
    assert "20 MB" in refused(raw + b"\0" * (padding + 1))


def test_no_more_is_read_than_needed_to_say_that_it_is_too_large(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1000
    stream = io.BytesIO(b"\0" * MEGABYTE)
    with pytest.raises(Invalid):
        read_photo(stream)
    assert stream.tell() == 1001


WHOLE = {form: phone_photo(form) for form in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    form=st.sampled_from(sorted(WHOLE)),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12),
)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_a_damaged_photo_is_either_taken_or_refused(
    form: str, places: list[tuple[float, int]]
) -> None:
    raw = bytearray(WHOLE[form])
    for share, value in places:
        raw[int(share * (min(len(raw), 400) - 1))] = value
    try:
        photo = read(bytes(raw))
    except Invalid:
        return
    assert opened(photo.jpeg).size == (photo.width, photo.height)


def test_the_make_of_the_phone_was_there_to_begin_with() -> None:
    exif = opened(phone_photo()).getexif()
    assert exif[E.Make] == "SecretPhone"
    assert ExifTags.IFD.GPSInfo in exif
