// The pages in a real browser: node browser.mjs RELAIS DATABASE SCREENSHOTS
//
// RELAIS serves DATABASE, the demonstration's, on a port of its own choosing; people sign in with its accounts. Every page is opened on a phone and on a desk, with and without
// JavaScript, in French, in English, light and dark; axe looks for barriers; errors and foreign requests fail.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [relais, database, screenshots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const PAGE_BYTES_MAX = 60_000; // document, style and scripts as they travel
const AT_ONCE = 2;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const VIEWS = [
  { viewport: PHONE },
  { viewport: DESK },
  { viewport: PHONE, language: "en", dark: true },
  { viewport: DESK, scripts: false },
];

async function start() {
  const server = spawn(relais, ["--database", database, "serve", "--demo", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(String(text));
      if (found) resolve(found[0]);
    });
    server.once("exit", () => reject(new Error("relais serve ended before it said its address")));
  });
  return { server, origin };
}

async function json(origin, path) {
  const answer = await fetch(origin + path);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

async function postForm(origin, path, fields, cookie = "") {
  const answer = await fetch(origin + path, {
    method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers: { Cookie: cookie, Origin: origin },
  });
  return { status: answer.status, cookie: answer.headers.get("set-cookie")?.split(";")[0], text: await answer.text() };
}

/** The session of the demonstration's account of a role, as its sign-in page and its code page let one in. */
async function signIn(origin, role) {
  const page = await (await fetch(origin + "/sign-in")).text();
  const found = new RegExp(`name="email" value="(${role}@[^"]+)"[^]*?name="password" value="([^"]+)"`).exec(page);
  assert.ok(found, `the sign-in page shows no account of ${role}`);
  const { status, cookie } = await postForm(origin, "/sign-in", { email: found[1], password: unescaped(found[2]) });
  assert.equal(status, 303, `${role} may not sign in`);
  const owed = await (await fetch(origin + "/sign-in/code", { headers: { Cookie: cookie } })).text();
  const code = /<code>(\d{6})<\/code>/.exec(owed)?.[1];
  const csrf = /name="csrf" value="([^"]+)"/.exec(owed)?.[1];
  if (code) assert.equal((await postForm(origin, "/sign-in/code", { code, csrf }, cookie)).status, 303, `code of ${role}`);
  return cookie;
}

/** What those who are signed in see: name -> [role, path]. */
const MEMBERS_PAGES = {
  account: ["structure_volunteer", "/account"],
  "second-factor": ["donor", "/account/second-factor"],
  members: ["coordinator", "/members"],
  "members-of-structure": ["structure_manager", "/members"],
  audit: ["auditor", "/audit"],
  needs: ["structure_manager", "/needs"],
  census: ["coordinator", "/census/avril-2020"],
  "census-answers": ["network_manager", "/census/avril-2020/answers"],
  "census-new": ["coordinator", "/census/new"],
  accreditation: ["coordinator", "/accreditation/structures"],
  forbidden: ["donor", "/members"],
  home: ["coordinator", "/home"],
  "home-of-volunteer": ["structure_volunteer", "/home"],
  propose: ["coordinator", "/allocations/new"],
  stock: ["depot_worker", "/stock"],
  "stock-of-all": ["coordinator", "/stock"],
  "impact-of-donor": ["donor", "/impact"],
  "impact-of-structure": ["structure_manager", "/impact"],
};

