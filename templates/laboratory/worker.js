// Runs the simulator beside the page: a first answer at once, better ones while the reader looks.
"use strict";
{
  const patience = 40; // milliseconds between answers that the page waits for
  const jobs = new Map(); // what is being worked on, by key
  const turns = new MessageChannel();
  let simulator = null, isRunning = false, start;
  const ready = new Promise((resolve) => { start = resolve; });

  // `quantiles` are no part of the JSON, but of what is drawn.
  const drawn = (answer) => ({
    ...answer,
    quantiles: answer.layers.map((layer) => ["activationSecondMoment", "gradientSecondMoment", "weightGradientSecondMoment"]
      .map((name) => layer[name].quantiles)),
  });
  // Takes as many steps of a job as there is patience for: `run` takes some and says how many there are now.
  const pace = (goal, first, run) => {
    let done = 0, speed = 0;
    return () => {
      const began = performance.now();
      // The first answer waits for nothing more: a knob may be moving.
      if (done === 0) return done = run(Math.min(first, goal));
      let step = Math.max(1, Math.round(speed * patience));
      while (done < goal && performance.now() - began < patience) {
        const before = performance.now(), from = done;
        done = run(Math.min(step, goal - done));
        speed = Math.max(1, done - from) / Math.max(0.05, performance.now() - before);
        step = Math.max(1, Math.round(speed * Math.max(0, patience - (performance.now() - began))));
        // One step is enough of a wait where networks are large.
        if (speed * patience < 1) break;
      }
      return done;
    };
  };
  const propagation = ({ setting, trials = 100 }) => {
    const count = simulator.trials(trials), bench = simulator.open(setting);
    const run = pace(count, Math.min(count, 2), bench.run);
    return {
      curve: () => bench.curve(-6, 6, 241), close: bench.close,
      turn() {
        const done = run() >= count;
        return { answer: drawn(bench.answer()), done };
      },
    };
  };
  const training = ({ train, call }) => {
    const isShown = call === undefined;
    const bench = simulator.openTraining(train);
    const run = pace(bench.steps + 1, 1, bench.run);
    return {
      close: bench.close,
      turn() {
        const steps = run(), done = steps > bench.steps;
        return { answer: done || isShown ? bench.answer(Math.min(steps, bench.steps)) : null, steps, done };
      },
    };
  };

  const close = (key) => {
    jobs.get(key)?.close();
    jobs.delete(key);
  };
  // One job at a time, so that a knob that moves is heard in between: what has no answer yet, then what waited longest.
  let turnsTaken = 0;
  const turn = () => {
    isRunning = false;
    const waiting = [...jobs].filter(([, job]) => !job.isDone);
    if (!waiting.length) return;
    const [key, job] = waiting.reduce((one, other) => (other[1].lastTurn < one[1].lastTurn ? other : one));
    job.lastTurn = ++turnsTaken;
    const found = job.turn();
    job.isDone = found.done;
    // A script waits for the end alone, and then the job is over.
    if (job.call === undefined) postMessage({ key, version: job.version, setting: job.setting, ...found });
    else if (found.done) {
      postMessage({ call: job.call, result: found.answer });
      close(key);
    }
    next();
  };
  const next = () => {
    if (isRunning) return;
    isRunning = true;
    turns.port2.postMessage(null);
  };
  turns.port1.onmessage = turn;

  const begin = (key, data) => {
    const job = data.train ? training(data) : propagation(data);
    close(key);
    jobs.set(key, { ...job, version: data.version, call: data.call, setting: data.train ?? data.setting, lastTurn: 0 });
    if (job.curve) postMessage({ key, version: data.version, curve: job.curve() });
    next();
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
      else if (data.name === "train") begin(`call ${data.call}`, { call: data.call, train: data.values[0] });
      else if (data.call !== undefined) postMessage({ call: data.call, result: simulator[data.name](...data.values) });
      else begin(key, data);
    } catch (error) {
      postMessage({ key, version, call: data.call, problem: error.message });
    }
  };
}
