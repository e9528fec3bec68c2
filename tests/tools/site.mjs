// Drives the catalog in a real Chromium, once, and says everything that is wrong.
//
//     site.mjs SHOP HOSTILE [PICTURES]
//
// SHOP and HOSTILE are sites that `mesh-cli catalog build` wrote, from the meshes of tests/cases/catalog. PICTURES is the
// folder for the screenshots of the book. Exit 77: Chromium, or a package of tests/tools/browser, is not there.

import { createReadStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { delimiter, extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";

const MISSING = 77;
const [shop, hostile, pictures] = process.argv.slice(2);
const missing = (what) => {
  console.log(`${what} is not installed`);
  process.exit(MISSING);
};

const require = createRequire(pathToFileURL(join(process.env.MESH_TOOLS_DIR ?? "target/tools", "browser", "site.mjs")));
const installed = (name) => {
  try {
    return require.resolve(name);
  } catch {
    return missing(`${name}, of tests/tools/browser,`);
  }
};
const { chromium } = require(installed("playwright-core"));
const axe = readFileSync(installed("axe-core/axe.min.js"), "utf8");

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const tools = join(process.env.MESH_TOOLS_DIR ?? "target/tools", "chromium");
const program =
  process.env.CHROMIUM ??
  [tools, ...(process.env.PATH ?? "").split(delimiter)].flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
if (!program) missing("Chromium");

// ---- What is wrong

const faults = [];
let scene = "";
const expect = (holds, what) => {
  if (!holds) faults.push(`${scene}: ${what}`);
};
const equal = (found, wanted, what) =>
  expect(JSON.stringify(found) === JSON.stringify(wanted), `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);

// ---- A web server that knows only these two folders

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const serve = (folder) =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
      const file = join(folder, path);
      if (!file.startsWith(folder) || !existsSync(file) || !extname(file)) return response.writeHead(404).end();
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
      createReadStream(file).pipe(response);
    });
    server.listen(0, "127.0.0.1", () => resolve({ server, base: `http://127.0.0.1:${server.address().port}/` }));
  });

const servers = { shop: await serve(shop), hostile: await serve(hostile) };
const browser = await chromium.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page that may speak to `base` alone, and whose every complaint is a fault. */
const open = async (base, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && expect(false, `the console says: ${message.text()}`));
  page.on("pageerror", (error) => expect(false, `a script failed: ${error.message}`));
  page.on("dialog", (dialog) => (expect(false, `a dialog opened: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => expect(request.url().startsWith(base) || request.url().startsWith("data:"), `a request to ${request.url()}`));
  page.on("response", (response) => expect(response.ok() || response.status() === 304, `${response.url()} is ${response.status()}`));
  await page.exposeFunction("hacked", (where) => expect(false, `text ran as a script: ${where}`));
  return page;
};
const titles = (page) => page.locator("#results h3 a").allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
const scenes = [];
const test = (name, run) => scenes.push([name, run]);

// ---- Scenes

const CUSTOMER = "products/customer/customer_360/index.html";

test("search as one types", async () => {
  const page = await open(servers.shop.base);
  await page.goto(`${servers.shop.base}index.html`);
  expect(await page.locator("#shelves .card").count() === 12, "every product stands on its shelf");
  const input = page.getByRole("searchbox");
  await input.pressSequentially("custmer 36");
  await page.locator("#results h3 a").first().waitFor();
  equal((await titles(page))[0], "Customer 360", "the best hit, in spite of a slip");
  await input.fill("lifetime_value");
  await page.locator("#results .found").waitFor();
  equal(await titles(page), ["Customer 360"], "the product with the field");
  equal(await page.locator("#results .found").textContent(), "Field lifetime_value", "the field that was found");
  equal(await page.locator("#result-count").textContent(), "1 product of 12", "the count that is read out");
  await input.fill("warehouse");
  await page.waitForFunction(() => document.querySelectorAll("#results h3 a").length > 1);
  expect((await titles(page)).includes("Stock levels"), "the owner is found");
  await input.fill("zebra crossing");
  await page.locator("#nothing").waitFor();
  await page.getByRole("button", { name: "Show all products" }).click();
  await page.locator("#shelves").waitFor();
  equal(new URL(page.url()).search, "", "the address after all is shown again");
  await page.context().close();
});

test("filters", async () => {
  const page = await open(servers.shop.base);
  await page.goto(`${servers.shop.base}index.html`);
  await page.getByRole("checkbox", { name: "Finance" }).check();
  await page.locator("#results h3 a").first().waitFor();
  equal((await titles(page)).sort(), ["Daily revenue", "Margin by category"], "the products of a domain");
  await page.getByRole("checkbox", { name: "Product", exact: false }).last().check();
  await page.getByRole("checkbox", { name: "public" }).check();
  await page.waitForFunction(() => document.querySelectorAll("#results h3 a").length === 1);
  equal(await titles(page), ["Product catalogue"], "two domains, and one classification");
  equal(new URL(page.url()).search, "?domain=finance&domain=product&classification=public", "the address");
  await page.reload();
  await page.locator("#results h3 a").first().waitFor();
  equal(await titles(page), ["Product catalogue"], "the same after the page is loaded again");
  const count = page.locator("label", { has: page.getByRole("checkbox", { name: "internal" }) }).locator(".count");
  equal(await count.textContent(), "1", "what one more value would add");
  await page.goto(`${servers.shop.base}${CUSTOMER}`);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("#results h3 a").length === 1);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.locator("#shelves").waitFor();
  await page.context().close();
});

test("the keyboard alone", async () => {
  const page = await open(servers.shop.base);
  await page.goto(`${servers.shop.base}index.html`);
  await page.keyboard.press("Tab");
  equal(await focused(page), "Skip to the content", "the first stop");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "content", "the content is reached");
  await page.keyboard.press("/");
  await page.keyboard.type("stock");
  await page.locator("#results h3 a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  equal(await focused(page), (await titles(page))[0], "down leads to the first product");
  await page.keyboard.press("ArrowDown");
  equal(await focused(page), (await titles(page))[1], "and to the second");
  await page.keyboard.press("Escape");
  equal(await page.evaluate(() => document.activeElement.type), "search", "Escape leads back");
  await page.keyboard.press("Escape");
  equal(await page.getByRole("searchbox").inputValue(), "", "and empties the search");
  await page.keyboard.type("attribution");
  await page.locator("#results h3 a").first().waitFor();
  await Promise.all([page.waitForURL("**/campaign_attribution/index.html"), page.keyboard.press("Enter")]);
  await page.keyboard.press("/");
  await page.keyboard.type("order");
  const box = page.getByRole("combobox");
  await page.getByRole("option").first().waitFor();
  equal(await box.getAttribute("aria-expanded"), "true", "the list is announced");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  const active = await box.getAttribute("aria-activedescendant");
  equal(await page.locator(`#${active} b`).textContent(), "Order events", "the chosen product");
  await page.keyboard.press("Escape");
  equal(await box.getAttribute("aria-expanded"), "false", "Escape closes the list");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL("**/order_events/index.html"), page.keyboard.press("Enter")]);
  await page.keyboard.press("/");
  await page.keyboard.type("product");
  await page.getByRole("option").first().waitFor();
  await Promise.all([page.waitForURL("**/index.html?q=product"), page.keyboard.press("Enter")]);
  await page.locator("#results h3 a").first().waitFor();
  await page.context().close();
});

