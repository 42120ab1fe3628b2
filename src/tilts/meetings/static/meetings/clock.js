/* Meetings: the clock of the case on the table ticks between two answers of the server; without this it stands. */
(() => {
  "use strict";
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-ends]")) {
      const left = Math.round((Date.parse(clock.dataset.ends) - Date.now()) / 1000);
      const seconds = Math.abs(left);
      clock.textContent = `${left < 0 ? "-" : ""}${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
      clock.classList.toggle("late", left < 0);
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", tick);
})();
