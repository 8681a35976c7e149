"""The quiz page in a real browser: the whole way, by typing, and nothing lost on it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from family import descendants
from serving import (
    ENDLESS,
    EXERCISE,
    MISTAKE,
    SOLUTION,
    Served,
    line_numbers,
    text_of,
    until,
)  # fmt: skip

webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium drives the browser")
pytest.importorskip("uvicorn", reason="the page's server is an extra")

By = pytest.importorskip("selenium.webdriver.common.by").By
Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys

READY = "return document.documentElement.dataset.ready"

LIKELIEST_FIRST = """
const says = element => element.textContent.includes(arguments[0]);
const all = [...document.querySelectorAll("button, [role], a")];
return [...all.filter(says).reverse(), ...all.filter(element => !says(element))];
"""
"""What has a role, first what has the text in it, from the inside out: a browser takes its time to
say what the name of each is."""

PASTE = """
const clipboardData = new DataTransfer();
clipboardData.setData("text/plain", arguments[1]);
const how = { clipboardData, bubbles: true, cancelable: true };
arguments[0].dispatchEvent(new ClipboardEvent("paste", how));
"""

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = os.environ.get("AXE_CORE", "")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Chromium and its driver")


class Learner:
    """Somebody at the page: what she sees and presses."""

    def __init__(self, browser: webdriver.Chrome, served: Served) -> None:
        self.browser = browser
        self.served = served
        self.file = served.folder / (
            "backprop_numpy.py" if "numpy" in str(served.folder) else "backprop.py"
        )

    def open(self, *, width: int = 1400, dark: bool = False, query: str = "") -> None:
        """Opens the page on a screen of that width."""
        look(self.browser, width, dark)
        self.browser.get(self.served.address.replace("/#", f"/{query}#"))
        until(lambda: self.browser.execute_script(READY), "ready")

    def one(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def named(self, name: str, role: str = "button") -> Any:
        """The button, or what has another role, with exactly this accessible name."""
        for element in self.browser.execute_script(LIKELIEST_FIRST, name):
            if (
                element.accessible_name == name
                and element.aria_role == role
                and element.is_displayed()
            ):
                return element
        raise AssertionError(f"there is no {role} {name}")

    def press(self, name: str, role: str = "button") -> None:
        self.named(name, role).click()

    @property
    def status(self) -> str:
        return self.one("[role=status]").text

    def says(self, words: str) -> None:
        """Waits until the status says so."""
        until(lambda: words in self.status, f"the status {words!r}")

    @property
    def steps(self) -> dict[str, str]:
        """What each step's item says, by the check's name, which it begins with."""
        items = self.browser.execute_script(
            "return [...document.querySelectorAll('#steps li')].map(item => item.textContent)"
        )
        return {item.split()[0]: item for item in items}

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.browser.execute_script(
            "const view = document.querySelector('.cm-content').cmTile.root.view;"
            "return view.state.doc.toString()"
        )

    def write(self, text: str) -> None:
        """Puts another text into the editor: selects all of it, and pastes."""
        editor = self.one(".cm-content")
        editor.click()
        editor.send_keys(Keys.CONTROL, "a")
        self.browser.execute_script(PASTE, editor, text)

    def on_disk(self, text: str) -> None:
        """Waits until the file holds exactly that."""
        until(
            lambda: self.file.exists() and self.file.read_text("utf-8") == text,
            "the text on the disk",
        )


def look(browser: webdriver.Chrome, width: int, dark: bool) -> None:
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen", "features": [scheme]})


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in FLAGS:
        options.add_argument(flag)
    with webdriver.Chrome(options, webdriver.ChromeService(DRIVER)) as driver:
        yield driver


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all who begin with the exercise: what it knows, it reads from the disk."""
    served = Served(tmp_path_factory.mktemp("page") / "exercise", "--lesson", "backprop")
    yield served
    served.close()


@pytest.fixture(scope="module")
def given(served: Served) -> dict[str, bytes]:
    """What it has written into the folder to begin with, by file name."""
    return {path.name: path.read_bytes() for path in served.folder.iterdir()}


@pytest.fixture
def learner(
    browser: webdriver.Chrome, served: Served, given: dict[str, bytes]
) -> Iterator[Learner]:
    """Somebody who has just got the exercise."""
    shutil.rmtree(served.folder)
    served.folder.mkdir()
    for name, content in given.items():
        (served.folder / name).write_bytes(content)
    yield Learner(browser, served)
    console = browser.get_log("browser")
    browser.get("about:blank")
    assert console == [], "the browser's console has nothing to say"


