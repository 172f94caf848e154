"""A link as a square that a phone's camera reads."""

from typing import NamedTuple

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


class QrSquare(NamedTuple):
    """Side length in modules, quiet border included, and the dark modules as an SVG path."""

    size: int
    path: str


def qr_square(text: str) -> QrSquare:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return QrSquare(len(matrix), path)
