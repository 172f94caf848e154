"""A file of cases: taken in row by row, at its own times, silently, and never twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from cases.models import Call, Case, CaseEvent
from cases.vocabulary import Closing, Source
from cases.workflow import CaseState
from clocks.models import Clock
from grids.kinds import DepartmentKind
from grids.models import Place
from journal.models import OutboxMessage
from tests.cases.files import csv_file, refusals_of, run, said_row
from tests.factories import grids
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Place:
    return grids.make_street()


def test_a_reply_becomes_the_answer_of_the_department_of_imports(
    street: Place, tmp_path: Path
) -> None:
    assert run(csv_file(tmp_path / "a.csv", said_row())) == "imported=1 refused=0 unchanged=0"
    case = Case.objects.get()
    assert (case.title, case.text) == ("路灯不亮", "南门口的路灯坏了。")
    assert (case.state, case.closing) == (CaseState.CLOSED, Closing.NO_CONTACT)
    assert (case.source, case.external_number) == (Source.IMPORT, "1")
    assert case.reported_at == at("2019-04-25 09:32") + timedelta(seconds=9)
    assert case.ended_at == at("2019-05-10 14:56") + timedelta(seconds=53)
    call = Call.objects.get()
    assert (call.department.name, call.department.kind) == ("导入", DepartmentKind.IMPORTED)
    assert (call.result, call.answered_at) == ("已修好。", case.ended_at)


def test_history_goes_through_the_ordinary_verbs(street: Place, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", said_row()))
    events = CaseEvent.objects.order_by("id")
    verbs = ["report", "verify", "whistle", "claim", "answer", "pass_check"]
    assert [event.verb for event in events] == verbs
    assert {(event.via, event.by_label) for event in events} == {("import", "import")}


def test_imported_history_is_silent_and_owes_nothing(street: Place, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", said_row()))
    assert not OutboxMessage.objects.exists()
    assert not Clock.objects.open().exists()


def test_what_has_no_reply_stays_open_and_wakes_nobody_up(street: Place, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", said_row(reply="", replied="")))
    case = Case.objects.get()
    assert case.state == CaseState.REPORTED
    assert case.breached_at is not None
    assert Clock.objects.open().exists()
    assert not Clock.objects.filter(next_at__isnull=False).exists()
    assert not OutboxMessage.objects.exists()


def test_nothing_is_imported_twice(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", said_row("1"), said_row("2", reply="", replied=""))
    run(file)
    assert run(file) == "imported=0 refused=0 unchanged=2"
    assert Case.objects.count() == 2


def test_without_a_number_the_row_itself_is_remembered(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", said_row(""), said_row("", title="井盖松动"))
    assert run(file) == "imported=2 refused=0 unchanged=0"
    assert run(file) == "imported=0 refused=0 unchanged=2"


def test_the_same_number_on_another_matter_is_refused(street: Place, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", said_row("1"), said_row("1", title="井盖松动"))
    assert run(file) == "imported=1 refused=1 unchanged=0"
    [(row, column, reason)] = refusals_of(file)
    assert (row, column) == ("3", "留言编号")
    assert Case.objects.get().number in reason


def test_a_reply_that_comes_later_ends_the_case(street: Place, tmp_path: Path) -> None:
    run(csv_file(tmp_path / "a.csv", said_row(reply="", replied="")))
    assert run(csv_file(tmp_path / "b.csv", said_row())) == "imported=1 refused=0 unchanged=0"
    assert Case.objects.get().state == CaseState.CLOSED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_is_read(street: Place, tmp_path: Path, encoding: str) -> None:
    run(csv_file(tmp_path / "a.csv", said_row(), encoding=encoding))
    assert Case.objects.get().title == "路灯不亮"


def test_a_workbook_with_other_columns_in_another_order_is_read(
    street: Place, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["点赞数", "答复时间", "留言时间", "标题", "内容", "答复意见", "编号"])
    moments = [at(day).replace(tzinfo=None) for day in ("2019-05-10 14:56", "2019-04-25 09:32")]
    book.active.append([3, *moments, "路灯不亮", "坏了", "已修好。", 17])
    book.save(tmp_path / "a.xlsx")
    assert run(tmp_path / "a.xlsx") == "imported=1 refused=0 unchanged=0"
    case = Case.objects.get()
    assert (case.external_number, case.reported_at) == ("17", at("2019-04-25 09:32"))
