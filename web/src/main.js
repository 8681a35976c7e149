// The quiz page: what the buttons do.

import { ask } from "./server.js";
import { editor as makeEditor, isPlain, reader } from "./editor.js";
import { find, made } from "./made.js";
import { Pictures } from "./pictures.js";
import { Running } from "./running.js";
import { Saving } from "./saving.js";
import { Steps } from "./steps.js";
import { Tabs } from "./tabs.js";

const say = (words) => { find("#status").textContent = words; };

const { ok, status, data: state } = await ask("state");
if (ok) open(state);
else {
  find("#page").inert = true;
  say(status === 401 ? "This address is not complete: open the one that `grade page` printed, with everything after the #." : state.words);
  find("#notice").textContent = find("#status").textContent;
  find("#notice").hidden = false;
}

function open(state) {
  const { program } = state;
  for (const chapter of document.querySelectorAll("#lesson [data-chapter]")) {
    if (Number(chapter.dataset.chapter) === state.chapter) chapter.hidden = false;
    else chapter.remove();
  }
  for (const [name, value] of Object.entries(state.settings)) find(`#${name}`).value = value;
  const pictures = new Pictures(state.layers);
  let editor, saving, running;

  // ---------------------------------------------------------------- lesson and lines

  const inLesson = (todo) => [...document.querySelectorAll("#lesson [data-todos]")].find((head) => head.dataset.todos.split(" ").includes(String(todo)))
    ?? find(`#lesson [data-todo="${todo}"]`);
  const openLesson = (todo) => {
    const place = inLesson(todo);
    if (!place) return;
    place.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    place.classList.remove("found");
    requestAnimationFrame(() => place.classList.add("found"));
  };
  const goTo = async ({ line, todo }) => {
    await tabs.show(program);
    editor.goTo(line || editor.lineOf(new RegExp(`# TODO ${todo}\\b`)) || 1);
  };
  find("#lesson").addEventListener("click", (event) => {
    const link = event.target.closest("[data-todo]"), file = event.target.closest("[data-file]");
    if (link) { event.preventDefault(); goTo({ line: 0, todo: Number(link.dataset.todo) }); }
    if (file) show(file.dataset.file);
  });
  const show = (name) => {
    if (tabs.names.includes(name)) { tabs.show(name).then(() => tabs.tabs[tabs.names.indexOf(name)].focus()); return; }
    find("#reader-title").textContent = name;
    find("#reader pre").textContent = state.given[name].text;
    find("#reader").showModal();
  };

  // ---------------------------------------------------------------- tabs

  const asks = async (name) => {
    if (name !== "solution.py") return true;
    if (!find("#ask").dataset.agreed) {
      const passed = running.tested?.report.full_marks;
      find("#ask-title").textContent = "Look at the solution?";
      find("#ask p").textContent = passed ? "Your own is right already. This is how the lesson writes it, beside yours." : "Once seen, it can't be found any more, and finding it is what teaches. A hint may do: each step has several, each of which says more.";
      find("#ask").showModal();
      await new Promise((go) => find("#ask").addEventListener("close", go, { once: true }));
      if (find("#ask").returnValue !== "yes") return false;
      find("#ask").dataset.agreed = "yes";
    }
    const { ok, data } = await ask("solution", {});
    const place = tabs.panel("solution.py");
    if (ok) reader(place, data.text, "The solution, compared with your text", editor.text);
    place.prepend(made("p.quiet", {}, ok ? "The solution, beside your text: red is yours, green the solution's." : data.words));
    return true;
  };
  const tabs = new Tabs([program, "data_prep.py", "binary.csv", "solution.py"], asks);
  find("#ask").addEventListener("cancel", () => { find("#ask").returnValue = "no"; });
  reader(tabs.panel("data_prep.py"), state.given["data_prep.py"].text, "data_prep.py, to read");
  tabs.panel("binary.csv").append(applicants(state.given["binary.csv"].text));

  // ---------------------------------------------------------------- the editor

  const place = tabs.panel(program);
  editor = makeEditor(place, program, {
    changed: () => { saving.changed(); running.changed(); },
    run: () => running.testRun(),
    save: () => saving.flush(),
    hasLesson: (todo) => Boolean(inLesson(todo)),
    openLesson,
  });
  place.append(made("p.keys", { id: "leave" }, isPlain ? "Tab leaves the editor." : "Esc, then Tab, leaves the editor. Ctrl-Enter is Test run."));
  const kept = (names) => {
    find("#kept").hidden = names.length === 0;
    find("#kept span").textContent = names.length ? `kept as ${names[0]}` : "";
  };
  saving = new Saving(editor, state, { say, kept });
  kept(state.kept);
  const steps = new Steps(goTo, state.steps, () => editor.text);
  running = new Running({ editor, saving, steps, pictures, say, form: state.form });
  if (state.form === "numpy") find("#settings").hidden = true;

  // ---------------------------------------------------------------- buttons

  const press = (id, action) => find(id).addEventListener("click", (event) => {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") action();
  });
  press("#run", () => running.testRun());
  press("#stop", () => running.stop());
  press("#reset", () => exchange("reset", (data) => `Reset: the exercise as it was given. Your text is kept as ${data.kept[0]}; Bring my text back does just that.`));
  press("#bring-back", () => exchange("bring-back", () => "Your text is back. What stood here is kept in its turn."));
  press("#submit", submit);
  press("#next", next);

  async function exchange(path, words) {
    if (!(await saving.flush())) { say("First choose between the two versions, or mend what keeps this one from being saved."); return; }
    const { ok, status, data } = await ask(path, { text: editor.text, tag: saving.tag });
    if (status === 409) saving.other(data.document);
    if (!ok) { say(data.words); return; }
    saving.take(data.document);
    saving.saved(data.document);
    editor.mark([]);
    kept(data.kept);
    await tabs.show(program);
    say(words(data));
  }

  async function submit() {
    if (!(await saving.flush())) { say("Not submitted: the text is not saved yet. First mend what keeps it from being saved."); return; }
    const text = editor.text;
    steps.begin();
    say("Grading …");
    await running.begin("submit", { text, tag: saving.tag }, (event) => {
      if (event.event === "hand_in") { saving.saved(event.document); handed(event, text); }
      if (event.event === "finding") steps.add(event);
      if (event.event === "report") {
        running.report(event, text);
        say(`Submitted: ${event.points}. ${event.full_marks ? "Every step is right. " : ""}The file to hand in is below. ${event.full_marks ? "" : event.next}`);
      }
      if (event.event === "done" && event.reason !== "finished") say(event.words);
    });
  }

  function handed({ path, name, where }, text) {
    const copy = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
    find("#handed").replaceChildren(
      made("p", {}, "The file to hand in: ", made("code", {}, path), " ", made("a", { href: copy, download: name }, `Download ${name}`)),
      made("p", {}, where ? `Where to: ${where}` : "Where to: where your course collects it. Hand in this one file."));
    find("#handed").hidden = false;
  }

  function next() {
    const { tested } = running;
    if (!tested || tested.text !== editor.text) { say(tested ? "The text has changed since the last run: press Test run first." : "Press Test run first: Next leads on when every step is right."); return; }
    const missing = tested.report.findings.filter((one) => one.outcome !== "passed").map((one) => one.check);
    if (missing.length) { say(`Still missing: ${missing.join(", ")}. ${tested.report.next}`); return; }
    if (state.next) { leadOn(state.next); return; }
    const onward = find("#lesson-where-to-go-next") ?? [...document.querySelectorAll("#lesson h3")].at(-1);
    onward.scrollIntoView({ block: "start" });
    onward.tabIndex = -1;
    onward.focus({ preventScroll: true });
    say(state.form === "numpy" ? "Every step is right. The lesson goes on under “Where to go next”." : "Every step is right. Next: the same network as a NumPy script, with `grade page --numpy` in another folder; the lesson goes on under “Where to go next”.");
  }

  // The next lesson, on this page; with the browser's Back one comes back to this one.
  async function leadOn({ lesson, file }) {
    if (!(await saving.flush())) { say("First mend what keeps the text from being saved."); return; }
    say(`Every step is right. Next: ${file}.`);
    const query = new URLSearchParams(location.search);
    query.set("lesson", lesson);
    location.search = query;
  }

  tabs.show(program);
  const begin = editor.lineOf(/=\s*\.\.\.\s*$/);
  if (begin) requestAnimationFrame(() => editor.show(begin));
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
}

function applicants(text) {
  const [head, ...rows] = text.trim().split("\n").map((line) => line.trim().split(","));
  return made("div.table", { tabindex: "0", role: "group", "aria-label": "binary.csv, to read" }, made("table.data", {},
    made("thead", {}, made("tr", {}, ...head.map((name) => made("th", { scope: "col" }, name)))),
    made("tbody", {}, ...rows.map((row) => made("tr", {}, ...row.map((value) => made("td", {}, value)))))));
}
