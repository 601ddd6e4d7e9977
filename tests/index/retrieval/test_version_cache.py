"""What is made once a version."""

import threading
import time

import pytest

from index.retrieval.version_cache import VersionCache


def test_a_value_is_made_once_a_version_whoever_asks_first() -> None:
    cache, made = VersionCache[str](), list[str]()

    def make(earlier: str | None) -> str:
        made.append(f"after {earlier}")
        time.sleep(0.05)
        return made[-1]

    threads = [threading.Thread(target=cache.get, args=("1", make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["after None"]
    assert cache.get("2", make) == "after after None"


def test_what_fails_is_made_again() -> None:
    cache = VersionCache[int]()
    cache.get("1", lambda _: 1)
    with pytest.raises(ZeroDivisionError):
        cache.get("2", lambda earlier: (earlier or 0) // 0)
    assert cache.get("2", lambda earlier: (earlier or 0) + 1) == 2
