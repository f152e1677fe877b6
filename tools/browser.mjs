// Open every page of a folder in a browser: narrow and wide, light and dark, and on paper.
//
//     node tools/browser.mjs build/browser /usr/bin/chromium
//
// A page fails where axe-core finds a violation, the console has an error, or anything but the page itself is
// asked for. A picture of each, and what is printed, is left beside it to be looked at.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, executablePath] = [resolve(process.argv[2]), process.argv[3]];
const { chromium } = createRequire(`${folder}/`)("playwright-core");
const axe = readFileSync(createRequire(`${folder}/`).resolve("axe-core/axe.min.js"), "utf8");

const LOOKS = [700, 1100].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));
const browser = await chromium.launch({
  executablePath,
  args: ["--disable-gpu", "--disable-quic", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
});

let failed = 0;
for (const name of readdirSync(folder).filter((each) => each.endsWith(".html")).sort()) {
  const [file, url] = [`${folder}/${name.slice(0, -5)}`, pathToFileURL(`${folder}/${name}`).href];
  const faults = new Set();
  let sheets = 0;
  for (const { width, colorScheme } of LOOKS) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on("console", (said) => said.type() === "error" && faults.add(`console: ${said.text()}`));
    page.on("pageerror", (error) => faults.add(`error: ${error.message}`));
    await page.route("**", (route) => {
      if (route.request().url() === url) return route.continue();
      faults.add(`asks for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(url);
    await page.screenshot({ path: `${file}-${width}-${colorScheme}.png`, fullPage: true });
    await page.$$eval("details", (all) => all.forEach((each) => (each.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate("axe.run()");
    for (const { id, help, nodes } of violations) {
      faults.add(`${width} ${colorScheme}: ${id}, ${help}: ${nodes.map((each) => each.html).join(" ")}`.slice(0, 400));
    }
    const wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (wider > 0) faults.add(`${wider} pixels wider than ${width}`);
    if (width === LOOKS[0].width && colorScheme === "dark") {
      const printed = await page.pdf({ path: `${file}.pdf`, format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
      sheets = printed.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    }
    await page.close();
  }
  console.log(`${name}: ${faults.size ? "FAILED" : "passed"}, printed on ${sheets} sheet${sheets === 1 ? "" : "s"}`);
  for (const fault of faults) console.log(`    ${fault}`);
  failed += faults.size > 0;
}
await browser.close();
process.exit(failed ? 1 : 0);
