"""Publish the second wording of the questionnaires that come with Tilts, and retire the first."""

from typing import Any

from django.db import migrations

from tilts.questionnaires.shipped import publish_shipped


def publish(apps: Any, schema_editor: Any) -> None:
    publish_shipped(
        apps.get_model("questionnaires", "Questionnaire"), apps.get_model("questionnaires", "QuestionnaireVersion")
    )


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0002_publish_shipped")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
