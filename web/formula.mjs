// The lesson writes its formulas as plain text, the way the code's docstrings do. Here they become
// TeX, and Temml makes MathML of that: δᵒ = (y − ŷ) ŷ (1 − ŷ)  →  \delta^{o} = (y - \hat{y}) …
// What is no formula by this grammar stays the text that it is.

import temml from "temml";

const SYMBOLS = {
  ŷ: "\\hat{y}", δ: "\\delta", Δ: "\\Delta ", η: "\\eta", ε: "\\varepsilon", Σ: "\\textstyle\\sum",
  "∂": "\\partial ", "·": "\\cdot ", "×": "\\times ", "−": "-", "½": "\\tfrac{1}{2}", "…": "\\dots ",
  "+": "+", "=": "=", "≈": "\\approx ", "(": "(", ")": ")", ",": ",", "′": "'", "←": "\\gets ",
};
const RAISED = { "ᵒ": "o", "ʰ": "h", "ᵀ": "\\mathsf{T}", "²": "2", "⁻": "-", "ᶻ": "z", "³": "3" };
const LOWERED = { "ⱼ": "j", "ᵢ": "i", "ᵣ": "r", "ₑ": "e", "₀": "0", "₁": "1", "₂": "2" };
const LETTERS = new Set("xyzwuWhafEmeLr");

// The formula as TeX, or null where it is none.
export function tex(text) {
  const tokens = [];
  for (let rest = text.trim(); rest; ) {
    const [token, size] = next(rest);
    if (!token) return null;
    if (token.tex !== " ") tokens.push(token);
    rest = rest.slice(size);
  }
  return tokens.length ? fractions(tokens).map((token) => token.tex).join(" ") : null;
}

function next(rest) {
  const space = rest.match(/^\s+/);
  if (space) return [{ tex: space[0].length > 1 ? "\\quad " : " " }, space[0].length];
  if (rest.startsWith("+=")) return [{ tex: "\\mathrel{+}=" }, 2];
  if (rest.startsWith("/")) return [{ tex: "/", over: true }, 1];
  const number = rest.match(/^\d+(\.\d+)?/);
  if (number) return scripted(number[0], rest, number[0].length, true);
  const char = [...rest][0];
  if (char === "Δ" && /^Δ[wW]/.test(rest)) return scripted(`\\Delta ${rest[1]}`, rest, 2, true);
  if (LETTERS.has(char)) {
    return /^[a-zA-Z]{2}/.test(rest) ? [null, 0] : scripted(char, rest, 1, true);
  }
  if (char in SYMBOLS) return scripted(SYMBOLS[char], rest, char.length, /[ŷδηε½)]/.test(char));
  return [null, 0];
}

// A symbol with what is raised and lowered behind it.
function scripted(symbol, rest, size, isAtom) {
  let raised = "", lowered = "";
  for (;;) {
    const char = rest[size];
    const below = rest.slice(size).match(/^_([a-z0-9]{1,2})(?![a-z0-9])/);
    if (char in RAISED) raised += RAISED[char];
    else if (char in LOWERED) lowered += LOWERED[char];
    else if (below) { lowered += below[1]; size += below[0].length; continue; }
    else break;
    size += 1;
  }
  const scripts = `${lowered && `_{${lowered}}`}${raised && `^{${raised}}`}`;
  return [{ tex: scripts ? `{${symbol}}${scripts}` : symbol, isAtom }, size];
}

// What stands before and behind a stroke becomes a fraction.
function fractions(tokens) {
  const at = tokens.findIndex((token) => token.over);
  if (at < 1 || at === tokens.length - 1) return tokens;
  const from = group(tokens, at - 1, -1, ")", "("), to = group(tokens, at + 1, 1, "(", ")");
  if (from === null || to === null) return tokens;
  const inner = (part) => {
    const wrapped = part[0].tex === "(" && part.at(-1).tex === ")";
    return (wrapped ? part.slice(1, -1) : part).map((token) => token.tex).join(" ");
  };
  const fraction = `\\frac{${inner(tokens.slice(from, at))}}{${inner(tokens.slice(at + 1, to + 1))}}`;
  return fractions([...tokens.slice(0, from), { tex: fraction, isAtom: true }, ...tokens.slice(to + 1)]);
}

function group(tokens, at, step, opens, closes) {
  if (!tokens[at].tex.includes(opens) || tokens[at].tex.includes("\\")) {
    return step < 0 && !tokens[at].isAtom ? null : at;
  }
  for (let i = at, depth = 0; i >= 0 && i < tokens.length; i += step) {
    if (tokens[i].tex === opens) depth += 1;
    if (tokens[i].tex.startsWith(closes) || tokens[i].tex.startsWith(`{${closes}}`)) depth -= 1;
    if (depth === 0) return i;
  }
  return null;
}

// A block of the lesson, part by part: rows of formulas with their notes, or text as it stands.
export function formulas(block) {
  return block.replace(/\n+$/, "").split(/\n[ \t]*\n/).map((part) => {
    const rows = part.split("\n").map((line, i) => row(line, i === 0));
    if (rows.some((cells) => cells === null)) {
      return `<pre tabindex="0" aria-label="As text">${escaped(part)}</pre>\n`;
    }
    const body = rows.map((cells) => `<div class="row">${cells.join("")}</div>`).join("");
    return `<div class="formulas" role="group" tabindex="0" aria-label="Formulas">${body}</div>\n`;
  }).join("");
}

function row(line, isFirst) {
  const columns = apart(line.trim().replace(/\s{2,}=\s+|\s+=\s{2,}/g, " = "));
  const made = columns.map((column) => [column, column.includes("=") ? tex(column) : null]);
  if (made[0][1] === null || (isFirst && line.trim().startsWith("="))) return null;
  if (columns.some((column) => column.split("(").length !== column.split(")").length)) return null;
  return made.map(([column, source]) =>
    source === null ? `<span class="note">${escaped(column)}</span>` : mathml(source));
}

// Columns stand two spaces apart; inside of brackets these are between the entries of a row.
function apart(line) {
  const columns = [""];
  let depth = 0;
  for (const part of line.split(/(\s{2,}|[()])/)) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (/^\s{2,}$/.test(part) && depth === 0) columns.push("");
    else columns[columns.length - 1] += part;
  }
  return columns.filter(Boolean);
}

function mathml(source) {
  return temml.renderToString(source, { throwOnError: true, annotate: false });
}

export function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
