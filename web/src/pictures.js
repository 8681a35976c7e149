// The loss as it falls, and the network as it learns: drawn by hand, with the numbers beside.

import { drawn, find, made, number } from "./made.js";

const WIDE = 320, HIGH = 150, LEFT = 46, RIGHT = 8, TOP = 8, BOTTOM = 20;
const INPUTS = ["gre", "gpa", "rank 1", "rank 2", "rank 3", "rank 4"];

export class Pictures {
  // `nLayers` is 1 for a unit by itself, and 2 where there are hidden units.
  constructor(nLayers) {
    this.nLayers = nLayers;
    this.losses = [];
    this.last = [];
    this.epochs = 0;
    this.weights = null;
    this.isDue = false;
    this.drawLoss();
    this.drawNetwork();
  }

  begin(epochs) {
    if (this.losses.length) this.last = this.losses;
    this.losses = [];
    this.weights = null;
    this.epochs = epochs;
    this.draw();
  }

  // Each loss comes with its epoch.
  moment({ losses, weights }) {
    for (const pair of losses) this.losses.push(pair);
    if (weights.length === this.nLayers) this.weights = weights;
    this.draw();
  }

  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => { this.isDue = false; this.drawLoss(); this.drawNetwork(); });
  }

  drawLoss() {
    const known = (list) => list.map(([, loss]) => loss).filter((loss) => loss !== null);
    const all = [...known(this.losses), ...known(this.last)];
    const least = all.reduce((a, b) => Math.min(a, b), Infinity), most = all.reduce((a, b) => Math.max(a, b), -Infinity);
    const [low, high] = all.length ? (most - least < 1e-9 ? [least - 0.01, most + 0.01] : [least, most]) : [0, 0.25];
    const until = (list) => list.at(-1)?.[0] ?? 0;
    const longest = Math.max(this.epochs, until(this.losses), until(this.last), 2);
    const x = (epoch) => LEFT + (WIDE - LEFT - RIGHT) * (Math.max(0, epoch - 1) / (longest - 1));
    const y = (loss) => TOP + (HIGH - TOP - BOTTOM) * (1 - (loss - low) / (high - low));
    const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
      ...[low, (low + high) / 2, high].flatMap((value) => [
        drawn("line", { x1: LEFT, x2: WIDE - RIGHT, y1: y(value), y2: y(value), class: "grid" }),
        text(LEFT - 6, y(value) + 3.5, all.length ? value.toFixed(Math.abs(high - low) < 0.02 ? 4 : 3) : "", "end"),
      ]),
      text(LEFT, HIGH - 5, all.length ? "epoch 1" : "", "start"), text(WIDE - RIGHT, HIGH - 5, all.length ? String(longest) : "", "end"),
      curve(this.last, x, y, "last"), curve(this.losses, x, y, "now"));
    find("#loss .picture").replaceChildren(picture);
    const now = known(this.losses), last = known(this.last);
    const words = [now.length ? `${now[0].toFixed(4)} → ${now.at(-1).toFixed(4)}` : "", last.length ? `last run, dashed: ${last.at(-1).toFixed(4)}` : ""];
    find("#loss .words").textContent = words.filter(Boolean).join(" · ") || "falls here while it trains";
  }

  drawNetwork() {
    const weights = this.weights ?? (this.nLayers === 1 ? [INPUTS.map(() => [0])] : [INPUTS.map(() => [0, 0]), [[0], [0]]]);
    const [first, second = []] = weights;
    const nHidden = Math.min(second.length, first[0]?.length ?? 0, 8), nInputs = Math.min(first.length, 8);
    const at = (i, n) => TOP + 4 + (HIGH - 2 * TOP - 8) * (n === 1 ? 0.5 : i / (n - 1));
    const hidden = (j) => (nHidden === 1 ? HIGH / 2 : HIGH / 2 + (j - (nHidden - 1) / 2) * Math.min(70, 110 / (nHidden - 1)));
    const strongest = Math.max(1, ...weights.flat(2).map((weight) => Math.abs(weight ?? 0)));
    const bonds = [];
    if (this.nLayers === 1) for (let i = 0; i < nInputs; i++) bonds.push(bond(70, at(i, nInputs), 290, HIGH / 2, first[i][0], strongest));
    for (let j = 0; j < nHidden; j++) {
      for (let i = 0; i < nInputs; i++) bonds.push(bond(70, at(i, nInputs), 190, hidden(j), first[i][j], strongest));
      bonds.push(bond(190, hidden(j), 290, HIGH / 2, second[j][0], strongest));
    }
    const units = [...Array(nInputs).keys()].map((i) => unit(70, at(i, nInputs), 5));
    for (let j = 0; j < nHidden; j++) units.push(unit(190, hidden(j), 8));
    find("#network .picture").replaceChildren(drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
      ...bonds, ...units, unit(290, HIGH / 2, 8),
      ...INPUTS.slice(0, nInputs).map((name, i) => text(60, at(i, nInputs) + 4, name, "end")), text(290, HIGH / 2 + 24, "admit?", "middle")));
    this.tabulate(this.weights, nHidden);
  }

  tabulate(weights, nHidden) {
    const place = find("#network .table");
    if (!weights) { place.replaceChildren(made("p.quiet", {}, "They come with the training.")); return; }
    const hiddens = [...Array(nHidden).keys()], columns = this.nLayers === 1 ? [0] : hiddens;
    const cell = (value) => made("td", {}, number(value));
    place.replaceChildren(made("table", {},
      made("thead", {}, made("tr", {}, made("th", { scope: "col" }, "from"), ...columns.map((j) => made("th", { scope: "col" }, this.nLayers === 1 ? "to the unit" : `hidden unit ${j + 1}`)))),
      made("tbody", {},
        ...weights[0].slice(0, 8).map((row, i) => made("tr", {}, made("th", { scope: "row" }, INPUTS[i] ?? `input ${i + 1}`), ...columns.map((j) => cell(row[j])))),
        ...(this.nLayers === 1 ? [] : [made("tr", {}, made("th", { scope: "row" }, "to the output"), ...hiddens.map((j) => cell(weights[1][j][0])))]))));
  }
}

function curve(losses, x, y, kind) {
  const every = Math.max(1, Math.floor(losses.length / 300));
  let path = "", isDown = false;
  losses.forEach(([epoch, loss], i) => {
    if (i % every && i !== losses.length - 1) return;
    if (loss === null) { isDown = false; return; }
    path += `${isDown ? "L" : "M"}${x(epoch).toFixed(1)} ${y(loss).toFixed(1)}`;
    isDown = true;
  });
  return drawn("path", { d: path, class: `curve ${kind}` });
}

function bond(x1, y1, x2, y2, weight, strongest) {
  const width = weight ? 0.6 + (5 * Math.abs(weight)) / strongest : 0.6;
  const kind = weight ? (weight < 0 ? "negative" : "positive") : "none";
  return drawn("line", { x1, y1, x2, y2, class: `bond ${kind}`, "stroke-width": width.toFixed(2) });
}

const unit = (cx, cy, r) => drawn("circle", { cx, cy, r, class: "unit" });
const text = (x, y, words, anchor) => drawn("text", { x, y, "text-anchor": anchor }, words);
