"""What every answer carries, and the pages for what went wrong, in both languages."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from config.middleware import POLICY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/login/", "/nowhere/", "/", "/admin/", "/admin/login/"])
def test_every_answer_carries_the_content_policy(client, path):
    answer = client.get(path)

    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_form_without_its_token_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "y"})

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    assert answer["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_can_be_drawn_with_nothing_at_hand(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(f"{name}.html")

    assert 'lang="zh-Hans"' in page and 'lang="en"' in page


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_switching_the_language_leads_to_no_other_host(client, to):
    answer = client.post("/language/setlang/", {"language": "en", "next": to})

    assert "evil" not in answer["Location"] and "javascript" not in answer["Location"]


def test_signing_out_by_a_link_is_not_possible(client):
    assert client.get("/logout/").status_code == 405
