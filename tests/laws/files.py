"""Files in the shape of the collection of laws, made for a test: a few laws, each with its articles."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

SCHEMA = """
CREATE TABLE laws (law_id TEXT, law_name TEXT, doc_type TEXT, level TEXT, issuing_body TEXT, publish_date TEXT,
    effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, law_department TEXT, level TEXT, status TEXT,
    chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT, char_count INTEGER);
"""


class Collection:
    """A file of laws that grows: `add` a version with its articles, then import `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run(SCHEMA)

    def add(
        self, title: str, adopted: str, effective: str, articles: Mapping[str, str], *, status: str = "现行有效"
    ) -> None:
        with sqlite3.connect(self.path) as file:
            law = (
                f"{title}{adopted}",
                title,
                "法律",
                "法律",
                "全国人大常委会",
                adopted,
                effective,
                adopted,
                status,
                "",
            )
            file.execute("INSERT INTO laws VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", law)
            rows = [(law[0], label, text) for label, text in articles.items()]
            file.executemany("INSERT INTO articles (law_id, article_no, article_text) VALUES (?, ?, ?)", rows)

    def run(self, statements: str) -> None:
        with sqlite3.connect(self.path) as file:
            file.executescript(statements)
