// The steps with their outcomes, and the first to fix explained.

import { ask } from "./server.js";
import { button, find, made } from "./made.js";

const FACES = { untested: "·", passed: "✓", failed: "✗", not_started: "○", waiting: "…", stopped: "!", our_fault: "?" };

export class Steps {
  constructor(goTo, steps, text) {
    this.goTo = goTo;
    this.text = text; // gives what stands in the editor
    this.findings = new Map();
    this.before = null; // what passed at the last run
    this.list(steps.map((step) => ({ ...step, outcome: "untested", words: "not tested", points: 0 })));
  }

  list(findings) {
    const items = findings.map((one) => this.item(one));
    items.forEach((item, i) => item.classList.toggle("opens", item.dataset.part !== items[i - 1]?.dataset.part));
    find("#steps").replaceChildren(...items);
  }

  begin() {
    find("#before").hidden = true;
    find("#steps").classList.add("running");
    this.fresh = new Map();
  }

  add(finding) {
    this.fresh.set(finding.check, finding);
    const item = this.item(finding);
    if (find("#steps").lastElementChild?.dataset.part !== finding.part) item.classList.add("opens");
    const there = find(`#steps [data-check="${CSS.escape(finding.check)}"]`);
    if (there) { item.classList.toggle("opens", there.classList.contains("opens")); there.replaceWith(item); }
    else find("#steps").append(item);
  }

  report(report) {
    const passed = new Set(report.findings.filter((one) => one.outcome === "passed").map((one) => one.check));
    this.gained = this.before ? [...passed].filter((check) => !this.before.has(check)) : [];
    this.before = passed;
    this.findings = new Map(report.findings.map((one) => [one.check, one]));
    find("#steps").classList.remove("running");
    this.list(report.findings);
    find("#points").textContent = report.points;
    this.explain(report);
  }

  item(finding) {
    const { check, part, outcome, words, points, max_points: most, todo, line } = finding;
    const word = outcome.replace("_", " ");
    const told = words || word;
    const hidden = told.includes(word) || outcome === "untested" ? "" : made("span.unseen", {}, ` ${word}, `);
    const name = line || todo ? button(check, () => this.goTo(finding), "name") : made("span.name", {}, check);
    return made(`li.${outcome}`, { "data-check": check, "data-part": part, title: finding.promise },
      name, " ", made("span.outcome", {}, hidden, made("span.face", { "aria-hidden": "true" }, FACES[outcome]), ` ${told} `),
      made("span.points", {}, most ? `${outcome === "untested" ? "–" : Number(points.toFixed(2))} / ${Number(most.toFixed(2))}` : ""));
  }

  explain(report) {
    const place = find("#first");
    const finding = this.findings.get(report.first);
    place.replaceChildren();
    place.className = report.full_marks ? "done" : "todo";
    place.hidden = false;
    if (report.full_marks) {
      place.append(made("h3", {}, "Full marks: every step is right."), made("p", {}, `${report.learned.replace("Full marks: every step is right. ", "")} ${report.next.replace("Full marks: every step is right. ", "")}`));
    } else if (finding) {
      const where = finding.line ? button(`line ${finding.line}`, () => this.goTo(finding), "link") : "";
      const todo = finding.todo ? button(`TODO ${finding.todo}`, () => this.goTo({ ...finding, line: 0 }), "link") : "";
      place.append(made("h3", {}, made("code", {}, finding.check), " ", made("span.where", {}, todo, todo && where ? " · " : "", where)));
      place.append(made("p", {}, finding.promise));
      if (finding.outcome !== "not_started") {
        if (finding.source) place.append(made("pre.source", { tabindex: "0", "aria-label": "Your line" }, finding.source));
        if (finding.saw) place.append(made("p", {}, `Seen: ${ended(finding.saw)}`));
        if (finding.advice) place.append(made("p.advice", {}, finding.advice));
      }
      place.append(made("p.next", {}, report.next));
      if (finding.check !== "submission") {
        const hints = made("div.hints", { "aria-live": "polite" });
        place.append(made("p", {}, button("Hint", (event) => this.hint(finding.check, hints, event.target))), hints);
      }
    } else {
      place.append(made("p", {}, report.next));
    }
  }

  async hint(check, place, from) {
    const { ok, data } = await ask("hint", { check, text: this.text() });
    if (!ok) { place.append(made("p", {}, data.words)); return; }
    const title = `Hint ${data.number} of ${data.of}`;
    if (![...place.children].some((each) => each.dataset.title === title)) {
      const parts = data.hint.split("\n\n").map((part) => (part.startsWith("   ")
        ? made("pre", { tabindex: "0", "aria-label": "As code" }, part.split("\n").map((line) => line.trim()).join("\n"))
        : made("p", {}, part.replace(/\s+/g, " "))));
      place.append(made("div.hint", { "data-title": title }, made("strong", {}, title), ...parts));
    }
    from.textContent = data.number < data.of ? "Next hint" : "Hint";
    from.disabled = data.number === data.of && place.children.length >= data.of;
  }
}

export const ended = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`);
