"use strict";
// Finds records by words, best first: by their whole name, their name, another name, a label, the summary.

(() => {
  const MOST = 200, BEGINNING = 2;
  const input = document.querySelector("[role=search] input");
  const status = document.getElementById("found");
  const results = document.getElementById("results");
  const language = document.documentElement.lang;
  let places = null;

  // Each record has texts of folded words: its names, its other names, labels, and its summaries.
  function prepare() {
    return MITHAQ.records.map((record) => record.words.map((text) => new Set(text.split(" ").flatMap(folding.forms))));
  }

  function has(words, term) {
    if (term.forms.some((form) => words.has(form))) return true;
    if (!term.isLast) return false;
    for (const word of words) if (word.startsWith(term.forms[0])) return true;
    return false;
  }

  // Return the first place with which the record has all terms; -1 if it has not.
  function rank(record, at, terms, whole) {
    if (record.names.some((name) => name === whole)) return 0;
    const open = new Set(terms);
    for (let place = 0; place < places[at].length; place += 1) {
      for (const term of open) if (has(places[at][place], term)) open.delete(term);
      if (!open.size) return place + 1;
    }
    return -1;
  }

  function find(question) {
    places ??= prepare();
    const words = folding.words(question);
    // English writes some words as one, with a hyphen, or as two.
    const pairs = words.slice(1).map((word, at) => words[at] + word).map((pair) => (/^[a-z]+$/.test(pair) ? pair : ""));
    const terms = words.map((word, at) => ({
      forms: [...folding.askedForms(word), pairs[at - 1], pairs[at]].filter(Boolean),
      isLast: at === words.length - 1 && word.length >= BEGINNING,
    }));
    if (!terms.length) return [];
    return MITHAQ.records
      .map((record, at) => ({ record, rank: rank(record, at, terms, words.join(" ")) }))
      .filter((hit) => hit.rank >= 0)
      .sort((a, b) => a.rank - b.rank || b.record.cited - a.record.cited || (a.record.path < b.record.path ? -1 : 1));
  }

  function draw(hit) {
    const { record } = hit, item = document.createElement("li"), link = document.createElement("a");
    const [own, other] = language === "ar" ? [record.ar, record.en] : [record.en, record.ar];
    link.href = `${record.path}.html`;
    link.textContent = own || `[${other}]`;
    const kind = document.createElement("span");
    kind.className = "quiet";
    kind.textContent = ` ${MITHAQ.kinds[record.kind][language]}`;
    item.append(link, kind);
    return item;
  }

  function show() {
    const hits = find(input.value);
    results.replaceChildren(...hits.slice(0, MOST).map(draw));
    const words = input.value.trim() ? (hits.length ? status.dataset.found : status.dataset.nothing) : "";
    status.textContent = words.replace("{}", hits.length);
  }

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", () => {
    show();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
  });
  input.form.addEventListener("submit", (event) => event.preventDefault());
  show();
  input.focus();
})();
