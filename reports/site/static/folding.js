"use strict";
// The search form of texts and words; models/derived/folding.py has the same rules, and a test compares the two.

const folding = (() => {
  const DROPPED = new RegExp(
    "[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180b-\\u180f\\u200b" +
    "\\u200d-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\u{e0000}-\\u{e01ef}]", "gu");
  const LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "\u200c": " ",
    "æ": "ae", "Æ": "ae", "Ǣ": "ae", "ǣ": "ae", "Ǽ": "ae", "ǽ": "ae", "Ǿ": "o", "ǿ": "o", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ẞ": "ss",
  };
  [..."øØłŁđĐðÐħĦıŧŦŋŊəƏ"].forEach((letter, at) => { LETTERS[letter] = "oollddddhhittnnee"[at]; });
  ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"].forEach((digits) => [...digits].forEach((digit, at) => { LETTERS[digit] = String(at); }));
  const TYPED = "'`\u00b4\u2018\u2019\u201b\u2032";
  const POSSESSIVE = new RegExp(`(?<=[a-z])[${TYPED}]s(?![a-z])`, "gu");
  const ELISION = new RegExp(`(?<![a-z])([dl])[${TYPED}](?=[a-z])`, "gu");
  const APOSTROPHE = new RegExp(`(?<=\\p{L})[${TYPED}](?=\\p{L})|[\u02b9-\u02bf\u02c8\ua78b\ua78c]`, "gu");
  const THOUSANDS = /(?<=\p{Nd})[,\u066c](?=\p{Nd}{3}(?!\p{Nd}))/gu;
  const SEATS = [
    [/ئو/gu, "وو"],
    [/(?<=ي)أ(?=[ةه])|(?<=ا)[ءأ](?=[ةه])/gu, "ي"],
    [/(?<=\p{L}{2}ا)ء(?!\p{L})/gu, ""],
  ];
  const LONGEST = 200, ROOT = 3;
  const WITH_ARTICLE = /^[وف]?(?:[بك]?ال|لل)(?=..)/u;
  const length = (word) => [...word].length;

  function fold(text) {
    const letters = [...text.normalize("NFKC")].map((letter) => LETTERS[letter] ?? letter).join("");
    const plain = letters.replace(DROPPED, "").normalize("NFKD").replace(/\p{Mn}/gu, "");
    return plain.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  }

  function spell(piece) {
    let text = piece.normalize("NFC").replace(DROPPED, "");
    for (const [pattern, letters] of SEATS) text = text.replace(pattern, letters);
    text = fold(text).replace(POSSESSIVE, "").replace(ELISION, "$1 ");
    return text.replace(APOSTROPHE, "").replace(THOUSANDS, "");
  }

  // Return the words of a text, folded, in their order.
  function words(text) {
    const pieces = text.split(/\s+/u).filter(Boolean);
    return pieces.flatMap((piece) => spell(piece).match(/[\p{L}\p{N}]+/gu) ?? [])
      .map((word) => [...word].slice(0, LONGEST).join(""));
  }

  // Return the forms under which a word of a text is found.
  function forms(word) {
    const found = [word];
    for (const letters of ["وف", "بكل"]) {
      found.push(...found.filter((form) => letters.includes(form[0]) && length(form) > ROOT).map((form) => form.slice(1)));
    }
    found.push(...found.filter((form) => /^(ال|لل)/.test(form) && length(form) > ROOT).map((form) => form.slice(2)));
    return [...new Set(found)];
  }

  // Return the forms that a word of a question looks for.
  function askedForms(word) {
    const bare = word.replace(WITH_ARTICLE, "");
    return bare !== word && length(word) > ROOT ? [word, bare] : [word];
  }

  return { fold, words, forms, askedForms };
})();

if (typeof module !== "undefined") module.exports = folding;
