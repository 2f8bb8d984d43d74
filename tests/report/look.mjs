// Looks at a report in Chromium: says on standard output, as JSON, what is wrong with it.
//
//     node look.mjs REPORT.html CHROMIUM MODULES [PICTURES]
//
// MODULES is the folder in which `npm install` has put axe-core and playwright-core; PICTURES, if given, a folder
// for screenshots and the printed report, to look at.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [report, executablePath, modules, pictures] = process.argv.slice(2);
const require = createRequire(resolve(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const wrong = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const url = pathToFileURL(resolve(report)).href;

async function opened(width) {
  // The policy of the page forbids scripts; axe is let in beside it.
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("console", (said) => wrong.push(`console: ${said.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url) wrong.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return page;
}

// What is beyond the window is cut off, but for what scrolls by itself.
function beyond(width) {
  const scrolls = (element) => element.closest(".scroll, pre, .skip") !== null;
  const all = [...document.body.querySelectorAll("*")].filter((element) => !scrolls(element));
  const out = all.filter((element) => element.getBoundingClientRect().right > width + 1);
  return out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}

// Text of a chart beyond its picture is cut off.
function cut() {
  const texts = [...document.querySelectorAll("svg.picture text")].filter((text) => text.getClientRects().length > 0);
  const out = texts.filter((text) => {
    const [words, picture] = [text, text.closest("svg.picture")].map((e) => e.getBoundingClientRect());
    return words.left < picture.left - 1 || words.right > picture.right + 1 || words.bottom > picture.bottom + 1;
  });
  return out.map((text) => text.textContent);
}

// Labels of a chart that stand on each other, or so close that they run together, cannot be read.
function overlapping() {
  const out = [];
  for (const picture of document.querySelectorAll("svg")) {
    const boxes = [...picture.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const shown = boxes.filter(([, box]) => box.width > 0);
    for (const [place, [words, a]] of shown.entries()) {
      for (const [others, b] of shown.slice(place + 1)) {
        const beside = a.right <= b.left - 3 || b.right <= a.left - 3;
        const apart = beside || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
        if (!apart) out.push(`${words} / ${others}`);
      }
    }
  }
  return out.slice(0, 5);
}

for (const width of [360, 1280]) {
  const page = await opened(width);
  // Tables that are folded away are looked at, too.
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) wrong.push(`${wide} pixels wide in a window of ${width}`);
  for (const element of await page.evaluate(beyond, width)) wrong.push(`beyond ${width}: ${element}`);
  for (const text of await page.evaluate(cut)) wrong.push(`cut off at ${width}: ${text}`);
  for (const texts of await page.evaluate(overlapping)) wrong.push(`on each other at ${width}: ${texts}`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const { id, nodes } of violations) wrong.push(`axe at ${width}: ${id}: ${nodes[0].html.slice(0, 200)}`);
  if (pictures) await page.screenshot({ path: `${pictures}/${width}.png`, fullPage: true });
  await page.context().close();
}

// The policy as it stands, without the exception above: nothing in the page may offend against it.
{
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("console", (said) => wrong.push(`console under the policy: ${said.text()}`));
  await page.goto(url);
  await page.close();
}

// A4 less its margins, in the pixels of paper (96 to the inch).
const paper = Math.floor(((210 - 2 * 14) / 25.4) * 96);
const high = Math.floor(((297 - 15 - 16) / 25.4) * 96);
const page = await opened(paper);
await page.emulateMedia({ media: "print" });
// On paper nothing scrolls: not even a table may be wider than the page, nor a chart higher.
const clipped = await page.evaluate(
  ([paper, high]) => {
    const shown = [...document.querySelectorAll("svg, table, pre")].filter((e) => e.getClientRects().length > 0);
    const out = shown.filter((e) => {
      const box = e.getBoundingClientRect();
      return box.left < -1 || box.right > paper + 1 || (e.tagName === "svg" && box.height > high);
    });
    return out.map((e) => `${Math.round(e.getBoundingClientRect().right)}: ${e.outerHTML.slice(0, 160)}`);
  },
  [paper, high],
);
for (const text of await page.evaluate(cut)) wrong.push(`cut off in print: ${text}`);
for (const texts of await page.evaluate(overlapping)) wrong.push(`on each other in print: ${texts}`);
for (const element of clipped) wrong.push(`clipped in print, ${element}`);
// Rows, short tables and commands stay whole, and the heading of a long table stands on each of its pages.
const broken = await page.evaluate(() => {
  const whole = [...document.querySelectorAll("tr, .short, pre, .strips")];
  const breaks = whole.filter((e) => getComputedStyle(e).breakInside !== "avoid");
  const once = [...document.querySelectorAll("thead")].filter((e) => getComputedStyle(e).display !== "table-header-group");
  return [...breaks, ...once].slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
});
for (const element of broken) wrong.push(`broken over pages: ${element}`);
const summary = await page.evaluate(() => {
  const report = document.querySelector("#summary");
  return report.getBoundingClientRect().bottom;
});
if (summary > high) wrong.push(`the summary is ${Math.round(summary)} pixels high, a page ${high}`);
const contents = await page.evaluate(() => document.querySelector("nav").getBoundingClientRect().height);
if (contents === 0) wrong.push("the contents are not printed");
const tables = await page.evaluate(() =>
  [...document.querySelectorAll("details")].filter((e) => e.querySelector("table").getBoundingClientRect().height === 0).length,
);
if (tables > 0) wrong.push(`${tables} tables are not printed`);
const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true, path: pictures && `${pictures}/report.pdf` });
const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
await browser.close();
console.log(JSON.stringify({ wrong, pages }));
