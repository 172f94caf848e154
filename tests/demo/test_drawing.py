"""Drawings that stand in for photos."""

import io

import pytest
from PIL import Image

from demo.rules.drawing import MOTIFS, SIZE, draw


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_drawing_shows_what_is_wrong_and_what_was_mended(motif: str) -> None:
    before, after = draw(motif, mended=False), draw(motif, mended=True, variant=1)
    assert before != after
    with Image.open(io.BytesIO(before)) as image:
        assert (image.format, image.size) == ("JPEG", SIZE)
