// Each role's main task, done in a real browser: node tasks.mjs RELAIS DATABASE SCREENSHOTS
//
// RELAIS serves a copy of DATABASE, the demonstration's. On a phone and on a desk, with and without JavaScript: a donor
// pledges, a coordinator pledges for a donor and invites, a depot counts the gift in and hands a shipment to the carrier, a
// volunteer receives it and hands over (once by the keyboard alone), a manager keeps accounts, an auditor reads and exports.
// axe looks at every page that a task opens. Between the depot's two tasks the command line shares out what arrived.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [relais, database, screenshots] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "relais-tasks-"));
const copy = join(folder, "tasks.db");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const VARIANTS = [
  { name: "phone", viewport: { width: 360, height: 740 }, scripts: true },
  { name: "desk", viewport: { width: 1280, height: 900 }, scripts: true },
  { name: "phone-plain", viewport: { width: 360, height: 740 }, scripts: false },
  { name: "desk-plain", viewport: { width: 1280, height: 900 }, scripts: false },
];
const PLENTY = "30000"; // enough that every structure gets its part

async function start() {
  const server = spawn(relais, ["--database", copy, "serve", "--demo", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(String(text));
      if (found) resolve(found[0]);
    });
    server.once("exit", () => reject(new Error("relais serve ended before it said its address")));
  });
  return { server, origin };
}

const command = (...words) => execFileSync(relais, ["--database", copy, "--lang", "en", ...words], { encoding: "utf8" });

/** A person in a browser of their own, in one variant. Every page that they open is looked at. */
class Person {
  static async enter(browser, origin, role, variant) {
    const context = await browser.newContext({
      viewport: variant.viewport, javaScriptEnabled: variant.scripts, locale: "fr", extraHTTPHeaders: { "Accept-Language": "fr" },
    });
    const person = new Person(await context.newPage(), origin, role, variant);
    await person.open("/sign-in");
    await person.page.locator(`form:has(input[name="email"][value^="${role}@"]) button`).click();
    const code = person.page.locator('input[name="code"]');
    if (await code.count()) {
      await code.fill(await person.page.locator("code", { hasText: /^\d{6}$/ }).first().innerText());
      await person.press(/^Continuer$/);
    }
    await person.look("signed-in");
    return person;
  }

  constructor(page, origin, role, variant) {
    Object.assign(this, { page, origin, role, variant, faults: [] });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => this.faults.push(`script: ${error}`));
    page.on("response", (response) => response.status() >= 500 && this.faults.push(`${response.status()} ${response.url()}`));
  }

  async open(path) {
    const answer = await this.page.goto(this.origin + path);
    assert.equal(answer.status(), 200, `${this.role}: ${path}`);
    await this.look(path.replace(/\W+/g, "-"));
  }

  async press(name) {
    await this.page.locator("main").getByRole("button", { name }).first().click();
    await this.page.waitForLoadState();
  }

  async says(pattern, what) {
    assert.match(await this.page.locator("main").innerText(), pattern, `${this.role}, ${this.variant.name}: ${what}`);
  }

  /** No barrier, nothing wider than the screen; what a person saw is kept as a picture. */
  async look(name) {
    const shot = `task-${this.role}-${name}-${this.variant.name}`.replace(/-+/g, "-");
    await this.page.screenshot({ path: join(screenshots, `${shot}.png`), fullPage: true });
    if (!this.variant.scripts) return;
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
    this.faults.push(...violations.map((found) => `${shot}: axe ${found.id}: ${found.nodes.map((node) => node.target).slice(0, 3)}`));
    const [inside, outside] = await this.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (inside > outside) this.faults.push(`${shot}: scrolls sideways, ${inside} > ${outside}`);
  }

  async leave() {
    await this.page.context().close();
    return this.faults;
  }
}

async function pledge(person, code) {
  const { page } = person;
  await person.open("/gifts/new");
  await page.fill('input[name="code"]', code);
  await page.selectOption('select[name="kind.0"]', { index: 1 });
  await page.fill('input[name="quantity.0"]', "beaucoup");
  await person.press(/^Enregistrer la promesse$/);
  await person.look("pledge-refused");
  assert.equal(await page.inputValue('input[name="code"]'), code, "what was typed is kept");
  await page.fill('input[name="quantity.0"]', "12");
  await person.press(/^Enregistrer la promesse$/);
  await person.look("pledged");
  await person.says(new RegExp(code), "the pledge is shown");
}

const tasks = {
  async donor(person) {
    await pledge(person, `DON-${person.variant.name}`.toUpperCase());
  },

  async coordinator(person) {
    const { page, variant } = person;
    await pledge(person, `COORD-${variant.name}`.toUpperCase());
    await person.open("/members");
    await page.fill("#email", `invite-${variant.name}@exemple.org`);
    await page.fill("#organisation", "association");
    await page.selectOption("#role", "auditor");
    await person.press(/^Envoyer l’invitation$/);
    await person.look("invited");
    await person.says(new RegExp(`invite-${variant.name}@exemple.org`), "the invitation waits");
  },

  async structure_manager(person) {
    const { page, variant } = person;
    await person.open("/members");
    await page.fill("#email", `benevole-${variant.name}@exemple.org`);
    await page.selectOption("#role", "structure_volunteer");
    await person.press(/^Envoyer l’invitation$/);
    await person.look("end-missing");
    await person.says(/a une fin/, "a volunteer's access has an end");
    await page.fill("#until", "2030-12-31");
    await person.press(/^Envoyer l’invitation$/);
    await person.says(new RegExp(`benevole-${variant.name}@exemple.org`), "the invitation waits");
  },

  async auditor(person) {
    const { page } = person;
    await person.open("/audit");
    await page.fill("#action", "sign_in");
    await person.press(/^Chercher$/);
    await person.look("found");
    await person.says(/sign_in/, "the acts are listed");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Exporter/ }).or(page.locator('a[href^="/audit.csv"]')).first().click()]);
    assert.match(readFileSync(await file.path(), "utf8"), /sign_in/);
  },
};

