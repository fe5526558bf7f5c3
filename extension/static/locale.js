// Texts, numbers and dates for the Rust side (src/locale), by the browser.
const texts = chrome.i18n.getMessage("locale_code");
const browser = chrome.i18n.getUILanguage();
// The reader's region decides how numbers and dates are written, as long as its language is that of the texts.
const language = browser.split(/[-_]/)[0] === texts ? browser.replaceAll("_", "-") : texts;

// What $1 to $9 stand for is put in by the Rust side, which keeps the text: asking the browser is slow.
const places = Array.from({ length: 9 }, (_, number) => String.fromCharCode(number + 1));

// Formats are costly to make, the first one of a process above all: 50 ms, measured.
const made = new Map();
const format = (kind, options) => {
  const key = kind.name + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new kind(language, options));
  return made.get(key);
};
const written = (value, options) => format(Intl.NumberFormat, options).format(value);

export const tag = () => language;
export const text = (key) => chrome.i18n.getMessage(key, places);
export const isOne = (count) => format(Intl.PluralRules, {}).select(count) === "one";
// Up to there no language of ours writes anything between the digits.
export const number = (value) => (value < 1000 && Number.isInteger(value) ? String(value) : written(value, {}));
export const percent = (share) => written(share, { style: "percent" });
// “32 byte” is the short form in English, and no English.
export const unit = (value, unit, maximumFractionDigits) =>
  written(value, { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits });
export const money = (value) => written(value, { style: "currency", currency: "USD" });
export const date = (ms, day, time) =>
  format(Intl.DateTimeFormat, { ...(day && { dateStyle: "medium" }), ...(time && { timeStyle: "short" }) }).format(ms);
