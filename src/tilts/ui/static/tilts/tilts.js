/* Tilts: "/" goes to the search, Alt+Shift+L locks, a form that waited behind the lock is sent, the error summary takes the focus, a form is not sent twice by a double click. */
(() => {
  "use strict";
  const writing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.getElementById("search");
    if (!search || !(event.target instanceof Element) || writing(event.target)) return;
    event.preventDefault();
    search.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.code !== "KeyL") return;
    const lock = document.querySelector("form.lock");
    if (!lock) return;
    event.preventDefault();
    lock.requestSubmit();
  });

  // Left alone: lock; where something is written and not sent, only veil it.
  const idle = document.querySelector("form.lock[data-idle]");
  if (idle) {
    let used = Date.now();
    let written = false;
    const use = () => { used = Date.now(); document.body.classList.remove("veiled"); };
    for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"]) document.addEventListener(kind, use, { passive: true });
    document.addEventListener("input", () => { written = true; });
    setInterval(() => {
      if (Date.now() - used < 1000 * Number(idle.dataset.idle)) return;
      if (written) document.body.classList.add("veiled");
      else if (!idle.dataset.sent) idle.requestSubmit();
    }, 1000);
  }

  const again = document.querySelector("form[data-resend]");
  if (again) again.requestSubmit();

  const toErrors = () => {
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  };
  toErrors();
  document.addEventListener("htmx:afterSwap", toErrors);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
