"""Publish the two questionnaires that come with Tilts."""

from typing import Any

from django.db import migrations

from tilts.questionnaires.shipped import DOORSTEP, FULLER, publish_shipped


def publish(apps: Any, schema_editor: Any) -> None:
    publish_shipped(
        apps.get_model("questionnaires", "Questionnaire"),
        apps.get_model("questionnaires", "QuestionnaireVersion"),
        (DOORSTEP, FULLER),
    )


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_create_tables")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
