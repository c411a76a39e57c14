// Light up a passage, wherever its pieces are, and its facts, while the pointer or the focus is on either.
const numbersOf = (node) => (node.closest?.("[data-p]")?.dataset.p ?? "").split(" ").filter(Boolean);
const light = (event) => {
  document.querySelectorAll(".on").forEach((node) => node.classList.remove("on"));
  for (const number of numbersOf(event.target).slice(-1)) {
    document.querySelectorAll(`[data-p~="${number}"]`).forEach((node) => node.classList.add("on"));
  }
};
document.addEventListener("mouseover", light);
document.addEventListener("focusin", light);
