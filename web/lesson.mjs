// LESSON.md as the page shows it: formulas as MathML, and each TODO a link to its line.

import MarkdownIt from "markdown-it";
import { formulas } from "./formula.mjs";

const FILES = ["matrix.py", "data_prep.py", "binary.csv"];

// Its chapters, one for each lesson in their order; the page shows that of its own.
export function chapters(markdown) {
  const seen = new Map();
  return markdown.split(/^(?=# )/m).map((chapter, n) =>
    `<article data-chapter="${n}" hidden>\n${lesson(chapter, seen)}</article>\n`).join("");
}

function lesson(markdown, seen) {
  const parser = new MarkdownIt({ html: false, typographer: false });
  parser.renderer.rules.code_block = (tokens, at) => formulas(tokens[at].content);
  parser.renderer.rules.fence = parser.renderer.rules.code_block;
  parser.renderer.rules.heading_open = (tokens, at) => {
    const text = tokens[at + 1].content, level = Math.min(6, Number(tokens[at].tag[1]) + 1);
    const slug = text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "part";
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return `<h${level} id="lesson-${slug}${count ? `-${count}` : ""}"${todos(text)}>`;
  };
  parser.renderer.rules.heading_close = (tokens, at) =>
    `</h${Math.min(6, Number(tokens[at].tag[1]) + 1)}>\n`;
  parser.renderer.rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n';
  parser.renderer.rules.table_close = () => "</table></div>\n";
  return linked(parser.render(markdown));
}

// Which TODOs a heading is about: "TODO 4", "TODOs 4 to 9", "TODO 11 and 12".
function todos(text) {
  const found = text.match(/TODOs?\s+([\d,\s]+(?:(?:to|and|–|-)\s*\d+)?)/);
  if (!found) return "";
  const numbers = found[1].match(/\d+/g).map(Number);
  if (/to|–|-/.test(found[1]) && numbers.length === 2) {
    for (let n = numbers[0] + 1; n < numbers[1]; n++) numbers.push(n);
  }
  return ` data-todos="${numbers.sort((a, b) => a - b).join(" ")}"`;
}

function linked(html) {
  let inside = 0;
  return html.split(/(<[^>]+>)/).map((part) => {
    if (part.startsWith("<")) {
      if (/^<(h\d|a|math|pre|code)\b/.test(part)) inside += 1;
      if (/^<\/(h\d|a|math|pre|code)>/.test(part)) inside -= 1;
      return part;
    }
    if (inside) return part;
    return part.replace(/([A-Za-zδΔ]{1,2}[ʰᵒ]?)_(ij|[ij1-9]{1,2})(?![\w])/g, "$1<sub>$2</sub>").replace(/(TODOs? |TODO&nbsp;)(\d+)/g, '<a href="#todo-$2" data-todo="$2">$1$2</a>');
  }).join("").replace(/<code>([^<]+)<\/code>/g, (code, name) =>
    FILES.includes(name) ? `<button type="button" class="file" data-file="${name}"><code>${name}</code></button>` : code);
}
