"""How cells are read: clean text, and moments that can be read in one way only."""

from sheets.rules.moments import parse_moment
from sheets.rules.text import clean_cell, clean_text

__all__ = ["clean_cell", "clean_text", "parse_moment"]
