"""Which files lie under a path, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.indexing.prune import PrunePath

CASES = [
    ("a folder", "{}/news", "{}/news/a.txt", True),
    ("a folder below it", "{}/news", "{}/news/may/a.txt", True),
    ("the file itself", "{}/news/a.txt", "{}/news/a.txt", True),
    ("a slash behind it", "{}/news/", "{}/news/a.txt", True),
    ("a name that begins so", "{}/news", "{}/newsletter.txt", False),
    ("a file beside", "{}/news/a.txt", "{}/news/b.txt", False),
    ("relative", "../news", "{}/news/a.txt", True),
    ("relative, with more dots", "../work/.././news", "{}/news/a.txt", True),
    ("here", ".", "{}/work/a.txt", True),
    ("above", "..", "{}/news/a.txt", True),
    ("home", "~/news", "{}/home/news/a.txt", True),
    ("home alone", "~", "{}/news/a.txt", False),
    ("a link to the folder", "../link", "{}/news/a.txt", True),
    ("a folder that is reached by a link", "../news", "{}/link/a.txt", True),
    ("a glob", "../news/*.txt", "{}/news/a.txt", True),
    ("a glob of another ending", "../news/*.md", "{}/news/a.txt", False),
    ("a glob that matches a folder", "../*ws", "{}/news/may/a.txt", True),
    ("a glob that crosses no folder", "../*.txt", "{}/news/a.txt", False),
    ("a glob through folders", "../**/*.txt", "{}/news/may/a.txt", True),
    ("a glob through no folder", "../news/**/*.txt", "{}/news/a.txt", True),
    ("a glob in one folder", "../news/*/b.txt", "{}/news/may/a.txt", False),
    ("a class", "../news/[ab].txt", "{}/news/a.txt", True),
    ("hidden", "../news/*", "{}/news/.a.txt", False),
    ("hidden and asked for", "../news/.*", "{}/news/.a.txt", True),
    ("home with a glob", "~/n*/*.txt", "{}/home/news/a.txt", True),
    ("a file with signs of a glob in its name", "../odd[1].txt", "{}/odd[1].txt", True),
    ("such a file is no glob", "../odd[1].txt", "{}/odd1.txt", False),
]


@pytest.mark.parametrize(("path", "file", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_under(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, file: str, expected: bool) -> None:
    for name in ("news", "work", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to("news")
    (tmp_path / "odd[1].txt").touch()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert PrunePath(path.format(tmp_path)).holds(file.format(tmp_path)) is expected
