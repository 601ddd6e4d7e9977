// What is taken out of the page: text for the clipboard, files, and the menus that offer them.
window.takingAway = (() => {
  const spoken = document.createElement("div"); // read out by screen readers
  spoken.setAttribute("role", "status");
  spoken.className = "unseen";

  const element = (tag, options = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), options);
    made.append(...children);
    return made;
  };

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // without https the clipboard is closed to scripts, but a selection can still be copied
      const area = element("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.dataset.label ?? (button.dataset.label = button.textContent);
    button.textContent = "Copied";
    spoken.textContent = "Copied";
    setTimeout(() => { button.textContent = label; spoken.textContent = ""; }, 1500);
  }

  function closeMenu(target) {
    const menu = target.closest("details.menu");
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  // Save a file: JSON of its name, type and content in Base64.
  function save(file) {
    const { name, type, content } = JSON.parse(file);
    const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
    const link = element("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = menu.contains(event.target);
  }, true);
  addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open] summary");
    if (event.key === "Escape" && menu) closeMenu(menu);
  }, true);

  return { element, copy, closeMenu, save, spoken };
})();
