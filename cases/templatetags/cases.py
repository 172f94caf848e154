"""What the pages of cases need in their forms."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def one_time_key() -> SafeString:
    """`{% one_time_key %}`: a form sent twice is carried out once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid4().hex)
