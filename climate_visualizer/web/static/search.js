// The search box answers while one types: a combobox with a list of suggestions. Without this file it is a form.
const form = document.querySelector("form.search[data-places]");
// What a query may mean is asked of the server, so that this box, the page and the API find the same.
const asked = new Map();
export const suggestions = (query) => {
  const wanted = query.trim();
  if (!wanted) return Promise.resolve([]);
  if (!asked.has(wanted))
    asked.set(
      wanted,
      fetch(`${form.dataset.places}&q=${encodeURIComponent(wanted)}`)
        .then((answer) => (answer.ok ? answer.json() : []))
        .catch(() => asked.delete(wanted) && []),
    );
  return asked.get(wanted);
};

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function combobox(input) {
  const list = element("ul", {
    id: "suggestions",
    role: "listbox",
    "aria-label": form.querySelector("label").textContent,
  });
  const status = element("p", { role: "status", class: "unseen" });
  list.hidden = true;
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "suggestions",
    "aria-autocomplete": "list",
  }))
    input.setAttribute(name, value);
  input.parentElement.append(list);
  form.append(status);
  let found = [],
    at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const go = (index) => {
    const [name, path, , , id] = found[index];
    close();
    input.value = name;
    if (!form.dataset.add) return location.assign(path);
    input.value = id;
    form.requestSubmit();
  };
  const show = async () => {
    const query = input.value;
    const answer = await suggestions(query);
    if (query !== input.value || document.activeElement !== input) return;
    found = answer;
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...found.map(([name, , where, other], index) =>
        element(
          "li",
          { id: `suggestion-${index}`, role: "option", "aria-selected": "false" },
          element("b", {}, name),
          element("span", {}, other ? `${other} · ${where}` : where),
        ),
      ),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = !query.trim()
      ? ""
      : found.length
        ? `${form.dataset.count} ${found.length}`
        : form.dataset.none;
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((at + 1 + step + found.length + 1) % (found.length + 1)) - 1);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      go(at);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) go([...list.children].indexOf(option));
  });
}

if (form) combobox(form.querySelector("input[type=search]"));
