"""Addresses of the pages about rights."""

from typing import Any

urlpatterns: list[Any] = []
