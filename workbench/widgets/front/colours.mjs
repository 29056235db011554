// Colours that people with and without colour vision deficiency tell apart, on light and on dark.
// The same tables as workbench/widgets/scene/colours.py; a colour is a number 0xRRGGBB.

// Okabe and Ito (2008) without black, which a dark ground swallows; a violet in its place.
export const CATEGORICAL = [
  0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00, 0xf0e442, 0x8844dd,
];
export const OTHER = 0x666c72; // what is beyond the eighth kind, or has no value

// Cividis (Nuñez, Anderton, Renslow 2018) at 0, 1/16, … 1.
export const SEQUENTIAL = [
  0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073,
  0x7d7c78, 0x8b8778, 0x9a9376, 0xaaa073, 0xbbad6d, 0xccba64, 0xddc858, 0xefd748,
  0xfee838,
];

// The colour of the nth kind; kinds beyond those that can be told apart share the grey.
export function categorical(n) {
  return n >= 0 && n < CATEGORICAL.length ? CATEGORICAL[n] : OTHER;
}

// The colour of a share from 0 to 1; outside it the nearest end, for NaN the grey.
export function sequential(share) {
  if (Number.isNaN(share)) return OTHER;
  const at = Math.min(1, Math.max(0, share)) * (SEQUENTIAL.length - 1);
  const low = Math.min(Math.floor(at), SEQUENTIAL.length - 2);
  return mixed(SEQUENTIAL[low], SEQUENTIAL[low + 1], at - low);
}

// The colour that lies a share of the way from one to the other.
export function mixed(from, to, share) {
  const part = (shift) => {
    const a = (from >> shift) & 255;
    return Math.round(a + (((to >> shift) & 255) - a) * share) << shift;
  };
  return part(16) | part(8) | part(0);
}

// The colour as CSS writes it: "#0072b2".
export function css(colour) {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

// "#0072b2" as a number; the grey where it is not six hex digits.
export function number(text) {
  return /^#[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text.slice(1), 16) : OTHER;
}

// The theme's colours at an element, as CSS texts: { ground, ink, faint, line, soft, accent }.
export function theme(el) {
  const style = getComputedStyle(el);
  const read = (name, otherwise) => style.getPropertyValue(`--wb-${name}`).trim() || otherwise;
  return {
    ground: read("ground", "#ffffff"), ink: read("ink", "#1f2328"), faint: read("faint", "#59636e"),
    line: read("line", "#d1d9e0"), soft: read("soft", "#f6f8fa"), accent: read("accent", "#0969da"),
  };
}
