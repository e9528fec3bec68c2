// A large picture: drag it, zoom it, fit it. Without this script it scrolls.
(() => {
  const { all } = window.meshCatalog;
  for (const frame of all("[data-zoom]")) {
    const picture = frame.querySelector("svg");
    if (!picture) continue;
    const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
    frame.classList.add("zooms");
    const panzoom = Panzoom(picture, { canvas: true, origin: "0 0", minScale: 0.05, maxScale: 3, step: 0.25, cursor: "", noBind: true });

    const fit = () => {
      // As large as there is room for; but what cannot be read is not shown, and the beginning is shown instead.
      const scale = Math.max(0.6, Math.min(frame.clientWidth / (width + 48), (innerHeight * 0.74) / (height + 48), 1.25));
      frame.style.height = `${Math.max(240, Math.min(innerHeight * 0.74, (height + 48) * scale))}px`;
      const begin = (room, size) => Math.max(12, (room / scale - size) / 2);
      panzoom.zoom(scale, { animate: false, force: true });
      panzoom.pan(begin(frame.clientWidth, width), begin(frame.clientHeight, height), { force: true });
    };
    const zoom = (by) => panzoom.zoomToPoint(panzoom.getScale() * by, centre());
    const centre = () => {
      const box = frame.getBoundingClientRect();
      return { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    };
    const actions = { in: () => zoom(1.3), out: () => zoom(1 / 1.3), fit };
    for (const button of all(`[data-zooms="${frame.id}"]`)) button.addEventListener("click", () => actions[button.value]());

    // A drag that ends on a box does not open it.
    let began = null;
    let dragged = false;
    frame.addEventListener("pointerdown", (event) => {
      [began, dragged] = [[event.clientX, event.clientY], false];
      panzoom.handleDown(event);
    });
    document.addEventListener("pointermove", (event) => {
      if (began && Math.hypot(event.clientX - began[0], event.clientY - began[1]) > 4) dragged = true;
      panzoom.handleMove(event);
    });
    document.addEventListener("pointerup", (event) => {
      began = null;
      panzoom.handleUp(event);
    });
    frame.addEventListener("click", (event) => dragged && event.preventDefault(), true);
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("wheel", (event) => (event.ctrlKey || event.metaKey) && panzoom.zoomWithWheel(event), { passive: false });

    frame.addEventListener("keydown", (event) => {
      const step = 60 / panzoom.getScale();
      const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      const keys = { "+": actions.in, "=": actions.in, "-": actions.out, 0: fit };
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (moves[event.key]) panzoom.pan(...moves[event.key], { relative: true });
      else if (keys[event.key]) keys[event.key]();
      else return;
      event.preventDefault();
    });
    // A box that is reached by the keyboard is brought into sight.
    frame.addEventListener("focusin", (event) => {
      if (event.target === frame || !event.target.matches(":focus-visible")) return;
      frame.scrollTo(0, 0);
      const [box, room] = [event.target.getBoundingClientRect(), frame.getBoundingClientRect()];
      const scale = panzoom.getScale();
      const x = Math.max(0, room.left + 16 - box.left) - Math.max(0, box.right + 16 - room.right);
      const y = Math.max(0, room.top + 16 - box.top) - Math.max(0, box.bottom + 16 - room.bottom);
      if (x || y) panzoom.pan(x / scale, y / scale, { relative: true });
    });
    addEventListener("resize", fit);
    // The library sets its own beginning a moment after it is made: ours comes after it.
    setTimeout(fit);
  }
})();
