// Reading an article: its statements lit and gone through, search in its text; and the ticks, forms and Undo of the articles.
window.reading = (() => {
  const PARTS = "h2, .article > p:not(.voices)"; // in which words are searched
  let lit = false; // whether the statements are lit; stays so from one article to the next
  let current = -1; // the number of the statement that was gone to last
  let hits = []; // the places of the searched words
  let hit = -1; // the one that was gone to last

  const find = (selector) => document.querySelector(selector);
  const article = () => find("#article article.article");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scrollTo = (place) => place?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  const tell = (output, text) => { const place = article()?.querySelector(output); if (place) place.textContent = text; };

  // ---- statements

  function light(on) {
    lit = on;
    article()?.classList.toggle("lit", on);
    article()?.querySelector("[data-light]")?.setAttribute("aria-pressed", String(on));
  }

  function go(number, focus) {
    light(true);
    const pieces = article().querySelectorAll(`[data-said="${number}"]`);
    if (!pieces.length) return;
    for (const piece of article().querySelectorAll(".now")) piece.classList.remove("now");
    for (const piece of pieces) piece.classList.add("now");
    for (const button of article().querySelectorAll(`[data-go="${number}"]:not(.who)`)) button.classList.add("now");
    current = number;
    tell(".at", `${number + 1} of ${count()}: ${pieces[0].dataset.who}`);
    scrollTo(pieces[0]);
    if (!focus) return;
    pieces[0].tabIndex = -1;
    pieces[0].focus({ preventScroll: true });
  }

  const count = () => article().querySelectorAll("[data-go]:not(.who)").length;

  function step(by) {
    if (!count()) return;
    go(current < 0 ? (by > 0 ? 0 : count() - 1) : (current + by + count()) % count());
  }

  // ---- search

  function search(words) {
    const pattern = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    hits = [];
    hit = -1;
    if (pattern) for (const part of article().querySelectorAll(PARTS)) hits.push(...rangesIn(part, new RegExp(pattern, "gi")));
    show();
    if (hits.length) nextHit(1);
    else tell(".hits", pattern ? "No match" : "");
  }

  // The places where a pattern stands in the text of an element, whatever marks lie across it.
  function rangesIn(part, pattern) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    const point = (offset, isEnd) => nodes.findLast(([start]) => (isEnd ? start < offset : start <= offset));
    return [...text.matchAll(pattern)].map((match) => {
      const range = document.createRange();
      const [from, first] = point(match.index, false);
      const [until, last] = point(match.index + match[0].length, true);
      range.setStart(first, match.index - from);
      range.setEnd(last, match.index + match[0].length - until);
      return range;
    });
  }

  function show() {
    if (!CSS.highlights) return; // an older browser scrolls to them all the same
    CSS.highlights.set("found", new Highlight(...hits));
    CSS.highlights.set("found-now", new Highlight(...hits.slice(hit, hit + 1)));
  }

  function nextHit(by) {
    if (!hits.length) return;
    hit = hit < 0 ? (by > 0 ? 0 : hits.length - 1) : (hit + by + hits.length) % hits.length;
    show();
    tell(".hits", `${hit + 1} of ${hits.length}`);
    scrollTo(hits[hit].startContainer.parentElement);
  }

  // ---- an article that was just opened

  function prepare() {
    current = Number(article()?.querySelector("mark.quoted.first")?.closest("[data-said]")?.dataset.said ?? -1);
    hits = [];
    hit = -1;
    if (CSS.highlights) show();
    light(lit);
  }

  function onKey(event) {
    const typing = event.target.matches?.("input, textarea, select");
    if (!event.target.closest?.("#article") || !article() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches(".tools input")) {
      if (event.key === "Enter") nextHit(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape" && event.target.value) {
        event.target.value = "";
        search("");
      } else return;
    } else if (!typing && event.key === "n") step(1);
    else if (!typing && event.key === "p") step(-1);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // ---- the articles

  // The tick of an article whose chip was lifted goes too.
  function untick(id) {
    const tick = find(`input[data-choose="${CSS.escape(id)}"]`);
    if (tick) tick.checked = false;
  }

  function act(target, trigger) {
    const data = target.dataset;
    if ("light" in data) light(!lit);
    else if ("step" in data) step(Number(data.step));
    else if ("go" in data) go(Number(data.go), true);
    else if ("hit" in data) nextHit(Number(data.hit));
    else if ("undo" in data) trigger("undo");
    else if ("dismiss" in data) target.closest(".done").remove();
    else if ("liftArticle" in data) {
      untick(data.liftArticle);
      trigger("choose", { id: data.liftArticle, on: false });
    } else if (target.matches("button[data-choose]")) {
      trigger("choose", { id: data.choose, on: true });
      target.textContent = "Only chosen articles are asked";
    }
  }

  addEventListener("keydown", onKey, true);

  return {
    listen(block, trigger) {
      if (block.closest("#article")) new MutationObserver(prepare).observe(block, { childList: true, subtree: false });
      block.addEventListener("click", (event) => {
        const names = ["light", "step", "go", "hit", "undo", "dismiss", "lift-article", "choose"];
        const target = event.target.closest(names.map((name) => `button[data-${name}]`).join());
        if (target) act(target, trigger);
      });
      block.addEventListener("input", (event) => { if (event.target.matches(".tools input")) search(event.target.value); });
      block.addEventListener("change", (event) => {
        const { choose } = event.target.dataset;
        if (choose !== undefined) trigger("choose", { id: choose, on: event.target.checked });
      });
      block.addEventListener("submit", (event) => {
        const form = event.target.closest("form[data-save]");
        if (!form) return;
        event.preventDefault();
        const { source, published } = form.elements;
        trigger("save", { id: form.dataset.save, source: source.value, published: published.value, place: location.search });
      });
    },
    focus(selector) {
      setTimeout(() => find(selector)?.focus(), 50);
    },
  };
})();
