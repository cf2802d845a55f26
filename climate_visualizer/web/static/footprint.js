// Own emissions against the area's budget. Everything is worked out here, from figures that the page already has.
const page = /** @type {HTMLElement} */ (document.getElementById("footprint"));
const { lang } = page.dataset;
/** @type {Record<string, number | null>} */
const facts = Object.fromEntries(
  Object.entries(page.dataset).map(([name, value]) => [name, value === "" ? null : Number(value)]),
);
const fact = (/** @type {string} */ name) => facts[name] ?? 0;
const DAY_SECONDS = 86400;

const write = (/** @type {number} */ value, digits = 1) =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value).replaceAll("\u00a0", "\u202f");

const percent = (/** @type {number} */ value) =>
  new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 1 }).format(value / 100);

// As in `Language.read`: 1,234 is a thousand where the page's language writes it so.
/** @param {string} [language] */
export const groupsByComma = (language) =>
  new Intl.NumberFormat(language).formatToParts(1e6).find((part) => part.type === "group")?.value === ",";

/**
 * @param {string} text
 * @param {boolean} commas  whether thousands are parted by commas
 * @returns {number} nothing typed is zero, and what is no number is NaN
 */
export function numberOf(text, commas) {
  const typed = text
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(commas ? /,(?=\d{3}(?:\D|$))/g : "", "")
    .replace(",", ".");
  if (typed === "") return 0;
  return /^\d+(\.\d+)?$|^\.\d+$/.test(typed) ? Number(typed) : NaN;
}

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value;

/** @param {HTMLFormElement} form @param {string[]} names @returns {Record<string, number>} */
function read(form, names) {
  const commas = groupsByComma(lang);
  return Object.fromEntries(names.map((name) => [name, numberOf(field(form, name), commas)]));
}

/** @param {string} text @param {Record<string, string | number>} values */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {HTMLFormElement} form */
const within = (form) => /** @type {Find} */ ((what) => form.querySelector(what));

/** @param {HTMLElement} place */
const words = (place) => /** @type {Written} */ (place.dataset);

/** @param {HTMLFormElement} form @param {boolean} wrong */
function show(form, wrong) {
  const find = within(form);
  const place = find("[data-wrong]");
  place.hidden = !wrong;
  place.textContent = wrong ? words(place).text : "";
  find("[data-result]").hidden = wrong;
  return !wrong;
}

/**
 * Tonnes a year of one person: a car that is shared, and the heat of a home that is shared.
 * @param {Record<string, number>} values
 * @param {number} litre  kilograms of what the car burns, a litre
 * @param {number} oil  kilograms a litre
 * @param {number} gas  kilograms a kilowatt-hour
 */
export function ownTonnes(values, litre, oil, gas) {
  const car = ((values.kilometres / 100) * values.consumption * litre) / values.sharing;
  const heat = (values.oil * oil + values.gas * gas) / values.persons;
  return (car + heat) / 1000;
}

/** @param {HTMLFormElement} form */
function person(form) {
  const find = within(form);
  const values = read(form, ["kilometres", "consumption", "sharing", "oil", "gas", "persons", "flight"]);
  const wrong = Object.values(values).some(Number.isNaN) || values.sharing < 1 || values.persons < 1;
  if (!show(form, wrong)) return;
  const own = ownTonnes(values, fact(field(form, "fuel")), fact("oil"), fact("gas"));
  const mean = fact("perHead");
  const most = Math.max(own, mean, 0.001);
  find("[data-own]").textContent = `${write(own, 2)} t CO₂`;
  find("[data-bar=own]").setAttribute("width", String((100 * own) / most));
  find("[data-bar=mean]").setAttribute("width", String((100 * mean) / most));
  const years = find("[data-years]");
  const left = facts.budgetPerHead;
  const lasting = left !== null && own > 0 ? { years: write(left / own) } : null;
  years.textContent =
    left === null ? words(years).none : lasting ? filled(words(years).text, lasting) : words(years).never;
  const everyone = find("[data-everyone]");
  everyone.hidden = lasting === null;
  everyone.textContent = lasting ? filled(words(everyone).text, lasting) : "";
  const days = find("[data-days]");
  days.hidden = own === 0;
  days.textContent = filled(words(days).text, { seconds: write((own / fact("day")) * DAY_SECONDS, 0) });
  const air = find("[data-air]");
  air.hidden = values.flight === 0;
  air.textContent = filled(words(air).text, { tonnes: write((values.flight * fact("flight")) / 1000, 2) });
}

/**
 * What is emitted in the years ahead when each is the same part below the one before, the first included.
 * @param {number} tonnes  a year, now
 * @param {number} cut
 * @param {number} years
 */
export function summed(tonnes, cut, years) {
  let total = 0;
  for (let year = 1; year <= years; year += 1) total += tonnes * (1 - cut) ** year;
  return total;
}

/** @param {HTMLFormElement} form */
function business(form) {
  const find = within(form);
  const values = read(form, ["tonnes", "plan"]);
  if (!show(form, Object.values(values).some(Number.isNaN) || values.plan > 100)) return;
  const plan = values.plan / 100;
  const fits = find("[data-fits]");
  const first = Number(fits.dataset.year);
  const years = fact("until") - first + 1;
  const share = (100 * values.tonnes) / Number(field(form, "sector"));
  find("[data-share]").textContent = share > 0 && share < 0.1 ? `<\u00a0${percent(0.1)}` : percent(share);
  const { cut } = facts;
  fits.textContent =
    cut === null
      ? words(fits).none
      : [
          filled(words(fits).text, { cut: percent(100 * cut), year: first, plan: percent(values.plan) }),
          plan >= cut ? words(fits).good : words(fits).bad,
        ].join(" ");
  const sum = find("[data-sum]");
  const total = summed(values.tonnes, plan, years);
  const text = cut === null ? words(sum).alone : words(sum).text;
  sum.textContent = text
    .replace("{tonnes}", write(total, 0))
    .replace("{days}", write(total / fact("day")))
    .replace("{fair}", cut === null ? "" : write(summed(values.tonnes, cut, years), 0));
}

const notice = /** @type {HTMLElement} */ (page.querySelector("[data-notice]"));
notice.textContent = words(notice).text;

for (const [name, work] of Object.entries({ person, business })) {
  const form = /** @type {HTMLFormElement} */ (page.querySelector(`[data-${name}]`));
  form.addEventListener("input", () => work(form));
  form.addEventListener("submit", (event) => event.preventDefault()); // Enter sends nothing either
}
