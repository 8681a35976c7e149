// A test run: the checks, her numbers, then the training; and Stop.

import { ask, lines } from "./server.js";
import { find } from "./made.js";
import { pencil } from "./pencil.js";
import { ended } from "./steps.js";

const STILL = 2500; // milliseconds without an epoch after which the line is told
const MOST_SHOWN = 200_000;

export class Running {
  constructor({ editor, saving, steps, pictures, say, form }) {
    Object.assign(this, { editor, saving, steps, pictures, say, form });
    this.isRunning = false;
    this.tested = null; // the text of the last report, and the report
    this.timer = 0;
  }

  // The text has changed: her numbers are worked out anew, once there has been a run at all, and
  // after the one that is going on.
  changed() {
    clearTimeout(this.timer);
    if (this.tested) this.timer = setTimeout(() => this.refreshPencil(), 600);
  }

  async refreshPencil() {
    if (this.isRunning) return this.changed();
    try {
      for await (const event of lines("pencil", { text: this.editor.text })) if (event.event === "pencil") pencil(event);
    } catch { /* the next run tells */ }
  }

  async begin(path, body, handle) {
    if (this.isRunning) return;
    this.isRunning = true;
    for (const id of ["run", "submit", "reset"]) find(`#${id}`).setAttribute("aria-disabled", "true");
    find("#stop").hidden = false;
    try {
      for await (const event of lines(path, body)) handle(event);
    } catch (error) {
      this.say(error.message === "Failed to fetch" || error.name === "TypeError" ? "The server of this page has ended: run `grade page` again." : error.message);
    } finally {
      this.isRunning = false;
      for (const id of ["run", "submit", "reset"]) find(`#${id}`).removeAttribute("aria-disabled");
      if (document.activeElement === find("#stop")) find("#run").focus();
      find("#stop").hidden = true;
      find("#steps").classList.remove("running");
    }
  }

  testRun() {
    const text = this.editor.text;
    const epochs = Number(find("#epochs").value), learnrate = Number(find("#learnrate").value);
    if (!Number.isInteger(epochs) || epochs < 1 || epochs > 1e6) { this.say("The epochs are a whole number from 1 to 1,000,000."); find("#epochs").focus(); return; }
    this.saving.flush();
    this.steps.begin();
    this.say("Checking …");
    this.printed = "";
    this.isTraining = false;
    this.marked = 0;
    this.verdict = "";
    find("#progress").textContent = "";
    find("#output").hidden = true;
    find("#output pre").textContent = "";
    return this.begin("run", { text, epochs, learnrate }, (event) => this.event(event, text));
  }

  event(event, text) {
    const { do: what, event: kind } = event;
    if (kind === "finding") this.steps.add(event);
    if (kind === "report") this.report(event, text);
    if (kind === "pencil") pencil(event);
    if (kind === "training") this.training(event);
    if (kind === "moment") this.moment(event);
    if (kind === "output") this.output(event.text);
    if (kind === "beat") this.still();
    if (kind === "locked" && event.tier !== "full") this.tier(event);
    if (kind === "done") this.done(event);
    if (kind === "ended" && event.words) this.say(event.words);
  }

  report(report, text) {
    this.tested = { text, report };
    this.steps.report(report);
    const lineOf = (one) => one.line || (one.outcome === "failed" && one.todo && this.under(one.todo)) || 0;
    const wrong = report.findings.filter((one) => one.outcome !== "passed" && lineOf(one)).map((one) => ({ ...one, line: lineOf(one), message: [one.saw && ended(one.saw), one.advice].filter(Boolean).join(" ") || one.promise }));
    const first = wrong.find((one) => one.check === report.first);
    if (text === this.editor.text) {
      this.editor.mark(wrong, first);
      if (first) this.editor.show(first.line);
    }
    const gained = this.steps.gained.length ? ` Right since the last run: ${this.steps.gained.join(", ")}.` : "";
    this.verdict = report.full_marks ? `${report.points}: every step is right.${gained}` : `${report.points}.${gained} ${report.next}`;
    this.say(this.verdict);
    if (report.banner) { find("#notice").textContent = report.banner; find("#notice").hidden = false; }
    if (report.printed.trim()) this.output(report.printed.replace(/\n?$/, "\n"), "while it was checked");
  }

