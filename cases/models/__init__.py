"""The tables of a case."""

from cases.models.case import Case, CaseContact, CaseSearch
from cases.models.evidence import Evidence
from cases.models.record import CaseEvent, FollowUp
from cases.models.tables import Category, DirectoryEntry, LimitRule
from cases.models.whistle import Call, Whistle

__all__ = [
    "Call",
    "Case",
    "CaseContact",
    "CaseEvent",
    "CaseSearch",
    "Category",
    "DirectoryEntry",
    "Evidence",
    "FollowUp",
    "LimitRule",
    "Whistle",
]
