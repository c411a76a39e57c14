"use strict";
// Marks the cited passages in a reader's own copy of an article, if its digest is the one that the database holds.

(() => {
  const { digest, spans } = JSON.parse(document.getElementById("proof-data").textContent);
  const section = document.getElementById("proof"), form = section.querySelector("form");
  const status = section.querySelector("[role=status]"), view = document.getElementById("text");
  const words = JSON.parse(section.dataset.words);
  const [file, paste] = [form.querySelector("input"), form.querySelector("textarea")];

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
    const same = await textForms.find(text, digest);
    if (same === null) {
      view.replaceChildren();
      view.hidden = true;
      status.textContent = words.proof_other.replace("{}", `${(await textForms.sha256(text)).slice(0, 12)}…`).replace("{}", `${digest.slice(0, 12)}…`);
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
