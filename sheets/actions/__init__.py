"""Rows in from CSV and XLSX files, rows and refusals out."""

from sheets.actions.reading import Row, read_rows
from sheets.actions.refusals import RefusalFile
from sheets.actions.writing import Column, Kind, write_xlsx

__all__ = ["Column", "Kind", "RefusalFile", "Row", "read_rows", "write_xlsx"]
