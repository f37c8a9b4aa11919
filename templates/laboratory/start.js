// Fills the page's benches. Without script the page lacks nothing but them.
addEventListener("DOMContentLoaded", () => {
  const benches = { network: networkBench, maps: mapsBench, products: productsBench, means: meansBench, training: trainingBench };
  const all = [...document.querySelectorAll("[data-bench]")];
  // A frame with a link shows that bench alone.
  const named = all.find((bench) => bench.dataset.bench === linked()?.name);
  const shown = document.documentElement.classList.contains("framed") && named ? [named] : all;
  for (const bench of shown) benches[bench.dataset.bench](bench);
});
