/* Tilts: "/" goes to the search, Alt+Shift+L locks, what is typed is kept while somebody types, the error summary takes the focus, a form is not sent twice by a double click. */
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

  // What is typed is kept a second after the last key; "Saved 20.14" is what the server said.
  const typing = "textarea, input:not([type=hidden], [type=password], [type=search], [type=file], [type=checkbox], [type=radio])";
  const keeps = (form) => form.method === "post" && form.elements.drawn && form.querySelector(typing);
  const pause = 1000;
  const begun = new Map();
  const say = (form, words, failed) => {
    let said = form.querySelector("output.saved");
    if (!said) {
      said = document.createElement("output");
      said.className = "saved";
      (form.querySelector(".form-acts") || form).append(said);
    }
    said.textContent = words;
    said.classList.toggle("failed", failed);
  };
  const bodyOf = (form) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "once") body.append(name, value);
    const there = new URL(form.action);
    body.set("path", there.pathname + there.search);
    return body;
  };
  const keep = async (form) => {
    const state = begun.get(form);
    if (!state || state.sent) return;
    clearTimeout(state.timer);
    state.timer = 0;
    const version = state.version, body = bodyOf(form);
    state.stop = new AbortController();
    try {
      const answer = await fetch("/drafts/keep/", { method: "POST", body, keepalive: body.toString().length < 60000, signal: state.stop.signal });
      say(form, (await answer.json()).said, !answer.ok);
      if (state.version === version) state.written = false;
    } catch (fault) {
      if (state.sent) return;
      say(form, document.getElementById("content")?.dataset.unsaved || "", true);
      state.timer = state.timer || setTimeout(keep, 2 * pause, form);
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element && event.target.closest("form");
    if (!form || !keeps(form)) return;
    const state = begun.get(form) || { version: 0, timer: 0 };
    begun.set(form, state);
    state.version += 1;
    state.written = true;
    state.first = state.timer ? state.first : Date.now();
    clearTimeout(state.timer);
    state.timer = setTimeout(keep, Math.max(0, Math.min(pause, 2 * pause - (Date.now() - state.first))), form);
  });
  document.addEventListener("submit", (event) => {
    const state = begun.get(event.target);
    if (!state) return;
    state.sent = true;
    clearTimeout(state.timer);
    state.stop?.abort();
  }, true);
  const keepAll = () => Promise.all([...begun].filter(([, state]) => state.written).map(([form]) => keep(form)));
  window.addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepAll(); });

  // Another language is another page: first what is typed is kept.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form.language") || form.dataset.kept) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.kept = "1";
    await keepAll();
    form.requestSubmit(event.submitter);
  }, true);

  // Left alone: what is written is put away, then the session is locked.
  const idle = document.querySelector("form.lock[data-idle]");
  if (idle) {
    let used = Date.now();
    const use = () => { used = Date.now(); };
    for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"]) document.addEventListener(kind, use, { passive: true });
    setInterval(() => {
      if (Date.now() - used < 1000 * Number(idle.dataset.idle)) return;
      if (!idle.dataset.sent) keepAll().then(() => idle.dataset.sent || idle.requestSubmit());
    }, 1000);
  }

  // The menu of a case: Alt+Shift+A opens it, arrows move, a letter opens its entry while the focus is in it, Esc closes.
  const menu = document.querySelector("details[data-menu]");
  if (menu) {
    const entries = [...menu.querySelectorAll("a")];
    menu.addEventListener("toggle", () => { if (menu.open) entries[0].focus(); });
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.code !== "KeyA") return;
      event.preventDefault();
      menu.open = true;
      entries[0].focus();
    });
    menu.addEventListener("keydown", (event) => {
      if (!menu.open || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = entries.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const wanted = entries.find((entry) => entry.dataset.key && entry.dataset.key.toLowerCase() === event.key.toLowerCase());
      if (event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (step) entries[(at + step + entries.length) % entries.length].focus();
      else if (wanted) wanted.click();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }

  // On a narrow screen the tab one is on stands in view.
  const here = document.querySelector(".tabs [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;

  // Ctrl+Enter sends the form one is in; where there is only one, also before anything was typed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const forms = [...document.querySelectorAll("main form")].filter((form) => form.querySelector(".form-acts .btn-primary"));
    const form = event.target.closest?.("form") || (forms.length === 1 ? forms[0] : null);
    const main = form && form.querySelector(".form-acts .btn-primary");
    if (!main) return;
    event.preventDefault();
    form.requestSubmit(main);
  });

  // A box that is ticked is sent; a way to ring is one only within its hours.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-tick]");
    if (form) form.requestSubmit();
  });
  for (const call of document.querySelectorAll(".call[data-edge]")) {
    const left = new Date(call.dataset.edge) - Date.now();
    if (left < 2 ** 31) setTimeout(() => {
      call.removeAttribute("href");
      call.classList.add("wait");
      call.querySelector(".sign").textContent = call.dataset.over;
    }, Math.max(0, left));
  }

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
