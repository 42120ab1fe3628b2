import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_keep_trace_append_only"),
        ("people", "0004_every_row_has_a_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Danger",
            fields=[
                (
                    "way",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.contactway",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("sms", "text message"),
                            ("chat", "chat app"),
                            ("email", "e-mail"),
                            ("in_person", "in person"),
                            ("post", "post"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value_hash", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
    ]