/** Counts in all that the pledge announces, as much as every structure needs. */
async function receiveGift(person) {
  const { page } = person;
  await person.open("/gifts");
  const gift = await page.locator('main a[href^="/gifts/"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")).find((href) => /smartphones/.test(href)));
  await person.open(gift);
  await page.locator(`main a[href="${gift}/receipts/new"], main a[href*="receipt"]`).first().click();
  await person.look("receipt");
  for (const details of await page.locator("main details summary").all()) await details.click();
  for (const field of await page.locator('main input[inputmode="numeric"]').all()) await field.fill(PLENTY);
  await person.press(/^Enregistrer la livraison$/);
  await person.look("received");
}

/** What arrived is shared out and packed: by the command line, for want of a page of its own. */
function share() {
  const proposed = command("allocate", "propose", "--request", "tasks");
  const reference = /A-\d{4}-\w/.exec(proposed)[0];
  command("allocate", "approve", reference);
  command("ship", "prepare", reference);
}

async function dispatchToVolunteer(person) {
  const { page } = person;
  await person.open("/shipments?state=prepared&q=01-001");
  await page.locator('main a[href^="/shipments/S-"]').first().click();
  await person.press(/^Confier au transporteur$/);
}

async function dispatch(person) {
  const { page } = person;
  await person.open("/shipments?state=prepared");
  await page.locator('main a[href^="/shipments/S-"]').first().click();
  await person.look("to-dispatch");
  await person.press(/^Confier au transporteur$/);
  await person.look("dispatched");
  await person.says(/partie le/, "it has left");
}

async function receiveShipment(person) {
  const { page } = person;
  await person.open("/shipments?state=dispatched");
  await page.locator('main a[href^="/shipments/S-"]').first().click();
  await person.look("to-receive");
  await page.locator("summary", { hasText: "Il y a un écart" }).click();
  await page.locator('input[name^="missing:"]').first().fill("1");
  await person.press(/^Enregistrer la réception$/);
  await person.look("received");
  await person.says(/reçue le/, "it has arrived");
}

async function handOver(person) {
  const { page } = person;
  await person.open("/hand-overs");
  await page.locator('input[name="audience"]').first().check();
  await page.fill('input[name="people"]', "1");
  await person.press(/^Remettre$/);
  await person.look("handed-over");
  await person.says(/C’est noté/, "it is noted");
}

/** Tab, arrows and Enter alone, from the top of the page. */
async function handOverByKeyboard(person) {
  const { page } = person;
  await person.open("/hand-overs");
  const focused = () => page.evaluate(() => ({ name: document.activeElement.name, tag: document.activeElement.tagName, text: document.activeElement.textContent }));
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 60; ++presses) {
      await page.keyboard.press("Tab");
      if (wanted(await focused())) return;
    }
    assert.fail("the keyboard does not reach it");
  };
  await tabTo((on) => on.name === "audience");
  await page.keyboard.press("Space");
  await tabTo((on) => on.name === "people");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2");
  await tabTo((on) => on.tag === "BUTTON" && on.text.trim() === "Remettre");
  await Promise.all([page.waitForURL(/done=1/), page.keyboard.press("Enter")]);
  await person.says(/C’est noté/, "it is noted, by the keyboard alone");
}

async function run(browser, origin, role, variant, ...steps) {
  const person = await Person.enter(browser, origin, role, variant);
  for (const step of steps) await step(person);
  const faults = await person.leave();
  console.log(`${role}, ${variant.name}: ${faults.length ? "faults" : "done"}`);
  return faults;
}

mkdirSync(screenshots, { recursive: true });
copyFileSync(database, copy);
copyFileSync(`${database}.key`, `${copy}.key`);
const { server, origin } = await start();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
try {
  const faults = [];
  for (const variant of VARIANTS) {
    for (const [role, task] of Object.entries(tasks)) faults.push(...(await run(browser, origin, role, variant, task)));
    faults.push(...(await run(browser, origin, "depot_worker", variant, receiveGift)));
    if (variant === VARIANTS[0]) {
      share();
      await run(browser, origin, "coordinator", variant, dispatchToVolunteer);
    }
    faults.push(...(await run(browser, origin, "depot_worker", variant, dispatch)));
  }
  // One shipment went to the volunteer's structure; where it was received, the coordinator receives another's.
  for (const [at, variant] of VARIANTS.entries()) {
    if (at > 0) faults.push(...(await run(browser, origin, "coordinator", variant, receiveShipment)));
    faults.push(...(await run(browser, origin, "structure_volunteer", variant, ...(at === 0 ? [receiveShipment] : []), handOver)));
  }
  faults.push(...(await run(browser, origin, "structure_volunteer", VARIANTS[1], handOverByKeyboard)));
  faults.forEach((fault) => console.error(fault));
  process.exitCode = faults.length ? 1 : 0;
} finally {
  server.kill();
  await browser.close();
  rmSync(folder, { recursive: true });
}
