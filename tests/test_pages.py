"""The class report as people meet it: in a real browser, on a phone, in the dark, on paper."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from classes import KINDS, grade, program, settings_in, table
from lms import Person, ZipFolder, canvas_prefix, people

webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium drives the browser")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = os.environ.get("AXE_CORE", "")

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Chromium and its driver")

PAGES = ("index.html", "times.html", "feedback")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip


@pytest.fixture(scope="module")
def students() -> list[Person]:
    return people(48)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, students: list[Person]) -> Path:
    """The report on a class from Canvas in which there is one of everything."""
    home = tmp_path_factory.mktemp("home")
    kinds = [*KINDS, "nameless", "endless"]
    pack = ZipFolder()
    for number, person in enumerate(students):
        prefix = canvas_prefix(person, late=number % 7 == 3)
        kind = kinds[number % len(kinds)]
        pack.add(f"{prefix}_{600000 + number}_backprop.py", program(kind, number % 5))
    pack.add(f"{canvas_prefix(people(49)[-1])}_text.html", b"<script>alert('I am sorry')</script>")
    (home / "submissions.zip").write_bytes(pack.pack())
    settings_in(home, "[limits]\ntraining_seconds = 1\n")
    for output, *more in (("named",), ("nameless", "--anonymous")):
        done = grade(
            home, "batch", "submissions.zip", "--settings", "grading.toml", "--output", output,
            *more,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    with webdriver.Chrome(options, webdriver.ChromeService(DRIVER)) as driver:
        yield driver


def page(report: Path, name: str) -> Path:
    """A page of the report with names; any student's for `feedback`."""
    folder = report / "named"
    return folder / name if name != "feedback" else sorted(folder.glob("feedback/*.html"))[0]


def shown(browser: webdriver.Chrome, path: Path, *, width: int = 1200, dark: bool = False) -> None:
    """Opens a page on a screen of that width."""
    screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.get(path.as_uri())


@pytest.mark.skipif(not AXE, reason="AXE_CORE has to name axe.min.js of the package axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(
    report: Path, browser: webdriver.Chrome, name: str, dark: bool
) -> None:
    """axe, which checks by the rules of WCAG A and AA, contrast among them, finds nothing."""
    shown(browser, page(report, name), dark=dark)
    browser.execute_script(Path(AXE).read_text("utf-8"))
    found = browser.execute_async_script(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        ".then(arguments[arguments.length - 1])"
    )
    assert len(found["passes"]) > 10
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_on_a_phone(report: Path, browser: webdriver.Chrome, name: str) -> None:
    """Nothing but a wide table, in a box of its own, has to be pushed aside to be read."""
    shown(browser, page(report, name), width=320)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_it_is_one_file(report: Path, browser: webdriver.Chrome, name: str) -> None:
    """It asks for nothing else, runs no script but its own, and says nothing to the console."""
    shown(browser, page(report, name))
    resources = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert browser.execute_script(resources) == []
    own = browser.execute_script("return [...document.scripts].map(script => script.src)")
    assert own == ([""] if name == "index.html" else [])
    policy = browser.execute_script("return document.querySelector('meta[http-equiv]').content")
    assert policy.startswith("default-src 'none'")
    assert "script-src 'unsafe" not in policy
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(report: Path, browser: webdriver.Chrome, name: str) -> None:
    """To a file that is there, or to a section of the page."""
    path = page(report, name)
    shown(browser, path)
    links = browser.execute_script("return [...document.links].map(link => link.href)")
    assert links or name == "feedback"
    for link in links:
        parts = urlsplit(link)
        assert parts.scheme == "file"
        assert Path(unquote(parts.path)).is_file()
        if parts.fragment:
            assert browser.execute_script(f"return !!document.getElementById('{parts.fragment}')")


