"""Uses the laboratory as readers do, in headless Chromium, and prints what it found as JSON.

    python3 Laboratory/browse.py laboratory.html

Prints a line that begins with “missing” where Playwright or Chromium is not installed.
"""

import json, pathlib, shutil, sys

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    print("missing: playwright (pip: playwright)")
    sys.exit(0)
browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if browser is None:
    print("missing: chromium (apt: chromium)")
    sys.exit(0)

address = pathlib.Path(sys.argv[1]).resolve().as_uri()
found = {"console": [], "answers": [], "problems": {}, "readouts": {}}
settings = [
    {"width": 256, "depth": 50, "activation": "tanh", "init": "xavier-normal", "trials": 32, "seed": 1},
    {"widths": [20, 33, 7], "activation": "x * sigmoid(1.702 x)", "init": "he-uniform", "trials": 5, "seed": 9, "batch": 4},
    {"width": 24, "depth": 6, "activation": "gelu", "init": "orthogonal", "residual": "scaled", "normalization": "layer", "trials": 9},
]

with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
    context = chromium.new_context(viewport={"width": 390, "height": 900}, reduced_motion="reduce")

    def opened(link=""):
        page = context.new_page()
        page.set_default_timeout(120_000)  # other programs may be at work
        page.on("console", lambda message: found["console"].append(message.text))
        page.on("pageerror", lambda error: found["console"].append(str(error)))
        page.goto(address + link)
        page.wait_for_selector("#lab-network .readout .a")
        return page

    def settled(page):
        page.wait_for_timeout(1500)
        return page.inner_text("#lab-network .readout")

    page = opened()
    found["readouts"]["first"] = settled(page)
    found["overflow"] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    for setting in settings:
        answer = page.evaluate("(setting) => initstudy.propagate(setting)", setting)
        found["answers"].append({"setting": setting, "answer": answer})
    found["problems"]["script"] = page.evaluate("initstudy.propagate({widht: 3}).catch((error) => error.message)")
    # A formula that does not parse: the sentence, and the last good state.
    page.select_option("#lab-network [name=activation]", "=")
    settled(page)
    before = page.inner_html("#lab-network .curves")
    page.fill("#lab-network [name=formula]", "x * (")
    settled(page)
    found["problems"]["formula"] = page.inner_text("#lab-network .problem")
    found["kept"] = page.inner_html("#lab-network .curves") == before
    page.fill("#lab-network [name=formula]", "x * tanh(x)")
    settled(page)
    found["problems"]["mended"] = page.inner_text("#lab-network .problem")
    # The keyboard alone: along the layers, and a knob.
    page.focus("#lab-network .curves svg")
    page.keyboard.press("Home")
    found["readouts"]["keyboard"] = settled(page)
    page.focus("#lab-network input[type=range][name=depth]")
    page.keyboard.press("Home")
    settled(page)
    found["depth"] = page.input_value("#lab-network input[type=number][name=depth]")

    linked = opened("#lab=activation=relu&init=he-normal&width=64&depth=12&b.activation=tanh&b.init=xavier-normal")
    found["readouts"]["link"] = settled(linked)
    found["command"] = linked.inner_text("#lab-network .command")
    broken = opened("#lab=widht=64")
    found["readouts"]["broken"] = settled(broken)
    found["problems"]["link"] = broken.inner_text("#lab-network .problem")
    chromium.close()
print(json.dumps(found))
