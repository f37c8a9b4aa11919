"""Uses the laboratory as readers do, in headless Chromium, and prints what it found as JSON.

    python3 laboratory.py laboratory.html
"""

import json, pathlib, sys

from chromium import PATIENCE, axe_script, launched, violations

address = pathlib.Path(sys.argv[1]).resolve().as_uri()
BENCHES = ["network", "training", "products", "means", "maps"]
found = {"console": [], "answers": [], "problems": {}, "readouts": {}, "links": {}, "broken": {}, "copied": {}, "frames": {}}
settings = [
    {"width": 256, "depth": 50, "activation": "tanh", "init": "xavier-normal", "trials": 32, "seed": 1},
    {"widths": [20, 33, 7], "activation": "x * sigmoid(1.702 x)", "init": "he-uniform", "trials": 5, "seed": 9, "batch": 4},
    {"width": 24, "depth": 6, "activation": "gelu", "init": "orthogonal", "residual": "scaled", "normalization": "layer", "trials": 9},
]
trainings = [
    {"width": 12, "depth": 2, "activation": "tanh", "init": "xavier-normal", "networks": 3, "steps": 24, "samples": 60, "tests": 3, "batch": 8},
]
# A setting of each bench as a link, and one that cannot be used.
LINKS = {
    "network": ("activation=relu&init=he-normal&width=64&depth=12&b.activation=tanh&b.init=xavier-normal", "widht=64"),
    "training": ("training:activation=tanh&depth=3&steps=40&networks=2&residual=true", "training:depth=three"),
    "products": ("products:size=2&steps=40&entry-deviation=0.5", "products:size=9"),
    "means": ("means:widths=8,16,8&activation=tanh", "means:widths=8"),
    "maps": ("maps:activation=erf&weight-variance=2.5&bias-variance=0.1", "maps:activation=nothing"),
}

