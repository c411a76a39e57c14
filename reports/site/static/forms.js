"use strict";
// The usual forms of a text, which editors and systems change without a look of it changing; seeds/texts/text_forms.py
// has the same forms, and a test compares the two.

const textForms = (() => {
  const FORMS = [
    (text) => text.replaceAll("\ufeff", ""),
    (text) => text.replace(/\r\n?/g, "\n"),
    (text) => text.replace(/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]/g, ""),
    (text) => text.replace(/[\u2028\u2029\u0085\v\f]/g, "\n"),
    (text) => text.replace(/[\u00a0\u202f\u2007]/g, " "),
    (text) => text.normalize("NFC"),
    (text) => text.normalize("NFD"),
    (text) => text.replace(/(?<![ \t\u00a0\u202f])[ \t\u00a0\u202f]+(?=\n|$)/g, ""),
    (text) => text.replaceAll("\n\n", "\n"),
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
  async function find(text, digest) {
    let found = new Set([text]);
    const tried = new Set();
    for (let count = 0; count <= MOST_FORMS; count += 1) {
      for (const each of found) if (await sha256(each) === digest) return each;
      found.forEach((each) => tried.add(each));
      found = new Set([...found].flatMap((each) => FORMS.map((form) => form(each))).filter((each) => !tried.has(each)));
    }
    return null;
  }

  return { sha256, find };
})();

if (typeof module !== "undefined") module.exports = textForms;