  // The line under a TODO's, where its answer stands.
  under(todo) {
    const line = this.editor.lineOf(new RegExp(`# TODO ${todo}\\b`));
    return line && line + 1;
  }

  tier({ tier, why }) {
    if (tier !== "closed") return;
    find("#notice").textContent = `The room is locked differently here (${tier}): ${why}.`;
    find("#notice").hidden = false;
  }

  training({ epochs }) {
    this.isTraining = true;
    this.cursor = { epoch: 0, since: performance.now(), line: 0 };
    this.began = performance.now();
    this.epochs = this.form === "numpy" ? 0 : epochs;
    this.pictures.begin(this.epochs);
    find("#progress").textContent = "Training begins …";
  }

  moment(event) {
    if (event.epochs) this.epochs = this.pictures.epochs = event.epochs;
    this.pictures.moment(event);
    if (event.line) this.cursor.line = event.line;
    if (event.epoch > this.cursor.epoch) {
      Object.assign(this.cursor, { epoch: event.epoch, since: performance.now() });
      this.goesOn();
      const spent = (performance.now() - this.began) / 1000, left = (spent / event.epoch) * (this.epochs - event.epoch);
      const time = this.epochs && left > 0.5 ? `, about ${left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`} left` : "";
      find("#progress").textContent = `Epoch ${event.epoch}${this.epochs ? ` of ${this.epochs}` : ""}${time}`;
    } else this.still();
  }

  // It was only slow: what was said of the checks is said again.
  goesOn() {
    if (!this.marked) return;
    this.marked = 0;
    this.editor.mark([]);
    if (this.verdict) this.say(this.verdict);
  }

  // No epoch has ended for a while: where is it?
  still() {
    if (!this.isTraining) return;
    const seconds = (performance.now() - this.cursor.since) / 1000;
    if (seconds * 1000 < STILL) return;
    const { line, epoch } = this.cursor;
    const where = line ? `It is in line ${line}: ${this.editor.lineText(line)}` : "It is in one long operation";
    find("#progress").textContent = `No epoch has ended for ${Math.floor(seconds)} s (${epoch} so far). ${where}. A loop without end? Stop ends it.`;
    if (line && line !== this.marked) {
      this.marked = line;
      const here = { check: "running", line, severity: "warning", message: "it is here, and no epoch ends. A loop without end?" };
      this.editor.mark([here], here);
      this.say(`No epoch ends: your program is in line ${line}, ${this.editor.lineText(line)} Stop ends it.`);
    }
  }

  output(text) {
    find("#output").hidden = false;
    const place = find("#output pre");
    if (place.textContent.length < MOST_SHOWN) place.append(text);
    place.scrollTop = place.scrollHeight;
  }

  // One part is over: the check, the pencil, the training.
  done({ do: what, reason, words }) {
    if (reason === "our_fault" || reason === "refused") this.say(words);
    if (reason === "stopped") { this.say("Stopped."); find("#progress").textContent = "Stopped."; }
    if (what !== "train") return;
    this.isTraining = false;
    if (reason === "stopped") return;
    this.goesOn();
    if (reason === "finished") find("#progress").textContent = this.cursor.epoch ? `Trained for ${this.cursor.epoch} epochs in ${((performance.now() - this.began) / 1000).toFixed(1)} s.` : "The program has ended; no epoch was seen.";
    else find("#progress").textContent = words.replace("run `grade check`, or begin", "begin").replace(", then run `grade check`", ", then press Test run");
  }

  stop() { return ask("stop", {}); }
}
