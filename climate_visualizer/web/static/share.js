// The button that shares a page: by what the device offers, or by copying the address with the choices in it.
const button = document.querySelector("button[data-copied]");

async function share() {
  const url = location.href;
  if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {});
  await navigator.clipboard.writeText(url);
  button.nextElementSibling.textContent = button.dataset.copied;
}

if (button && (navigator.share || navigator.clipboard)) {
  button.parentElement.hidden = false;
  button.addEventListener("click", share);
}
