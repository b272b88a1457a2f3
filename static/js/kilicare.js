// What helps where scripts run. Every page works without it.
(() => {
  "use strict";

  const TWICE = 4000; // ms in which a second press of the same form is a slip of the finger
  const MANY = 6;
  const SIDE = 2048; // px of the longer side, as the server keeps it
  const SMALL = 500000; // bytes that need not be made fewer
  const PATIENCE = 90000; // ms that one file may take
  const POLL = 30000; // ms between two looks at a ticket
  const TRIES = 5; // before somebody is asked to press a button

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // data-show-when="service=exchange&reason=damaged,defective": shown while each field has one of its values.
  const showOrHide = () => each("[data-show-when]", (block) => {
    const answers = new FormData(block.closest("form") ?? undefined);
    block.hidden = !block.dataset.showWhen.split("&").every((condition) => {
      const [name, values] = condition.split("=");
      return values.split(",").some((value) => answers.getAll(name).includes(value));
    });
  });

  // data-upload on a field for files: each is sent on its own, photos made smaller before, and tried again while
  // the line is bad. The form then carries names of what is kept. Where no script runs, the field sends the files.
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const online = () => (navigator.onLine ? Promise.resolve() : new Promise((go) => {
    addEventListener("online", go, { once: true });
  }));

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    try {
      const pixels = await createImageBitmap(file);
      const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height));
      if (scale === 1 && file.size < SMALL) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(pixels.width * scale);
      canvas.height = Math.round(pixels.height * scale);
      canvas.getContext("2d").drawImage(pixels, 0, 0, canvas.width, canvas.height);
      const shrunk = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return shrunk && shrunk.size < file.size ? shrunk : file;
    } catch {
      return file; // the server says what is wrong with it
    }
  };

  const send = async (input, token, file, name) => {
    const body = new FormData();
    body.append("token", token);
    body.append("file", file, name);
    body.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(input.dataset.upload, {
      method: "POST", body, redirect: "error", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 201 || answer.status === 422) return answer.json();
    throw new Error(answer.status);
  };

  const part = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

  const listOf = (input) => {
    let list = input.parentElement.querySelector("ul.uploads");
    if (!list) {
      list = part("ul", "", { className: "uploads" });
      list.setAttribute("aria-live", "polite");
      input.after(list);
    }
    return list;
  };

  // A form that was pressed too early leaves as soon as nothing is on its way any more.
  const goOn = (form) => {
    if ("waiting" in form.dataset && !form.querySelector("[data-pending]")) form.requestSubmit();
  };

  const takeOut = (input, item) => {
    const leave = part("button", input.dataset.out, { type: "button", className: "btn btn-outline-primary" });
    leave.addEventListener("click", () => {
      item.remove();
      goOn(input.form);
    });
    item.append(leave);
    return leave;
  };

  const upload = async (input, chosen) => {
    const { sending, kept, waits, failed, again } = input.dataset;
    const token = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (
      digit ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> digit / 4).toString(16));
    const item = part("li", "");
    const image = part("img", "", { alt: "" });
    const words = part("span", "");
    item.append(image, words);
    const leave = takeOut(input, item);
    listOf(input).append(item);
    const say = (text) => { words.textContent = `${chosen.name}: ${text}`; };
    item.dataset.pending = "";
    say(sending);
    const file = await smaller(chosen);
    for (let tries = 1; item.isConnected; tries += 1) {
      try {
        const { token: name, thumbnail, error } = await send(input, token, file, chosen.name);
        delete item.dataset.pending;
        if (error) {
          item.dataset.failed = "";
          delete input.form.dataset.waiting;
          say(error);
        } else {
          image.src = thumbnail;
          item.append(part("input", "", { type: "hidden", name: `${input.name}_uploaded`, value: name }));
          say(kept);
          goOn(input.form);
        }
        return;
      } catch {
        if (tries % TRIES === 0) {
          say(failed);
          const retry = part("button", again, { type: "button", className: "btn btn-outline-primary" });
          leave.before(retry);
          await new Promise((go) => retry.addEventListener("click", go, { once: true }));
          retry.remove();
          say(sending);
        } else {
          say(waits);
          await online();
          await pause(tries * 1000);
        }
      }
    }
  };

  const takeFiles = (input) => {
    const files = [...input.files];
    const room = MANY - listOf(input).querySelectorAll("li:not([data-failed])").length;
    input.value = "";
    if (files.length > room) listOf(input).append(part("li", input.dataset.many));
    files.slice(0, Math.max(room, 0)).forEach((file) => upload(input, file));
  };

  each("[type=file][data-upload]", (input) => {
    input.parentElement.querySelectorAll("ul.uploads li").forEach((item) => takeOut(input, item));
  });

  document.addEventListener("change", ({ target }) => {
    showOrHide();
    if (target.matches("[type=file][data-upload]")) takeFiles(target);
  });

  // Heard before anybody else hears it: a form leaves once.
  document.addEventListener("submit", (event) => {
    const { dataset } = event.target;
    if (event.target.querySelector("[data-pending]")) {
      dataset.waiting = ""; // it leaves as soon as its files have
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if ("sent" in dataset) {
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

  // data-keys on a list: j and k go down and up its links, / leads to the search.
  const links = [...document.querySelectorAll("[data-keys] .card-link")];
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = { j: links[here + 1], k: links[here - 1], "/": document.querySelector("[type=search]") }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // data-poll: an open ticket's page asks every half minute whether it is still what it was. Where somebody is
  // writing it says so; else it shows the new page.
  const poll = document.querySelector("[data-poll]");
  if (poll) {
    let typed = false;
    addEventListener("input", () => { typed = true; });
    const ask = setInterval(async () => {
      if (document.hidden || !navigator.onLine) return;
      try {
        const answer = await fetch(poll.dataset.poll, { redirect: "error" });
        if (!answer.ok) return clearInterval(ask);
        if ((await answer.json()).version === poll.dataset.version) return undefined;
        clearInterval(ask);
        poll.hidden = false;
        return typed || document.querySelector("details.step[open]") ? undefined : location.reload();
      } catch {
        return undefined; // the line is bad: half a minute later it may not be
      }
    }, POLL);
  }

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
    each("[data-waiting]", (form) => delete form.dataset.waiting);
    showOrHide();
  });

  // On paper everything is unfolded.
  addEventListener("beforeprint", () => each(".fold", (fold) => { fold.open = true; }));

  // One page is kept for when there is no network.
  navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

  showOrHide();
  document.querySelector('[role=alert][tabindex="-1"], [data-focus]')?.focus();
})();
