// Icons of buttons, drawn as paths on a plane of 16 by 16; their names are on the buttons.
const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  pan: "M8 1.5v13M1.5 8h13M6 3.5l2-2 2 2M6 12.5l2 2 2-2M3.5 6l-2 2 2 2M12.5 6l2 2-2 2",
  rectangle: "M2.5 3.5h3M7 3.5h2.5M11 3.5h2.5v2.5M13.5 8v2M13.5 12.5H11M9 12.5H6.5M5 12.5H2.5V10M2.5 8.5V6",
  lasso: "M8 2.5c3.6 0 6 1.7 6 4s-2.4 4-6 4-6-1.7-6-4 2.4-4 6-4M4.5 9.7c-1.2 1.2-.3 2.6 1 2.3s1-1.9-.5-2M5.8 12c.3 1.1 0 1.8-.8 2.5",
  undo: "M5.5 3L2.5 6l3 3M2.5 6H10a3.5 3.5 0 010 7H6",
  redo: "M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 000 7h4",
  filter: "M2 3h12L9.5 8.5V13l-3-1.5v-3z",
  hide: "M2 2l12 12M6.5 4.2A7 7 0 018 4c3.5 0 5.5 2.5 6.5 4a11 11 0 01-2 2.3M9.5 11.8c-4.5.8-7-2.3-8-3.8a11 11 0 012.5-2.7M6.6 6.6a2 2 0 002.8 2.8",
  show: "M1.5 8C3 5.5 5 4 8 4s5 1.5 6.5 4c-1.5 2.5-3.5 4-6.5 4S3 10.5 1.5 8zM10 8a2 2 0 11-4 0 2 2 0 014 0z",
  focus: "M10 8a2 2 0 11-4 0 2 2 0 014 0zM2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3",
  expand: "M8 5.5v5M5.5 8h5M14 8A6 6 0 112 8a6 6 0 0112 0z",
  table: "M2 3h12v10H2zM2 6.5h12M2 9.8h12M6 3v10",
  code: "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5",
  save: "M8 2v8M5 7.5l3 3 3-3M2.5 11.5v2h11v-2",
  help: "M5.8 6a2.2 2.2 0 114 1.3c-.7.8-1.7 1-1.7 2.2M8 12v.2M14.5 8A6.5 6.5 0 111.5 8a6.5 6.5 0 0113 0z",
  search: "M11 7A4 4 0 113 7a4 4 0 018 0zM10 10l3.5 3.5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  stop: "M4.5 4.5h7v7h-7z",
  close: "M4 4l8 8M12 4l-8 8",
  pin: "M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("wb-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
