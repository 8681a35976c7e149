"""How fast the quiz page is, in a real browser: what a learner waits for, and what it weighs.

    python -m benchmarks.page [ROUNDS]

Needs Chromium and its driver. Milliseconds are the median of the rounds, measured by the page's
own clock from the click to what has changed in the document.
"""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "grader" / "page" / "static"
SOLUTION = HERE.parent / "solution" / "backprop.py"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage")

CLICKED = """
const [button, wanted, done] = arguments, began = performance.now();
const look = () => {
  if (document.querySelector(wanted)) { done(performance.now() - began); return true; }
};
const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
observer.observe(document.body, {subtree: true, childList: true, attributes: true});
document.querySelector(button).click();
"""
"""Presses a button, and gives the milliseconds until something is there."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """A page; its process, its address, and the seconds until that was printed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [
            Path(sys.executable).with_name("grade"), "page", str(folder), "--no-browser",
            "--lesson", "backprop",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        address = process.stdout.readline().strip().rpartition(" ")[2]
        yield process, address, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for flag in FLAGS:
        options.add_argument(flag)
    with webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver"))) as driver:
        yield driver


def memory(pid: int) -> dict[str, float]:
    """Megabytes that each process of the page has to itself, by what it is."""
    found: dict[str, float] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        line, parent = [], entry
        try:
            while parent.name not in ("0", "1"):
                line.append(int(parent.name))
                status = (parent / "stat").read_text().rpartition(") ")[2].split()
                parent = Path("/proc") / status[1]
            if pid in line:
                words = (entry / "cmdline").read_text()
                what = "server" if line[0] == pid else "judge" if "page.judge" in words else "rooms"
                rollup = (entry / "smaps_rollup").read_text()
                sizes = re.findall(r"^Private_\w+:\s+(\d+)", rollup, re.MULTILINE)
                found[what] = found.get(what, 0.0) + sum(map(int, sizes)) / 1024
        except OSError:
            continue
    return found


def measured(rounds: int) -> dict[str, float]:
    """What a learner waits for, in milliseconds, and what it weighs, in kilo- and megabytes."""
    waits: dict[str, list[float]] = {}
    weights: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name, browser() as window:
        window.set_script_timeout(60)
        for number in range(rounds):
            folder = Path(name) / str(number)
            folder.mkdir()
            shutil.copy(SOLUTION, folder)
            with served(folder) as (process, address, printed):
                began = time.perf_counter()
                window.get(address)
                while not window.execute_script("return document.documentElement.dataset.ready"):
                    time.sleep(0.005)
                shown = time.perf_counter() - began
                time.sleep(3)  # a learner reads before she clicks; all is warm by then

                def wait(what: str, button: str, wanted: str) -> None:
                    spent = window.execute_async_script(CLICKED, button, wanted)
                    waits.setdefault(what, []).append(spent)

                waits.setdefault("start to page ready", []).append(1000 * (printed + shown))
                passed, training = "#steps li.passed", "#network .bond.positive"
                wait("click to first check", "#run", passed)
                window.execute_script("document.querySelector('#epochs').value = 1000000")
                wait_ended(window)
                wait("click to first epoch", "#run", training)
                weights |= {f"{k} (MB)": v for k, v in memory(process.pid).items()}
                wait("Stop to stopped", "#stop", "#stop[hidden]")
    files = [path for path in STATIC.iterdir() if path.suffix != ".txt"]
    weights["loaded (kB)"] = sum(path.stat().st_size for path in files) / 1000
    weights["gzipped (kB)"] = sum(len(gzip.compress(path.read_bytes())) for path in files) / 1000
    return {**{what: statistics.median(all_) for what, all_ in waits.items()}, **weights}


def wait_ended(window: webdriver.Chrome) -> None:
    """Until the run is over; and nothing of its picture is left."""
    while not window.execute_script("return document.querySelector('#stop').hidden"):
        time.sleep(0.02)
    window.execute_script(
        "document.querySelectorAll('#steps li, #network .bond').forEach(e => e.remove())"
    )


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    for what, value in measured(rounds).items():
        print(f"{what:<24}{value:>8.0f}")


if __name__ == "__main__":
    main()
