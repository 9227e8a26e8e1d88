// Drives the Chromium of 2019 through a served site and prints what it saw as one JSON object.
// node old.cjs visit <address> <path> …  |  node old.cjs use <address>
// Playwright no longer speaks to this browser; puppeteer-core of its year does.
"use strict";
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { pipeline } = require("stream/promises");
const puppeteer = require("puppeteer-core");

const PACKED = path.join(path.dirname(require.resolve("chrome-aws-lambda/package.json")), "bin", "chromium.br");
const UNPACKED = path.join(__dirname, "node_modules", ".cache", "chromium-78");
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const WIDTHS = [1280, 390];

async function unpack() {
  if (fs.existsSync(UNPACKED)) return UNPACKED;
  fs.mkdirSync(path.dirname(UNPACKED), { recursive: true });
  const part = `${UNPACKED}.${process.pid}`; // a run that is cut off leaves no half a browser behind
  await pipeline(fs.createReadStream(PACKED), zlib.createBrotliDecompress(), fs.createWriteStream(part, { mode: 0o755 }));
  fs.renameSync(part, UNPACKED);
  return UNPACKED;
}

async function opened(browser, address, width, faults) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 844 });
  page.setDefaultTimeout(30000);
  page.on("pageerror", (error) => faults.push(`${page.url()} ${width}: ${error.message.split("\n")[0]}`));
  page.on("console", (said) => {
    if (said.type() === "error") faults.push(`${page.url()} ${width}: ${said.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(address)) faults.push(`outside: ${request.url()}`);
  });
  return page;
}

// In the page: what harms reading. Contrast is that of the first sixty texts against what lies under them.
function reading() {
  const faults = [];
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) faults.push(`宽出 ${over} 像素`);
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const ground = (node) => {
    for (let up = node; up; up = up.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(up).backgroundColor);
      if (a > 0.9) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const headings = document.querySelectorAll("main h1");
  if (headings.length !== 1) faults.push(`h1 有 ${headings.length} 个`);
  for (const node of [...document.querySelectorAll("main h1, main p, main td, main li")].slice(0, 60)) {
    const box = node.getBoundingClientRect();
    if (node.tagName === "H1" && !(box.width > 50 && box.height > 10)) faults.push("h1 看不见");
    if (!box.width || !node.textContent.trim()) continue;
    const [ink, paper] = [light(numbers(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) { faults.push(`${node.textContent.trim().slice(0, 12)}：对比度 ${ratio.toFixed(1)}`); break; }
  }
  return faults;
}

async function visit(browser, address, paths) {
  const faults = [];
  await Promise.all(WIDTHS.map(async (width) => {
    const page = await opened(browser, address, width, faults);
    for (const at of paths) {
      await page.goto(address + at, { waitUntil: "load" });
      for (const scheme of width === WIDTHS[0] ? ["default", "slate"] : ["default"]) { // colours are the same on a phone
        await page.evaluate((name) => document.body.setAttribute("data-md-color-scheme", name), scheme);
        for (const fault of await page.evaluate(reading)) faults.push(`${at} ${width} ${scheme}: ${fault}`);
      }
    }
    await page.close();
  }));
  return faults;
}

const seen = (page, selector) => page.$$eval(selector, (all) => all.filter((n) => n.offsetWidth > 0 && getComputedStyle(n).visibility === "visible").length);

// What a reader does; each returns facts, which the tests judge.
const USES = {
  async card(page, address) {
    await page.goto(`${address}report/rectification/`);
    await page.hover(".prose a.fig[data-key]");
    await page.waitForSelector(".card", { visible: true });
    return { text: await page.$eval(".card", (n) => n.innerText), over: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) };
  },
  async drawer(page, address) {
    await page.setViewport({ width: 390, height: 844 });
    await page.goto(`${address}report/study/`);
    const before = await seen(page, ".md-sidebar--primary .md-nav__link");
    await page.click(".menu-btn");
    await page.waitForFunction(() => {
      const box = document.querySelector(".md-sidebar--primary").getBoundingClientRect();
      return box.left >= 0 && box.right > 200;
    });
    return { before, after: await seen(page, ".md-sidebar--primary .md-nav__link"), expanded: await page.$eval(".menu-btn", (n) => n.getAttribute("aria-expanded")) };
  },
  async search(page, address) {
    await page.goto(address);
    await page.click(".md-search__input");
    await page.keyboard.type("销号");
    await page.waitForFunction(() => document.querySelectorAll(".md-search__output a[href]").length > 0);
    return { links: await seen(page, ".md-search__output a[href]") };
  },
  async ledger(page, address) {
    await page.goto(`${address}ledgers/measures/`);
    if (!(await page.$(".ledger form"))) return null; // no row yet, nothing to narrow
    const rows = ".ledger tbody tr";
    const every = await seen(page, rows);
    await page.click('input[name="overdue"]');
    const narrowed = await seen(page, rows);
    await page.click('.ledger form [type="reset"]');
    await page.waitForFunction((count, rows) => [...document.querySelectorAll(rows)].filter((n) => n.offsetWidth).length === count, {}, every, rows);
    const sorted = await page.$$eval(".ledger thead th", (all) => {
      const head = all.find((n) => n.textContent.includes("完成时限"));
      head.querySelector("button").click();
      return head.getAttribute("aria-sort");
    });
    return { every, narrowed, sorted, days: await page.$$eval(".ledger tbody td.col-date", (all) => all.map((n) => n.dataset.sort)) };
  },
  async plan(page, address) {
    await page.goto(`${address}study/plan/`);
    const every = await seen(page, ".plan__row");
    await page.$$eval(".plan__chips [data-who]", (all) => all.find((n) => n.textContent.includes("普通党员")).click());
    const narrowed = await seen(page, ".plan__row");
    return { every, narrowed, pressed: await page.$$eval(".plan__chips [aria-pressed='true']", (all) => all.length) };
  },
  async dark(page, address) {
    await page.goto(`${address}study/plan/`);
    await page.evaluate(() => localStorage.clear());
    await page.goto(address);                              // a reload may be over before it has begun
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.click(".scheme-btn");
    await page.waitForFunction(() => document.body.getAttribute("data-md-color-scheme") === "slate");
    const after = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.evaluate(() => localStorage.clear());
    return { before, after };
  },
  async instant(page, address) {
    await page.goto(address);
    await page.evaluate(() => { window.__kept = true; });
    await page.click('.md-tabs__link[href*="study/"]');
    await page.waitForFunction(() => /\/study\/plan\/$/.test(location.pathname) && document.querySelector(".plan"));
    await page.waitForFunction(() => document.querySelector(".md-tabs__item--active").textContent.includes("学习"));
    await page.click('.md-sidebar--primary a[href*="books/"]');
    await page.waitForSelector("main .formula");
    return { heading: await page.$eval("main h1", (n) => n.innerText), kept: await page.evaluate(() => window.__kept === true) };
  },
  async chart(page, address) {
    await page.goto(`${address}notices/`);
    return page.$$eval(".chart svg", (all) => all.map((n) => n.getBoundingClientRect()).filter((box) => box.width > 200 && box.height > 100).length);
  },
  async paper(page, address) {
    const sizes = {};
    for (const at of ["", "report/whole/", "ledgers/measures/"]) {
      await page.goto(address + at);
      sizes[at] = (await page.pdf({ preferCSSPageSize: true })).length;
    }
    return sizes;
  },
  async missing(page, address) { // what the theme asks for; a polyfill or the browser must answer
    await page.goto(address);
    return page.evaluate(() => ["replaceChildren"].filter((name) => typeof document.body[name] !== "function"));
  },
};

async function use(browser, address) {
  const faults = [];
  const facts = {};
  for (const name of Object.keys(USES)) {
    const page = await opened(browser, address, 1280, faults);
    try { facts[name] = await USES[name](page, address); } catch (error) { faults.push(`${name}: ${error.message}`); }
    await page.close();
  }
  return { facts, faults };
}

async function main([mode, address, ...paths]) {
  const browser = await puppeteer.launch({ executablePath: await unpack(), args: ARGS, pipe: true });
  try {
    const told = mode === "use" ? await use(browser, address) : { faults: await visit(browser, address, paths) };
    process.stdout.write(JSON.stringify({ version: await browser.version(), ...told }));
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => { process.stderr.write(`${error.stack}\n`); process.exit(1); });
