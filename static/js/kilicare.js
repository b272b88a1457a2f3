// What helps where scripts run. Every page works without it.
(() => {
  "use strict";

  const TWICE = 4000; // ms in which a second press of the same form is a slip of the finger
  const BIG = 10 * 1024 * 1024;
  const MANY = 6;

  const all = (root, selector) => [
    ...(root.matches?.(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];

  // data-show-when="service=refund_only&reason=damaged,defective": shown while each field has one of its values.
  const showOrHide = () => {
    for (const block of all(document, "[data-show-when]")) {
      const form = block.closest("form");
      if (!form) continue;
      const answers = new FormData(form);
      block.hidden = !block.dataset.showWhen.split("&").every((condition) => {
        const [name, values] = condition.trim().split("=");
        return answers.getAll(name).some((answer) => values.split(",").includes(answer));
      });
    }
  };

  // data-preview on a field for files: names, sizes, and a word where the server would say no.
  const size = (bytes) =>
    bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

  const listFiles = (input) => {
    let list = input.parentElement.querySelector(".file-list");
    if (!list) {
      list = document.createElement("ul");
      list.className = "file-list";
      list.setAttribute("role", "status");
      input.after(list);
    }
    const say = (text, tooMuch) => {
      const line = document.createElement("li");
      line.textContent = text;
      if (tooMuch) line.className = "too-much";
      list.append(line);
    };
    const { big = "over 10 MB, please choose a smaller one", many = "At most 6 files, please." } = input.dataset;
    list.textContent = "";
    for (const file of input.files) {
      const tooMuch = file.size > BIG;
      say(`${file.name}, ${size(file.size)}${tooMuch ? `: ${big}` : ""}`, tooMuch);
    }
    if (input.files.length > MANY) say(many, true);
  };

  const look = (root) => {
    showOrHide();
    all(root, "[role=alert][tabindex='-1']")[0]?.focus();
  };

  document.addEventListener("change", ({ target }) => {
    showOrHide();
    if (target.matches("input[type=file][data-preview]")) listFiles(target);
  });

  // Before anybody else hears of it, so that no second request leaves, by htmx neither.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("sent" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, TWICE);
  }, true);

  // The summary of errors names a group of radios by its field: lead to the first of them.
  document.addEventListener("click", ({ target }) => {
    const id = target.closest?.("[role=alert] a[href^='#']")?.hash.slice(1);
    if (id && !document.getElementById(id)) document.getElementById(`${id}_0`)?.focus();
  });

  // A page that the back button brings back as it was left.
  addEventListener("pageshow", () => {
    for (const form of all(document, "[data-sent]")) delete form.dataset.sent;
    showOrHide();
  });

  document.addEventListener("htmx:load", ({ target }) => look(target));
  look(document);
})();