@pytest.fixture
def script(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Learner]:
    served = Served(tmp_path / "numpy", "--numpy")
    yield Learner(browser, served)
    assert browser.get_log("browser") == []
    browser.get("about:blank")
    served.close()


# ---------------------------------------------------------------- the way


def answers(name: str) -> list[tuple[str, str]]:
    """Each line of the exercise that is to be written, and what the solution has in its place."""
    pairs, solution = [], iter(text_of(f"solution/{name}").splitlines())
    for line in text_of(f"exercise/{name}").splitlines():
        written = next(solution)
        if line.endswith("= ..."):
            while written.count("(") != written.count(")"):
                written += " " + next(solution).strip()
            pairs.append((line, written))
        else:
            assert line == written
    return pairs


@pytest.mark.parametrize("form", ["matrix", "numpy"])
def test_the_whole_way(form: str, request: pytest.FixtureRequest) -> None:
    """From the empty exercise to full marks; it is on the disk; Next leads on.

    Some lines are written a key at a time, the others, and the script, line by line.
    """
    name = "backprop.py" if form == "matrix" else "backprop_numpy.py"
    her: Learner = request.getfixturevalue("learner" if form == "matrix" else "script")
    her.open()
    her.press("Test run")
    her.says("0 of 100 points")
    assert "not started" in her.steps["hidden_input"]
    her.press("Next")
    her.says("Still missing: hidden_input")
    for turn, (line, written) in enumerate(answers(name)):
        number = her.text.splitlines().index(line) + 1
        go_to_line(her, number)
        keys = webdriver.ActionChains(her.browser).send_keys(Keys.END, Keys.BACKSPACE * 3)
        answer = written.partition("= ")[2]
        if form == "matrix" and turn % 4 == 1:
            keys.send_keys(answer).perform()
        else:
            keys.perform()
            her.browser.execute_cdp_cmd("Input.insertText", {"text": answer})
    until(lambda: "= ..." not in her.file.read_text("utf-8"), "what was typed on the disk")
    her.press("Next")
    her.says("The text has changed")
    her.press("Test run")
    her.says("100 of 100 points")
    assert all("passed" in words for words in her.steps.values())
    assert len(her.steps) == (21 if form == "matrix" else 19)
    until(lambda: "epoch" in her.one("#progress").text.lower(), "the training")
    her.browser.execute_script("document.querySelector('#stop').click()")  # if it still trains
    until(lambda: not her.one("#stop").is_displayed(), "the end of the training")
    her.press("Next")
    her.says("Every step is right")


def test_next_leads_from_one_lesson_to_the_other(browser: webdriver.Chrome, tmp_path: Path) -> None:
    """A fresh page begins with the first lesson; once that is solved, Next opens the second."""
    served = Served(tmp_path / "both")
    her = Learner(browser, served)
    her.file = served.folder / "neuron.py"
    her.open()
    chapter = "#lesson article h2"
    assert her.one(chapter).text == "One unit, by hand"
    her.press("Test run")
    her.says("0 of 100 points")
    her.press("Next")
    her.says("Still missing: unit_input")
    for line, written in answers("neuron.py"):
        go_to_line(her, her.text.splitlines().index(line) + 1)
        webdriver.ActionChains(her.browser).send_keys(Keys.END, Keys.BACKSPACE * 3).perform()
        browser.execute_cdp_cmd("Input.insertText", {"text": written.partition("= ")[2]})
    her.press("Test run")
    her.says("100 of 100 points")
    until(lambda: "Trained for" in her.one("#progress").text, "the end of the training")
    assert "to the unit" in her.one("#network .table").get_attribute("textContent")
    her.press("Next")
    until(lambda: "lesson=backprop" in browser.current_url, "the next lesson")
    until(lambda: browser.execute_script(READY), "ready")
    assert her.one(chapter).text == "Backpropagation by hand"
    assert her.text == EXERCISE
    her.press("Test run")
    her.says("0 of 100 points")
    assert "hidden_input" in her.steps
    assert browser.get_log("browser") == []
    browser.get("about:blank")
    served.close()


def go_to_line(her: Learner, number: int) -> None:
    """By the keyboard alone: the editor asks which line."""
    her.browser.execute_script("arguments[0].focus()", her.one(".cm-content"))
    keys = webdriver.ActionChains(her.browser)
    keys.key_down(Keys.CONTROL).key_down(Keys.ALT).send_keys("g").key_up(Keys.ALT)
    keys.key_up(Keys.CONTROL).send_keys(str(number), Keys.ENTER, Keys.HOME).perform()


