from django.db import migrations, models

# policy.check_codes in SQL; a test compares the two. Chance comes from gen_random_uuid, which draws it from the system.
RANDOM_CODE = """
CREATE OR REPLACE FUNCTION random_check_code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    alphabet CONSTANT text := '346789ACDEFGHJKMNPRTWXY';
    chance CONSTANT bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    code text := '';
    total int := 0;
    value int;
BEGIN
    FOR place IN 1..7 LOOP
        value := (get_byte(chance, 2 * place) * 256 + get_byte(chance, 2 * place + 1)) % 23;
        code := code || substr(alphabet, value + 1, 1);
        total := total + place * value;
    END LOOP;
    -- The last symbol weighs 8, and 8 * 3 = 24 leaves 1.
    RETURN code || substr(alphabet, ((23 - total % 23) * 3) % 23 + 1, 1);
END $$
"""
FIRST = "CREATE OR REPLACE FUNCTION new_check_code() RETURNS text LANGUAGE sql VOLATILE AS 'SELECT random_check_code()'"
# One in ten thousand codes would be given out twice among some hundred thousand: draw again.
NEW_CODE = """
CREATE OR REPLACE FUNCTION new_check_code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    code text;
BEGIN
    LOOP
        code := random_check_code();
        EXIT WHEN NOT EXISTS (SELECT 1 FROM catalogues_entry WHERE check_code = code);
    END LOOP;
    RETURN code;
END $$
"""
DROP = "DROP FUNCTION IF EXISTS new_check_code(); DROP FUNCTION IF EXISTS random_check_code()"


class Migration(migrations.Migration):
    """Entries that stand already are given their codes as the column is added."""

    dependencies = [("catalogues", "0003_burden_of_an_entry")]
    operations = [
        migrations.RunSQL(RANDOM_CODE, DROP),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="entry",
            name="check_code",
            field=models.CharField(
                db_default=models.Func(function="new_check_code"),
                editable=False,
                max_length=8,
                unique=True,
                verbose_name="查验码",
            ),
        ),
        migrations.RunSQL(NEW_CODE, FIRST),
    ]
