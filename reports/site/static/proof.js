"use strict";
// Marks the cited passages in a reader's own copy of an article, if its digest is the one that the database holds.

(() => {
  const { digest, spans } = JSON.parse(document.getElementById("proof-data").textContent);
  const section = document.getElementById("proof"), form = section.querySelector("form");
  const status = section.querySelector("[role=status]"), view = document.getElementById("text");
  const words = JSON.parse(section.dataset.words);
  const [file, paste] = [form.querySelector("input"), form.querySelector("textarea")];
  // What editors and systems change without a look of it changing; seeds/texts/text_forms.py has the same.
  const FORMS = [
    (text) => text.replaceAll("\ufeff", ""),
    (text) => text.replace(/\r\n?/g, "\n"),
    (text) => text.replace(/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]/g, ""),
    (text) => text.replace(/[\u00a0\u202f\u2007]/g, " "),
    (text) => text.normalize("NFC"),
    (text) => text.normalize("NFD"),
    (text) => text.replace(/[ \t\u00a0\u202f]+(?=\n|$)/g, ""),
    (text) => text.replace(/^[\n\t \u00a0\u202f]+/, ""),
    (text) => text.replace(/\n+$/, ""),
    (text) => text.replace(/\n*$/, "\n"),
  ];
  const MOST_FORMS = 4;

  async function sha256(text) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Return the text in the form that has the digest, with the fewest changes; null if there is none.
  async function findForm(text) {
    let found = new Set([text]);
    const tried = new Set();
    for (let count = 0; count <= MOST_FORMS; count += 1) {
      for (const each of found) if (await sha256(each) === digest) return each;
      found.forEach((each) => tried.add(each));
      found = new Set([...found].flatMap((each) => FORMS.map((form) => form(each))).filter((each) => !tried.has(each)));
    }
    return null;
  }

  // Return the text in pieces: where each begins, and which passages it belongs to.
  function split(length) {
    const edges = [...new Set([0, length, ...spans.flat()])].sort((a, b) => a - b);
    return edges.slice(0, -1).map((start, at) => ({
      start, end: edges[at + 1],
      passages: spans.flatMap(([first, last], number) => (first <= start && edges[at + 1] <= last ? [number + 1] : [])),
    }));
  }

  function mark(text) {
    // Positions count characters, not the halves of which JavaScript makes some.
    const letters = [...text];
    const starts = new Set(spans.map(([start]) => start));
    view.replaceChildren(...split(letters.length).map(({ start, end, passages }) => {
      const content = letters.slice(start, end).join("");
      if (!passages.length) return document.createTextNode(content);
      const link = document.createElement("a");
      link.href = `#p${passages[0]}`;
      link.textContent = content;
      link.dataset.passages = passages.join(" ");
      if (starts.has(start)) {
        document.getElementById(`c${start}`)?.removeAttribute("id");
        link.id = `c${start}`;
      }
      return link;
    }));
    view.hidden = false;
  }

  // Show beside the text what the passages under the pointer, or at the focus, support.
  const shown = document.createElement("div");
  shown.id = "shown";
  shown.setAttribute("aria-live", "polite");
  function explain(event) {
    const link = event.target.closest("[data-passages]");
    if (!link) return;
    const cells = link.dataset.passages.split(" ").flatMap((number) => (
      [...document.getElementById(`p${number}`).cells[1].childNodes].map((node) => node.cloneNode(true))));
    shown.replaceChildren(...cells);
  }
  view.addEventListener("mouseover", explain);
  view.addEventListener("focusin", explain);

  function jump() {
    if (!/^#c\d+$/.test(location.hash)) return;
    const target = document.getElementById(location.hash.slice(1));
    target?.scrollIntoView({ block: "center" });
    target?.focus({ preventScroll: true });
  }

  async function check(text) {
    if (!globalThis.crypto?.subtle) {
      status.textContent = words.proof_insecure;
      return;
    }
    const same = await findForm(text);
    if (same === null) {
      view.replaceChildren();
      view.hidden = true;
      status.textContent = words.proof_other.replace("{}", `${(await sha256(text)).slice(0, 12)}…`).replace("{}", `${digest.slice(0, 12)}…`);
      return;
    }
    mark(same);
    view.after(shown);
    status.textContent = words.proof_same;
    // A fragment that was there before the text is found again only by going to it again.
    location.replace(location.hash || "#text");
    jump();
  }

  async function read(chosen) {
    const bytes = await chosen.arrayBuffer();
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const text = await read(file.files[0]);
    if (text === null) status.textContent = words.proof_not_text;
    else await check(text);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (paste.value) check(paste.value);
  });
  addEventListener("hashchange", jump);
  form.hidden = false;
})();
