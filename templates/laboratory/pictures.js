// MARK: Numbers and words.
const raised = (n) => String(n).replace(/-/g, "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
// A number from its decimal logarithm, as people read it.
const power = (log) => {
  if (log === -Infinity) return "0";
  if (!Number.isFinite(log)) return "∞";
  if (Math.abs(log) < 2.5) return (10 ** log).toPrecision(2).replace(/e.*$/, "");
  let exponent = Math.floor(log), digits = 10 ** (log - exponent);
  if (digits.toFixed(1) === "10.0") { digits = 1; exponent += 1; }
  return `${digits.toFixed(1)} · 10${raised(exponent)}`;
};
const fill = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name] ?? "");
const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" })[c]);

// MARK: A small renderer: curves over an axis, a cursor that mouse, finger and arrow keys move.
const size = { width: 380, height: 206, left: 44, right: 10, top: 24, bottom: 30 };
// Round numbers at even distances, at most six of them.
const ticks = (low, high, least) => {
  let step = least;
  for (let k = 0; (high - low) / step > 5; k++) step = [1, 2, 5][k % 3] * 10 ** Math.floor(k / 3) * least;
  const list = [];
  for (let x = Math.ceil(low / step - 1e-9) * step; x <= high + 1e-9 * step; x += step) list.push(Math.abs(x) < 1e-12 ? 0 : x);
  return list;
};
const path = (points) => {
  let text = "", isOpen = false;
  for (const [x, y] of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) {
      text += `${isOpen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
      isOpen = true;
    } else isOpen = false;
  }
  return text;
};
const frame = ({ title, x, y, xTicks, yTicks, xLabel, yText, label, body }) => `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" tabindex="0" aria-label="${escaped(label)}">`
  + `<text class="title" x="0" y="12">${escaped(title)}</text>`
  + yTicks.map((tick) => `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>`
    + `<text x="${size.left - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${yText(tick)}</text>`).join("")
  + xTicks.map((tick) => `<text x="${x(tick).toFixed(1)}" y="${size.height - size.bottom + 15}" text-anchor="middle">${String(Number(tick.toPrecision(6))).replace("-", "−")}</text>`).join("")
  + `<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 2}" text-anchor="middle">${escaped(xLabel)}</text>${body}</svg>`;

const across = (low, high) => (value) => size.left + (value - low) / (high - low) * (size.width - size.left - size.right);
const upward = (low, high) => (value) => size.top + (high - value) / (high - low) * (size.height - size.top - size.bottom);
const digits = (x) => (x === null ? "–" : Math.abs(x) >= 1e4 || (x !== 0 && Math.abs(x) < 1e-3) ? power(Math.log10(Math.abs(x))) : String(Number(x.toPrecision(3))).replace("-", "−"));