def test_a_mistake_is_explained_where_it_is(learner: Learner) -> None:
    """The step, what was seen, the advice; and the line is marked with the sentence."""
    learner.open()
    learner.write(MISTAKE)
    learner.press("Test run")
    learner.says("88 of 100 points. Next: fix TODO 5")
    assert re.match(
        r"output_error_term\s+failed, ✗ not right yet\s+0 / 12", learner.steps["output_error_term"]
    )
    told = learner.one("#first").text
    assert "Seen: row 1, column 1: expected" in told
    assert "slope" in told
    assert "output_error_term: row 1" in learner.one(".says").text
    marked = learner.browser.execute_script(
        "return document.querySelector('.cm-line.wrong').textContent"
    )
    assert marked.strip() == "output_error_term = error * output"
    learner.press("Hint")
    until(lambda: "Hint 1 of " in learner.one(".hints").text, "a hint")


def test_her_numbers_stand_beside_the_lessons(learner: Learner) -> None:
    """The first that differs is marked, and what comes before it is the same."""
    learner.open()
    learner.write(MISTAKE)
    learner.press("Test run")
    row = until(
        lambda: learner.browser.find_elements(By.CSS_SELECTOR, "#pencil tr.differs"), "a row"
    )
    assert [cell.text for cell in row[0].find_elements(By.CSS_SELECTOR, "th, td")] == [
        "output_error_term\ndiffers first here", "0.106357", "0.245533",
    ]  # fmt: skip
    same = learner.browser.find_elements(By.CSS_SELECTOR, "#pencil .same")
    assert len(same) == 4
    learner.write(SOLUTION)
    until(
        lambda: len(learner.browser.find_elements(By.CSS_SELECTOR, "#pencil .same")) == 9,
        "hers, live",
    )


def test_stop_ends_a_loop_without_end(learner: Learner) -> None:
    """Its line is told while it is in it; Stop ends it, and the next run works."""
    learner.open()
    learner.write(ENDLESS)
    learner.press("Test run")
    lines = "|".join(str(n) for n in line_numbers(ENDLESS, "while True:", "pass"))
    told = rf"It is in line ({lines}): "
    until(lambda: re.search(told, learner.one("#progress").text), "the loop's line")
    learner.press("Stop")
    learner.says("Stopped.")
    until(lambda: not learner.one("#stop").is_displayed(), "the end")
    learner.write(SOLUTION)
    learner.press("Test run")
    learner.says("100 of 100 points")


def test_reset_keeps_the_text_one_click_away(learner: Learner) -> None:
    """The exercise as it was given, and back."""
    learner.open()
    learner.write(MISTAKE)
    learner.press("Reset quiz")
    learner.says("kept as backprop.py.kept-1")
    assert learner.text == EXERCISE
    learner.on_disk(EXERCISE)
    learner.press("Bring my text back")
    learner.says("Your text is back")
    assert learner.text == MISTAKE
    learner.on_disk(MISTAKE)


def test_submit_gives_the_verdict_and_the_file(learner: Learner) -> None:
    """What `grade submission` says, and the text to the byte."""
    learner.open()
    learner.write(SOLUTION)
    learner.press("Submit answer")
    learner.says("Submitted: 100 of 100 points")
    path = learner.served.folder / "hand-in" / "backprop.py"
    assert str(path) in learner.one("#handed").text
    assert path.read_text("utf-8") == SOLUTION


def test_the_solution_asks_first_and_opens_as_a_comparison(learner: Learner) -> None:
    """Not yet leaves everything as it is; yes shows both texts."""
    learner.open()
    learner.press("solution.py", "tab")
    learner.press("Not yet")
    until(lambda: not learner.one("#ask").is_displayed(), "the question gone")
    assert learner.named("backprop.py", "tab").get_attribute("aria-selected") == "true"
    learner.press("solution.py", "tab")
    learner.press("Show the solution")
    shown = until(
        lambda: learner.browser.find_elements(By.CSS_SELECTOR, ".cm-changedLine, .cm-insertedLine"),
        "the comparison",
    )
    assert "x @ weights_input_hidden" in "".join(line.text for line in shown)


def test_the_other_tabs_show_what_is_there(learner: Learner) -> None:
    """data_prep.py, and the 400 applicants."""
    learner.open()
    learner.press("binary.csv", "tab")
    assert len(learner.browser.find_elements(By.CSS_SELECTOR, "table.data tbody tr")) == 400
    learner.press("data_prep.py", "tab")
    until(lambda: "400 applicants" in learner.one(".panel:not([hidden])").text, "data_prep.py")


