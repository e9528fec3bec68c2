// What every page does beyond being read: theme, search from the top, copying, the section that is being read.
(() => {
  const page = document.documentElement;
  const root = page.dataset.root ?? "";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** An element with a class, and texts or elements in it. Texts stay texts. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  /** A text with the words that were found marked. */
  const marked = (text, words) => {
    const found = words.filter((word) => word.length > 1).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (found.length === 0) return [text];
    const pattern = new RegExp(`(${found.sort((a, b) => b.length - a.length).join("|")})`, "giu");
    return text.split(pattern).map((part, at) => (at % 2 ? make("mark", {}, part) : part));
  };

  const count = (number) => (number === 1 ? "1 product" : `${number.toLocaleString("en")} products`);

  // ---- The index: two scripts, loaded when somebody searches

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = make("script", { src: `${root}assets/${name}` });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`${name} cannot be loaded`)));
      document.head.append(script);
    });

  let index;
  const ready = () => (index ??= Promise.all([load("minisearch.js"), load("search-index.js")]).then(build));

  const build = () => {
    const { domains, archetypes, classifications, owners, products } = window.MESH_CATALOG;
    const entries = products.map((product, id) => ({
      id,
      title: product.t,
      name: product.n,
      domain: domains[product.d][0],
      domainTitle: domains[product.d][1],
      path: `${domains[product.d][0]}.${product.n}`,
      href: `products/${domains[product.d][0]}/${product.n}/index.html`,
      hue: domains[product.d][2],
      archetype: archetypes[product.a],
      classification: classifications[product.c],
      owner: owners[product.o],
      version: product.v,
      pii: product.p === 1,
      tags: product.g,
      fields: product.f,
      summary: product.s,
    }));
    const engine = new MiniSearch({
      fields: ["title", "name", "domain", "domainTitle", "owner", "tags", "fields", "summary"],
      tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u),
      searchOptions: {
        boost: { title: 5, name: 5, tags: 2, domain: 2, domainTitle: 2, fields: 1.5 },
        prefix: true,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        combineWith: "AND",
      },
    });
    engine.addAll(entries);
    /** The products that a text finds, the best first; all of them where there is no text. */
    const search = (text) => {
      if (!text.trim()) return entries.map((entry) => ({ entry, words: [], found: null }));
      return engine.search(text).map((hit) => {
        const words = [...new Set([...hit.terms, ...hit.queryTerms])];
        const inFields = Object.keys(hit.match).filter((term) => hit.match[term].includes("fields"));
        const named = Object.values(hit.match).some((places) => places.some((place) => place === "title" || place === "name"));
        const entry = entries[hit.id];
        const fields = entry.fields.split(" ").filter((field) => inFields.some((term) => field.toLowerCase().includes(term)));
        return { entry, words, found: !named && fields.length ? fields.slice(0, 3).join(", ") : null };
      });
    };
    return { entries, search };
  };

  window.meshCatalog = { all, make, marked, count, ready, root };

  // ---- Theme

  for (const button of all("[data-theme-toggle]")) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (page.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      page.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("mesh-catalog-theme", page.dataset.theme);
      } catch {
        // Not remembered, then.
      }
      show();
    });
    system.addEventListener("change", show);
    show();
  }

  // ---- `/` leads to the search

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const input = document.querySelector(".finder input");
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  // ---- The search at the top: a combobox with a list

  for (const form of all("form[data-finder='top']")) {
    const input = form.querySelector("input");
    const list = make("div", { class: "options", role: "listbox", id: "finder-options", "aria-label": "Products" });
    const status = make("p", { class: "visually-hidden", role: "status" });
    list.hidden = true;
    form.append(list, status);
    let active = -1;

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (at) => {
      const options = all("[role=option]", list);
      if (options.length === 0) return;
      active = (at + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    };
    const everything = () => location.assign(`${root}index.html?q=${encodeURIComponent(input.value.trim())}`);
    const option = (at, href, ...children) => {
      const element = make("div", { class: "option", role: "option", id: `finder-option-${at}`, "aria-selected": "false" }, ...children);
      element.addEventListener("mousedown", (event) => event.preventDefault());
      element.addEventListener("click", () => (href ? location.assign(root + href) : everything()));
      return element;
    };
    const update = async () => {
      const { search } = await ready();
      const text = input.value;
      if (!text.trim()) {
        status.textContent = "";
        return close();
      }
      const hits = search(text);
      const options = hits.slice(0, 8).map(({ entry, words, found }, at) =>
        option(
          at,
          entry.href,
          make("b", {}, ...marked(entry.title, words)),
          make("span", {}, ...marked(found ? `${entry.path}: ${found}` : `${entry.path}, ${entry.owner}`, words)),
        ),
      );
      if (hits.length > 8) options.push(option(8, null, make("span", {}, `All ${count(hits.length)}`)));
      if (hits.length === 0) options.push(make("div", { class: "nothing" }, "No product found."));
      list.replaceChildren(...options);
      list.hidden = false;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", String(hits.length > 0));
      status.textContent = hits.length === 0 ? "No product found" : `${count(hits.length)} found`;
    };

    input.addEventListener("focus", () => ready().catch(() => {}), { once: true });
    input.addEventListener("input", update);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) update();
        else if (active < 0) choose(event.key === "ArrowDown" ? 0 : -1);
        else choose(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = list.querySelector("[aria-selected=true]");
      if (chosen) chosen.click();
      else if (input.value.trim()) everything();
    });
  }

  // ---- Copy

  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = button.closest(".code").querySelector("pre");
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }

  // ---- A wide picture begins with what it is about

  for (const frame of all(".graph-frame")) {
    const self = frame.querySelector(".self");
    if (!self || frame.scrollWidth <= frame.clientWidth) continue;
    const [box, room] = [self.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += box.left + box.width / 2 - room.left - room.width / 2;
  }

  // ---- Which section is being read

  const links = all(".sections a");
  if (links.length && "IntersectionObserver" in window) {
    const visible = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) entry.isIntersecting ? visible.add(entry.target.id) : visible.delete(entry.target.id);
        const first = links.find((link) => visible.has(link.hash.slice(1)));
        if (!first) return;
        for (const link of links) link === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      },
      { rootMargin: "-130px 0px -55% 0px" },
    );
    for (const link of links) {
      const section = document.getElementById(link.hash.slice(1));
      if (section) observer.observe(section);
    }
  }
})();