def test_the_figures_are_those_of_the_tables(report: Path, browser: webdriver.Chrome) -> None:
    """What is counted on the page is what can be counted in grades.csv."""
    shown(browser, page(report, "index.html"))
    cells = "return [...document.querySelectorAll('.tiles dt, .tiles dd')].map(e => e.textContent)"
    told = browser.execute_script(cells)
    tiles = dict(zip(told[::2], map(int, told[1::2]), strict=True))
    rows = table(report / "named")
    standings = [row["standing"].replace("_", " ") for row in rows]
    for standing in set(standings):
        assert tiles[standing] == standings.count(standing), standing
    assert {"graded", "unchanged", "empty", "unreadable", "stopped", "nothing to grade"} <= {
        *standings
    }
    assert tiles["late"] == sum(row["late"] == "yes" for row in rows) > 0
    assert tiles["full marks"] == sum(row["score"] == "100" for row in rows) > 0
    body = browser.execute_script("return document.body.innerText")
    assert f"{len(rows)} submissions" in body
    for row in rows:
        assert row["name"] in body
        assert not row["mistake"] or row["mistake"] in body


def test_the_class_list_is_filtered_and_sorted(report: Path, browser: webdriver.Chrome) -> None:
    """By points, names and mistakes; who has no score stands last."""
    shown(browser, page(report, "index.html"))
    rows = table(report / "named")
    words = browser.find_element("css selector", "#tools input")

    def listed() -> list[tuple[str, str]]:
        cells = browser.execute_script(
            "return [...document.querySelectorAll('.students tbody tr')].filter(r => !r.hidden)"
            ".map(r => [r.cells[0].textContent.trim(), r.cells[1].childNodes[0].textContent])"
        )
        return [(name, points) for name, points in cells]

    def press(key: str) -> None:
        browser.find_element("css selector", f"button[data-key={key}]").click()

    assert len(listed()) == len(rows)
    for asked, wanted in (
        (rows[3]["name"].upper(), [r for r in rows if r["name"] == rows[3]["name"]]),
        ("output_without_slope", [r for r in rows if r["mistake"] == "output_without_slope"]),
        ("< 50", [r for r in rows if r["score"] and float(r["score"]) < 50]),
        (">= 88", [r for r in rows if r["score"] and float(r["score"]) >= 88]),
    ):
        words.clear()
        words.send_keys(asked)
        assert sorted(name for name, _ in listed()) == sorted(r["name"] for r in wanted) != []
    words.clear()
    words.send_keys(" ")
    press("points")
    points = [points for _, points in listed()]
    scores = [float(each) for each in points if each != "–"]
    assert scores == sorted(scores)
    assert points[len(scores) :] == ["–"] * (len(points) - len(scores)) != []
    press("points")
    scores = [float(each) for _, each in listed() if each != "–"]
    assert scores == sorted(scores, reverse=True)


def test_what_needs_a_person_stands_first(report: Path, browser: webdriver.Chrome) -> None:
    """Everybody without a score or stopped, each with the reason, above all figures."""
    shown(browser, page(report, "index.html"))
    first = browser.execute_script("return document.querySelector('main section').textContent")
    pressing = [
        row["name"]
        for row in table(report / "named")
        if row["standing"] in ("nothing_to_grade", "unreadable", "stopped", "empty")
    ]
    assert len(pressing) > 3
    for name in pressing:
        assert name in first


def test_the_program_stands_beside_its_feedback(report: Path, browser: webdriver.Chrome) -> None:
    """With the student's name above, and the lines marked that the findings are about."""
    told = json.loads((report / "named" / "results.json").read_text("utf-8"))
    rows = {row["student"]: row for row in table(report / "named")}
    seen = 0
    for student in told["students"]:
        findings = (student["report"] or {}).get("findings", [])
        lines = {f["line"]: f["source"] for f in findings if f["line"] and f["outcome"] != "passed"}
        if not lines or seen > 3:
            continue
        seen += 1
        file = rows[student["student"]]["feedback"]
        shown(browser, report / "named" / "feedback" / f"{file}.html")
        assert (
            browser.execute_script("return document.querySelector('h1').textContent")
            == (student["name"])
        )
        marked = browser.execute_script(
            "return [...document.querySelectorAll('.program .marked')].map(item => "
            "[[...item.parentElement.children].indexOf(item) + 1, item.firstChild.textContent])"
        )
        assert {number for number, _ in marked} == lines.keys()
        for number, text in marked:
            assert lines[number].strip() in text
    assert seen


