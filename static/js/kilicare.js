// What helps where scripts run. Every page works without it.
(() => {
  "use strict";

  const TWICE = 4000; // ms in which a second press of the same form is a slip of the finger
  const BIG = 10 * 1048576;
  const MANY = 6;

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // data-show-when="service=exchange&reason=damaged,defective": shown while each field has one of its values.
  const showOrHide = () => each("[data-show-when]", (block) => {
    const answers = new FormData(block.closest("form") ?? undefined);
    block.hidden = !block.dataset.showWhen.split("&").every((condition) => {
      const [name, values] = condition.split("=");
      return values.split(",").some((value) => answers.getAll(name).includes(value));
    });
  });

  // data-preview on a field for files: names and sizes, and a word where the server would say no.
  const listFiles = (input) => {
    const { big = "over 10 MB, please choose a smaller one", many = "At most 6 files, please." } = input.dataset;
    const lines = [...input.files].map(({ name, size }) => {
      const weight = size < 1e6 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;
      return size > BIG ? [`${name}, ${weight}: ${big}`, "too-much"] : [`${name}, ${weight}`, ""];
    });
    if (lines.length > MANY) lines.push([many, "too-much"]);
    let list = input.parentElement.querySelector(".file-list");
    if (!list) {
      list = document.createElement("div");
      list.className = "file-list";
      list.setAttribute("role", "status");
      input.after(list);
    }
    list.replaceChildren(...lines.map(([text, kind]) => {
      const line = document.createElement("p");
      line.className = kind;
      line.textContent = text;
      return line;
    }));
  };

  document.addEventListener("change", ({ target }) => {
    showOrHide();
    if (target.matches("[type=file][data-preview]")) listFiles(target);
  });

  // Heard before anybody else hears it: a form leaves once.
  document.addEventListener("submit", (event) => {
    const { dataset } = event.target;
    if ("sent" in dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      dataset.sent = "";
      setTimeout(() => delete dataset.sent, TWICE);
    }
  }, true);

  // The summary of errors names a group of radios by its field: lead to the first of them.
  document.addEventListener("click", ({ target }) => {
    const id = target.closest("[role=alert] a")?.hash.slice(1);
    if (id && !document.getElementById(id)) document.getElementById(`${id}_0`)?.focus();
  });

  // Messages that have been in sight are marked as read, as the button beside them does where no script runs.
  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    seen.unobserve(target);
    fetch(target.action, { method: "POST", body: new FormData(target), redirect: "manual" })
      .then(() => { target.hidden = true; }, () => seen.observe(target));
  }));
  each("form[data-read]", (form) => seen.observe(form));

  // The back button brings a page back as it was left.
  addEventListener("pageshow", () => {
    each("[data-sent]", (form) => delete form.dataset.sent);
    showOrHide();
  });

  showOrHide();
  document.querySelector('[role=alert][tabindex="-1"]')?.focus();
})();
