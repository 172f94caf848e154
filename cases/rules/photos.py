"""What a photo is, and what is kept of it.

Decoded and encoded again, so that nothing but pixels survives: upright, without EXIF. When and
where it was taken is read first and kept apart.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.Image import DecompressionBombError, DecompressionBombWarning, Transpose

from journal.refusals import Invalid

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 64_000_000
PHOTO_EDGE = 2560
THUMB_EDGE = 320
QUALITY = 85
FIRST_YEAR = 1990
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    DecompressionBombError,
    DecompressionBombWarning,
)


@dataclass(frozen=True)
class Photo:
    """JPEG bytes of the photo and its thumbnail; degrees are WGS-84."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int
    sha256: str
    taken_at: datetime | None
    lat: float | None
    lng: float | None


def read_photo(file: BinaryIO) -> Photo:
    """Raises Invalid, with a sentence that says what to do, for anything that is not a photo."""
    raw = file.read(settings.EVIDENCE_MAX_BYTES + 1)
    if len(raw) > settings.EVIDENCE_MAX_BYTES:
        raise Invalid({"file": [_("照片超过 20 MB,没有上传。请选小一些的照片。")]})
    try:
        return _decode(raw)
    except _BROKEN as error:
        sentence = _("这个文件不是能打开的照片(JPEG、PNG 或 WebP),没有上传。请换一张照片。")
        raise Invalid({"file": [sentence]}) from error


def _decode(raw: bytes) -> Photo:
    with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise DecompressionBombError("too many pixels")
        exif = image.getexif()
        taken_at, position = _taken_at(exif), _position(exif)
        upright = _upright(image, exif).convert("RGB")
    upright.info.clear()  # comments would be written out again
    upright.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
    jpeg = _encode(upright)
    size = upright.size
    upright.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return Photo(
        jpeg=jpeg,
        thumb=_encode(upright),
        width=size[0],
        height=size[1],
        sha256=hashlib.sha256(jpeg).hexdigest(),
        taken_at=taken_at,
        lat=position[0] if position else None,
        lng=position[1] if position else None,
    )


def _upright(image: Image.Image, exif: Image.Exif) -> Image.Image:
    turn = TURNS.get(exif.get(ExifTags.Base.Orientation, 1))
    return image if turn is None else image.transpose(turn)


def _encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _taken_at(exif: Image.Exif) -> datetime | None:
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        day, _space, clock = str(written).strip("\0 ").partition(" ")
        local = datetime.fromisoformat(f"{day.replace(':', '-')} {clock}")
    except ValueError:
        return None
    if local.year < FIRST_YEAR:  # a camera that was never set
        return None
    return local if timezone.is_aware(local) else timezone.make_aware(local)


def _position(exif: Image.Exif) -> tuple[float, float] | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        lng = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None


def _degrees(parts: tuple[float, float, float], side: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if side == negative else value, 6)
