"""Files people send."""

import io

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload


def photo(name: str = "photo.jpg", colour: str = "#6b8e6b") -> FilePayload:
    """A small picture with something on it."""
    image = Image.new("RGB", (640, 480), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 330, 640, 480), fill="#8a8a82")
    draw.rectangle((200, 220, 430, 400), fill="#b08d57", outline="#6e5430", width=6)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=out.getvalue())


def text_named_jpg() -> FilePayload:
    words = "这不是一张照片".encode()
    return FilePayload(name="scene.jpg", mimeType="image/jpeg", buffer=words)
