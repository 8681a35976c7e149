// Builds grader/page/static/: the same bytes from the same source, on any machine.

import { readFile, writeFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import subsetFont from "subset-font";
import { chapters } from "./lesson.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../grader/page/static");
const at = (...path) => join(here, ...path);

// Only what is named in package.json ends in the page, and what that needs.
const SHIPPED = [
  "@codemirror/commands", "@codemirror/lang-python", "@codemirror/language", "@codemirror/lint",
  "@codemirror/merge", "@codemirror/search", "@codemirror/state", "@codemirror/view",
  "@codemirror/autocomplete", "@lezer/common", "@lezer/highlight", "@lezer/lr", "@lezer/python",
  "@marijn/find-cluster-break", "crelt", "style-mod", "w3c-keyname", "@fontsource/stix-two-math",
];

async function mathFont() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const italic = [...letters].map((_, i) => String.fromCodePoint(0x1d434 + i)).join("");
  const greek = Array.from({ length: 58 }, (_, i) => String.fromCodePoint(0x1d6e2 + i)).join("");
  const others = "0123456789()[]{}|+−-=<>/.,:;'′″·⋅×∂Σ∑√∞≈…½²³ᵀ←→ℎ̂^ˆ¯∥⟨⟩δηεΔŷ\u2061\u2062";
  const whole = await readFile(
    at("node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"));
  return subsetFont(whole, letters + italic + greek + others, { targetFormat: "woff2" });
}

async function thirdParty() {
  const parts = ["What the page is built from, besides its own source in web/.\n"];
  for (const name of SHIPPED) {
    const about = JSON.parse(await readFile(at("node_modules", name, "package.json"), "utf8"));
    const files = await readdir(at("node_modules", name));
    const licence = files.find((file) => /^licen[cs]e/i.test(file));
    const text = licence ? await readFile(at("node_modules", name, licence), "utf8") : about.license;
    parts.push(`${"-".repeat(72)}\n${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return parts.join("\n");
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await esbuild.build({
  entryPoints: { main: at("src/main.js"), style: at("src/style.css") },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  external: ["*.woff2"],
  logLevel: "warning",
});
const markdown = await readFile(at("../exercise/LESSON.md"), "utf8");
const page = await readFile(at("src/index.html"), "utf8");
await writeFile(join(target, "index.html"), page.replace("<!-- lesson -->", () => chapters(markdown)));
await writeFile(join(target, "math.woff2"), await mathFont());
await writeFile(join(target, "THIRD_PARTY.txt"), await thirdParty());
