/* Progressive: every page works without this file. Attributes it knows: docs/faces.md. */
(() => {
  "use strict";

  const body = document.body;
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");
  const words = read("words");
  const say = (key, n) => (words[key] || key).replace("{n}", n);
  const all = (selector, root = document) => [
    ...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const make = (tag, className, text) =>
    Object.assign(document.createElement(tag), { className, textContent: text || "" });

  function toast(text) {
    const box = make("div", "toast", text);
    box.setAttribute("role", "status");
    body.append(box);
    setTimeout(() => box.remove(), 5000);
  }

  /* ── drafts: what was typed survives a reload, an expired session, a dead battery ── */
  const DRAFT = "draft:";
  const KEPT_MS = 3 * 24 * 3600 * 1000;
  const JUST_NOW_MS = 10 * 60 * 1000;
  const owner = body.dataset.user || "guest";
  const draftKey = (form) => `${DRAFT}${owner}:${form.dataset.draft}`;
  const kept = (field) => field.name && !field.disabled
    && !["hidden", "password", "file", "submit", "button"].includes(field.type);
  const store = (use) => { try { return use(localStorage); } catch { return null; } };
  const draftNames = () => store((box) => Object.keys(box).filter((name) => name.startsWith(DRAFT))) || [];
  const forget = (names) => names.forEach((name) => store((box) => box.removeItem(name)));

  function saveDraft(form, sent = false) {
    const values = [...form.elements].filter(kept)
      .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
    store((box) => box.setItem(draftKey(form), JSON.stringify({ at: Date.now(), sent, values })));
  }

  function loadDraft(name) {
    const draft = store((box) => JSON.parse(box.getItem(name)));
    if (draft && Date.now() - draft.at < KEPT_MS) return draft;
    forget([name]);
    return null;
  }

  function fill(form, values) {
    let changed = false;
    for (const field of [...form.elements].filter(kept)) {
      const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) {
        const on = mine.includes(field.value);
        changed ||= on !== field.checked;
        field.checked = on;
      } else if (mine.length && mine[0] !== field.value) {
        field.value = mine[0];
        changed = true;
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return changed;
  }

  function restoreDraft(form) {
    const answered = form.querySelector("[aria-invalid=true], .wrong-list");
    const draft = loadDraft(draftKey(form));
    if (!draft || answered || !fill(form, draft.values)) return;
    const note = make("div", "note note--info");
    note.setAttribute("role", "status");
    const drop = make("button", "button button--plain", say("discard"));
    drop.type = "button";
    drop.addEventListener("click", () => { forget([draftKey(form)]); form.reset(); note.remove(); });
    note.append(make("p", "", say("restored")), drop);
    form.prepend(note);
  }

  /* A sent draft is dropped by the next page that tells of success or no longer shows its form;
     never by a page that reports a failure or, having another owner, asks to sign in. */
  function dropSentDrafts() {
    if (document.querySelector("[data-failed]")) return;
    const done = document.querySelector("#messages .note--good");
    const shown = new Set(all("form[data-draft]").map(draftKey));
    const mine = draftNames().filter((name) => name.startsWith(`${DRAFT}${owner}:`));
    forget(mine.filter((name) => (done || !shown.has(name)) && loadDraft(name)?.sent));
  }

  /* Whether what was sent a moment ago, by whomever this page is for, lies here as a draft. */
  const justKept = () => draftNames().map(loadDraft)
    .some((draft) => draft?.sent && Date.now() - draft.at < JUST_NOW_MS);

  function dropForeignDrafts() {
    if (!body.dataset.user) return;
    const ours = [`${DRAFT}${owner}:`, `${DRAFT}guest:`];
    forget(draftNames().filter((name) => !ours.some((start) => name.startsWith(start))));
  }

  /* ── forms ── */
  function busy(form, on) {
    form.dataset.busy = on ? "1" : "";
    all("button:not([type=button]), input[type=submit]", form).forEach((button) =>
      on ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled"));
  }

  async function askFirst(text) {
    const dialog = document.getElementById("confirm");
    if (!dialog?.showModal) return window.confirm(text);
    document.getElementById("confirm-text").textContent = text;
    dialog.returnValue = "no";
    dialog.showModal();
    await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
    return dialog.returnValue === "yes";
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.asked) { delete button?.dataset.asked; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await askFirst(button.dataset.confirm)) { button.dataset.asked = "1"; button.click(); }
  }, true);

  let typing;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    const refused = all("input[type=file]", form).find((input) => input.validity.customError);
    if (refused) { event.preventDefault(); event.stopImmediatePropagation(); refused.reportValidity(); return; }
    if (form.matches("[data-sign-out]")) forget(draftNames());
    clearTimeout(typing);
    if (form.dataset.draft) saveDraft(form, true);
    if (form.method === "post") setTimeout(() => busy(form, true));
  }, true);

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[data-busy='1']").forEach((form) => busy(form, false));
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    count(event.target);
    if (!form?.dataset.draft) return;
    clearTimeout(typing);
    typing = setTimeout(() => saveDraft(form), 400);
  });

  function count(field) {
    const counter = field.nextElementSibling;
    if (!counter?.matches(".counter")) return;
    const left = counter.dataset.max - field.value.length;
    counter.textContent = left < 0 ? say("over", -left) : say("left", left);
    counter.classList.toggle("counter--over", left < 0);
  }

  function addCounter(field) {
    const max = field.getAttribute("maxlength");
    field.removeAttribute("maxlength"); /* pasting never cuts a text silently; the server decides */
    const counter = make("p", "counter");
    counter.dataset.max = max;
    counter.setAttribute("aria-live", "off");
    field.after(counter);
    count(field);
  }

  /* ── photos: looked at before they are sent ── */
  const TOO_BIG = 20 * 1024 * 1024;

  function photoFault(file) {
    if (file.size > TOO_BIG) return say("too_big");
    return file.type && !file.type.startsWith("image/") ? say("not_image") : "";
  }

  function showPhotos(input) {
    let strip = input.parentElement.querySelector(".strip[data-preview]");
    strip?.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    strip?.remove();
    const files = [...input.files];
    const fault = files.map(photoFault).find(Boolean) || "";
    input.setCustomValidity(fault);
    if (fault) { input.reportValidity(); return; }
    strip = make("ul", "strip");
    strip.dataset.preview = "";
    strip.setAttribute("aria-label", say("photos"));
    for (const file of files) {
      const image = make("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      const item = make("li");
      item.append(image);
      strip.append(item);
    }
    input.after(strip);
  }

  /* ── position: asked for by a tap, never by itself ── */
  function addPosition(box) {
    const lat = box.querySelector("[name$=lat]");
    const lng = box.querySelector("[name$=lng]");
    if (!navigator.geolocation || !lat || !lng) return;
    const button = make("button", "button", say("use_position"));
    const told = make("p", "hint");
    button.type = "button";
    told.setAttribute("role", "status");
    button.addEventListener("click", () => {
      told.textContent = say("locating");
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        lat.value = coords.latitude.toFixed(6);
        lng.value = coords.longitude.toFixed(6);
        told.textContent = say("located");
        lng.dispatchEvent(new Event("change", { bubbles: true }));
      }, () => { told.textContent = say("not_located"); }, { enableHighAccuracy: true, timeout: 15000 });
    });
    box.append(button, told);
  }

  /* ── small things ── */
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy], [data-copy-from]");
    if (copy) {
      const text = copy.dataset.copy || document.querySelector(copy.dataset.copyFrom)?.textContent.trim();
      try { await navigator.clipboard.writeText(text); toast(say("copied")); } catch { toast(say("not_copied")); }
    }
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); document.getElementById(opener.dataset.dialog)?.showModal(); }
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
    if (event.target.closest("[data-theme-switch]")) switchTheme();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][accept*=image]")) showPhotos(event.target);
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  function switchTheme() {
    const root = document.documentElement;
    const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  }

  /* ── htmx ── */
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await askFirst(event.detail.question)) event.detail.issueRequest(true);
  });
  const asksToSignIn = ({ responseURL }) => responseURL && location.pathname !== body.dataset.login
    && new URL(responseURL).pathname === body.dataset.login;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!asksToSignIn(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    location.assign(`${body.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (!form) return;
    busy(form, false);
    const { successful, xhr } = event.detail;
    const wrong = asksToSignIn(xhr) || /aria-invalid="true"|wrong-list/.test(xhr.responseText);
    if (form.dataset.draft && successful && !wrong) forget([draftKey(form)]);
  });
  document.addEventListener("htmx:sendError", () => toast(say("offline")));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) toast(say("failed"));
  });
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));

  function enhance(root) {
    all("textarea[maxlength]", root).forEach(addCounter);
    all("[data-position]", root).filter((box) => !box.dataset.ready).forEach((box) => {
      box.dataset.ready = "1";
      addPosition(box);
    });
    all("[data-kept]", root).forEach((sentence) => { sentence.hidden = !justKept(); });
    all("[data-theme-switch]", root).forEach((button) => { button.hidden = false; });
    all("form[data-draft]", root).filter((form) => !form.dataset.ready).forEach((form) => {
      form.dataset.ready = "1";
      restoreDraft(form);
    });
    all("[data-focus]", root)[0]?.focus();
  }

  all(".tabs [aria-current]").forEach((tab) => tab.scrollIntoView({ block: "nearest", inline: "center" }));
  dropForeignDrafts();
  dropSentDrafts();
  enhance(body);
})();
