"""Who hears what: the literal table of topics."""

from notices.handlers import TOPICS as HANDLERS

__all__ = ["HANDLERS"]
