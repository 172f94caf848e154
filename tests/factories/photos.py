"""Photos as phones and strangers send them."""

import io
from typing import Any

from PIL import ExifTags, Image

E, G = ExifTags.Base, ExifTags.GPS
BEIJING: dict[int, Any] = {
    G.GPSLatitudeRef: "N",
    G.GPSLatitude: (39.0, 54.0, 26.4),
    G.GPSLongitudeRef: "E",
    G.GPSLongitude: (116.0, 23.0, 29.4),
}


def exif_of(
    *, turn: int = 1, taken: str = "", gps: dict[int, Any] | None = None, make: str = ""
) -> Image.Exif:
    exif = Image.Exif()
    exif[E.Orientation] = turn
    if make:
        exif[E.Make] = make
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[E.DateTimeOriginal] = taken
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return exif


def quadrants(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Red, green over blue, white: every turn and flip can be told from every other."""
    wide, high = size
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, wide // 2, high // 2))
    image.paste((0, 255, 0), (wide // 2, 0, wide, high // 2))
    image.paste((0, 0, 255), (0, high // 2, wide // 2, high))
    return image


def encoded(image: Image.Image | None = None, form: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    (image or quadrants()).save(out, form, **how)
    return out.getvalue()


def phone_photo(form: str = "JPEG") -> bytes:
    """Held upright in Beijing: the sensor lies on its side, and the file says who made it."""
    exif = exif_of(turn=6, taken="2026:06:01 09:30:15", gps=BEIJING, make="SecretPhone")
    return encoded(form=form, exif=exif)
