// The disk is the truth: what is typed is there within half a second, what changes there shows
// here, and where both have changed both are shown.

import { ask, lines } from "./server.js";
import { button, find, made } from "./made.js";
import { reader } from "./editor.js";

const AFTER = 250; // milliseconds from a key to the save, however much is typed meanwhile
const AGAIN = 1500; // milliseconds until a save that failed is tried again

export class Saving {
  constructor(editor, state, { say, kept }) {
    this.editor = editor;
    this.name = state.program;
    this.place = `${state.folder}/${state.program}`;
    this.say = say;
    this.kept = kept;
    this.isDirty = false;
    this.isSaving = false;
    this.isParted = false; // two versions, and she has not chosen yet
    this.timer = 0;
    this.tag = "";
    this.savedAt = "";
    this.problem = "";
    this.take(state.document);
    addEventListener("beforeunload", (event) => { if (this.isDirty) event.preventDefault(); });
    addEventListener("pagehide", () => this.save(this.editor.text.length < 50_000));
    this.watch();
  }

  changed() {
    this.isDirty = true;
    if (!this.timer) this.timer = setTimeout(() => this.save(), AFTER);
    this.show();
  }

  // Whatever has been typed is on the disk when this is over, or has said why not.
  async flush() {
    while (this.isSaving) await new Promise((go) => setTimeout(go, 20));
    if (this.isDirty) await this.save();
    return !this.isDirty;
  }

  async save(last = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.isDirty || this.isSaving || this.isParted) return;
    this.isSaving = true;
    const text = this.editor.text;
    const { ok, status, data } = await ask("save", { text, tag: this.tag }, last);
    this.isSaving = false;
    if (ok) {
      this.saved(data.document);
      this.isDirty = this.editor.text !== text;
      if (this.isDirty) this.timer = setTimeout(() => this.save(), AFTER);
    } else if (status === 409) {
      this.other(data.document);
    } else {
      this.problem = data.words;
      this.say(`Not saved. ${data.words}`);
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
    if (this.latest) this.seen(this.latest);
    this.show();
  }

  saved(document) {
    this.tag = document.tag;
    this.problem = "";
    this.savedAt = new Date().toLocaleTimeString([], { hour12: false });
    this.show();
  }

  // The disk's version takes the place of this one.
  take(document) {
    this.tag = document.tag;
    this.problem = document.problem;
    this.isLocked = this.editor.isLocked = Boolean(document.problem);
    if (!document.problem) this.editor.text = document.text;
    this.isDirty = false;
    this.isParted = false;
    find("#conflict").hidden = true;
    if (document.problem) this.say(document.problem);
    else if (document.notice) this.say(document.notice);
    else if (!document.tag) this.gone();
    this.show();
  }

  async watch() {
    for (;;) {
      try {
        for await (const event of lines("watch")) {
          if (event.event === "file") this.seen(event.document);
          if (event.event === "watching" && this.isLost) location.reload();
        }
      } catch { /* it has ended; below */ }
      this.isLost = true;
      this.say(`The server of this page has ended: run \`grade page\` again. ${this.isDirty ? "What you typed last is NOT saved: copy it." : "Your text is saved."}`);
      this.show();
      await new Promise((go) => setTimeout(go, AGAIN));
    }
  }

  // The file is another than it was: by this page's own save, or by somebody else's.
  seen(document) {
    this.latest = this.isSaving ? document : null;
    if (this.isSaving || document.tag === this.tag) return;
    if (document.tag === "") { this.tag = ""; this.gone(); return; }
    if (this.isLocked && !document.problem) { this.take(document); this.say(`${this.name} is a file again: this is its text. ${document.notice}`); }
    else if (this.isDirty || this.isParted) this.other(document);
    else if (document.text === this.editor.text && !document.problem) {
      this.saved(document);
      if (document.notice) this.say(document.notice);
    }
    else {
      this.take(document);
      if (!document.problem) {
        this.savedAt = new Date().toLocaleTimeString([], { hour12: false });
        this.say(`${this.name} was changed elsewhere: this is the new text. Undo brings back what stood here. ${document.notice}`);
        this.show();
      }
    }
  }

  gone() {
    this.isParted = true;
    this.ask(`${this.name} is gone from the disk. The text is still here.`, [
      button("Write it again", async () => { this.isParted = false; this.isDirty = true; find("#conflict").hidden = true; await this.save(); }, "first"),
    ]);
  }

  other(document) {
    if (document.tag === "") { this.tag = ""; this.gone(); return; }
    if (document.text === this.editor.text && !document.problem) { this.saved(document); this.isDirty = false; return; }
    if (document.problem) { this.problem = document.problem; this.say(document.problem); this.timer ||= setTimeout(() => this.save(), AGAIN); return; }
    this.isParted = true;
    const place = made("div.compared");
    this.ask(`${this.name} was changed elsewhere while you were typing here. Below is what is different: red as here, green as on the disk. Whichever you choose, the other is kept beside it.`, [
      button("Keep mine", () => this.choose(document, document.text, () => this.mine(document)), "first"),
      button("Take the other", () => this.choose(document, this.editor.text, () => this.take(document))),
      place,
    ]);
    reader(place, document.text, "What is different on the disk", this.editor.text);
  }

  async choose(document, left, then) {
    const { ok, data } = await ask("keep", { text: left });
    if (!ok) { this.say(data.words); return; }
    this.kept(data.kept);
    then();
    this.say(`Done. The other text is kept as ${data.name}.`);
  }

  async mine(document) {
    this.tag = document.tag;
    this.isParted = false;
    this.isDirty = true;
    find("#conflict").hidden = true;
    await this.save();
  }

  ask(words, answers) {
    const place = find("#conflict");
    place.replaceChildren(made("p", {}, words), ...answers);
    place.hidden = false;
    this.say(words);
    this.show();
  }

  show() {
    const state = this.problem ? "NOT saved" : this.isParted ? "waits for your choice" : this.isDirty ? "saving …" : this.savedAt ? `saved at ${this.savedAt}` : "as on the disk";
    find("#saved").replaceChildren(made("span.path", { title: this.place }, this.place), ` ${state}`);
    find("#saved").classList.toggle("trouble", Boolean(this.problem || this.isParted || (this.isLost && this.isDirty)));
  }
}
