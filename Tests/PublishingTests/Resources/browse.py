"""Opens pages in headless Chromium and prints what it found, one line of JSON per page.

    python3 browse.py FILE-OR-FOLDER access|plain PAGE WIDTH light|dark|both [PAGE WIDTH …]

A folder is served on the loopback interface, as a web server would; a file is opened from disk (its
PAGE is a fragment, or empty). Needs the package `playwright` for driving the browser (its own browser is
not downloaded: the one of the system is used) and, for the check of accessibility,
`axe-playwright-python`, from which only axe-core's script is taken.
"""

import functools, http.server, json, pathlib, sys, threading

from chromium import PATIENCE, axe_script, launched, violations

axe = axe_script()

MEASURE = """async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  await document.fonts.ready;
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const seen = (selector) => [...document.querySelectorAll(selector)]
    .filter((e) => e.getClientRects().length > 0);
  const flat = (elements, width, height) => elements.filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width < width || box.height < height;
  }).map((e) => (e.getAttribute("alt") ?? e.id ?? e.textContent).slice(0, 60));
  const math = seen("math"), images = [...document.images], drawings = seen("svg.chart");
  // An annotation is the formula's source, which Hugo writes beside it and nobody sees.
  const skip = "pre, code, script, style, annotation";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const raw = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(skip) && /\\$|\\\\[a-zA-Z([]/.test(node.data)) raw.push(node.data.trim().slice(0, 60));
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((h) => Number(h.tagName[1]));
  const paint = performance.getEntriesByType("paint").find((e) => e.name === "first-contentful-paint");
  return {
    width: document.documentElement.scrollWidth, formulas: math.length,
    flatFormulas: flat(math, 2, 4), images: images.length,
    flatImages: flat(images.filter((i) => i.getClientRects().length > 0), 20, 20)
      .concat(images.filter((i) => i.naturalWidth === 0).map((i) => i.src)),
    drawings: drawings.length, flatDrawings: flat(drawings, 50, 50), rawFormulas: raw,
    skippedLevels: levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1).length,
    mathFont: document.fonts.check('18px "Latin Modern Math"'),
    firstPaint: paint ? Math.round(paint.startTime) : null,
  };
}"""


def serve(folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


root = pathlib.Path(sys.argv[1]).resolve()
base = serve(root) if root.is_dir() else root.as_uri()
jobs = [sys.argv[i : i + 3] for i in range(3, len(sys.argv), 3)]
with launched() as chromium:
    for page_name, width, schemes in jobs:
        for scheme in ["light", "dark"] if schemes == "both" else [schemes]:
            context = chromium.new_context(
                viewport={"width": int(width), "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            console, requests = [], []
            page.on("console", lambda message: console.append(message.text))
            page.on("pageerror", lambda error: console.append(str(error)))
            page.on("dialog", lambda dialog: (console.append("dialog " + dialog.message), dialog.dismiss()))
            page.on("request", lambda request: requests.append(request.url))
            page.goto(base + page_name)
            found = page.evaluate(MEASURE)
            found["console"] = console
            found["outside"] = [
                url for url in requests if not url.startswith((base, "data:", "blob:"))
            ]
            found["page"] = f"{page_name} {width} {scheme}"
            found["violations"] = None
            if axe is not None and sys.argv[2] == "access":
                found["violations"] = violations(page, axe)
            print(json.dumps(found, ensure_ascii=False), flush=True)
            context.close()