def test_each_check_is_counted(report: Path, browser: webdriver.Chrome) -> None:
    """Passed, failed, not started and waiting, as results.csv has it for those who had begun."""
    begun = {r["student"] for r in table(report / "named") if r["standing"] == "graded"}
    outcomes = Counter(
        (row["check"], row["outcome"])
        for row in table(report / "named", "results.csv")
        if row["student"] in begun
    )
    shown(browser, page(report, "index.html"))
    rows = browser.execute_script(
        "return [...document.querySelectorAll('.rates tbody tr')].map(row => [row.querySelector("
        "'code').textContent, ...[...row.cells].slice(3).map(cell => +cell.textContent)])"
    )
    assert {check for check, *_ in rows} == {check for check, _ in outcomes}
    for check, passed, failed, not_started, waiting in rows:
        assert passed == outcomes[check, "passed"]
        assert failed == outcomes[check, "failed"] + outcomes[check, "stopped"]
        assert not_started == outcomes[check, "not_started"]
        assert waiting == outcomes[check, "waiting"]
    rates = [passed / ((passed + failed + todo) or 1) for _, passed, failed, todo, _ in rows]
    assert rates == sorted(rates), "the hardest come first"


def test_who_handed_in_the_same_file_is_told(report: Path, browser: webdriver.Chrome) -> None:
    """Every group of students whose programs are the same bytes, if they wrote any of it."""
    students = json.loads((report / "named" / "results.json").read_text("utf-8"))["students"]
    groups: dict[str, set[str]] = defaultdict(set)
    for student in students:
        if student["standing"] == "graded":
            groups[student["report"]["sha256"]].add(student["name"])
    shown(browser, page(report, "index.html"))
    told = browser.execute_script(
        "return [...document.querySelectorAll('#same-files li')].map("
        "item => [...item.querySelectorAll('a')].map(link => link.textContent))"
    )
    expected = [sorted(names) for names in groups.values() if len(names) > 1]
    assert sorted(map(sorted, told)) == sorted(expected) != []


def test_the_pictures_stand_beside_tables(report: Path, browser: webdriver.Chrome) -> None:
    """Each picture is hidden from who cannot see it, and its numbers stand in a table or a text."""
    shown(browser, page(report, "index.html"))
    pictures = "return [...document.querySelectorAll('svg')].map(svg => svg.ariaHidden)"
    assert set(browser.execute_script(pictures)) == {"true"}
    bars = browser.execute_script(
        "return [...document.querySelectorAll('#scores rect')].map(bar => bar.height.baseVal.value)"
    )
    counts = browser.execute_script(
        "return [...document.querySelectorAll('#scores td')].map(cell => +cell.textContent)"
    )
    assert len(bars) == len(counts) == 10
    assert sum(counts) == sum(bool(row["score"]) for row in table(report / "named"))
    for bar, count in zip(bars, counts, strict=True):
        assert bar == pytest.approx(168 * count / max(counts), abs=0.06)


def test_without_names_nobody_can_be_found(report: Path, students: list[Person]) -> None:
    """With --anonymous neither a page nor the name of a file tells whose it is."""
    folder = report / "nameless"
    pages = [path for path in folder.rglob("*") if path.suffix in (".html", ".txt")]
    assert len(pages) > 90
    for path in pages:
        text = f"{path.relative_to(folder)} {path.read_text('utf-8')}".casefold()
        for person in students:
            names = {person.canvas_id, f"{person.first} {person.last}".casefold()}
            assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)], path


def test_on_paper_it_is_black_on_white(report: Path, browser: webdriver.Chrome) -> None:
    """Printing from a dark screen wastes no ink."""
    shown(browser, page(report, "index.html"), dark=True)
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    paper, ink = browser.execute_script(
        "const style = getComputedStyle(document.body); return [style.backgroundColor, style.color]"
    )
    assert [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (paper, ink)] == [765, 0]
