import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "There is an account with this address already."},
                        max_length=254,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="lv", max_length=5)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "guest",
                    models.BooleanField(
                        default=False, help_text="made by a pass for one meeting; has no password and no account"
                    ),
                ),
                (
                    "pin",
                    models.CharField(
                        blank=True, help_text="hash of the number that unlocks a locked session", max_length=128
                    ),
                ),
                (
                    "sessions_ended",
                    models.PositiveIntegerField(default=0, help_text="how often all sessions were ended at once"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("chain", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("mac", models.CharField(blank=True, max_length=64)),
                (
                    "sent_number",
                    models.PositiveBigIntegerField(default=0, help_text="the last head that was sent off the machine"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="JobMark",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "failure",
                    models.CharField(blank=True, help_text="the kind of failure, never its text", max_length=80),
                ),
                ("failures", models.PositiveIntegerField(default=0, help_text="how often in a row")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("chain", models.UUIDField(default=uuid.UUID("00000000-0000-0000-0000-000000000000"))),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kind", models.CharField(max_length=60)),
                ("outcome", models.CharField(default="done", max_length=10)),
                ("user", models.UUIDField(null=True)),
                ("organisation", models.UUIDField(null=True)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("record", models.UUIDField(null=True)),
                ("record_kind", models.CharField(blank=True, max_length=60)),
                ("purpose", models.CharField(blank=True, max_length=40)),
                ("basis", models.CharField(blank=True, max_length=60)),
                ("fields", models.JSONField(default=list)),
                ("asked", models.CharField(blank=True, help_text="keyed hash of what was searched for", max_length=32)),
                (
                    "takes_back",
                    models.UUIDField(help_text="the entry of the look that was refused after all", null=True),
                ),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["-at", "-number", "id"],
                "indexes": [
                    models.Index(fields=["record", "at"], name="access_audi_record_b3c2e6_idx"),
                    models.Index(fields=["organisation", "at"], name="access_audi_organis_5d1b58_idx"),
                    models.Index(fields=["user", "at"], name="access_audi_user_84a5f4_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chain", "number"),
                        name="one_entry_a_link_of_the_chain",
                        violation_error_message="Somebody wrote the trace at the same moment. Save once more.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        error_messages={"unique": "There is an organisation with this code already."},
                        max_length=60,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ngo", "non-governmental organisation"),
                            ("social_service", "social service office"),
                            ("state_police", "State Police"),
                            ("municipal_police", "municipal police"),
                            ("orphans_court", "Orphan's and Custody Court"),
                            ("court", "court"),
                            ("prosecutor", "prosecutor's office"),
                            ("probation", "State Probation Service"),
                            ("health", "health care"),
                            ("other", "other institution"),
                        ],
                        max_length=30,
                    ),
                ),
                ("own", models.BooleanField(default=False, help_text="the installation's own organisation")),
                (
                    "contact_target_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        help_text="the service's own target for the first safe contact, hours after a report came",
                    ),
                ),
                ("last_case_number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("own", True)),
                        fields=("own",),
                        name="one_own_organisation",
                        violation_error_message="One organisation runs this installation already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Folder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case", "case"),
                            ("report", "report from the doorstep"),
                            ("project", "project"),
                            ("register", "imported register"),
                            ("child", "report of a child at risk"),
                            ("transfer", "offer of a case to another organisation"),
                            ("meeting", "meeting"),
                            ("research", "an institution's own research for a meeting"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "restricted",
                    models.BooleanField(
                        default=False, help_text="named people only: no grant to an organisation or a role"
                    ),
                ),
                ("restricted_why", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Breaking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        help_text="the code that was given, for those who review and do not open it", max_length=40
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("life", "danger to life or health now"),
                            ("child", "a child in danger"),
                            ("police", "police or ambulance at the scene"),
                            ("absent", "the worker in charge cannot be reached and it cannot wait"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", tilts.sealing.fields.SealedTextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("review_due", models.DateTimeField(help_text="two working days later")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("justified", models.BooleanField(null=True)),
                ("review", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="whose folder it is",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "user_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="access.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("case_worker", "social worker"),
                            ("specialist", "specialist"),
                            ("supervisor", "supervisor"),
                            ("operator", "helpline operator"),
                            ("mentor", "mentor or volunteer"),
                            ("police", "police officer"),
                            ("coordinator", "meeting coordinator"),
                            ("participant", "meeting participant"),
                            ("project_manager", "project manager"),
                            ("data_protection", "data protection officer"),
                            ("administrator", "system administrator"),
                            ("funder", "funder's viewer"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "profession",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social_worker", "social worker"),
                            ("psychologist", "psychologist"),
                            ("lawyer", "lawyer"),
                            ("family_assistant", "family assistant"),
                            ("mentor", "mentor"),
                            ("other", "other specialist"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "on_duty",
                    models.BooleanField(
                        default=False, help_text="on call day and night: may open a case in an emergency"
                    ),
                ),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="access.organisation",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="access.site",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="Wall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", tilts.sealing.fields.SealedTextField()),
                (
                    "because",
                    models.UUIDField(
                        help_text="the wall about a person or a name from which this one follows", null=True
                    ),
                ),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends", models.DateTimeField(blank=True, null=True)),
                ("lowered_why", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "lowered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "to_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("case_worker", "social worker"),
                            ("specialist", "specialist"),
                            ("supervisor", "supervisor"),
                            ("operator", "helpline operator"),
                            ("mentor", "mentor or volunteer"),
                            ("police", "police officer"),
                            ("coordinator", "meeting coordinator"),
                            ("participant", "meeting participant"),
                            ("project_manager", "project manager"),
                            ("data_protection", "data protection officer"),
                            ("administrator", "system administrator"),
                            ("funder", "funder's viewer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("zone_name", models.PositiveSmallIntegerField(default=0)),
                ("zone_contact", models.PositiveSmallIntegerField(default=0)),
                ("zone_address", models.PositiveSmallIntegerField(default=0)),
                ("zone_codes", models.PositiveSmallIntegerField(default=0)),
                ("zone_risk", models.PositiveSmallIntegerField(default=0)),
                ("zone_services", models.PositiveSmallIntegerField(default=0)),
                ("zone_privileged", models.PositiveSmallIntegerField(default=0)),
                ("zone_admin", models.PositiveSmallIntegerField(default=0)),
                ("starts", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "works on it"),
                            ("specialist", "a specialist in the team"),
                            ("supervises", "supervises the worker"),
                            ("agency", "works in the same agency"),
                            ("submitted", "sent the report"),
                            ("desk", "the report came to this desk"),
                            ("named", "the report was sent to this person"),
                            ("taken_up", "took the report up"),
                            ("pending", "a referral waits for an answer"),
                            ("referred", "a referral was accepted"),
                            ("shared", "shared with by name"),
                            ("meeting", "takes part in a meeting about it"),
                            ("mentor", "mentor or volunteer"),
                            ("broken_glass", "opened in an emergency"),
                        ],
                        max_length=20,
                    ),
                ),
                ("basis", models.CharField(max_length=60)),
                ("because_kind", models.CharField(blank=True, help_text="of which table the cause is", max_length=60)),
                (
                    "because",
                    models.UUIDField(
                        blank=True, help_text="the record from which it follows and with which it ends", null=True
                    ),
                ),
                ("reason", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "elsewhere",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="who is let in acts for another organisation than the folder's",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.ForeignKey(
                        blank=True,
                        help_text="a grant to a person holds only while they act for this organisation; empty: a guest, wherever",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["folder", "to_user"], name="access_gran_folder__ad9069_idx"),
                    models.Index(fields=["folder", "to_unit"], name="access_gran_folder__505f2a_idx"),
                    models.Index(fields=["to_user", "elsewhere", "folder"], name="grants_to_user"),
                    models.Index(fields=["to_unit", "elsewhere", "to_role", "folder"], name="grants_to_unit"),
                    models.Index(
                        condition=models.Q(("because__isnull", False)), fields=["because"], name="grants_because"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_unit__isnull", True), ("to_user__isnull", False)),
                            models.Q(("to_unit__isnull", False), ("to_user__isnull", True)),
                            _connector="OR",
                        ),
                        name="grant_to_a_user_or_a_unit",
                        violation_error_message="Choose a colleague or an organisation, one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gt", models.F("starts")), _connector="OR"),
                        name="grant_ends_after_start",
                        violation_error_message="Access cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("because__isnull", False),
                            models.Q(
                                ("elsewhere", False),
                                ("kind__in", ("assigned", "specialist", "supervises", "agency", "submitted", "mentor")),
                            ),
                            _connector="OR",
                        ),
                        name="grant_knows_why",
                        violation_error_message="Nobody is let in without a cause: a referral, a consent, a seat at a meeting.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"),
                name="site_code_once_in_organisation",
                violation_error_message="There is a site with this code already.",
            ),
        ),
        migrations.AddIndex(
            model_name="wall",
            index=models.Index(fields=["folder"], name="wall_of_folder"),
        ),
        migrations.AddConstraint(
            model_name="wall",
            constraint=models.CheckConstraint(
                condition=models.Q(("user__isnull", False), ("unit__isnull", False), _connector="OR"),
                name="wall_against_a_user_or_a_unit",
                violation_error_message="Choose a colleague or an organisation, one of the two.",
            ),
        ),
    ]
