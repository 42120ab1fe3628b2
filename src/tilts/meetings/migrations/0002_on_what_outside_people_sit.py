import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_create_tables"),
        ("meetings", "0001_create_tables"),
        ("people", "0006_tell_of_dangers"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="directory.agreement",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("consent", "the person's consent"),
                    ("duty", "a law demands it"),
                    ("vital", "danger to life or health"),
                    ("agreement", "a signed agreement of institutions"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.consent",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="legal_basis",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.legalbasis",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="until",
            field=models.DateField(blank=True, help_text="the last day on which the case is open to them", null=True),
        ),
    ]
