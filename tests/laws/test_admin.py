"""The register of laws in the administration: to read, not to write."""

import pytest
from django.urls import reverse

from laws.models import Article, LawChange, LegalSource, LegalVersion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [LegalSource, LegalVersion, Article, LawChange])
def test_administrators_read_the_register_and_cannot_change_it(admin_client, model):
    page = f"admin:laws_{model._meta.model_name}"
    one = model.objects.first()
    assert admin_client.get(reverse(f"{page}_changelist"), {"q": "调解"}).status_code == 200
    assert admin_client.get(reverse(f"{page}_change", args=[one.pk])).status_code == 200
    assert admin_client.get(reverse(f"{page}_add")).status_code == 403
    assert admin_client.post(reverse(f"{page}_change", args=[one.pk]), {"label": "x"}).status_code == 403
    assert admin_client.post(reverse(f"{page}_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
