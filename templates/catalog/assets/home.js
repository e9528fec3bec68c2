// The home page: results as one types, and filters. What is asked for stands in the address.
(() => {
  const { all, make, marked, count, ready, root } = window.meshCatalog;
  const form = document.querySelector("form[data-finder='page']");
  const input = form.querySelector("input");
  const filters = document.querySelector(".filters");
  const boxes = all("input[type=checkbox]", filters);
  const status = document.getElementById("result-count");
  const clear = document.getElementById("clear");
  const shelves = document.getElementById("shelves");
  const results = document.getElementById("results");
  const more = document.getElementById("more");
  const FACETS = ["domain", "archetype", "classification"];
  const STEP = 60;
  let shown = STEP;

  // Beside the products on a wide screen, folded above them on a narrow one.
  const wide = matchMedia("(min-width: 62rem)");
  const fold = () => (filters.open = wide.matches);
  wide.addEventListener("change", fold);
  fold();

  const state = () => ({
    text: input.value.trim(),
    chosen: Object.fromEntries(FACETS.map((name) => [name, boxes.filter((box) => box.name === name && box.checked).map((box) => box.value)])),
  });

  const read = () => {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
  };

  const remember = ({ text, chosen }) => {
    const query = new URLSearchParams();
    if (text) query.set("q", text);
    for (const name of FACETS) for (const value of chosen[name]) query.append(name, value);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  };

  const card = ({ entry, words, found }) => {
    const link = make("a", { href: root + entry.href }, ...marked(entry.title, words));
    const pills = make("div", { class: "pills" }, make("span", { class: "pill line" }, entry.archetype));
    pills.append(make("span", { class: `pill ${entry.classification}` }, entry.classification));
    if (entry.pii) pills.append(make("span", { class: "pill pii" }, "personal data"));
    pills.append(make("span", { class: "pill" }, `v${entry.version}`));
    return make(
      "li",
      { class: `card hue-${entry.hue}` },
      make("h3", {}, link),
      make("span", { class: "mono" }, ...marked(entry.path, words)),
      make("p", { class: "says" }, ...marked(entry.summary, words)),
      found ? make("p", { class: "found" }, "Field ", make("code", {}, ...marked(found, words))) : null,
      pills,
    );
  };

  const update = async () => {
    const asked = state();
    remember(asked);
    const narrowed = asked.text || FACETS.some((name) => asked.chosen[name].length);
    const { entries, search } = await ready();
    const fits = (entry, except) =>
      FACETS.every((name) => name === except || asked.chosen[name].length === 0 || asked.chosen[name].includes(entry[name]));
    const hits = search(asked.text);
    for (const box of boxes) {
      const number = hits.filter(({ entry }) => entry[box.name] === box.value && fits(entry, box.name)).length;
      box.closest("label").querySelector(".count").textContent = number;
    }
    const fitting = hits.filter(({ entry }) => fits(entry));
    status.textContent = narrowed ? `${count(fitting.length)} of ${entries.length.toLocaleString("en")}` : count(entries.length);
    clear.hidden = !narrowed;
    shelves.hidden = Boolean(narrowed);
    results.hidden = !narrowed || fitting.length === 0;
    document.getElementById("results-title").hidden = results.hidden;
    document.getElementById("nothing").hidden = !narrowed || fitting.length > 0;
    results.replaceChildren(...(narrowed ? fitting.slice(0, shown).map(card) : []));
    more.hidden = !narrowed || fitting.length <= shown;
  };

  const anew = () => {
    shown = STEP;
    return update();
  };
  const reset = () => {
    input.value = "";
    for (const box of boxes) box.checked = false;
    input.focus();
    return anew();
  };

  input.addEventListener("input", anew);
  for (const box of boxes) box.addEventListener("change", anew);
  clear.addEventListener("click", reset);
  document.getElementById("nothing-clear").addEventListener("click", reset);
  more.addEventListener("click", async () => {
    const first = shown;
    shown += STEP;
    await update();
    all("h3 a", results)[first]?.focus();
  });

  // Keyboard: down from the search into the products, through them, and back.
  const visible = () => all("h3 a", results.hidden ? shelves : results);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) update().then(() => all("h3 a", results)[0]?.click());
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      visible()[0]?.focus();
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      anew();
    }
  });
  document.querySelector(".browse").addEventListener("keydown", (event) => {
    const link = event.target.closest?.("h3 a");
    if (!link) return;
    const links = visible();
    const at = links.indexOf(link);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" || (step === -1 && at === 0)) {
      event.preventDefault();
      input.focus();
    } else if (step) {
      event.preventDefault();
      links[at + step]?.focus();
    }
  });

  addEventListener("popstate", () => {
    read();
    anew();
  });
  addEventListener("pageshow", (event) => event.persisted && update());
  read();
  if (location.search) anew();
  else ready().catch(() => {});
})();
