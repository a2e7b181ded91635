// Takes pictures of HTML pages: `node draw.mjs PAGES.json`, a list of {page, picture, width}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"],
});
for (const { page, picture, width } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const tab = await browser.newPage({ viewport: { width, height: 400 }, deviceScaleFactor: 1.5, bypassCSP: true });
  tab.on("pageerror", (error) => {
    throw error;
  });
  await tab.goto(pathToFileURL(page).href);
  await tab.waitForFunction("window.drawn === true");
  await tab.screenshot({ path: picture, fullPage: true });
  await tab.close();
}
await browser.close();
