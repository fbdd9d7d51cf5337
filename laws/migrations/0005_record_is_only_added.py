"""Changes of law and confirmations are of record: the database itself refuses to change or delete them."""

from django.db import migrations

TABLES = ("laws_lawchange", "laws_confirmation")

FUNCTION = """
CREATE FUNCTION refuse_change_of_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added, never changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_of_record BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_law();",
        f"DROP TRIGGER {table}_is_of_record ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("laws", "0004_changes_and_confirmations")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_law();"),
        *(trigger(table) for table in TABLES),
    ]
