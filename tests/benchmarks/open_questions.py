"""A collection and its questions out of the titles that train_reader.py holds out, in the form of general_dev.

usage: open_questions.py reader_train.jsonl[.xz] PREFIX
       open_questions.py ARTICLES.jsonl PREFIX --news

Writes PREFIX_articles.jsonl and PREFIX_questions.jsonl.  Articles are four paragraphs in a row, all those of the titles held out and some of
the others.  A question is taken where it can be asked without its paragraph: it holds a name that stands in few articles, or two rare
words; at least half of its content words stand in its article, and all that do stand in no other; and it has no pronoun.  Each has the
article that answers it, `alone` if nothing else in the collection may answer it: without that article nothing does.

With `--news` the articles are all those of ARTICLES and the questions those of news_questions.jsonl that are held out, their `source` being
the kind of question.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from train_reader import LOOSE, NEWS_QUESTIONS, held_out, records

from index.text.lexicons import STOP_WORDS

TOGETHER = 4  # paragraphs an article
OTHERS = 3  # articles of each title that is trained on
COMMON, RARE = 0.08, 0.02  # of the articles
WORD = re.compile(r"[^\W_]+")
POINTING = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|this|these|those|paragraph|passage|article)\b", re.I
)


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text) if word.lower() not in STOP_WORDS}


def news(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles of a file, and the questions on them that are held out."""
    articles = list(records(path))
    texts = {article["id"]: article["text"] for article in articles}
    kept = []
    for number, row in enumerate(records(NEWS_QUESTIONS)):
        if held_out(row["article"]):
            answers = [texts[row["article"]][start:end] for start, end in row["answers"]]
            its = {"article_id": row["article"], "title": row["article"], "source": row["kind"], "alone": False}
            kept.append({"id": f"news-{number}", "question": row["question"], "answers": answers, **its})
    return articles, kept


def encyclopedia(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles out of paragraphs of a file, and questions on the titles that are held out."""
    rows = [row for row in records(path) if row["source"] not in LOOSE]
    paragraphs: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        paragraphs[row["title"]][row["context"]] = None
    articles: list[dict[str, Any]] = []
    place: dict[str, int] = {}
    for title, contexts in paragraphs.items():
        groups = [list(contexts)[n : n + TOGETHER] for n in range(0, len(contexts), TOGETHER)]
        for number, group in enumerate(groups if held_out(title) else groups[:OTHERS]):
            place.update(dict.fromkeys(group, len(articles)))
            name = title.replace("_", " ")
            text = "\n\n".join(group)
            articles.append({"id": f"{title}-{number}", "title": name, "source": "wikipedia", "text": text})
    held = [words(article["text"]) for article in articles]
    count = Counter(word for some in held for word in some)
    kept = []
    for number, row in enumerate(rows):
        if not held_out(row["title"]) or row["is_impossible"]:
            continue
        mine, asked = place[row["context"]], words(row["question"])
        present = asked & held[mine]
        names = {w.lower() for w in WORD.findall(row["question"])[1:] if w[0].isupper() and w.lower() in present}
        rare = [w for w in present if count[w] <= RARE * len(articles)]
        telling = any(count[name] <= COMMON * len(articles) for name in names) or len(rare) >= 2
        others = [n for n in range(len(articles)) if n != mine]
        if not telling or 2 * len(present) < len(asked) or POINTING.search(row["question"]):
            continue
        if any(present <= held[n] for n in others):
            continue
        answers = [answer.lower() for answer in row["answers"]]
        near = [n for n in others if any(answer in articles[n]["text"].lower() for answer in answers)]
        alone = not any(names & held[n] or 3 * len(asked & held[n]) >= 2 * len(asked) for n in near)
        alone = alone and not any(asked <= held[n] for n in others)
        kept.append(
            {
                "id": f"held-{number}",
                "question": row["question"],
                "article_id": articles[mine]["id"],
                "answers": row["answers"],
                "source": row["source"],
                "title": row["title"],
                "alone": alone,
            }
        )
    return articles, kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("prefix")
    parser.add_argument("--news", action="store_true")
    given = parser.parse_args()
    articles, kept = news(given.source) if given.news else encyclopedia(given.source)
    for name, what in (("articles", articles), ("questions", kept)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in what)
        Path(f"{given.prefix}_{name}.jsonl").write_text(lines, encoding="utf-8")
    print(len(articles), "articles", len(kept), "questions", sum(q["alone"] for q in kept), "alone")


if __name__ == "__main__":
    main()
