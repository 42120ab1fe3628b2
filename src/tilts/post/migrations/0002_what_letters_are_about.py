"""A letter knows of which record it tells, so that it can be asked once more when it leaves.

Letters that wait at this moment do not know it: they are given up, and the administrator sees them. What they told of
stands on the day of whoever they were for.
"""

from typing import Any

from django.db import migrations, models


def give_up(apps: Any, _editor: Any) -> None:
    """Nothing leaves that cannot be asked."""
    waiting = apps.get_model("post", "Letter").objects.filter(state="waiting")
    waiting.update(state="given_up", failure="written before an update")


class Migration(migrations.Migration):
    """One column, one more state."""

    dependencies = [("post", "0001_create_tables")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="about",
            field=models.UUIDField(help_text="the record of which it tells: asked once more when it leaves", null=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sent", "sent"),
                    ("given_up", "given up"),
                    ("past", "not sent: no longer true"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.RunPython(give_up, migrations.RunPython.noop),
    ]
