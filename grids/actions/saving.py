"""What the fields or the database refuse comes out as a refusal in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from journal.refusals import Conflict, Invalid


@contextmanager
def saving() -> Iterator[None]:
    """Run a write in a transaction of its own and translate what refuses it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = _constraint_name(error)
        raise Conflict(_sentence_of(name), code=name or None) from error


def check_fields(row: models.Model) -> None:
    """Length, choice and range of every plain field; constraints are left to the database."""
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations | {"id", "lineage"})
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def _constraint_name(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _sentence_of(name: str) -> str:
    for model in apps.get_app_config("grids").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    return str(_("与已有数据冲突，没有保存。"))