async function membersPages(origin) {
  const pages = [];
  const cookies = {};
  for (const [name, [role, path]] of Object.entries(MEMBERS_PAGES)) {
    cookies[role] ??= await signIn(origin, role);
    pages.push([name, path, cookies[role]]);
  }
  const cookie = await signIn(origin, "authority");
  const allocation = await firstLink(origin, "/allocations", /href="(\/allocations\/[^"/?#]+)"/);
  pages.push(["comparison-itself", `${allocation}/compare/${allocation.split("/").pop()}`, cookie]);
  pages.push(["comparison-missing", `${allocation}/compare/A-9999-X`, cookie]);
  return pages;
}

/** The pages to look at; those that depend on the data are found through links, as people find them. */
async function pagesOf(origin) {
  const { departements } = await json(origin, "/api/v1/departements");
  const asked = departements.find((departement) => departement.asked > 0) ?? departements[0];
  const pages = {
    dashboard: "/",
    sorted: "/?sort=coverage",
    departement: `/departements/${asked.code}`,
    directory: "/directory",
    "directory-departement": `/directory/departements/${asked.code}`,
    search: "/directory/search?q=64000",
    "search-refused": "/directory/search?q=nulle-part-du-tout",
    allocations: "/allocations",
    missing: "/departements/999",
    "sign-in": "/sign-in?next=%2Fmembers",
    "invitation-missing": "/invitations/0",
    "accreditation-apply": "/accreditation/apply",
  };
  const allocation = await firstLink(origin, "/allocations", /href="(\/allocations\/[^"/?#]+)"/);
  if (allocation) {
    pages.allocation = allocation;
    const line = await firstLink(origin, allocation, /href="(\/allocations\/[^"/]+\/lines\/[^"?#]+)"/);
    if (line) pages.explanation = line;
    pages.fairness = `${allocation}/fairness`;
  }
  return pages;
}

async function firstLink(origin, path, pattern) {
  const text = await (await fetch(origin + path)).text();
  return pattern.exec(text)?.[1];
}

/** What a page must never do, gathered while it is open. */
function watch(page, origin) {
  const faults = [];
  page.on("console", (message) => {
    const isExpected = message.text().includes("status of 4");
    if (["error", "warning"].includes(message.type()) && !isExpected) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) faults.push(`foreign: ${request.url()}`);
  });
  return faults;
}

async function barriers(page) {
  // Through the debugger's own world: the policy of our pages forbids an added script, as it should.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  return violations.map((found) => `axe ${found.id}: ${found.nodes.map((node) => node.target).slice(0, 3).join(" ")}`);
}

async function overflow(page) {
  const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  return inside > outside ? [`scrolls sideways: ${inside} > ${outside}`] : [];
}

async function skipLinkFaults(page) {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const focused = await page.evaluate(() => document.activeElement.id);
  return focused === "content" ? [] : [`the skip link leads to "${focused}"`];
}

async function look(browser, origin, name, path, cookie, { viewport, language = "fr", dark = false, scripts = true }) {
  const context = await browser.newContext({
    viewport,
    javaScriptEnabled: scripts,
    colorScheme: dark ? "dark" : "light",
    locale: language,
    extraHTTPHeaders: { "Accept-Language": language },
  });
  if (cookie) {
    const [key, value] = cookie.split("=");
    await context.addCookies([{ name: key, value, url: origin }]);
  }
  const page = await context.newPage();
  const faults = watch(page, origin);
  await page.goto(origin + path, { waitUntil: "load" });
  const shot = [name, viewport.width, language, dark ? "dark" : "light"].join("-");
  if (scripts) {
    faults.push(...(await overflow(page)), ...(await barriers(page)));
    if ((await page.getAttribute("html", "lang")) !== language) faults.push(`not in ${language}`);
    await page.screenshot({ path: join(screenshots, `${shot}.png`), fullPage: true });
    faults.push(...(await skipLinkFaults(page)));
  } else {
    if (!(await page.locator("h1").first().isVisible())) faults.push("no heading without scripts");
  }
  await context.close();
  return faults.map((fault) => `${shot}${scripts ? "" : "-plain"}: ${fault}`);
}

async function packedBytes(url) {
  const answer = await fetch(url, { headers: { "Accept-Encoding": "gzip" } });
  const text = await answer.text();
  return { bytes: Number(answer.headers.get("content-length")), text };
}

async function weightFaults(origin, name, path) {
  const page = await packedBytes(origin + path);
  const files = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)].map((found) => found[1]);
  let total = page.bytes;
  for (const file of files) total += (await packedBytes(origin + file)).bytes;
  console.log(`${name}: ${page.bytes} bytes, ${total} with styles and scripts`);
  return total > 0 && total <= PAGE_BYTES_MAX ? [] : [`${name}: weighs ${total} bytes`];
}

/** Every page in every view, a few at once: each has a context of its own, and much of the time is waiting. */
async function lookAtAll(browser, origin) {
  const tasks = [];
  for (const [name, path] of Object.entries(await pagesOf(origin))) {
    for (const view of VIEWS) tasks.push(() => look(browser, origin, name, path, "", view));
    tasks.push(() => weightFaults(origin, name, path));
  }
  for (const [name, path, cookie] of await membersPages(origin))
    for (const view of VIEWS) tasks.push(() => look(browser, origin, name, path, cookie, view));
  const faults = [];
  const work = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) faults.push(...(await task()));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}

async function stop(server) {
  const ended = new Promise((resolve) => server.once("exit", (code) => resolve(code)));
  server.kill("SIGTERM");
  assert.equal(await ended, 0, "relais serve did not stop cleanly");
}

mkdirSync(screenshots, { recursive: true });
const { server, origin } = await start();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
try {
  const faults = await lookAtAll(browser, origin);
  faults.forEach((fault) => console.error(fault));
  process.exitCode = faults.length ? 1 : 0;
  await stop(server);
} finally {
  server.kill("SIGKILL");
  await browser.close();
}