with launched() as chromium:
    context = chromium.new_context(
        viewport={"width": 390, "height": 900}, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )

    def opened(link="", bench="network"):
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: found["console"].append(message.text))
        page.on("pageerror", lambda error: found["console"].append(str(error)))
        page.goto(address + link)
        shown(page, bench)
        return page

    def shown(page, bench):
        page.locator(f"#lab-{bench}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#lab-{bench} .curves svg")

    def settled(page, bench="network"):
        """The sentence, once all is known."""
        page.locator(f"#lab-{bench} .curves[aria-busy=false] svg").first.wait_for(timeout=PATIENCE)
        return page.inner_text(f"#lab-{bench} .readout")

    def says(page, bench="network", something=True):
        """Waits until a bench complains, or does no longer."""
        for _ in range(400):
            if (page.inner_text(f"#lab-{bench} .problem") != "") == something:
                return
            page.wait_for_timeout(100)

    page = opened()
    for bench in BENCHES:
        shown(page, bench)
        found["readouts"][f"first-{bench}"] = settled(page, bench)
    found["readouts"]["first"] = found["readouts"]["first-network"]
    found["overflow"] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found["unspoken"] = page.evaluate("""() => [...document.querySelectorAll(".lab input[data-log]")]
      .filter((slider) => slider.getAttribute("aria-valuetext") === null).map((slider) => slider.name)""")
    for setting in settings:
        answer = page.evaluate("(setting) => initstudy.propagate(setting)", setting)
        found["answers"].append({"command": "propagate", "setting": setting, "answer": answer})
    for setting in trainings:
        answer = page.evaluate("(setting) => initstudy.train(setting)", setting)
        found["answers"].append({"command": "train", "setting": setting, "answer": answer})
    found["problems"]["script"] = page.evaluate("initstudy.propagate({widht: 3}).catch((error) => error.message)")
    found["problems"]["train"] = page.evaluate("initstudy.train({optimizer: 'newton'}).catch((error) => error.message)")
    # A formula that does not parse: the sentence, and the last good state.
    page.select_option("#lab-network [name=activation]", "=")
    settled(page)
    before = page.inner_html("#lab-network .curves")
    page.fill("#lab-network [name=formula]", "x * (")
    says(page)
    found["problems"]["formula"] = page.inner_text("#lab-network .problem")
    found["kept"] = page.inner_html("#lab-network .curves") == before
    page.fill("#lab-network [name=formula]", "x * tanh(x)")
    says(page, something=False)
    settled(page)
    found["problems"]["mended"] = page.inner_text("#lab-network .problem")
    # The keyboard alone: along the layers, a knob, a button; in each bench something moves.
    page.focus("#lab-network .curves svg")
    page.keyboard.press("Home")
    found["readouts"]["keyboard"] = settled(page)
    page.focus("#lab-network input[type=range][name=depth]")
    page.keyboard.press("Home")
    settled(page)
    found["depth"] = page.input_value("#lab-network input[type=number][name=depth]")
    page.locator("#lab-training .curves svg").nth(2).focus()
    page.keyboard.press("Home")
    found["readouts"]["keyboard-training"] = settled(page, "training")
    page.locator("#lab-maps .curves svg").first.focus()
    weight = page.input_value("#lab-maps input[type=number][name=weight-variance]")
    page.keyboard.press("ArrowRight")
    settled(page, "maps")
    found["moved"] = page.input_value("#lab-maps input[type=number][name=weight-variance]") != weight
    page.focus("#lab-network [data-turn='activation=tanh']")
    page.keyboard.press("Enter")
    found["readouts"]["turned"] = settled(page)
    # What the buttons copy.
    for bench in BENCHES:
        for button in page.query_selector_all(f"#lab-{bench} .actions [data-do]"):
            kind = button.get_attribute("data-do")
            if kind in ("link", "frame", "command", "study", "csv"):
                button.click()
                page.wait_for_timeout(150)
                found["copied"][f"{bench}-{kind}"] = page.evaluate("navigator.clipboard.readText()")
    page.close()

    # Links that hold a setting, and those that cannot be used: the sentence, and the state from before.
    for bench, (good, bad) in LINKS.items():
        page = opened("#lab=" + good, bench)
        found["links"][bench] = settled(page, bench)
        if bench == "network":
            found["command"] = page.inner_text("#lab-network .command")
        before = page.inner_html(f"#lab-{bench} .curves")
        page.evaluate("(hash) => { location.hash = hash; }", "#lab=" + bad)
        says(page, bench)
        settled(page, bench)
        found["broken"][bench] = {
            "sentence": page.inner_text(f"#lab-{bench} .problem"),
            "kept": page.inner_html(f"#lab-{bench} .curves") == before,
        }
        page.close()
    page = opened("#lab=widht=64")
    found["readouts"]["broken"] = settled(page)
    found["problems"]["link"] = page.inner_text("#lab-network .problem")
    page.close()
    page = opened("#lab=nowhere:depth=3")
    found["problems"]["bench"] = page.inner_text("#lab-network .problem")
    page.close()
    # In a course's frame: the bench of the link alone.
    course = pathlib.Path(sys.argv[1]).resolve().with_name("course.html")
    course.write_text(f'<!DOCTYPE html><iframe src="{address}#lab=maps:activation=erf" width="100%" height="900"></iframe>')
    page = context.new_page()
    page.goto(course.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#lab-maps .curves svg").first.wait_for(timeout=PATIENCE)
    found["framed"] = [bench for bench in BENCHES if frame.locator(f"#lab-{bench}").is_visible()]
    page.close()
    # While a knob is dragged, answers come; before, and after.
    page = opened()
    settled(page)
    page.evaluate("""() => {
      window.drawn = 0;
      new MutationObserver(() => { window.drawn += 1; }).observe(document.querySelector("#lab-network .curves"), {childList: true});
    }""")
    page.evaluate("""async () => {
      const slider = document.querySelector("#lab-network input[type=range][name=gain]");
      const start = performance.now();
      for (let turn = 0; performance.now() - start < 2000; turn++) {
        slider.value = String(60 + turn % 100);
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise((resolve) => setTimeout(resolve, 16));
      }
      window.dragged = window.drawn;
    }""")
    found["dragged"] = page.evaluate("window.dragged")
    page.close()
    context.close()

    axe = axe_script()
    found["violations"] = None if axe is None else []
    if axe is not None:
        for scheme in ["light", "dark"]:
            for width in [390, 1000]:
                other = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page = other.new_page()
                page.set_default_timeout(PATIENCE)
                page.goto(address)
                for bench in BENCHES:
                    shown(page, bench)
                page.click("#lab-network [data-do=two]")
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                settled(page)
                found["violations"] += [f"{scheme} {width}: {one}" for one in violations(page, axe)]
                other.close()
print(json.dumps(found))
