"""Article -> Statements: who said what."""

from __future__ import annotations

from index.values import Article, Statement


class StatementFinder:
    """Finds the statements of an article.  `version` names the method; an index made with another one is rebuilt."""

    version = "0"

    def statements(self, article: Article) -> list[Statement]:
        """The statements of one article in the order of their place."""
        return []
