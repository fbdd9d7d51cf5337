"""No two pages go by one name: `reverse` would lead to the later of them and nobody would notice."""

from collections import Counter

from django.urls import URLPattern, get_resolver


def names(patterns, space=""):
    for each in patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}" if each.name else None
        else:
            yield from names(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def test_every_name_belongs_to_one_page():
    counted = Counter(name for name in names(get_resolver().url_patterns) if name and not name.startswith("admin:"))

    assert [name for name, times in counted.items() if times > 1] == []
