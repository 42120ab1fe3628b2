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
