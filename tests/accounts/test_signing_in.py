"""Signing in: a wrong password is told, five of them shut the account from that place for a while."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD


@pytest.fixture
def officer(db):
    return User.objects.create_user("signs-in", password=PASSWORD, first_name="登录人")


def sign_in(client, password, **more):
    return client.post(reverse("login"), {"username": "signs-in", "password": password}, **more)


def test_the_right_password_opens_the_door(client, officer):
    assert sign_in(client, PASSWORD).url == reverse("start")


def test_five_wrong_passwords_shut_the_account_even_for_the_right_one(client, officer):
    answers = [sign_in(client, "wrong").status_code for _time in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    shut = sign_in(client, PASSWORD)
    assert shut.status_code == 429
    assert "15 分钟" in shut.content.decode()


def test_from_another_place_the_officer_still_gets_in(client, officer):
    for _time in range(5):
        sign_in(client, "wrong", REMOTE_ADDR="10.0.0.1")

    assert sign_in(client, PASSWORD, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_a_deactivated_officer_does_not_get_in(client, officer):
    officer.is_active = False
    officer.save()

    assert sign_in(client, PASSWORD).status_code == 200
