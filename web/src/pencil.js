// Her own functions' numbers for the record that the lesson works out with a pencil.

import { find, made } from "./made.js";

// One number a line, row after row.
const rows = (told) => told.replace(/^\(|\)$/g, "").split(/; |\s{2,}/).join("\n");

export function pencil({ rows: steps, first, crash }) {
  const place = find("#pencil");
  place.hidden = false;
  const body = steps.map(({ name, lesson, yours, agrees }) => {
    const verdict = agrees ? "the same" : name === first ? "differs first here" : agrees === false ? "differs" : "no numbers yet";
    return made(name === first ? "tr.differs" : "tr", {},
      made("th", { scope: "row" }, name, made("span.verdict", { class: agrees ? "verdict same" : "verdict" }, verdict)),
      made("td.numbers", {}, rows(lesson)), made("td.numbers", {}, yours ? rows(yours) : "–"));
  });
  place.replaceChildren(made("h2", {}, "Your numbers"),
    made("p.quiet", {}, `The lesson's pencil record, worked out by your functions. ${crash}`),
    made("div.table", { tabindex: "0", role: "group", "aria-label": "The pencil record" }, made("table", {},
      made("thead", {}, made("tr", {}, ...["step", "lesson", "yours"].map((head) => made("th", { scope: "col" }, head)))),
      made("tbody", {}, ...body))));
}
