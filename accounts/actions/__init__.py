"""Letting people in, and keeping their personal settings."""

from accounts.actions.people import change_password, note_sign_in, set_phone, set_preferences
from accounts.actions.tickets import Ticket, issue_ticket, redeem_ticket

__all__ = [
    "Ticket",
    "change_password",
    "issue_ticket",
    "note_sign_in",
    "redeem_ticket",
    "set_phone",
    "set_preferences",
]