# ---------------------------------------------------------------- the disk is the truth


def test_what_is_typed_is_on_the_disk_within_half_a_second(learner: Learner) -> None:
    """While one goes on typing, too."""
    learner.open()
    go_to_line(learner, 1)
    for number in range(12):
        webdriver.ActionChains(learner.browser).send_keys(f"# {number}\n").pause(0.1).perform()
    until(lambda: "# 9\n" in learner.file.read_text("utf-8"), "the ninth, soon after the last")
    until(lambda: learner.file.read_text("utf-8") == learner.text, "all of it")


def test_an_edit_made_elsewhere_shows(learner: Learner) -> None:
    """Her own editor saves, and the page has the text; undo still knows the one before."""
    learner.open()
    learner.file.write_text(MISTAKE, "utf-8")
    learner.says("changed elsewhere")
    assert learner.text == MISTAKE


@pytest.mark.parametrize("choice", ["Keep mine", "Take the other"])
def test_two_versions_are_both_shown_and_both_kept(learner: Learner, choice: str) -> None:
    """Typed here and changed there at once: she chooses, and the other is beside it."""
    learner.open()
    theirs, mine = f"{EXERCISE}# theirs\n", f"{EXERCISE}# mine\n"
    learner.browser.execute_script(
        "const own = fetch, held = new Promise(go => { window.release = go; });"
        "window.fetch = (...a) => a[0].includes('save') ? held.then(() => own(...a)) : own(...a)"
    )
    learner.write(mine)
    learner.file.write_text(theirs, "utf-8")
    learner.browser.execute_script("release()")
    until(lambda: learner.one("#conflict").is_displayed(), "both versions")
    assert learner.file.read_text("utf-8") == theirs
    learner.press(choice)
    learner.on_disk(mine if choice == "Keep mine" else theirs)
    learner.says("Done.")
    kept = learner.served.folder / "backprop.py.kept-1"
    learner.browser.get_log("browser")  # the browser itself reports the answer 409
    assert kept.read_text("utf-8") == (theirs if choice == "Keep mine" else mine)


def test_a_file_that_is_deleted_is_said_and_can_be_written_again(learner: Learner) -> None:
    """The text is still here."""
    learner.open()
    learner.file.unlink()
    learner.says("gone from the disk")
    learner.press("Write it again")
    learner.on_disk(EXERCISE)


def test_a_reload_loses_nothing(learner: Learner) -> None:
    """Neither the text nor the right to see it."""
    learner.open()
    learner.write(MISTAKE)
    learner.on_disk(MISTAKE)
    learner.browser.refresh()
    until(lambda: learner.browser.execute_script(READY), "ready")
    assert learner.text == MISTAKE
    assert "#" not in learner.browser.current_url


def test_without_the_token_it_says_which_address_to_open(learner: Learner) -> None:
    """A window that has not got it shows nothing of hers."""
    look(learner.browser, 1400, False)
    learner.browser.get("about:blank")
    learner.browser.get(learner.served.address.partition("#")[0])
    learner.browser.execute_script("sessionStorage.clear()")
    learner.browser.refresh()
    learner.says("open the one that `grade page` printed")
    learner.browser.get_log("browser")  # the browser itself reports the answer 401


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_closing_the_tab_ends_its_run(learner: Learner) -> None:
    """No process of it is left."""
    learner.open()
    learner.write(ENDLESS)
    learner.press("Test run")
    until(lambda: "No epoch has ended" in learner.one("#progress").text, "a training without end")
    zygotes_and_judge = 3
    assert len(descendants(learner.served.process.pid)) > zygotes_and_judge
    learner.browser.get("about:blank")
    until(
        lambda: len(descendants(learner.served.process.pid)) == zygotes_and_judge or None,
        "no room left",
    )


def test_what_a_program_prints_is_text(learner: Learner) -> None:
    """No tag of it becomes one, and no escape sequence comes through."""
    learner.open()
    learner.write(f"print('<img src=x onerror=document.title=1>\\x1b[31m')\n{SOLUTION}")
    learner.press("Test run")
    until(lambda: "<img src=x" in learner.one("#output").text, "what was printed")
    assert not learner.browser.find_elements(By.CSS_SELECTOR, "#output img")
    assert "\x1b" not in learner.one("#output pre").text
    assert learner.browser.title == "Backpropagation by hand"


# ---------------------------------------------------------------- for everyone


