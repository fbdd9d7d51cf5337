from django.db import migrations

# What was published and changed since, before the change took over the day of publication, had gone from the register.
STAY = """
WITH RECURSIVE thing AS (
    SELECT id, published_on FROM catalogues_entry WHERE supersedes_id IS NULL
    UNION ALL
    SELECT entry.id, COALESCE(entry.published_on, thing.published_on)
    FROM catalogues_entry entry JOIN thing ON entry.supersedes_id = thing.id
)
UPDATE catalogues_entry SET published_on = thing.published_on FROM thing
WHERE thing.id = catalogues_entry.id AND catalogues_entry.published_on IS NULL AND thing.published_on IS NOT NULL
"""


class Migration(migrations.Migration):
    """公布日期 is taken over by what takes the place of a published entry. Backwards it stays as it is: it does no harm."""

    dependencies = [("catalogues", "0017_package_received_by")]
    operations = [migrations.RunSQL(STAY, migrations.RunSQL.noop)]
