"""When recurring work was last done."""

from django.db import models


class JobMark(models.Model):
    """The last run of one recurring job; taking the mark is what keeps two workers from doing the same work."""

    name = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True, help_text="the kind of failure, never its text")
    failures = models.PositiveIntegerField(default=0, help_text="how often in a row")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
