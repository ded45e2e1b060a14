// Opens every page of a folder and asks axe-core about it; see page.sh.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';

const [pages, photographs] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
let wrong = 0;

async function opened(name, width, colorScheme) {
  // The pages forbid every script, the checker's too.
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`file://${pages}/${name}`);
  return [page, context];
}

for (const name of readdirSync(pages).sort()) {
  for (const width of [1280, 400]) for (const scheme of ['light', 'dark']) {
    const [page, context] = await opened(name, width, scheme);
    await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
    await page.evaluate(axe);
    const found = await page.evaluate(values => axe.run(document, { runOnly: values }), rules);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    console.log(`${name} ${width} ${scheme}: ${found.violations.length} violations, ${found.passes.length} rules passed`);
    for (const one of found.violations) console.log(`  ${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
    if (over > 0) console.log(`  wider than the screen by ${over}`);
    wrong += found.violations.length + (over > 0 ? 1 : 0);
    await context.close();
  }
}

if (photographs) {
  const [page, context] = await opened('first-conference.html', 960, 'light');
  const clip = { x: 0, y: 0, width: 960, height: 1130 };
  await page.screenshot({ path: `${photographs}/find-page.png`, clip, timeout: 120000 });
  const days = await page.locator('#days').boundingBox();
  const people = await page.locator('details').first().boundingBox();
  const rest = { x: 0, y: days.y - 20, width: 960, height: people.y + people.height - days.y + 30 };
  await page.screenshot({ path: `${photographs}/find-day.png`, clip: rest, fullPage: true, timeout: 120000 });
  await context.close();
}
await browser.close();
process.exit(wrong > 0 ? 1 : 0);
