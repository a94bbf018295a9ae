// The page's words in the language of its reader, and numbers and times as that language writes
// them. The sentences come from the program, which holds those of every place in one file a language.

const LOCALES = { nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE', en: 'en-GB' };
const CHOICE = 'bsmr.language';
const BLANK = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g;
const FORM = / (\w+) \{([^{}]*)\}/g;

const WORDS = {};
/** Sections of the words that only some pages need, and that one of them has asked for. */
const SECTIONS = [];

let locale = LOCALES.en;
let words = {};
let formats = {};

/**
 * Fetches the words, and speaks as asked, else as chosen here before, else as the browser's first
 * that we speak, else English.
 */
export async function startLanguage(asked = null) {
  const tags = [asked, remembered(), ...browsers()].map((tag) => (tag ?? '').slice(0, 2).toLowerCase());
  const found = tags.find((l) => l in LOCALES) ?? 'en';
  await fetchWords(found);
  speak(found);
}

/** Fetches the words of these languages: who switches to one while the program is away still can. */
export const fetchLanguages = (languages) =>
  Promise.all(languages.filter((l) => l in LOCALES && !WORDS[l]).map(fetchWords));

/** The languages that the reader of this browser speaks. */
export const browsers = () => (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2));

/** Switches to a language and remembers it in this browser. */
export function chooseLanguage(language) {
  if (!WORDS[language]) {
    return fetchWords(language).then(() => chooseLanguage(language));
  }
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // A browser that keeps nothing still switches.
  }
  speak(language);
}

/** The sentence of a key with its blanks filled in; a missing value becomes a dash. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(BLANK, (_, name, forms) =>
    forms === undefined ? values[name] ?? '–' : form(forms, values[name]));
}

/** Of "one {# row} other {# rows}" the one that goes with the count, which stands for the #. */
function form(forms, count) {
  const by = Object.fromEntries([...forms.matchAll(FORM)].map(([, selector, text]) => [selector, text]));
  formats.plural ??= new Intl.PluralRules(locale);
  return (by[formats.plural.select(count ?? 0)] ?? by.other).replaceAll('#', number(count));
}

/** Where the manual tells of something, in the page's language: a page of it, with an anchor or without. */
export const manual = (place = '') => {
  const [page, anchor] = place.split('#');
  return `docs/${page}?lang=${document.documentElement.lang}${anchor ? `#${anchor}` : ''}`;
};

/** A number with exactly so many decimals, or a dash when there is none. */
export function number(value, decimals = 0) {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return '–';
  }
  formats[decimals] ??= new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // Never "-0", and a true minus sign.
  const text = formats[decimals].format(value);
  return Number(value.toFixed(decimals)) === 0 ? text.replace(/^-/, '') : text.replace(/^-/, '−');
}

/** Watts as kilowatts. */
export const kilowatts = (watts) => number(watts === undefined ? undefined : watts / 1000, 2);

/** A share as whole percents; what is not certain is never shown as 0 or 100. */
export const percent = (share) => number(Math.min(99, Math.max(1, Math.round(share * 100))));

/** What something costs in a year, where that is known. */
export const costWords = (euro) => (euro === undefined ? '' : t('journal.cost', { euro: number(euro, 2) }));

// The meter's own local time, wherever the browser is: only the fields before the offset count.
const local = (iso) => new Date(`${iso.slice(0, 19)}Z`);

const date = (options) => (iso) => {
  const key = JSON.stringify(options);
  formats[key] ??= new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  return iso ? formats[key].format(local(iso)) : '–';
};

export const clock = date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
export const hourMinute = date({ hour: '2-digit', minute: '2-digit', hour12: false });
export const dayTime = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });
export const dayClock = date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
export const dayMonth = date({ day: 'numeric', month: 'short' });
export const fullDay = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
export const monthShort = date({ month: 'short' });
export const longDay = date({ weekday: 'short', day: 'numeric', month: 'short' });
export const monthName = date({ month: 'long', year: 'numeric' });
export const monthLetter = date({ month: 'narrow' });

/** Seconds as 7:32. */
export function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** An age in words that fit on one line: 8 s, 3 min, 5 h. */
export function age(seconds) {
  const [amount, unit] =
    seconds < 100 ? [seconds, 's'] : seconds < 6000 ? [seconds / 60, 'min'] : [seconds / 3600, 'h'];
  return `${number(Math.floor(amount))} ${unit}`;
}

function remembered() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

/** Fetches the sections of words that a page has for itself, in the languages that are known. */
export async function alsoSay(sections = []) {
  const fresh = sections.filter((section) => !SECTIONS.includes(section));
  SECTIONS.push(...fresh);
  await Promise.all(Object.keys(WORDS).flatMap((language) =>
    fresh.map(async (section) => Object.assign(WORDS[language], await sentences(language, section)))));
}

async function fetchWords(language) {
  const all = await sentences(language);
  // Also those of a page that is opened meanwhile.
  for (const section of SECTIONS) {
    Object.assign(all, await sentences(language, section));
  }
  WORDS[language] = all;
}

const sentences = (language, section) => fetch(`words/${[language, section].filter(Boolean).join('-')}.json`).then((answer) => answer.json());

function speak(language) {
  words = WORDS[language];
  locale = LOCALES[language];
  formats = {};
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-t]')) {
    node.textContent = t(node.dataset.t);
  }
  for (const node of document.querySelectorAll('[data-t-label]')) {
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  }
  for (const link of document.querySelectorAll('[data-docs]')) {
    link.href = manual(link.dataset.docs);
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
}
