from django.db import migrations, models

# What was changed before keeps the code under which it first entered: that is the one on boards and calendars.
FIRST_CODES = """
WITH RECURSIVE thing AS (
    SELECT id, check_code FROM catalogues_entry WHERE supersedes_id IS NULL
    UNION ALL
    SELECT entry.id, thing.check_code FROM catalogues_entry entry JOIN thing ON entry.supersedes_id = thing.id
)
UPDATE catalogues_entry SET check_code = thing.check_code FROM thing
WHERE thing.id = catalogues_entry.id AND catalogues_entry.supersedes_id IS NOT NULL
"""
NEW_CODES = "UPDATE catalogues_entry SET check_code = new_check_code() WHERE supersedes_id IS NOT NULL"
KEPT = """
ALTER TABLE catalogues_entry ADD CONSTRAINT entry_and_its_check_code UNIQUE (id, check_code);
ALTER TABLE catalogues_entry ADD CONSTRAINT a_change_keeps_the_check_code
    FOREIGN KEY (supersedes_id, check_code) REFERENCES catalogues_entry (id, check_code)
"""
NOT_KEPT = """
ALTER TABLE catalogues_entry DROP CONSTRAINT a_change_keeps_the_check_code;
ALTER TABLE catalogues_entry DROP CONSTRAINT entry_and_its_check_code
"""


class Migration(migrations.Migration):
    """查验码 is the thing's: what takes its place by 变更 bears the same."""

    dependencies = [("catalogues", "0011_exits_in_place_of")]
    operations = [
        migrations.AlterField(
            model_name="entry",
            name="check_code",
            field=models.CharField(
                db_default=models.Func(function="new_check_code"), editable=False, max_length=8, verbose_name="查验码"
            ),
        ),
        migrations.RunSQL(FIRST_CODES, NEW_CODES),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["check_code", "-id"], name="entry_by_check_code")
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(supersedes__isnull=True),
                fields=("check_code",),
                name="no_two_things_share_a_check_code",
            ),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