test("the graph", async () => {
  const page = await open(servers.shop.base);
  await page.goto(`${servers.shop.base}graph/index.html`);
  const frame = page.locator("#mesh");
  const picture = frame.locator("svg");
  await page.waitForFunction(() => document.querySelector("#mesh svg").style.transform);
  const shape = () => picture.evaluate((svg) => svg.style.transform);
  const fitted = await shape();
  const inside = await frame.evaluate((one) => {
    const [room, svg] = [one.getBoundingClientRect(), one.querySelector("svg").getBoundingClientRect()];
    return svg.left >= room.left && svg.right <= room.right && svg.top >= room.top && svg.bottom <= room.bottom;
  });
  expect(inside, "the whole picture is in sight at first");
  const changed = (before) => page.waitForFunction((before) => document.querySelector("#mesh svg").style.transform !== before, before);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await changed(fitted);
  await page.getByRole("button", { name: "Fit" }).click();
  await page.waitForTimeout(300);
  await frame.focus();
  const before = await shape();
  await page.keyboard.press("ArrowRight");
  await changed(before);
  await page.keyboard.press("0");
  const box = frame.getByRole("link", { name: "Order events" });
  const place = await box.boundingBox();
  await page.mouse.move(place.x + 20, place.y + 20);
  await page.mouse.down();
  await page.mouse.move(place.x + 80, place.y + 50, { steps: 4 });
  await page.mouse.up();
  expect(page.url().endsWith("/graph/index.html"), "a drag opens nothing");
  await Promise.all([page.waitForURL("**/orders/order_events/index.html"), box.click()]);
  const lineage = page.locator("#lineage");
  await Promise.all([page.waitForURL("**/finance/revenue_daily/index.html"), lineage.getByRole("link", { name: "Daily revenue" }).first().click()]);
  await page.context().close();
});

