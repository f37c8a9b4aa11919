// Runs the simulator beside the page: a first answer at once, better ones while the reader looks.
"use strict";
{
  const patience = 40; // milliseconds between answers that the page waits for
  const shown = new Map(); // what is being watched, by key
  const turns = new MessageChannel();
  let simulator = null, isRunning = false, start;
  const ready = new Promise((resolve) => { start = resolve; });

  // `quantiles` are no part of the JSON, but of what is drawn.
  const drawn = (answer) => ({
    ...answer,
    quantiles: answer.layers.map((layer) => ["activationSecondMoment", "gradientSecondMoment", "weightGradientSecondMoment"]
      .map((name) => layer[name].quantiles)),
  });

  const turn = () => {
    isRunning = false;
    for (const [key, job] of shown) {
      if (job.done >= job.trials) continue;
      const start = performance.now();
      let step = job.done === 0 ? 2 : Math.max(1, Math.round(job.speed * patience));
      while (job.done < job.trials && performance.now() - start < patience) {
        const before = performance.now();
        job.done = job.bench.run(Math.min(step, job.trials - job.done));
        job.speed = step / Math.max(0.05, performance.now() - before);
        step = Math.max(1, Math.round(job.speed * Math.max(0, patience - (performance.now() - start))));
        // One network is enough of a wait where networks are large.
        if (job.speed * patience < 1) break;
      }
      postMessage({ key, version: job.version, answer: drawn(job.bench.answer()), done: job.done >= job.trials });
      next();
    }
  };
  const next = () => {
    if (isRunning) return;
    isRunning = true;
    turns.port2.postMessage(null);
  };
  turns.port1.onmessage = turn;

  const close = (key) => {
    shown.get(key)?.bench?.close();
    shown.delete(key);
  };
  onmessage = async ({ data }) => {
    if (data.module) {
      simulator = await initStudySimulator(data.module);
      start();
      postMessage({ names: { activations: simulator.activations, initializers: simulator.initializers } });
      return;
    }
    // What is asked before the module is there waits for it.
    await ready;
    const { key, version } = data;
    try {
      if (data.close) close(key);
      else if (data.call !== undefined) postMessage({ call: data.call, result: simulator[data.name](...data.values) });
      else {
        const bench = simulator.open(data.setting);
        close(key);
        shown.set(key, { bench, version, trials: data.trials, done: 0, speed: 0 });
        postMessage({ key, version, curve: bench.curve(-6, 6, 241) });
        next();
      }
    } catch (error) {
      postMessage({ key, version, call: data.call, problem: error.message });
    }
  };
}
