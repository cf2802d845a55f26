// The embed builder: a choice shows at once, and each snippet has a button that copies it.
const form = document.querySelector(".build");
form.addEventListener("change", () => form.reportValidity() && form.requestSubmit());
form.querySelector("button").parentElement.hidden = true;

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
