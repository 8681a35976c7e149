// Tabs, by mouse and by arrow keys.

import { find, made } from "./made.js";

export class Tabs {
  // `opens` is asked before a tab opens; what it gives is whether it may.
  constructor(names, opens) {
    this.names = names;
    this.opens = opens;
    this.tabs = names.map((name, i) => made("button", {
      type: "button", role: "tab", id: `tab-${i}`, "aria-controls": `panel-${i}`, "aria-selected": "false", tabindex: "-1",
      onclick: () => this.show(name), onkeydown: (event) => this.key(event, i),
    }, name));
    this.panels = names.map((name, i) => made("div.panel", { role: "tabpanel", id: `panel-${i}`, "aria-labelledby": `tab-${i}`, hidden: true }));
    find("#tabs").replaceChildren(...this.tabs);
    find("#panels").replaceChildren(...this.panels);
  }

  panel(name) { return this.panels[this.names.indexOf(name)]; }

  async show(name) {
    if (!(await this.opens(name))) return;
    this.names.forEach((each, i) => {
      this.tabs[i].setAttribute("aria-selected", String(each === name));
      this.tabs[i].tabIndex = each === name ? 0 : -1;
      this.panels[i].hidden = each !== name;
    });
  }

  key(event, i) {
    const last = this.tabs.length - 1;
    const to = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.tabs.forEach((tab, n) => { tab.tabIndex = n === to ? 0 : -1; });
    this.tabs[to].focus();
  }
}
