// What the page does in the browser: links that open an article, past conversations, the queue of questions,
// and where the focus goes.  What is taken away of it: taking_away.js.
window.whosaid = (() => {
  const PREFIX = "whosaid:"; // of what is kept: one entry a conversation, so that two tabs do not overwrite each other
  const { element, copy, closeMenu } = window.takingAway;
  let opener = null; // the link that opened the article, to go back to
  let openPlace = null; // opens an address of this page, for the browser's Back and Forward
  let openList = null; // opens a list of statements by its address
  let turns = 0;
  let user = "";
  let begun = false; // whether the conversation is back, under which an earlier question would be lost
  let sent = ""; // the question that was sent last
  let pending = 0; // the timer that runs from sending it until it stands in the conversation or is refused
  let draft = ""; // what was being typed when a question that had waited was sent
  let deleted = null; // the conversation that was deleted last, for Undo
  const queue = []; // questions that wait for the answer before them

  const find = (selector) => document.querySelector(selector);
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const wide = () => matchMedia("(min-width: 900px)").matches;
  const scrollTo = (element, block) => element?.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  function act(target, event, trigger) {
    const data = target.dataset;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as for any link
    event.preventDefault();
    if ("open" in data) {
      opener = target;
      history.pushState("opened", "", target.getAttribute("href"));
      trigger("open", { place: target.getAttribute("href") });
    } else if ("ask" in data) ask(data.ask);
    else if ("remove" in data) trigger("remove", { id: data.remove });
    else if ("lift" in data) trigger("lift", { which: data.lift, name: data.name });
    else if ("again" in data) askAgain(data, trigger);
    else if ("export" in data) { trigger("export", { format: data.export }); closeMenu(target); }
    else if ("print" in data) { closeMenu(target); print(); }
    else if ("person" in data) trigger("person", { name: data.person });
    else if ("compare" in data) trigger("compare", { name: data.compare });
    else if ("unlist" in data) trigger("unlist", { name: data.unlist });
    else if ("wrong" in data) trigger("wrong", { place: data.wrong });
    else if ("correct" in data) trigger("correct", { place: data.place, name: data.correct });
    else if ("correctTyped" in data) trigger("correct", { place: data.place, name: typedName(target) });
    else if ("takeback" in data) trigger("takeback", { id: data.takeback });
    else if ("more" in data) showMore(target);
    else if ("page" in data) trigger("turn", { number: data.page });
    else if ("copy" in data) copy(data.copy, target);
    else if ("link" in data) copy(target.href, target);
    else if ("back" in data) back();
  }

  // The name in the field beside a button; an empty field is no name, and not nobody's.
  const typedName = (button) => button.parentElement.querySelector("input").value.trim() || " ";

  function showMore(button) {
    const more = button.closest("li").querySelector("details.more");
    more.open = true;
    more.querySelector("summary").focus({ preventScroll: true });
    scrollTo(more, "start");
  }

  // On a phone an article lies over the chat.
  const showSheet = (open) => find("#panes").classList.toggle("sheet", open);

  function back() {
    if (find("#panes").classList.contains("sheet")) {
      showSheet(false);
      if (history.state === "opened") history.back(); // the address is then the chat's again
      else history.replaceState(null, "", location.pathname);
    }
    scrollTo(opener, "center");
    opener?.focus({ preventScroll: true });
  }

  // A new question is brought to the top of the conversation, and the answer grows below it.
  function follow(block) {
    new MutationObserver(() => {
      const items = block.querySelectorAll(".turns > li");
      const more = items.length > turns;
      turns = items.length;
      if (more) scrollTo(items[turns - 1], "start");
      if (more) arrived();
    }).observe(block, { childList: true, subtree: true });
  }

  // ---- asking

  const box = () => find("#composer textarea");
  const answering = () =>
    !begun || pending || find("#conversation [aria-busy=true]") || !find("#send")?.checkVisibility();

  // The questions that the address of an answer asks again.
  const linkedQuestions = () => new URLSearchParams(location.search).getAll("ask").slice(0, 6);

  // Gradio drops a question that comes while the one before it is on its way.
  function sending(question) {
    if (!question.trim()) return;
    sent = question;
    clearTimeout(pending);
    pending = setTimeout(arrived, 10_000);
  }

  function arrived() {
    clearTimeout(pending);
    pending = 0;
    askNext();
  }

  function type(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(question) {
    if (answering()) return wait(question);
    sending(question);
    send(question);
  }

  // The question goes through the box, into which somebody may be typing meanwhile: what they typed comes back later.
  function send(question) {
    if (box().value === question) return find("#send").click();
    draft = box().value || draft;
    type(question);
    setTimeout(() => send(question), 50);
  }

  // Ask an earlier question without one of its restrictions.
  function askAgain(data, trigger) {
    if (answering()) return;
    const question = find(`.turns > li:nth-child(${Number(data.turn) + 1}) .question`).textContent;
    sending(question);
    trigger("again", { turn: data.turn, again: data.again, which: data.again, name: data.name });
  }

  function wait(question) {
    if (question.trim()) queue.push(question.trim());
    showQueue();
  }

  function waitWithTyped(event) {
    event.preventDefault();
    event.stopPropagation();
    if (pending && box().value === sent) { // Enter twice, or what was typed had to give way to the question on its way
      wait(draft);
      draft = "";
    } else {
      wait(box().value);
      type("");
    }
  }

  function showQueue() {
    const lines = queue.map((question, place) => {
      const drop = element("button", { type: "button", textContent: "×", ariaLabel: `Do not ask: ${question}` });
      drop.onclick = () => { queue.splice(place, 1); showQueue(); };
      return element("p", { className: "chip" }, `Next: ${question}`, drop);
    });
    find(".queued")?.replaceChildren(...lines);
  }

  // Ask comes back at the end of an answer; then the next question is sent.
  function askNext() {
    if (draft && answering() && !box().value) {
      type(draft);
      draft = "";
    }
    if (queue.length && !answering()) {
      ask(queue.shift());
      showQueue();
    }
  }

  function onKey(event) {
    if (event.key === "Escape" && event.target.closest?.("#article")) return back();
    if (event.key === "Enter" && event.target.matches?.(".correction input")) find("[data-correct-typed]").click();
    if (event.target !== box()) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      if (answering()) waitWithTyped(event);
      else sending(box().value);
    } else if (event.key === "ArrowUp" && !box().value) {
      const questions = document.querySelectorAll(".question");
      if (questions.length) type(questions[questions.length - 1].textContent);
      event.preventDefault();
    }
  }

  // ---- past conversations

  function read(id) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + id));
    } catch {
      return null;
    }
  }

  function write(id, conversation) {
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify(conversation));
    } catch {
      const oldest = past().filter(([other]) => other !== id).pop(); // the browser's storage is full
      if (!oldest) return;
      localStorage.removeItem(PREFIX + oldest[0]);
      write(id, conversation);
    }
  }

  // The user's conversations with their ids, the latest first.
  function past() {
    const ids = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    const own = ids.map((id) => [id, read(id)]).filter(([, kept]) => kept?.user === user && kept.turns?.length);
    return own.sort(([, a], [, b]) => b.when - a.when);
  }

  function listPast() {
    const words = find("#past input").value.toLowerCase().split(/\s+/);
    const text = (kept) => [kept.name, ...kept.turns.map((turn) => turn.question)].join(" ").toLowerCase();
    const fitting = past().filter(([, kept]) => words.every((word) => text(kept).includes(word)));
    find("#past ul").replaceChildren(...fitting.map(([id, kept]) => pastLine(id, kept)));
    if (!fitting.length) find("#past ul").append(element("li", { textContent: "None yet." }));
  }

  function pastLine(id, kept) {
    const open = element("button", { type: "button", className: "line" }, String(kept.name),
      element("small", { textContent: new Date(kept.when).toLocaleString() }));
    open.onclick = () => reopen(id);
    const rename = element("button", { type: "button", className: "small", textContent: "Rename", ariaLabel: `Rename ${kept.name}` });
    const line = element("li", {}, open, rename);
    rename.onclick = () => {
      const field = element("input", { value: kept.name, ariaLabel: "New name" });
      const done = () => { write(id, { ...kept, name: field.value.trim() || kept.name }); listPast(); };
      field.onkeydown = (event) => { if (event.key === "Enter") done(); };
      field.onblur = done;
      open.replaceWith(field);
      field.select();
    };
    const remove = element("button", { type: "button", className: "small", textContent: "Delete", ariaLabel: `Delete ${kept.name}` });
    remove.onclick = () => {
      deleted = [id, kept];
      localStorage.removeItem(PREFIX + id);
      if (sessionStorage.getItem(PREFIX) === id) find("#new").click();
      listPast();
      const undo = element("button", { type: "button", className: "small", textContent: "Undo" });
      undo.onclick = () => { write(...deleted); find("#past [role=status]").replaceChildren(); listPast(); };
      find("#past [role=status]").replaceChildren(`Deleted “${kept.name}”. `, undo);
    };
    line.append(remove);
    return line;
  }

  function reopen(id) {
    sessionStorage.setItem(PREFIX, id);
    queue.length = 0;
    showQueue();
    openPast("reopen", { kept: JSON.stringify(read(id)) });
    find("#past").hidePopover();
  }
  let openPast = null;

  // ---- days

  // A calendar beside a field for a day: what is chosen there is typed into the field.
  function addCalendars() {
    for (const field of document.querySelectorAll(".day")) {
      const input = field.querySelector("input, textarea");
      if (!input || field.querySelector("input[type=date]")) continue;
      const calendar = element("input", { type: "date", ariaLabel: `${field.innerText.trim()}: choose in a calendar` });
      calendar.onchange = () => {
        input.value = calendar.value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      };
      input.after(calendar);
    }
  }

  // ---- lists of statements, which have addresses of their own

  const isList = (place) => new URLSearchParams(place).has("view");
  const peopleOf = (place) => new URLSearchParams(place).getAll("person").join("\n");

  addEventListener("popstate", () => {
    showSheet(location.search.includes("article="));
    if (isList(location.search)) openList?.("visit", { place: location.search });
    else openPlace?.("open", { place: location.search });
  });
  addEventListener("keydown", onKey, true);
  addEventListener("toggle", (event) => { if (event.target.id === "past" && event.newState === "open") listPast(); }, true);
  addEventListener("input", (event) => { if (event.target.matches?.("#past input[type=search]")) listPast(); });
  addEventListener("click", (event) => {
    if (event.target.closest?.("#new")) { queue.length = 0; showQueue(); }
    if (event.target.closest?.("#send")) begun ? sending(box().value) : waitWithTyped(event);
    setTimeout(addCalendars, 500); // fields come into being when their part of the page is first shown
  }, true);

  return {
    listen(block, trigger) {
      document.body.append(window.takingAway.spoken);
      if (block.closest("#article")) openPlace = trigger;
      if (block.closest("#history")) openPast = trigger;
      if (block.closest("#header")) openList = trigger; // which, unlike the list, is there from the start
      if (block.closest("#conversation")) follow(block);
      block.addEventListener("click", (event) => {
        const names = ["open", "ask", "remove", "copy", "link", "back", "lift", "person", "page", "more"];
        names.push("again", "export", "print", "compare", "unlist", "wrong", "correct", "correct-typed", "takeback");
        const target = event.target.closest(names.map((name) => `[data-${name}]`).join());
        if (target) act(target, event, trigger);
      });
    },
    // The conversation that this tab shows, as it is kept.
    current() {
      if (linkedQuestions().length) sessionStorage.removeItem(PREFIX); // the address of an answer begins a conversation
      const kept = read(sessionStorage.getItem(PREFIX));
      return [kept ? JSON.stringify(kept) : ""];
    },
    // Keep the conversation under this tab's own id; an empty one has none yet.
    keep(text) {
      if (!text) return;
      const conversation = JSON.parse(text);
      user = conversation.user;
      if (!conversation.turns.length) return sessionStorage.removeItem(PREFIX);
      let id = sessionStorage.getItem(PREFIX);
      if (!id) sessionStorage.setItem(PREFIX, (id = `${Date.now()}-${Math.random().toString(36).slice(2)}`));
      write(id, { ...conversation, name: read(id)?.name ?? conversation.turns[0].question, when: Date.now() });
    },
    // After an article was opened: to its marked words, and the focus to its title.
    reveal() {
      setTimeout(() => {
        const article = find("#article article");
        if (!article) return;
        showSheet(location.search.includes("article="));
        (article.querySelector("h2") ?? article.querySelector("button"))?.focus({ preventScroll: true });
        const words = article.querySelector(".quoted.first");
        scrollTo(words ?? article, words ? "center" : "start");
      }, 50);
    },
    // At the start of a visit: to the article that the address names, else, where no keyboard pops up, to the question.
    begin() {
      begun = true;
      addCalendars();
      askNext();
      const changes = { childList: true, subtree: true, attributes: true };
      new MutationObserver(askNext).observe(find("#composer"), changes);
      new MutationObserver(() => find("#complaint .notice") && arrived()).observe(find("#complaint"), changes);
      if (location.search.includes("article=")) this.reveal();
      else if (wide()) box().focus();
    },
    // Once the page knows its outlets and is narrowed as the address says: what the address lists or asks.
    openLinked() {
      if (isList(location.search)) {
        openList("visit", { place: location.search });
        if (!wide()) scrollTo(find("#tabs"), "start");
      }
      const questions = linkedQuestions();
      if (!questions.length) return;
      history.replaceState(null, "", location.pathname); // a reload does not ask once more
      questions.forEach(wait);
      askNext();
    },
    // Better suggestions, once they are found, unless somebody is about to choose one.
    suggest(markup) {
      const welcome = find("#conversation .welcome");
      if (welcome && !welcome.matches(":hover, :focus-within")) welcome.outerHTML = markup;
    },
    // A list is shown: the address bar names it; the browser's Back leads to the people before, not to each letter typed.
    listed(place) {
      const shown = find("#tabs [role=tab][aria-selected=true]")?.textContent.trim() === "Statements";
      if (!place || !shown || location.search === place) return;
      const same = isList(location.search) && peopleOf(location.search) === peopleOf(place);
      history[same ? "replaceState" : "pushState"]("listed", "", place);
    },
    // Show the open article with its speakers as they are now.
    corrected() {
      const open = find("#article [data-choose]");
      if (!open?.checkVisibility()) return;
      const passage = find("#article .actions [data-link]")?.getAttribute("href");
      openPlace?.("open", { place: passage ?? `?article=${encodeURIComponent(open.dataset.choose)}` });
    },
    top(selector) {
      setTimeout(() => {
        const typing = document.activeElement?.matches("input, textarea, select"); // they were faster than the page
        if (!typing) find(selector)?.scrollIntoView({ block: "start" });
        if (!typing && find(selector)?.tabIndex === -1) find(selector).focus({ preventScroll: true });
      }, 50);
    },
  };
})();
