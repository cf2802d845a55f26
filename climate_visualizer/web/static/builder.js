// The embed builder: a choice shows at once, and each snippet has a button that copies it.
const form = document.querySelector(".build");
form.addEventListener("change", () => form.reportValidity() && form.requestSubmit());
form.querySelector("button").parentElement.hidden = true;

// A well to pick the colour from, beside the field that takes one from a brand book.
const colour = form.elements.colour,
  well = document.createElement("input");
well.type = "color";
well.value = `#${colour.value.replace("#", "") || colour.placeholder}`;
well.setAttribute("aria-label", colour.labels[0].textContent);
well.addEventListener("change", () => {
  colour.value = well.value.slice(1);
});
colour.after(well);

const { copy, copied } = document.querySelector(".snippets").dataset;
for (const text of document.querySelectorAll(".snippets textarea")) {
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
