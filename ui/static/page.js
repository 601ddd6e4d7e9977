// What the page does in the browser: links that open an article beside the conversation, copying, saving, and where the focus goes.
window.whosaid = (() => {
  let opener = null; // the link that opened the article, to go back to
  let openPlace = null; // opens an address of this page, for the browser's Back and Forward
  let turns = 0;

  const said = document.createElement("div"); // read out by screen readers
  said.setAttribute("role", "status");
  said.className = "unseen";

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scrollTo = (element, block) => element?.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // without https the clipboard is closed to scripts, but a selection can still be copied
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.dataset.label ?? (button.dataset.label = button.textContent);
    button.textContent = "Copied";
    said.textContent = "Copied";
    setTimeout(() => { button.textContent = label; said.textContent = ""; }, 1500);
  }

  function act(target, event, trigger) {
    const data = target.dataset;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as for any link
    event.preventDefault();
    if ("open" in data) {
      opener = target;
      history.pushState(null, "", target.getAttribute("href"));
      trigger("open", { place: target.getAttribute("href") });
    } else if ("ask" in data) ask(data.ask);
    else if ("remove" in data) trigger("remove", { id: data.remove });
    else if ("copy" in data) copy(data.copy, target);
    else if ("link" in data) copy(target.href, target);
    else if ("back" in data) back();
  }

  function ask(question) {
    const box = document.querySelector("#composer textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector("#send").click(), 50);
  }

  function back() {
    scrollTo(opener, "center");
    opener?.focus({ preventScroll: true });
  }

  // A new question is brought to the top of the conversation, and the answer grows below it.
  function follow(element) {
    new MutationObserver(() => {
      const items = element.querySelectorAll(".turns > li");
      if (items.length > turns) scrollTo(items[items.length - 1], "start");
      turns = items.length;
    }).observe(element, { childList: true, subtree: true });
  }

  addEventListener("popstate", () => openPlace?.("open", { place: location.search }));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#article")) back();
  });

  return {
    listen(element, trigger) {
      document.body.append(said);
      openPlace ??= trigger;
      if (element.closest("#conversation")) follow(element);
      element.addEventListener("click", (event) => {
        const target = event.target.closest("[data-open],[data-ask],[data-remove],[data-copy],[data-link],[data-back]");
        if (target) act(target, event, trigger);
      });
    },
    // After an article was opened: to its marked words, and the focus to its title.
    reveal() {
      setTimeout(() => {
        const article = document.querySelector("#article article");
        if (!article) return;
        article.querySelector("h2").focus({ preventScroll: true });
        scrollTo(article.querySelector(".quoted.first") ?? article, article.querySelector(".quoted.first") ? "center" : "start");
      }, 50);
    },
    // At the start of a visit: to the article that the address names, else, where no keyboard pops up, to the question.
    begin() {
      if (location.search.includes("article=")) this.reveal();
      else if (matchMedia("(min-width: 900px)").matches) document.querySelector("#composer textarea").focus();
    },
    save(text) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
      link.download = "whosaid.md";
      link.click();
      URL.revokeObjectURL(link.href);
    },
  };
})();
