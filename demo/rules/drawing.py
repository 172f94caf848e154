"""Small flat drawings that stand in for photos: things and places, never people."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

SIZE = (640, 480)
HORIZON = 300
SKY, GROUND, WALL, DARK = "#cfe3ee", "#b9b4a7", "#e4dccb", "#3d4248"
GREEN, BROWN, WATER, RED, YELLOW = "#6f9a5b", "#8a6a4a", "#6f9fc0", "#c0473b", "#f2c14e"
INDOORS = frozenset({"hallway", "lift", "wall", "poster"})

Brush = ImageDraw.ImageDraw


@cache
def draw(motif: str, *, mended: bool, variant: int = 0) -> bytes:
    """A JPEG: the scene, with what is wrong in it or after it was put right."""
    image = Image.new("RGB", SIZE, WALL if motif in INDOORS else SKY)
    brush = ImageDraw.Draw(image)
    ground = "#9d978a" if motif in INDOORS else GROUND
    brush.rectangle((0, HORIZON, *SIZE), fill=ground)
    if motif not in INDOORS:
        _houses(brush, variant)
    MOTIFS[motif](brush, mended, variant * 36)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _houses(brush: Brush, variant: int) -> None:
    for index, colour in enumerate(("#d9cbb2", "#c7d0d6", "#dcc3b5")):
        left, top = index * 230 - variant * 25, 90 + (index * 37 + variant * 23) % 80
        brush.rectangle((left, top, left + 190, HORIZON), fill=colour)
        for row in range(top + 20, HORIZON - 30, 44):
            for column in range(left + 18, left + 170, 42):
                brush.rectangle((column, row, column + 22, row + 24), fill="#7f93a3")


def _bags(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((240 + shift, 250, 320 + shift, 390), fill=GREEN, outline=DARK, width=3)
    for index in range(0 if mended else 7):
        left = 330 + shift // 2 + index * 34
        brush.ellipse((left, 350 - index % 3 * 22, left + 70, 420), fill=DARK, outline="#777777")


def _boxes(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((230, 70, 420, HORIZON), fill="#8d9aa3", outline=DARK, width=4)
    for index in range(0 if mended else 5):
        left, top = 70 + shift + index % 3 * 120, 330 - index // 3 * 80
        brush.rectangle((left, top, left + 110, top + 90), fill=BROWN, outline=DARK, width=3)


def _posters(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((200, 60, 450, HORIZON), fill="#a9b3b8", outline=DARK, width=4)
    for index in range(0 if mended else 9):
        left, top = 60 + shift + index % 3 * 170, 70 + index // 3 * 75
        brush.rectangle((left, top, left + 90, top + 55), fill=(RED, YELLOW, WATER)[index % 3])


def _puddle(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((470, 330, 560, 350), fill=DARK)
    if not mended:
        brush.ellipse((80 + shift, 340, 480 + shift, 450), fill=WATER, outline="#4f7f9f", width=4)


def _hole(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((0, 320, 640, 480), fill="#7d7d7d")
    brush.rectangle((0, 392, 640, 398), fill="#eeeeee")
    colour = "#6a6a6a" if mended else "#2b2b2b"
    brush.ellipse((210 + shift, 400, 390 + shift, 460), fill=colour)


def _manhole(brush: Brush, mended: bool, shift: int) -> None:
    box = (230 + shift, 350, 400 + shift, 430)
    brush.ellipse(box, fill="#5b5f63" if mended else "#191919", outline=DARK, width=6)
    if not mended:
        brush.polygon([(300 + shift, 380), (430 + shift, 340), (440 + shift, 400)], fill="#5b5f63")


def _lamp(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((310 + shift, 60, 322 + shift, 430), fill=DARK)
    brush.rectangle((322 + shift, 60, 400 + shift, 70), fill=DARK)
    brush.ellipse((380 + shift, 62, 430 + shift, 100), fill=YELLOW if mended else "#55585c")
    if mended:
        brush.polygon(
            [(385 + shift, 98), (425 + shift, 98), (500, 430), (300, 430)], fill="#f7e6a8"
        )


def _cables(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((60, 100, 72, 430), fill=BROWN)
    brush.rectangle((560, 100, 572, 430), fill=BROWN)
    for index in range(2 if mended else 8):
        sag = 6 if mended else 60 + index * 22 + shift // 4
        brush.arc((60, 110 - sag + index * 9, 572, 110 + sag + index * 9), 0, 180, DARK, 3)


def _lift(brush: Brush, mended: bool, shift: int) -> None:
    gap = 0 if mended else 24
    brush.rectangle((200, 80, 440, 400), fill="#c9ced2", outline=DARK, width=5)
    brush.rectangle((316 - gap, 84, 324 + gap, 396), fill=DARK)
    brush.ellipse((470, 200, 500, 230), fill="#4caf50" if mended else RED)
    brush.rectangle((470, 250, 500, 250 + 30 + shift // 6), fill="#888888")


def _cracked_wall(brush: Brush, mended: bool, shift: int) -> None:
    for row in range(40, HORIZON, 52):
        brush.line((0, row, 640, row), fill="#cfc4ad", width=2)
    if not mended:
        crack = [(180 + shift, 40), (230 + shift, 110), (210 + shift, 170), (290 + shift, 290)]
        brush.line(crack, fill=DARK, width=6)
        brush.ellipse((250 + shift, 90, 400 + shift, 210), fill="#a59a86")


def _cars(brush: Brush, mended: bool, shift: int) -> None:
    for index in range(1 if mended else 4):
        left, colour = 30 + shift // 2 + index * 150, (WATER, RED, "#eeeeee", DARK)[index]
        brush.rounded_rectangle((left, 350, left + 140, 410), 16, fill=colour)
        brush.rounded_rectangle((left + 30, 320, left + 110, 360), 14, fill="#9fb4c2")
        for wheel in (left + 22, left + 92):
            brush.ellipse((wheel, 396, wheel + 28, 424), fill="#1d1d1d")


def _bikes(brush: Brush, mended: bool, shift: int) -> None:
    for index in range(2 if mended else 6):
        left, top = 40 + shift // 2 + index * 92, 350 if mended else 330 + index % 3 * 26
        for wheel in (left, left + 62):
            brush.ellipse((wheel, top, wheel + 52, top + 52), outline=DARK, width=5)
        frame = [(left + 26, top + 26), (left + 50, top - 12), (left + 88, top + 26)]
        brush.line(frame, fill=(YELLOW, WATER)[index % 2], width=7)


def _stalls(brush: Brush, mended: bool, shift: int) -> None:
    for index in range(0 if mended else 3):
        left = 50 + shift // 2 + index * 190
        brush.polygon(
            [(left, 300), (left + 75, 250), (left + 150, 300)], fill=(RED, GREEN, YELLOW)[index]
        )
        brush.rectangle((left + 10, 340, left + 140, 400), fill=BROWN)
        for fruit in range(left + 16, left + 126, 22):
            brush.ellipse((fruit, 326, fruit + 18, 344), fill="#d9822b")


def _shed(brush: Brush, mended: bool, shift: int) -> None:
    if mended:
        return
    brush.rectangle((180 + shift, 200, 420 + shift, 390), fill="#9fb0ba", outline=DARK, width=5)
    roof = [(165 + shift, 205), (300 + shift, 150), (435 + shift, 205)]
    brush.polygon(roof, fill="#5f7f96")


def _garden(brush: Brush, mended: bool, shift: int) -> None:
    brush.rectangle((60, 330, 580, 450), fill=GREEN if mended else "#7a5b3d")
    for index in range(0 if mended else 12):
        left = 90 + shift // 3 + index % 6 * 78
        brush.polygon(
            [(left, 400), (left + 14, 350 + index // 6 * 40), (left + 28, 400)], fill="#3f7d3a"
        )


def _tree(brush: Brush, mended: bool, shift: int) -> None:
    lean = 0 if mended else 120
    brush.line((300 + shift, 430, 310 + shift + lean, 200), fill=BROWN, width=26)
    brush.ellipse((230 + shift + lean, 90, 420 + shift + lean, 260), fill=GREEN)


MOTIFS: dict[str, Callable[[Brush, bool, int], None]] = {
    "garbage": _bags,
    "hallway": _boxes,
    "poster": _posters,
    "water": _puddle,
    "pothole": _hole,
    "manhole": _manhole,
    "lamp": _lamp,
    "cable": _cables,
    "lift": _lift,
    "wall": _cracked_wall,
    "cars": _cars,
    "bike": _bikes,
    "stall": _stalls,
    "shed": _shed,
    "garden": _garden,
    "tree": _tree,
}