@pytest.mark.skipif(not AXE, reason="AXE_CORE has to name axe.min.js of the package axe-core")
@pytest.mark.parametrize(
    ("width", "dark"), [(1400, False), (1400, True), (390, True), (390, False)]
)
def test_axe_finds_nothing(learner: Learner, width: int, dark: bool) -> None:
    """WCAG 2.2 AA, with a mistake explained, a conflict open, and full marks."""
    learner.open(width=width, dark=dark)
    silent(learner.browser)
    learner.file.write_text(MISTAKE, "utf-8")
    learner.says("changed elsewhere")
    learner.browser.execute_script("document.querySelector('#run').click()")
    learner.says("88 of 100 points")
    until(lambda: "Trained" in learner.one("#progress").text, "the training's end")
    silent(learner.browser)
    learner.browser.execute_script("document.querySelector('#tab-3').click()")
    silent(learner.browser, "#ask")  # what is behind it cannot be reached now
    learner.press("Show the solution")
    until(
        lambda: learner.browser.find_elements(By.CSS_SELECTOR, ".cm-changedLine"), "the comparison"
    )
    silent(learner.browser)
    wide = learner.browser.execute_script("return document.documentElement.scrollWidth")
    assert wide <= width, "nothing scrolls sideways"


def silent(browser: webdriver.Chrome, within: str = "html") -> None:
    browser.execute_script(Path(AXE).read_text("utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = browser.execute_async_script(
        "const done = arguments[2]; axe.run(arguments[1], {runOnly: arguments[0]}).then(r => done("
        "r.violations.map(v => [v.id, v.nodes.map(n => [n.html, n.failureSummary])])))",
        rules, within,
    )  # fmt: skip
    assert found == []


def test_by_the_keyboard_alone(learner: Learner) -> None:
    """From the editor, which Esc and Tab leave, through each button to the verdict."""
    learner.open()
    keys = webdriver.ActionChains(learner.browser)
    go_to_line(learner, 1)
    keys.send_keys("# x\n").send_keys(Keys.ESCAPE, Keys.TAB).perform()
    seen = []
    for _ in range(40):
        focused = learner.browser.switch_to.active_element
        seen.append(focused.accessible_name)
        if focused.accessible_name == "Submit answer":
            break
        webdriver.ActionChains(learner.browser).send_keys(Keys.TAB).perform()
    assert [name for name in seen if name in ("Reset quiz", "Test run", "Submit answer")] == [
        "Reset quiz", "Test run", "Submit answer",
    ]  # fmt: skip
    webdriver.ActionChains(learner.browser).send_keys(Keys.ENTER).perform()
    learner.says("Submitted: ")


def test_tabs_are_walked_by_arrows(learner: Learner) -> None:
    """As tabs are everywhere."""
    learner.open()
    tab = learner.named("backprop.py", "tab")
    learner.browser.execute_script("arguments[0].focus()", tab)
    webdriver.ActionChains(learner.browser).send_keys(Keys.RIGHT, Keys.ENTER).perform()
    until(
        lambda: learner.named("data_prep.py", "tab").get_attribute("aria-selected") == "true",
        "the next tab",
    )


def test_a_plain_textarea_does_the_same(learner: Learner) -> None:
    """?plain=1: no editor of ours between a screen reader and the text."""
    learner.open(query="?plain=1")
    area = learner.one("textarea")
    assert area.accessible_name == "Editor of backprop.py"
    area.send_keys(Keys.CONTROL, Keys.HOME)
    area.send_keys("# by hand\n")
    learner.on_disk(f"# by hand\n{EXERCISE}")
    learner.press("Test run")
    learner.says("0 of 100 points")


def test_the_lesson_leads_to_the_line(learner: Learner) -> None:
    """Each TODO that the lesson names is a link to where it is written."""
    learner.open()
    links = learner.browser.find_elements(By.CSS_SELECTOR, "#lesson a[data-todo]")
    for link in links[:3]:
        learner.browser.execute_script("arguments[0].click()", link)
        line = until(
            lambda: learner.browser.find_elements(By.CSS_SELECTOR, ".cm-activeLine"), "a line"
        )
        assert f"TODO {link.get_attribute('data-todo')}" in line[0].text
    assert len(learner.browser.find_elements(By.CSS_SELECTOR, "#lesson math")) >= 5


def test_on_paper_it_is_black_on_white(learner: Learner) -> None:
    """Printing from a dark screen wastes no ink."""
    learner.open(dark=True)
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    learner.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": "print", "features": features}
    )
    paper, ink = learner.browser.execute_script(
        "const look = getComputedStyle(document.documentElement);"
        "return [look.backgroundColor, look.color]"
    )
    assert [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (paper, ink)] == [765, 0]
