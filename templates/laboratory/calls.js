// The worker that runs the simulator: started when a bench comes near or a script asks.
const canRun = "WebAssembly" in window && "DecompressionStream" in window;
const calls = new Map(), watchers = new Map(), whenNamed = [];
let worker = null, lastCall = 0, names = null;

const started = () => {
  if (worker) return worker;
  const [program, packed] = ["program", "module"].map((part) => document.getElementById(`laboratory-${part}`).textContent);
  worker = new Worker(URL.createObjectURL(new Blob([program], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => {
    if (data.names) {
      names = data.names;
      for (const tell of whenNamed.splice(0)) tell();
    } else if (data.call !== undefined) {
      const { resolve, reject } = calls.get(data.call);
      calls.delete(data.call);
      if (data.problem) reject(new RangeError(data.problem)); else resolve(data.result);
    } else watchers.get(data.key)?.(data);
  };
  const bytes = Uint8Array.from(atob(packed.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  worker.ready = new Response(stream).arrayBuffer().then((module) => worker.postMessage({ module }, [module]));
  return worker;
};
const post = async (message) => {
  const running = started();
  await running.ready;
  running.postMessage(message);
};
// What is to be done once the names of the catalogues are known.
const named = (tell) => {
  if (names) tell(); else whenNamed.push(tell);
};
// A function of the simulator, for benches and for scripts.
const call = (name, ...values) => new Promise((resolve, reject) => {
  if (!canRun) return reject(new Error("this browser cannot run the simulator"));
  calls.set(++lastCall, { resolve, reject });
  post({ call: lastCall, name, values });
});
window.initstudy = Object.freeze({
  propagate: (setting = {}) => call("propagate", setting),
  train: (setting = {}) => call("train", setting),
});

// A setting that the worker works on by and by. One is on its way at a time, so that answers come while a knob moves
// as fast as the machine gives them; the latest one wished for goes next. `show` takes what the worker says.
let lastVersion = 0;
const watched = (key, show) => {
  let version = 0, wish = null, isWaiting = false;
  const send = () => {
    version = ++lastVersion;
    isWaiting = true;
    post({ ...wish, key, version });
    wish = null;
  };
  watchers.set(key, (data) => {
    if (data.version !== version) return;
    if (data.answer || data.problem) isWaiting = false;
    show(data);
    if (!isWaiting && wish) send();
  });
  return {
    ask(message) {
      wish = message;
      if (!isWaiting) send();
    },
    close() {
      [wish, version, isWaiting] = [null, 0, false];
      post({ key, close: true });
    },
  };
};
// Where readers ask for less motion, a picture that grows better by and by is shown first, now and then, and last.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const seldom = (draw) => {
  let shown = 0;
  return (isFirst, isLast) => {
    const now = performance.now();
    if (calm.matches && !isFirst && !isLast && now - shown < 1500) return;
    shown = now;
    draw(isLast);
  };
};