test("theme and copying", async () => {
  const page = await open(servers.shop.base, { colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${servers.shop.base}${CUSTOMER}`);
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Dark theme" }).click();
  const dark = await paper();
  expect(light !== dark, "the theme changes");
  await page.goto(`${servers.shop.base}index.html`);
  equal(await paper(), dark, "the theme on another page");
  await page.goto(`${servers.shop.base}${CUSTOMER}`);
  await page.locator("[data-copy]").first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.includes("select"), `the query is copied: ${copied}`);
  await page.context().close();
});

test("opened from a folder", async () => {
  const root = `${pathToFileURL(shop)}/`;
  const page = await open(root);
  await page.goto(`${root}index.html`);
  await page.getByRole("searchbox").fill("margin");
  await page.locator("#results h3 a").first().waitFor();
  await Promise.all([page.waitForURL("**/margin_by_category/index.html"), page.locator("#results h3 a").first().click()]);
  await page.getByRole("combobox").fill("stock");
  await page.getByRole("option").first().waitFor();
  await Promise.all([page.waitForURL("**/inventory/*/index.html"), page.getByRole("option").first().click()]);
  await Promise.all([page.waitForURL("**/graph/index.html"), page.getByRole("link", { name: "Graph", exact: true }).click()]);
  await page.waitForFunction(() => document.querySelector("#mesh svg").style.transform);
  await page.context().close();
});

test("without scripts", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${servers.shop.base}index.html`);
  equal(await page.locator("#shelves .card:visible").count(), 12, "products in sight");
  equal(await page.locator(".needs-script:visible").count(), 0, "things that need a script and are in sight");
  await page.getByRole("link", { name: "Customer 360" }).click();
  for (const section of ["schema", "sample", "lineage", "promises", "quality", "access", "consumers", "versions", "policies"]) {
    expect(await page.locator(`#${section}`).isVisible(), `the section ${section} is there`);
  }
  equal(await page.locator(".needs-script:visible").count(), 0, "things that need a script and are in sight");
  await page.goto(`${servers.shop.base}graph/index.html`);
  await page.locator("#mesh").getByRole("link", { name: "Order events" }).click();
  expect(page.url().endsWith("/order_events/index.html"), "a box of the graph leads to its product");
  await context.close();
});

test("hostile text", async () => {
  const { base } = servers.hostile;
  const page = await open(base, { viewport: { width: 360, height: 800 } });
  for (const path of ["index.html", "domains/traps/index.html", "products/traps/trap/index.html", "products/traps/trap/v1/index.html", "products/traps/salam/index.html", "graph/index.html"]) {
    scene = `hostile text, ${path}`;
    await page.goto(base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide <= 360, `the page is ${wide} pixels wide, of 360`);
    const strange = await page.evaluate(() => {
      const bad = [...document.querySelectorAll("img, iframe, style, object, embed, script:not([src]), [onerror], [onload]")].map((one) => one.outerHTML.slice(0, 80));
      const links = [...document.querySelectorAll("[href], [src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
      return bad.concat(links.filter((link) => !/^(#|mailto:|https?:|(\.\.\/)*[a-z])/.test(link) || /^\s*javascript:/i.test(link)));
    });
    equal(strange, [], "markup from texts");
  }
  scene = "hostile text, search";
  await page.goto(`${base}index.html`);
  await page.getByRole("searchbox").fill("onerror");
  await page.locator("#results h3 a").first().waitFor();
  equal((await titles(page))[0], `"><img src=x onerror=hacked('title')>`, "a title is shown as it is written");
  await page.goto(`${base}products/traps/salam/index.html`);
  await page.getByRole("combobox").fill("img");
  await page.getByRole("option").first().waitFor();
  equal(await page.locator("[role=listbox] img").count(), 0, "pictures in the list");
  await page.context().close();
});

test("accessible, at three widths, in both themes", async () => {
  const pages = [
    [servers.shop.base, "index.html"],
    [servers.shop.base, "index.html?q=stock&classification=internal"],
    [servers.shop.base, "domains/inventory/index.html"],
    [servers.shop.base, CUSTOMER],
    [servers.shop.base, "products/inventory/stock_levels/index.html"],
    [servers.shop.base, "products/customer/customer_360/v2/index.html"],
    [servers.shop.base, "graph/index.html"],
    [servers.hostile.base, "products/traps/trap/index.html"],
  ];
  const look = async ([base, path]) => {
    const page = await browser.newContext({ bypassCSP: true }).then((context) => context.newPage());
    await page.goto(base + path);
    await page.addScriptTag({ content: axe });
    if (path.includes("?")) await page.locator("#results h3 a").first().waitFor();
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const where = `${path} at ${width}, ${colorScheme}`;
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide <= width, `${where} is ${wide} pixels wide`);
        // A theme changes colours and nothing else.
        const only = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
        const { violations } = await page.evaluate((only) => axe.run({ resultTypes: ["violations"], ...only }), only);
        for (const { id, help, nodes } of violations) {
          const found = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ""}`);
          expect(false, `${where}: axe, ${id}: ${help}: ${found.join(" | ")}`);
        }
      }
    }
    await page.context().close();
  };
  const rest = [...pages];
  const worker = async () => {
    for (let page = rest.shift(); page; page = rest.shift()) await look(page);
  };
  await Promise.all([worker(), worker(), worker()]);
});

test("a thousand products", async () => {
  const page = await open(servers.shop.base);
  await page.route("**/search-index.js", async (route) => {
    const script = await (await route.fetch()).text();
    const index = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1));
    const few = index.products;
    index.products = Array.from({ length: 1000 }, (_, at) => ({ ...few[at % few.length], n: `${few[at % few.length].n}_${at}`, t: `${few[at % few.length].t} ${at}` }));
    await route.fulfill({ contentType: "text/javascript", body: `window.MESH_CATALOG = ${JSON.stringify(index)};` });
  });
  await page.goto(`${servers.shop.base}index.html`);
  await page.waitForFunction(() => window.MESH_CATALOG && window.meshCatalog);
  const times = await page.evaluate(async () => {
    const { search } = await window.meshCatalog.ready();
    const text = "campaign attribution share";
    const keys = [];
    for (let end = 1; end <= text.length; end++) {
      const from = performance.now();
      search(text.slice(0, end));
      keys.push(performance.now() - from);
    }
    return { worst: Math.max(...keys), mean: keys.reduce((a, b) => a + b) / keys.length };
  });
  console.log(`a thousand products: a key answered in ${times.mean.toFixed(1)} ms, the slowest in ${times.worst.toFixed(1)} ms`);
  await page.getByRole("searchbox").fill("events");
  await page.locator("#more").waitFor();
  equal(await page.locator("#results h3 a").count(), 60, "the first of many");
  await page.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#results h3 a").length === 120);
  await page.context().close();
});

test("vendored as published", async () => {
  const published = { "minisearch.js": "minisearch/dist/umd/index.js", "panzoom.js": "@panzoom/panzoom/dist/panzoom.min.js" };
  for (const [ours, theirs] of Object.entries(published)) {
    const [package_, ...path] = theirs.startsWith("@") ? [theirs.split("/").slice(0, 2).join("/"), ...theirs.split("/").slice(2)] : theirs.split("/");
    const folder = join(process.env.MESH_TOOLS_DIR ?? "target/tools", "browser", "node_modules", package_);
    expect(readFileSync(join(shop, "assets", ours)).equals(readFileSync(join(folder, ...path))), `${ours} is ${theirs}`);
  }
});

const PICTURES = [
  ["catalog", "index.html", 1280, 860, "light"],
  ["catalog-search", "index.html?q=customer", 1280, 760, "dark"],
  ["catalog-product", CUSTOMER, 1280, 900, "light"],
  ["catalog-lineage", "products/orders/order_events/index.html#lineage", 1280, 620, "light"],
  ["catalog-graph", "graph/index.html", 1280, 1060, "dark"],
  ["catalog-narrow", "products/inventory/stock_levels/index.html", 390, 844, "light"],
];
if (pictures) {
  test("pictures", async () => {
    mkdirSync(pictures, { recursive: true });
    for (const [name, path, width, height, colorScheme] of PICTURES) {
      const page = await open(servers.shop.base, { viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await page.goto(servers.shop.base + path);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `${name}.png`) });
      await page.context().close();
    }
  });
}

const started = Date.now();
for (const [name, run] of scenes) {
  scene = name;
  const from = Date.now();
  try {
    await run();
  } catch (error) {
    expect(false, error.message.split("\n").slice(0, 6).join(" / "));
  }
  console.log(`${name}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
}
console.log(`everything: ${((Date.now() - started) / 1000).toFixed(1)} s`);
await browser.close();
for (const { server } of Object.values(servers)) server.close();
for (const fault of faults) console.log(`FAULT ${fault}`);
process.exit(faults.length ? 1 : 0);
