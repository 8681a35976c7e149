// The editor: CodeMirror 6 with what the exercise needs, or a plain textarea with ?plain=1.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { made } from "./made.js";

export const isPlain = new URLSearchParams(location.search).get("plain") === "1";

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)", fontWeight: "600" },
]);

const looks = [
  highlightSpecialChars(), drawSelection(), python(), syntaxHighlighting(colours), bracketMatching(),
  EditorView.theme({}, { dark: matchMedia("(prefers-color-scheme: dark)").matches }),
  ...(matchMedia("(max-width: 760px)").matches ? [EditorView.lineWrapping] : []),
];

// ---------------------------------------------------------------- what is said between the lines

const say = StateEffect.define();

class Words extends WidgetType {
  constructor(words) { super(); this.words = words; }
  eq(other) { return other.words === this.words; }
  toDOM() { return made("div.says", {}, this.words); }
  ignoreEvent() { return true; }
}

const said = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(say)) marks = Decoration.set(effect.value, true);
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// ---------------------------------------------------------------- TODOs lead to the lesson

class ToLesson extends WidgetType {
  constructor(todo, open) { super(); this.todo = todo; this.open = open; }
  eq(other) { return other.todo === this.todo; }
  toDOM() {
    const open = () => this.open(this.todo);
    return made("button.to-lesson", { type: "button", tabindex: "-1", title: `TODO ${this.todo} in the lesson`, onclick: open, "aria-label": `TODO ${this.todo} in the lesson` }, "lesson");
  }
  ignoreEvent() { return true; }
}

const todoLinks = (hasLesson, open) => {
  const links = (state) => {
    const found = [];
    for (let n = 1; n <= state.doc.lines; n++) {
      const line = state.doc.line(n), todo = line.text.match(/^\s*# TODO (\d+)\b/);
      if (todo && hasLesson(Number(todo[1]))) {
        found.push(Decoration.widget({ widget: new ToLesson(Number(todo[1]), open), side: 1 }).range(line.from + todo[0].length));
      }
    }
    return Decoration.set(found);
  };
  return StateField.define({
    create: links,
    update: (marks, transaction) => (transaction.docChanged ? links(transaction.state) : marks),
    provide: (field) => EditorView.decorations.from(field),
  });
};

// ---------------------------------------------------------------- the editors

export function editor(parent, name, does) {
  return isPlain ? plainEditor(parent, name, does) : richEditor(parent, name, does);
}

function richEditor(parent, name, { changed, run, save, hasLesson, openLesson }) {
  let isLoading = false, isFirst = true;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), ...looks, said,
        indentOnInput(), indentUnit.of("    "), EditorState.tabSize.of(4), highlightSelectionMatches(), lintGutter(),
        todoLinks(hasLesson, openLesson),
        keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }, { key: "Mod-s", run: () => { save(); return true; } }, ...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ "aria-label": `Editor of ${name}`, "aria-describedby": "leave" }),
        EditorView.updateListener.of((update) => { if (update.docChanged && !isLoading) changed(); }),
      ],
    }),
  });
  const place = (line) => view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  return {
    get text() { return view.state.doc.toString(); },
    // Another text in the place of this one; undo brings it back.
    set text(text) {
      isLoading = true;
      const old = view.state.doc.toString();
      let from = 0, end = 0;
      while (from < old.length && from < text.length && old[from] === text[from]) from++;
      while (end < old.length - from && end < text.length - from && old.at(-1 - end) === text.at(-1 - end)) end++;
      view.dispatch({
        changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
        annotations: isFirst ? Transaction.addToHistory.of(false) : [],
      });
      isLoading = isFirst = false;
    },
    goTo(line) {
      const { from } = place(line);
      view.dispatch({ selection: { anchor: from + place(line).text.search(/\S|$/) }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    show(line) { view.dispatch({ effects: EditorView.scrollIntoView(place(line).from, { y: "center" }) }); },
    // Marks in the margin, and the words of the first under its line.
    mark(findings, first) {
      const there = findings.filter((one) => one.line > 0 && one.line <= view.state.doc.lines);
      const marks = there.map((one) => {
        const line = place(one.line);
        return { from: line.from + line.text.search(/\S|$/), to: line.to, severity: one.severity ?? "error", message: `${one.check}: ${one.message}` };
      });
      view.dispatch(setDiagnostics(view.state, marks));
      const told = there.find((one) => one === first);
      const words = told ? [
        Decoration.line({ class: "wrong" }).range(place(told.line).from),
        Decoration.widget({ widget: new Words(`${told.check}: ${told.message}`), block: true, side: 1 }).range(place(told.line).to),
      ] : [];
      view.dispatch({ effects: say.of(words) });
    },
    lineOf: (pattern) => {
      for (let n = 1; n <= view.state.doc.lines; n++) if (pattern.test(view.state.doc.line(n).text)) return n;
      return 0;
    },
    lineText: (line) => (line <= view.state.doc.lines ? place(line).text.trim() : ""),
    focus: () => view.focus(),
    set isLocked(locked) { view.contentDOM.contentEditable = String(!locked); },
  };
}

function plainEditor(parent, name, { changed }) {
  const area = made("textarea", { "aria-label": `Editor of ${name}`, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off" });
  parent.append(area);
  area.addEventListener("input", changed);
  const lines = () => area.value.split("\n");
  return {
    get text() { return area.value; },
    set text(text) {
      const at = area.selectionStart;
      area.value = text;
      area.setSelectionRange(at, at);
    },
    goTo(line) {
      const before = lines().slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      area.focus();
      area.setSelectionRange(before, before + (lines()[line - 1] ?? "").length);
      area.scrollTop = Math.max(0, line - 8) * parseFloat(getComputedStyle(area).lineHeight);
    },
    mark() { /* the words stand beside the steps */ },
    show() { /* nothing moves but what she moves */ },
    lineOf: (pattern) => lines().findIndex((line) => pattern.test(line)) + 1,
    lineText: (line) => (lines()[line - 1] ?? "").trim(),
    focus: () => area.focus(),
    set isLocked(locked) { area.readOnly = locked; },
  };
}

// A text to read, or, with `original`, what is different in it from that one.
export function reader(parent, text, label, original) {
  parent.replaceChildren();
  if (isPlain) {
    const area = made("textarea", { readonly: true, "aria-label": label, wrap: "off" });
    area.value = text;
    parent.append(area);
    return;
  }
  const compared = original === undefined ? [] : [unifiedMergeView({ original, mergeControls: false, gutter: true, collapseUnchanged: { margin: 3, minSize: 6 } })];
  new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [lineNumbers(), ...looks, ...compared, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }), keymap.of([...defaultKeymap, ...searchKeymap])],
    }),
  });
}
