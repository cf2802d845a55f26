// Own emissions against the area's budget. Everything is worked out here, from figures that the page already has.
const page = document.getElementById("footprint");
const facts = Object.fromEntries(
  Object.entries(page.dataset).map(([name, value]) => [name, value === "" ? null : Number(value)]),
);
const DAY_SECONDS = 86400;

const write = (value, digits = 1) =>
  new Intl.NumberFormat(page.dataset.lang, { maximumFractionDigits: digits })
    .format(value)
    .replaceAll("\u00a0", "\u202f");

const percent = (value) =>
  new Intl.NumberFormat(page.dataset.lang, { style: "percent", maximumFractionDigits: 1 }).format(value / 100);

// As in `Language.read`: 1,234 is a thousand where the page's language writes it so.
const grouped =
  new Intl.NumberFormat(page.dataset.lang).formatToParts(1e6).find((part) => part.type === "group").value === ",";

function read(form, names) {
  const values = {};
  for (const name of names) {
    const typed = form.elements[name].value
      .replace(/[\s\u00a0\u202f]/g, "")
      .replace(grouped ? /,(?=\d{3}(?:\D|$))/g : "", "")
      .replace(",", ".");
    values[name] = typed === "" ? 0 : /^\d+(\.\d+)?$|^\.\d+$/.test(typed) ? Number(typed) : NaN;
  }
  return values;
}

function said(place, values) {
  return place.dataset.text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function show(form, wrong) {
  const place = form.querySelector("[data-wrong]");
  place.hidden = !wrong;
  place.textContent = wrong ? place.dataset.text : "";
  form.querySelector("[data-result]").hidden = wrong;
  return !wrong;
}

function person(form) {
  const find = (what) => form.querySelector(what);
  const values = read(form, ["kilometres", "consumption", "sharing", "oil", "gas", "persons", "flight"]);
  const wrong = Object.values(values).some(Number.isNaN) || values.sharing < 1 || values.persons < 1;
  if (!show(form, wrong)) return;
  const litre = facts[form.elements.fuel.value] || 0;
  const car = ((values.kilometres / 100) * values.consumption * litre) / values.sharing;
  const heat = (values.oil * facts.oil + values.gas * facts.gas) / values.persons;
  const own = (car + heat) / 1000,
    mean = facts.perHead || 0,
    most = Math.max(own, mean, 0.001);
  find("[data-own]").textContent = `${write(own, 2)} t CO₂`;
  find("[data-bar=own]").setAttribute("width", (100 * own) / most);
  find("[data-bar=mean]").setAttribute("width", (100 * mean) / most);
  const years = find("[data-years]"),
    left = facts.budgetPerHead;
  years.textContent =
    left === null ? years.dataset.none : own > 0 ? said(years, { years: write(left / own) }) : years.dataset.never;
  const everyone = find("[data-everyone]");
  everyone.hidden = left === null || own === 0;
  everyone.textContent = own > 0 && left !== null ? said(everyone, { years: write(left / own) }) : "";
  const days = find("[data-days]");
  days.hidden = own === 0;
  days.textContent = said(days, { seconds: write((own / facts.day) * DAY_SECONDS, 0) });
  const air = find("[data-air]");
  air.hidden = values.flight === 0;
  air.textContent = said(air, { tonnes: write((values.flight * facts.flight) / 1000, 2) });
}

function summed(tonnes, cut, years) {
  let total = 0;
  for (let year = 1; year <= years; year += 1) total += tonnes * (1 - cut) ** year;
  return total;
}

function business(form) {
  const find = (what) => form.querySelector(what);
  const values = read(form, ["tonnes", "plan"]),
    sector = Number(form.elements.sector.value);
  if (!show(form, Object.values(values).some(Number.isNaN) || values.plan > 100)) return;
  const plan = values.plan / 100,
    fits = find("[data-fits]"),
    first = Number(fits.dataset.year),
    years = facts.until - first + 1;
  const share = (100 * values.tonnes) / sector;
  find("[data-share]").textContent = share > 0 && share < 0.1 ? `<\u00a0${percent(0.1)}` : percent(share);
  fits.textContent =
    facts.cut === null
      ? fits.dataset.none
      : [
          said(fits, { cut: percent(100 * facts.cut), year: first, plan: percent(values.plan) }),
          plan >= facts.cut ? fits.dataset.good : fits.dataset.bad,
        ].join(" ");
  const sum = find("[data-sum]"),
    total = summed(values.tonnes, plan, years),
    fair = facts.cut === null ? null : summed(values.tonnes, facts.cut, years);
  const text = fair === null ? sum.dataset.alone : sum.dataset.text;
  sum.textContent = text
    .replace("{tonnes}", write(total, 0))
    .replace("{days}", write(total / facts.day))
    .replace("{fair}", fair === null ? "" : write(fair, 0));
}

const notice = page.querySelector("[data-notice]");
notice.textContent = notice.dataset.text;

for (const [form, work] of [
  [page.querySelector("[data-person]"), person],
  [page.querySelector("[data-business]"), business],
]) {
  form.addEventListener("input", () => work(form));
  form.addEventListener("submit", (event) => event.preventDefault()); // Enter sends nothing either
}
