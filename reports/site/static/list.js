"use strict";
// Sorts a list by a column, and shows only the rows that have the words and values that are chosen.

(() => {
  const table = document.getElementById("list"), form = document.querySelector(".filter");
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  const input = form.querySelector("input"), output = form.querySelector("output");
  const texts = rows.map((row) => folding.words(row.textContent).flatMap(folding.forms).join(" "));
  const collator = new Intl.Collator(document.documentElement.lang);
  const choices = [];

  function values(row, column) {
    return [...row.cells[column].querySelectorAll("bdi, a:not(.n)")].map((each) => each.textContent);
  }

  function addChoice(column) {
    const found = [...new Set(rows.flatMap((row) => values(row, column)))].sort(collator.compare);
    if (found.length < 2 || found.length > 300) return;
    const label = document.createElement("label"), select = document.createElement("select");
    label.append(heads[column].textContent, " ", select);
    select.append(new Option(form.dataset.any, ""), ...found.map((value) => new Option(value, value)));
    select.addEventListener("change", show);
    choices.push({ column, select });
    output.before(label);
  }

  function show() {
    const words = folding.words(input.value).map(folding.askedForms);
    let count = 0;
    rows.forEach((row, at) => {
      const fits = words.every((forms) => forms.some((form) => texts[at].includes(form)))
        && choices.every(({ column, select }) => !select.value || values(row, column).includes(select.value));
      row.hidden = !fits;
      count += fits;
    });
    output.textContent = form.dataset.shown.replace("{}", count).replace("{}", rows.length);
  }

  function sort(column, head) {
    const down = head.ariaSort === "ascending";
    heads.forEach((each) => { each.ariaSort = null; });
    head.ariaSort = down ? "descending" : "ascending";
    const key = (row) => row.cells[column].dataset.s ?? row.cells[column].textContent;
    const isNumber = head.classList.contains("num");
    rows.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (!x || !y) return !x - !y;
      return (isNumber ? (x < y ? -1 : x > y ? 1 : 0) : collator.compare(x, y)) * (down ? -1 : 1);
    });
    body.append(...rows);
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.title = form.dataset.sort.replace("{}", button.textContent);
    button.addEventListener("click", () => sort(column, head));
    head.append(button);
    if ("choose" in head.dataset) addChoice(column);
  });
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
