"""Addresses of figures, and numbers for SVG, which knows no thousands separator."""

from dataclasses import replace

from django import template

from dashboards.rules.frames import Frame
from dashboards.views.addresses import query_of
from grids.models import Place

register = template.Library()


@register.filter
def address(frame: Frame) -> str:
    return query_of(frame)


@register.filter
def address_at(frame: Frame, place: Place) -> str:
    return query_of(replace(frame, place=place))


@register.filter
def unlocalized(number: float) -> str:
    return f"{number:.1f}"
