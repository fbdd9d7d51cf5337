from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflows", "0011_saved_filters_and_calendar_feeds")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER workflows_takenback_is_of_record BEFORE UPDATE OR DELETE ON workflows_takenback "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            "DROP TRIGGER workflows_takenback_is_of_record ON workflows_takenback;",
        ),
    ]
