"""Editions, filing packages and the events of an exit are of record: the database itself refuses to change or delete them."""

from django.db import migrations

TABLES = ("catalogues_edition", "catalogues_filingpackage", "catalogues_exitevent")
FUNCTION = """
CREATE FUNCTION refuse_change_of_a_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added, never changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_of_record BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_a_list();",
        f"DROP TRIGGER {table}_is_of_record ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("catalogues", "0009_standing_lists")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_a_list();"),
        *(trigger(table) for table in TABLES),
    ]
