// The laboratory: benches that run the simulator in a worker. Without it the page lacks nothing but them.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const packed = document.getElementById("laboratory-module"), program = document.getElementById("laboratory-program");
  if (!packed || !program) return;

  // MARK: The worker, started when a bench comes near or a script asks.
  const canRun = "WebAssembly" in window && "DecompressionStream" in window;
  const calls = new Map(), watchers = new Map();
  let worker = null, lastCall = 0, names = null;
  const whenNamed = [];
  const started = () => {
    if (worker) return worker;
    worker = new Worker(URL.createObjectURL(new Blob([program.textContent], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => {
      if (data.names) {
        names = data.names;
        for (const tell of whenNamed.splice(0)) tell(names);
      } else if (data.call !== undefined) {
        const { resolve, reject } = calls.get(data.call);
        calls.delete(data.call);
        if (data.problem) reject(new RangeError(data.problem)); else resolve(data.result);
      } else watchers.get(data.key)?.(data);
    };
    const bytes = Uint8Array.from(atob(packed.textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    worker.ready = new Response(stream).arrayBuffer().then((module) => worker.postMessage({ module }, [module]));
    return worker;
  };
  const post = async (message) => {
    const running = started();
    await running.ready;
    running.postMessage(message);
  };
  // A function of the simulator, for benches and for scripts.
  const call = (name, ...values) => new Promise((resolve, reject) => {
    if (!canRun) return reject(new Error("this browser cannot run the simulator"));
    calls.set(++lastCall, { resolve, reject });
    post({ call: lastCall, name, values });
  });
  window.initstudy = Object.freeze({ propagate: (setting = {}) => call("propagate", setting) });

  // MARK: Numbers and words.
  const raised = (n) => String(n).replace(/-/g, "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  // A number from its decimal logarithm, as people read it.
  const power = (log) => {
    if (log === -Infinity) return "0";
    if (!Number.isFinite(log)) return "∞";
    if (Math.abs(log) < 2.5) return (10 ** log).toPrecision(2).replace(/e.*$/, "");
    let exponent = Math.floor(log), digits = 10 ** (log - exponent);
    if (digits.toFixed(1) === "10.0") { digits = 1; exponent += 1; }
    return `${digits.toFixed(1)} · 10${raised(exponent)}`;
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

  // MARK: Knobs.
  // Sliders of quantities that span decades move on a logarithmic scale.
  const toSlider = (slider, value) => {
    const [low, high] = [Math.log(slider.dataset.low), Math.log(slider.dataset.high)];
    slider.value = String((Math.log(Math.max(value, 1e-9)) - low) / (high - low) * 200);
    slider.setAttribute("aria-valuetext", String(value));
  };
  const fromSlider = (slider) => {
    const [low, high] = [Math.log(slider.dataset.low), Math.log(slider.dataset.high)];
    const value = Math.exp(low + slider.value / 200 * (high - low));
    return slider.hasAttribute("data-real") ? Number(value.toPrecision(2)) : Math.round(value);
  };
  const scale = (form) => {
    for (const slider of form.querySelectorAll("[data-log]")) {
      if (slider.dataset.low) continue;
      [slider.dataset.low, slider.dataset.high] = [slider.min, slider.max];
      const value = Number(slider.getAttribute("value"));
      [slider.min, slider.max, slider.step] = ["0", "200", "1"];
      toSlider(slider, value);
    }
  };
  // A slider and the box beside it say the same.
  const pair = (target) => {
    const twins = [...target.form.querySelectorAll(`[name="${target.name}"]`)].filter((field) => field !== target);
    if (target.type === "range") {
      const value = target.dataset.low ? fromSlider(target) : Number(target.value);
      for (const field of twins) field.value = String(value);
      target.setAttribute("aria-valuetext", String(value));
    } else if (target.type === "number" && target.value) {
      for (const field of twins) if (field.type === "range") { if (field.dataset.low) toSlider(field, Number(target.value)); else field.value = target.value; }
    }
  };

  // MARK: The bench of a network.
  const networkBench = (bench) => {
    const words = bench.dataset, settings = bench.querySelector(".settings"), curves = bench.querySelector(".curves");
    const readout = bench.querySelector(".readout"), problem = bench.querySelector(".problem"), legend = bench.querySelector(".legend");
    const origin = settings.querySelector("form").cloneNode(true);
    const shown = {}; // what is known of each setting: answer, curve, version
    let version = 0, cursor = null, spoken = 0, notice = "";
    const forms = () => [...settings.querySelectorAll("form")];
    const letters = () => forms().map((form) => form.dataset.setting);
    const named = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)];

    const prepare = (form) => {
      scale(form);
      if (names) offer(form);
    };
    const offer = (form) => {
      for (const [name, list] of [["activation", names.activations], ["init", names.initializers]]) {
        const [select] = named(form, name), value = select.value;
        const all = list.includes(value) || value === "=" ? list : [value, ...list];
        select.replaceChildren(...all.map((text) => new Option(text, text)));
        if (name === "activation") select.append(new Option(form.querySelector(".formula").firstChild.textContent.trim(), "="));
        select.value = value;
      }
    };
    // Of a form only what differs from what the command takes for granted.
    const settingOf = (form) => {
      const setting = {};
      for (const field of form.elements) {
        if (!field.name || field.type === "range" || field.name === "formula") continue;
        if (field.type === "number" && !field.validity.valid && field.validity.badInput) setting[field.name] = "?";
        else if (field.value !== "") setting[field.name] = field.type === "number" ? Number(field.value) : field.value;
      }
      if (setting.activation === "=") setting.activation = form.elements.formula.value;
      if (setting.normalization === "batch" && setting.batch < 2) {
        setting.batch = 32;
        form.elements.batch.value = "32";
      }
      for (const [name, value] of [["gain", 1], ["batch", 1]]) if (setting[name] === value) delete setting[name];
      return setting;
    };
    const apply = (form, setting) => {
      for (const [key, value] of Object.entries(setting)) {
        if (key === "activation" || key === "init") {
          const [select] = named(form, key);
          const isFormula = key === "activation" && names && !names.activations.includes(value) && /[^\w.() -]|(^|\W)x(\W|$)/i.test(value);
          form.querySelector(".formula").hidden = key === "activation" ? !isFormula : form.querySelector(".formula").hidden;
          if (isFormula) { form.elements.formula.value = value; select.value = "="; continue; }
          if (![...select.options].some((option) => option.value === value)) select.prepend(new Option(value, value));
          select.value = value;
          continue;
        }
        for (const field of named(form, key)) { if (field.type === "range") toSlider(field, Number(value)); else field.value = value; }
      }
    };

    const optionsOf = (setting) => Object.entries({ width: 0, depth: 0, activation: 0, init: 0, ...setting })
      .map(([key, value]) => `--${key} ${/^[\w.-]+$/.test(value) ? value : `'${String(value).replace(/'/g, "'\\''")}'`}`).join(" ");
    const command = (setting) => `report propagate ${optionsOf(setting)}`;
    const study = () => "title: From the laboratory\nseed: " + (settingOf(forms()[0]).seed ?? 1) + "\ntrials: " + (settingOf(forms()[0]).trials ?? 100)
      + "\n\nnetworks:\n" + forms().map((form) => {
        const { seed, trials, ...network } = settingOf(form);
        return `  - name: ${form.dataset.setting}\n` + Object.entries(network)
          .map(([key, value]) => `    ${key}: ${typeof value === "number" || /^[a-z][\w-]*$/.test(value) ? value : JSON.stringify(value)}\n`).join("");
      }).join("\n");
    const csv = () => forms().map((form) => {
      const { answer } = shown[form.dataset.setting];
      const rows = answer.layers.map((layer) => {
        const [a, g] = [layer.activationSecondMoment, layer.gradientSecondMoment];
        return [layer.layer, layer.width, a.value, a.low, a.high, a.log10.median, layer.theory?.activationSecondMoment,
          g.value, g.low, g.high, g.log10.median, layer.theory?.gradientSecondMoment,
          layer.weightGradientSecondMoment.value].map((x) => x ?? "").join(",");
      });
      return ["layer,width,activation,activation_low,activation_high,activation_log10_median,activation_theory,gradient,gradient_low,"
        + "gradient_high,gradient_log10_median,gradient_theory,weight_gradient", ...rows].join("\n") + "\n";
    }).join("\n");
    const link = () => "#lab=" + forms().map((form) => Object.entries(settingOf(form))
      .map(([key, value]) => `${form.dataset.setting === "b" ? "b." : ""}${key}=${encodeURIComponent(value)}`).join("&")).join("&");

    // MARK: Drawing.
    const quantities = ["signal", "gradient", "weights"];
    // Root mean squares, as the report's figures show them: half the logarithm of the mean square.
    const laws = (answer, index) => answer.quantiles.map((layer) => layer[index].map((log) => log / 2));
    const theoryOf = (answer, index) => answer.layers.map((layer, at) => {
      if (!layer.theory) return NaN;
      const { activationLog10, gradientLog10 } = layer.theory;
      if (index === 0) return (activationLog10 ?? NaN) / 2;
      if (index === 1) return (gradientLog10 ?? NaN) / 2;
      if (answer.isResidual) return NaN;
      return ((gradientLog10 ?? NaN) + (at === 0 ? 0 : answer.layers[at - 1].theory.activationLog10 ?? NaN)) / 2;
    });
    const panel = (index) => {
      const sets = letters().filter((letter) => shown[letter]?.answer).map((letter) => ({
        letter, law: laws(shown[letter].answer, index), theory: theoryOf(shown[letter].answer, index),
      }));
      const depth = Math.max(...sets.map(({ law }) => law.length));
      const all = sets.flatMap(({ law, theory }) => [...law.flat(), ...theory]).filter(Number.isFinite);
      let [low, high] = [Math.floor(Math.min(0, ...all)), Math.ceil(Math.max(0, ...all))];
      if (high - low < 2) { low -= 1; high = Math.max(high, low + 2); }
      const x = (layer) => size.left + (depth === 1 ? 0.5 : (layer - 1) / (depth - 1)) * (size.width - size.left - size.right);
      const y = (log) => size.top + (high - Math.min(high, Math.max(low, log))) / (high - low) * (size.height - size.top - size.bottom);
      let body = "", notes = [];
      for (const { letter, law, theory } of sets) {
        const known = law.map((one, at) => [at + 1, ...one]).filter(([, , median]) => Number.isFinite(median));
        if (known.length) {
          const edge = [...known.map(([at, lower]) => [x(at), y(lower)]), ...known.reverse().map(([at, , , upper]) => [x(at), y(upper)])];
          body += `<path class="band ${letter}" d="${path(edge)}Z"/>`;
        }
        body += `<path class="line ${letter}" d="${path(law.map(([, median], at) => [x(at + 1), Number.isFinite(median) ? y(median) : NaN]))}"/>`;
        body += `<path class="theory" d="${path(theory.map((log, at) => [x(at + 1), Number.isFinite(log) ? y(log) : NaN]))}"/>`;
        const at = law.findIndex(([, median]) => median === -Infinity), over = law.findIndex(([, median]) => median === Infinity);
        if (at >= 0 && index !== 0) notes.push(fill(words.zeroBack, { layer: law.findLastIndex(([, median]) => median === -Infinity) + 1 }));
        else if (at >= 0) notes.push(fill(words.zero, { layer: at + 1 }));
        if (over >= 0) notes.push(fill(words.overflow, { layer: over + 1 }));
        const here = Math.min(cursor ?? law.length, law.length);
        if (Number.isFinite(law[here - 1][1])) body += `<circle class="dot ${letter}" cx="${x(here).toFixed(1)}" cy="${y(law[here - 1][1]).toFixed(1)}" r="4"/>`;
      }
      if (cursor) body = `<line class="cursor" x1="${x(Math.min(cursor, depth)).toFixed(1)}" x2="${x(Math.min(cursor, depth)).toFixed(1)}" y1="${size.top}" y2="${size.height - size.bottom}"/>` + body;
      body += [...new Set(notes)].map((note, at) => `<text class="note" x="${size.width - size.right}" y="${size.top + 12 + 14 * at}" text-anchor="end">${escaped(note)}</text>`).join("");
      const name = words[quantities[index]];
      const xTicks = ticks(0, depth, 1).filter((tick) => tick > 1);
      return frame({
        title: name, x, y, xTicks: [1, ...xTicks], yTicks: ticks(low, high, 1), xLabel: words.x, body,
        yText: (tick) => `10${raised(tick)}`, label: `${name}. ${words.curves}`,
      });
    };
    // f and its slope where the net inputs of the chosen layer lie.
    const spread = (letter) => {
      const { answer } = shown[letter];
      const layer = answer.layers[Math.min(cursor ?? answer.layers.length, answer.layers.length) - 1];
      const log = layer.preactivationSecondMoment?.log10.median;
      return answer.isNormalized ? 1 : log === null || log === undefined ? null : Math.min(1e6, 10 ** (log / 2));
    };
    const unit = () => {
      const sets = letters().filter((letter) => shown[letter]?.curve && shown[letter].answer);
      const all = sets.flatMap((letter) => [...shown[letter].curve.values, ...shown[letter].curve.slopes]).filter(Number.isFinite);
      const [low, high] = [Math.max(-3, Math.min(0, ...all)), Math.min(3, Math.max(1, ...all))];
      const x = (z) => size.left + (z + 6) / 12 * (size.width - size.left - size.right);
      const y = (value) => size.top + (high - Math.min(high, Math.max(low, value))) / (high - low) * (size.height - size.top - size.bottom);
      let body = "";
      for (const letter of sets) {
        const { values, slopes } = shown[letter].curve, at = (k) => -6 + 12 * k / (values.length - 1), z = spread(letter);
        if (z !== null) {
          const half = Math.min(6, Math.max(0.03, 1.96 * z));
          body += `<rect class="band ${letter}" x="${x(-half).toFixed(1)}" width="${(x(half) - x(-half)).toFixed(1)}" y="${size.top}" height="${size.height - size.top - size.bottom}"/>`;
        }
        const curve = (numbers) => path(numbers.map((value, k) => [x(at(k)), value >= low - 0.01 && value <= high + 0.01 ? y(value) : NaN]));
        body += `<path class="line ${letter}" d="${curve(values)}"/><path class="line ${letter}" style="stroke-dasharray:2 3" d="${curve(slopes)}"/>`;
      }
      return frame({
        title: words.unit, x, y, xTicks: [-6, -3, 0, 3, 6], yTicks: ticks(low, high, 0.25), xLabel: words.unitX, body,
        yText: (tick) => String(Math.round(tick * 100) / 100).replace("-", "−"), label: words.unit,
      });
    };
    const sentences = (letter) => {
      const { answer, curve } = shown[letter], depth = answer.layers.length;
      const median = (index, layer) => answer.quantiles[layer - 1][index][1] / 2;
      let text = "";
      if (cursor) {
        const layer = Math.min(cursor, depth);
        text = fill(words.read, { layer, signal: power(median(0, layer)), gradient: power(median(1, layer)), weights: power(median(2, layer)) });
      } else if (depth > 1) {
        const factor = (from, to, index) => power((median(index, to) - median(index, from)) / (depth - 1));
        const ratio = median(2, 1) - median(2, depth);
        text = Number.isFinite(ratio)
          ? fill(words.sum, { gradient: factor(depth, 1, 1), signal: factor(1, depth, 0), last: depth, ratio: power(ratio) }) : words.lost;
      }
      const z = spread(letter);
      if (z !== null && curve) {
        const half = Math.min(6, 1.96 * z), slopes = curve.slopes.filter((_, k) => Math.abs(-6 + 12 * k / (curve.slopes.length - 1)) <= Math.max(half, 0.05));
        const slope = Math.max(...slopes.map(Math.abs));
        if (Number.isFinite(slope)) text += " " + fill(words.unitSum, { slope: slope.toPrecision(2) });
      }
      return `${text} ${fill(words.count, { networks: answer.trials })}.`;
    };
    const draw = (isFinal) => {
      const known = letters().filter((letter) => shown[letter]?.answer);
      if (!known.length) return;
      const focused = [...curves.children].indexOf(document.activeElement);
      curves.innerHTML = [0, 1, 2].map(panel).join("") + unit();
      if (focused >= 0) curves.children[focused]?.focus({ preventScroll: true });
      legend.textContent = words.curves + ". " + known.map((letter) => shown[letter].answer.theoryObstacle).filter(Boolean).map((why) => why + ".").join(" ");
      // Spoken at most once in a while, and when all is known.
      const now = performance.now();
      if (isFinal || now - spoken > 700) {
        spoken = now;
        readout.innerHTML = known.map((letter) => `<span class="${letter}">${escaped(sentences(letter))}</span>`).join("");
      }
    };

    // MARK: Asking.
    const ask = (form) => {
      const letter = form.dataset.setting, setting = settingOf(form), { trials = 200, ...network } = setting;
      form.querySelector(".formula").hidden = named(form, "activation")[0].value !== "=";
      const count = Number(trials), own = ++version;
      if (!Number.isInteger(count) || count < 2 || count > 100000) {
        problem.textContent = `trials: ${trials}?`;
        return;
      }
      const key = `${bench.id}-${letter}`;
      let curve = null;
      watchers.set(key, (data) => {
        if (data.version !== own) return;
        if (data.problem) { problem.textContent = data.problem; return; }
        if (data.curve) { curve = data.curve; return; }
        problem.textContent = notice;
        shown[letter] = { answer: { ...data.answer, isResidual: !!network.residual, isNormalized: !!network.normalization }, curve };
        draw(data.done);
      });
      bench.querySelector(".proof code").textContent = command(settingOf(forms()[0]));
      post({ key, version: own, setting: network, trials: count });
    };
    const askAll = () => forms().forEach(ask);
    settings.addEventListener("input", ({ target }) => {
      notice = "";
      const form = target.closest("form");
      pair(target);
      ask(form);
    });
    settings.addEventListener("submit", (event) => event.preventDefault());

    const pressTwo = (on) => {
      const button = bench.querySelector("[data-do='two']"), [first, second] = forms();
      button.setAttribute("aria-pressed", on);
      settings.classList.toggle("two", on);
      first.querySelector(".which").hidden = !on;
      if (on && !second) {
        const copied = first.cloneNode(true);
        copied.dataset.setting = "b";
        copied.querySelector(".which").textContent = "B";
        settings.append(copied);
        for (const select of first.querySelectorAll("select")) named(copied, select.name)[0].value = select.value;
        for (const input of first.querySelectorAll("input")) named(copied, input.name).find((one) => one.type === input.type).value = input.value;
      } else if (!on && second) {
        second.remove();
        post({ key: `${bench.id}-b`, close: true });
        delete shown.b;
      }
    };
    const reset = () => {
      pressTwo(false);
      forms()[0].replaceWith(origin.cloneNode(true));
      prepare(forms()[0]);
      cursor = null;
      askAll();
    };
    const actions = {
      draw() {
        for (const form of forms()) form.elements.seed.value = String((Number(form.elements.seed.value) || 0) + 1);
        askAll();
      },
      two(button) { pressTwo(button.getAttribute("aria-pressed") !== "true"); askAll(); draw(true); },
      link: () => location.href.split("#")[0] + link(), command: () => forms().map((form) => command(settingOf(form))).join("\n"), study, csv, reset,
    };
    bench.querySelector(".actions").addEventListener("click", async ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const text = actions[button.dataset.do](button);
      if (typeof text !== "string") return;
      await copyText(text);
      const label = button.textContent;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = label; }, 1200);
    });

    // The cursor: a layer that every picture marks and the sentence below reads.
    const depthNow = () => Math.max(1, ...letters().map((letter) => shown[letter]?.answer?.layers.length ?? 1));
    const point = (event) => {
      const svg = event.target.closest("svg");
      if (!svg || svg === curves.lastElementChild) return;
      const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * size.width;
      const layer = Math.round(1 + (place - size.left) / (size.width - size.left - size.right) * (depthNow() - 1));
      const next = layer < 1 || layer > depthNow() ? null : layer;
      if (next !== cursor) { cursor = next; draw(true); }
    };
    curves.addEventListener("pointermove", point);
    curves.addEventListener("pointerdown", point);
    curves.addEventListener("pointerleave", () => { cursor = null; draw(true); });
    curves.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
      if (event.key === "Escape") cursor = null;
      else if (event.key in moves) cursor = Math.min(depthNow(), Math.max(1, (cursor ?? depthNow()) + moves[event.key]));
      else return;
      event.preventDefault();
      draw(true);
    });

    const known = ["activation", "init", "gain", "depth", "width", "bias-variance", "residual", "normalization", "batch", "trials", "seed"];
    // A link's setting: `#lab=width=64&activation=relu&b.activation=tanh`.
    const follow = () => {
      if (!location.hash.startsWith("#lab=")) return false;
      const [one, two] = [{}, {}];
      try {
        for (const part of location.hash.slice(5).split("&")) {
          const [key, value] = part.split("=");
          if (value === undefined || !known.includes(key.replace(/^b\./, ""))) throw new RangeError(part.slice(0, 40) || "…");
          if (key.startsWith("b.")) two[key.slice(2)] = decodeURIComponent(value); else one[key] = decodeURIComponent(value);
        }
      } catch (error) {
        notice = problem.textContent = fill(words.broken, { problem: error.message });
        return false;
      }
      pressTwo(Object.keys(two).length > 0);
      apply(forms()[0], one);
      if (forms()[1]) apply(forms()[1], { ...one, ...two });
      bench.scrollIntoView({ block: "start" });
      return true;
    };
    addEventListener("hashchange", () => { if (follow()) askAll(); });

    bench.hidden = false;
    forms().forEach(prepare);
    if (!canRun) { problem.textContent = words.cannot; return; }
    const begin = () => {
      readout.textContent = words.starting;
      const first = () => { forms().forEach(offer); follow(); askAll(); };
      if (names) first(); else whenNamed.push(first);
      started();
    };
    if (location.hash.startsWith("#lab=")) begin();
    else {
      const near = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        begin();
      }, { rootMargin: "600px" });
      near.observe(bench);
    }
  };

  // MARK: Small benches, whose answers come at once: knobs, pictures, a sentence.
  const smallBench = (bench, answer, extra = {}) => {
    const form = bench.querySelector("form"), curves = bench.querySelector(".curves"), readout = bench.querySelector(".readout");
    const problem = bench.querySelector(".problem"), origin = form.cloneNode(true).innerHTML;
    const values = () => Object.fromEntries([...form.elements].filter((field) => field.name && field.type !== "range")
      .map((field) => [field.name, field.type === "number" ? Number(field.value) : field.value]));
    let asked = 0, isBusy = false;
    const show = async () => {
      asked += 1;
      if (isBusy) return;
      isBusy = true;
      for (let own = 0; own !== asked;) {
        own = asked;
        try {
          const { pictures, sentence } = await answer(values(), { bench, form, curves, show, set });
          const focused = [...curves.children].indexOf(document.activeElement);
          curves.innerHTML = pictures;
          if (focused >= 0) curves.children[focused]?.focus({ preventScroll: true });
          if (readout.textContent !== sentence) readout.textContent = sentence;
          problem.textContent = "";
        } catch (error) { problem.textContent = error.message; }
      }
      isBusy = false;
    };
    const set = (changes) => {
      for (const [name, value] of Object.entries(changes)) {
        const field = [...form.elements].find((one) => one.name === name && one.type !== "range");
        field.value = String(value);
        pair(field);
      }
      show();
    };
    const offer = () => {
      const select = form.elements.activation;
      if (!select || !names) return;
      const value = select.value;
      select.replaceChildren(...names.activations.map((text) => new Option(text, text)));
      select.value = value;
    };
    form.addEventListener("input", ({ target }) => { pair(target); show(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    bench.querySelector(".actions")?.addEventListener("click", ({ target }) => {
      if (target.dataset.do === "draw") set({ seed: values().seed + 1 });
      if (target.dataset.do === "reset") { form.innerHTML = origin; scale(form); offer(); show(); }
    });
    extra.pointer?.({ curves, set, show, values });
    scale(form);
    bench.hidden = false;
    if (!canRun) { problem.textContent = bench.dataset.cannot ?? ""; return; }
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      if (names) { offer(); } else whenNamed.push(offer);
      show();
    }, { rootMargin: "600px" });
    near.observe(bench);
  };
  const across = (low, high) => (value) => size.left + (value - low) / (high - low) * (size.width - size.left - size.right);
  const upward = (low, high) => (value) => size.top + (high - value) / (high - low) * (size.height - size.top - size.bottom);
  const digits = (x) => (x === null ? "–" : Math.abs(x) >= 1e4 || (x !== 0 && Math.abs(x) < 1e-3) ? power(Math.log10(Math.abs(x))) : String(Number(x.toPrecision(3))).replace("-", "−"));

  // Chapter 8: the plane of variances, and the two maps with the path of one network through its layers.
  const mapsBench = (bench) => {
    const words = bench.dataset, limits = { weight: 5, bias: 1 };
    let edges = {}, from = { length: 3, correlation: 0.3 };
    const cobweb = (start, at, x, y, limit) => {
      const points = [[x(start), y(0)]];
      let value = start;
      for (let step = 0; step < 40; step++) {
        const next = at(value);
        if (!Number.isFinite(next)) break;
        points.push([x(value), y(Math.min(next, limit))]);
        if (next > limit) break;
        points.push([x(next), y(next)]);
        value = next;
      }
      return path(points);
    };
    const between = (list, upTo) => (value) => {
      const place = value / upTo * (list.length - 1), k = Math.min(list.length - 2, Math.floor(place));
      return place < 0 || place > list.length - 1 ? NaN : list[k] + (place - k) * (list[k + 1] - list[k]);
    };
    smallBench(bench, async ({ activation, weightVariance, biasVariance }) => {
      const upTo = 5;
      edges[activation] ??= await call("edge", { activation, points: 17, upTo: limits.bias });
      const found = await call("maps", { activation, weightVariance, biasVariance, upTo });
      const edge = edges[activation];
      const [px, py] = [across(0, limits.weight), upward(0, limits.bias)];
      const line = path(edge.map((weight, k) => [weight <= limits.weight ? px(weight) : NaN, py(limits.bias * k / (edge.length - 1))]));
      const inside = [Math.min(limits.weight, Math.max(0, weightVariance)), Math.min(limits.bias, Math.max(0, biasVariance))];
      const plane = frame({
        title: words.plane, x: px, y: py, xTicks: ticks(0, limits.weight, 1), yTicks: ticks(0, limits.bias, 0.1), xLabel: words.weight,
        yText: (tick) => String(Math.round(tick * 10) / 10), label: words.planeLabel,
        body: `<path class="line a" d="${line}"/><text x="${px(0.15)}" y="${py(0.93)}">${escaped(words.ordered)}</text>`
          + `<text x="${px(limits.weight)}" y="${py(0.03)}" text-anchor="end">${escaped(words.chaotic)}</text>`
          + `<circle class="dot b" cx="${px(inside[0]).toFixed(1)}" cy="${py(inside[1]).toFixed(1)}" r="7"/>`,
      });
      const map = (title, list, high, start, fixed, xLabel) => {
        const [x, y] = [across(0, high), upward(0, high)];
        return frame({
          title, x, y, xTicks: ticks(0, high, high > 1 ? 1 : 0.1), yTicks: ticks(0, high, high > 1 ? 1 : 0.1), xLabel, label: title,
          yText: (tick) => String(Math.round(tick * 10) / 10),
          body: `<path class="theory" d="${path([[x(0), y(0)], [x(high), y(high)]])}"/>`
            + `<path class="line a" d="${path(list.map((value, k) => [x(high * k / (list.length - 1)), value <= high ? y(value) : NaN]))}"/>`
            + `<path class="line b" style="stroke-width:1.3" d="${cobweb(start, between(list, high), x, y, high)}"/>`
            + (fixed !== null && fixed <= high ? `<circle class="dot b" cx="${x(fixed).toFixed(1)}" cy="${y(fixed).toFixed(1)}" r="4"/>` : ""),
        });
      };
      const blanks = { chi: digits(found.chi1), q: found.qStar === null ? "∞" : digits(found.qStar), c: digits(found.cStar), depth: found.depthScale === null ? "∞" : digits(found.depthScale), gradient: found.gradientDepthScale === null ? "∞" : digits(found.gradientDepthScale) };
      return {
        pictures: plane + map(words.length, found.lengths, upTo, from.length, found.qStar, words.lengthX)
          + (found.correlations.some(Number.isFinite) ? map(words.correlation, found.correlations, 1, from.correlation, found.cStar, words.correlationX) : ""),
        sentence: fill(words[found.phase + "Sentence"] + " " + words.numbers, blanks),
      };
    }, {
      pointer({ curves, set, show, values }) {
        const place = (event, svg) => {
          const box = svg.getBoundingClientRect();
          return [(event.clientX - box.left) / box.width * size.width, (event.clientY - box.top) / box.height * size.height];
        };
        let isDragging = false;
        const move = (event, isPress) => {
          const svg = event.target.closest?.("svg") ?? null, index = [...curves.children].indexOf(svg);
          if (index < 0) return;
          const [x, y] = place(event, svg), share = Math.min(1, Math.max(0, (x - size.left) / (size.width - size.left - size.right)));
          if (index === 0) {
            if (!isPress && !isDragging) return;
            const up = Math.min(1, Math.max(0, (size.height - size.bottom - y) / (size.height - size.top - size.bottom)));
            set({ weightVariance: Math.round(share * limits.weight * 100) / 100, biasVariance: Math.round(up * limits.bias * 100) / 100 });
          } else {
            if (index === 1) from.length = share * 5; else from.correlation = share;
            show();
          }
        };
        curves.addEventListener("pointerdown", (event) => { isDragging = true; move(event, true); });
        addEventListener("pointerup", () => { isDragging = false; });
        curves.addEventListener("pointermove", (event) => move(event, false));
        curves.addEventListener("keydown", (event) => {
          const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
          if (!(event.key in steps)) return;
          event.preventDefault();
          const index = [...curves.children].indexOf(event.target.closest("svg")), [dx, dy] = steps[event.key], now = values();
          const within = (value, high) => Math.min(high, Math.max(0, Math.round(value * 100) / 100));
          if (index === 0) set({ weightVariance: within(now.weightVariance + 0.05 * dx, 100), biasVariance: within(now.biasVariance + 0.02 * dy, 100) });
          else {
            if (index === 1) from.length = within(from.length + 0.1 * dx, 5); else from.correlation = within(from.correlation + 0.02 * dx, 1);
            show();
          }
        });
      },
    });
  };

  // Chapter 1: products of random matrices, run by run.
  const productsBench = (bench) => {
    const words = bench.dataset;
    smallBench(bench, async ({ size: n, steps, deviation, seed }) => {
      const found = await call("products", { size: n, steps, entryDeviation: deviation, seed });
      const logs = found.runs.map((run) => run.map((log) => log / Math.LN10)), all = logs.flat().filter(Number.isFinite);
      let [low, high] = [Math.floor(Math.min(0, ...all)), Math.ceil(Math.max(0, ...all))];
      if (high - low < 2) { low -= 1; high += 1; }
      const [x, y] = [across(0, steps), upward(low, high)];
      const theory = path([[x(0), y(0)], ...[1, steps].map((t) => [x(t), y(Math.max(low, Math.min(high, found.exponent * t / Math.LN10)))])]);
      const picture = frame({
        title: words.runs, x, y, xTicks: ticks(0, steps, 1), yTicks: ticks(low, high, 1), xLabel: words.x, yText: (tick) => `10${raised(tick)}`, label: words.runs,
        body: logs.map((run) => `<path class="line a" style="stroke-width:1;opacity:.4" d="${path(run.map((log, t) => [x(t + 1), y(log)]))}"/>`).join("")
          + `<path class="theory" style="stroke-width:2" d="${theory}"/>`,
      });
      // Where the runs end.
      const ends = logs.map((run) => run[run.length - 1]).sort((a, b) => a - b), bins = 16, least = ends[0], span = Math.max(1e-9, ends[ends.length - 1] - least);
      const counts = Array(bins).fill(0);
      for (const end of ends) counts[Math.min(bins - 1, Math.floor((end - least) / span * bins))] += 1;
      const [hx, hy] = [across(least, least + span), upward(0, Math.max(...counts))];
      const histogram = frame({
        title: words.ends, x: hx, y: hy, xTicks: [], yTicks: ticks(0, Math.max(...counts), 1), xLabel: `10${raised(Math.round(least))} … 10${raised(Math.round(least + span))}`, yText: String, label: words.ends,
        body: counts.map((count, k) => `<rect class="band a" style="opacity:.55" x="${hx(least + span * k / bins).toFixed(1)}" width="${((size.width - size.left - size.right) / bins - 1).toFixed(1)}" y="${hy(count).toFixed(1)}" height="${(hy(0) - hy(count)).toFixed(1)}"/>`).join(""),
      });
      return {
        pictures: picture + histogram,
        sentence: fill(words.sum, {
          factor: digits(Math.exp(found.mean / steps)), theory: digits(Math.exp(found.exponent)), least: power(ends[0]), most: power(ends[ends.length - 1]),
          steps, runs: found.runs.length, seed,
        }),
      };
    });
  };

  // Chapter 6: rules for layers that are not square, on widths of one's own.
  const meansBench = (bench) => {
    const words = bench.dataset, rules = ["lecun", "xavier-normal", "geometric", "quadratic", "harmonic", "he-normal-fan-out"];
    const labels = words.rules.split("|");
    smallBench(bench, async ({ widths, activation, seed }) => {
      const answers = await Promise.all(rules.map((init) => call("propagate", {
        widths, activation, init, seed, trials: 100, gain: init === "he-normal-fan-out" ? 1 / Math.SQRT2 : 1,
      })));
      const curves = answers.map((answer) => [answer.layers.map((layer) => layer.activationSecondMoment.log10.median / 2), answer.layers.map((layer) => layer.gradientSecondMoment.log10.median / 2)]);
      const depth = answers[0].layers.length, dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2", "1 4"];
      const all = curves.flat(2).filter(Number.isFinite), low = Math.floor(Math.min(-0.5, ...all) * 2) / 2, high = Math.ceil(Math.max(0.5, ...all) * 2) / 2;
      const draw = (index, title) => {
        const [x, y] = [across(0.8, depth + 0.2), upward(low, high)];
        return frame({
          title, x, y, xTicks: answers[0].layers.map((layer) => layer.layer).filter((layer) => depth < 16 || layer % 5 === 0), yTicks: ticks(low, high, 0.5), xLabel: words.x,
          yText: (tick) => digits(10 ** tick), label: title,
          body: curves.map((curve, k) => `<path class="line ${k % 2 ? "b" : "a"}" style="stroke-dasharray:${dashes[k]}" d="${path(curve[index].map((log, at) => [x(at + 1), y(log)]))}"/>`).join(""),
        });
      };
      const rows = answers.map((answer, k) => {
        const last = answer.layers[depth - 1].activationSecondMoment.log10.median / 2, first = answer.inputGradientSecondMoment.log10.median / 2;
        return `<tr><th scope="row"><svg class="key" viewBox="0 0 34 10" aria-hidden="true"><path class="line ${k % 2 ? "b" : "a"}" style="stroke-dasharray:${dashes[k]}" d="M0 5L34 5"/></svg> ${escaped(labels[k])}</th><td>${escaped(power(last))}</td><td>${escaped(power(first))}</td></tr>`;
      }).join("");
      bench.querySelector("tbody").innerHTML = rows;
      const distance = answers.map((answer) => Math.abs(answer.layers[depth - 1].activationSecondMoment.log10.median) + Math.abs(answer.inputGradientSecondMoment.log10.median));
      const best = distance.indexOf(Math.min(...distance));
      return { pictures: draw(0, words.signal) + draw(1, words.gradient), sentence: fill(words.sum, { rule: labels[best] }) };
    });
  };

  const benches = { network: networkBench, maps: mapsBench, products: productsBench, means: meansBench };
  for (const bench of document.querySelectorAll("[data-bench]")) benches[bench.dataset.bench]?.(bench);
});
