// The button that shares a page: by what the device offers, or by copying the address with the choices in it.
/** @type {HTMLButtonElement | null} */
const button = document.querySelector("button[data-copied]");

/** @param {HTMLButtonElement} button */
async function share(button) {
  const url = location.href;
  if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {});
  await navigator.clipboard.writeText(url);
  const status = /** @type {Element} */ (button.nextElementSibling);
  status.textContent = button.dataset.copied ?? "";
}

const device = /** @type {Partial<Navigator>} */ (navigator);
if (button?.parentElement && (device.share || device.clipboard)) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => share(button));
}
