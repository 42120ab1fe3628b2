"""What a page is made of is there before the processes part: the first one of a process loads nothing of it."""

import sys

import pytest
from django.db import connections
from django.template import engines

from tilts.config.serving import load_pages

PAGES = ("/", "/cases/", "/inbox/", "/account/")


def loaded():
    """Templates and modules that are there."""
    cached = engines["django"].engine.template_loaders[0]
    return set(cached.get_template_cache), set(sys.modules)


@pytest.mark.django_db
def test_a_page_loads_no_template_and_no_library_that_was_not_there(cast, enter):
    browser = enter(cast.worker.user)
    engines["django"].engine.template_loaders[0].reset()
    load_pages()
    templates, modules = loaded()
    for page in PAGES:
        for language in ("lv", "en"):
            assert browser.get(page, headers={"accept-language": language}).status_code == 200, page
    more_templates, more_modules = loaded()
    assert more_templates - templates == set()
    assert {one.partition(".")[0] for one in more_modules - modules} <= {"django"}  # small ones of its middleware


def test_loading_opens_no_connection(monkeypatch):
    opened = []
    for connection in connections.all():
        monkeypatch.setattr(connection, "ensure_connection", lambda: opened.append(1))
    load_pages()
    assert opened == []
