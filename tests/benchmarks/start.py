"""How long a person waits at the start: medians of five cold processes over one index.

    python tests/benchmarks/start.py INDEX [--runs 5]

Printed, in seconds: `python -m ui` from the command to the address; from opening the address at once to heading,
suggestions, articles and box; to the first answer of a question asked at once; `python -m assistant` from the command to
the answer; `python -m index status`.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
QUESTION = "What did Donald Trump say?"
STANDS = (".welcome h2", ".welcome button", "#composer textarea")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--question", default=QUESTION)
    options = parser.parse_args()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WHOSAID_")}
    environment |= {"PYTHONPATH": str(ROOT), "WHOSAID_INDEX": str(options.index.resolve()), "WHOSAID_PORT": "0"}
    times: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for _ in range(options.runs):
            for name, seconds in page_times(browser, environment, options.question).items():
                times.setdefault(name, []).append(seconds)
            for name, command in (
                ("python -m assistant: answer", ["assistant", options.question]),
                ("python -m index status", ["index", "status"]),
            ):
                times.setdefault(name, []).append(run_time(command, environment))
        browser.close()
    load = " ".join(f"{average:.1f}" for average in os.getloadavg())
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load average {load}")
    for name, seconds in times.items():
        each = " ".join(f"{second:.1f}" for second in seconds)
        print(f"{name:<42} {statistics.median(seconds):6.2f}   ({each})")


def page_times(browser: Browser, environment: dict[str, str], question: str) -> dict[str, float]:
    """The times of one start of the page."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "output.txt").open("w+b") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "ui"], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while "The chat is at " not in (told := (Path(folder) / "output.txt").read_text()):
                assert process.poll() is None, told
                time.sleep(0.02)
            address = time.monotonic()
            page = browser.new_context().new_page()
            page.set_default_timeout(120_000)
            page.goto(told.partition("The chat is at ")[2].split()[0], wait_until="commit")
            for part in STANDS:
                page.locator(part).first.wait_for()
            page.get_by_role("tab", name="Articles").click()
            page.locator("#library li").first.wait_for()
            stands = time.monotonic()
            box = page.locator(STANDS[-1])
            box.fill(question)
            box.press("Enter")
            page.locator(".answer .cite").first.wait_for()
            answered = time.monotonic()
            page.context.close()
        finally:
            process.terminate()
            process.wait(30)
    return {
        "python -m ui: command to address": address - begun,
        "address to heading, suggestions, box": stands - address,
        "question asked at once: to its answer": answered - stands,
    }


def run_time(module: list[str], environment: dict[str, str]) -> float:
    """How long a command runs."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", *module], env=environment, cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
