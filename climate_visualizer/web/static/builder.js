// The embed builder: a choice shows at once, and each snippet has a button that copies it.
const find = /** @type {Find} */ ((what) => document.querySelector(what));
/** @type {HTMLFormElement} */
const form = find(".build");
form.addEventListener("change", () => form.reportValidity() && form.requestSubmit());
const send = /** @type {HTMLElement} */ (find(".build button").parentElement);
send.hidden = true;

// A well to pick the colour from, beside the field that takes one from a brand book.
const colour = /** @type {HTMLInputElement} */ (form.elements.namedItem("colour"));
const well = document.createElement("input");
well.type = "color";
well.value = `#${colour.value.replace("#", "") || colour.placeholder}`;
well.setAttribute("aria-label", colour.labels?.[0].textContent ?? "");
well.addEventListener("change", () => {
  colour.value = well.value.slice(1);
});
colour.after(well);

const { copy, copied } = /** @type {Written} */ (find(".snippets").dataset);
/** @type {NodeListOf<HTMLTextAreaElement>} */
const snippets = document.querySelectorAll(".snippets textarea");
for (const text of snippets) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = copy;
  button.setAttribute("aria-describedby", text.id);
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = copied;
  });
  text.after(button);
}
