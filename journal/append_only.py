"""Tables that only grow: PostgreSQL itself refuses to change or remove a row.

Use in a migration, after the table is made: `operations = [..., append_only("room_table")]`.
"""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""
ROW_TRIGGER = "append_only_row"
TRUNCATE_TRIGGER = "append_only_truncate"


def _trigger(name: str, events: str, table: str, level: str) -> str:
    return (
        f'CREATE TRIGGER {name} BEFORE {events} ON "{table}" '
        f"FOR EACH {level} EXECUTE FUNCTION append_only_refuse()"
    )


def append_only(table: str) -> RunSQL:
    """The migration operation that makes `table` refuse UPDATE, DELETE and TRUNCATE."""
    return RunSQL(
        sql=[
            FUNCTION,
            _trigger(ROW_TRIGGER, "UPDATE OR DELETE", table, "ROW"),
            _trigger(TRUNCATE_TRIGGER, "TRUNCATE", table, "STATEMENT"),
        ],
        reverse_sql=[
            f'DROP TRIGGER {ROW_TRIGGER} ON "{table}"',
            f'DROP TRIGGER {TRUNCATE_TRIGGER} ON "{table}"',
        ],
    )
