// Elements, made in one go; text goes in as text, whatever it holds.

export const find = (selector, inside = document) => inside.querySelector(selector);

export function made(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  return filled(element, attributes, children);
}

export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}

export function button(words, action, kind = "") {
  return made(kind ? `button.${kind}` : "button", { type: "button", onclick: action }, words);
}

// Six places, as the lesson shows them, with a real minus.
export const number = (value) =>
  value === null || value === undefined ? "no number" : String(Number(value.toPrecision(6))).replace("-", "−");
