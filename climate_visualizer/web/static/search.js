// The search box answers while one types: a combobox with a list of suggestions. Without this file it is a form.
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form.search[data-places]");
const { places, add, count, none } = /** @type {Written} */ (form?.dataset ?? {});
// What a query may mean is asked of the server, so that this box, the page and the API find the same.
/** @type {Map<string, Promise<FoundPlace[]>>} */
const asked = new Map();
/** @param {string} query @returns {Promise<FoundPlace[]>} */
export const suggestions = (query) => {
  const wanted = query.trim();
  if (!wanted) return Promise.resolve([]);
  const before = asked.get(wanted);
  if (before) return before;
  const answer = fetch(`${places}&q=${encodeURIComponent(wanted)}`)
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => asked.delete(wanted) && []);
  asked.set(wanted, answer);
  return answer;
};

// Arrows go through the list and through the box itself, which is the place before the first and after the last.
/** @param {number} at @param {1 | -1} step @param {number} many */
export const stepped = (at, step, many) => ((at + 1 + step + many + 1) % (many + 1)) - 1;

/** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
function combobox(form, input) {
  const list = element("ul", {
    id: "suggestions",
    role: "listbox",
    "aria-label": form.querySelector("label")?.textContent ?? "",
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
  input.parentElement?.append(list);
  form.append(status);
  /** @type {FoundPlace[]} */
  let found = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (/** @type {number} */ next) => {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const go = (/** @type {number} */ index) => {
    const [name, path, , , id] = found[index];
    close();
    input.value = name;
    if (!add) return location.assign(path);
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
    status.textContent = !query.trim() ? "" : found.length ? `${count} ${found.length}` : none;
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else mark(stepped(at, event.key === "ArrowDown" ? 1 : -1, found.length));
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      go(at);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest("li");
    if (option) go([...list.children].indexOf(option));
  });
}

if (form) combobox(form, /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]")));
