import pytest
from django.utils import translation

from clocks.rules.limits import Limit, Unit


@pytest.mark.parametrize("unit", list(Unit))
def test_a_limit_survives_being_frozen_as_json(unit: Unit) -> None:
    limit = Limit(3, unit)
    assert Limit.from_json(limit.as_json()) == limit


def test_a_limit_says_itself_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert str(Limit(7, Unit.WORKING_DAYS)) == "7 个工作日"
        assert str(Limit(15, Unit.MINUTES)) == "15 分钟"
        assert str(Limit(24, Unit.HOURS)) == "24 小时"
        assert str(Limit(4, Unit.WORKING_HOURS)) == "4 个工作小时"
        assert str(Limit(20, Unit.DAYS)) == "20 个自然日"
        assert str(Limit(1, Unit.DAY_ENDS)) == "次日起第 1 个工作日下班前"


@pytest.mark.parametrize(("amount", "unit"), [(-1, Unit.HOURS), (0, Unit.DAY_ENDS)])
def test_a_limit_that_cannot_be_kept_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        Limit(amount, unit)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        Limit.from_json({"amount": 1, "unit": "fortnights"})
