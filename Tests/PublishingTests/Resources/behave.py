"""Uses a report as a reader would, in headless Chromium, and prints what did not work, one line each.

    python3 behave.py FILE

Prints “checked N things” at the end. Needs the package `playwright`; the system's browser is driven.
"""

import pathlib, shutil, sys

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
checked = 0


def check(name, condition, found=""):
    global checked
    checked += 1
    if not condition:
        print(f"{name}: {found}")


VISIBLE = """() => [...document.querySelectorAll("main > .part")]
  .filter((part) => !part.hasAttribute("hidden") && part.getClientRects().length > 0).length"""

with sync_playwright() as play:
    chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])

    def open_page(**options):
        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **options
        )
        page = context.new_page()
        page.on("pageerror", lambda error: check("script", False, str(error)))
        page.goto(address)
        return page

    # Without script everything is there, and no control that would not work.
    page = open_page(java_script_enabled=False)
    parts = page.locator("main > .part").count()
    check("parts without script", parts > 2 and page.locator("main > .part:visible").count() == parts, parts)
    check("controls without script", page.locator("button:visible, input:visible").count() == 0)

    page = open_page(color_scheme="light")
    parts = page.evaluate("document.querySelectorAll('main > .part').length")
    # Search.
    page.keyboard.press("/")
    check("slash leads to the search", page.evaluate("document.activeElement.id") == "search")
    page.keyboard.type("gradient")
    results = page.locator("#results a")
    check("search finds headings or figures", results.count() > 1, results.count())
    page.keyboard.press("Enter")
    target = page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top")
    check("a hit is shown", -5 < target < 900, target)
    page.fill("#search", "qqqqqq")
    check("nothing found is said", page.locator("#found").inner_text() != "")
    page.fill("#search", "")
    check("an empty search is empty", results.count() == 0)
    # Theme.
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.click("#theme")
    page.click("#theme")
    dark = page.evaluate(paper)
    check("the theme switches", light != dark and page.evaluate("document.documentElement.dataset.theme") == "dark", dark)
    page.reload()
    check("the theme is remembered", page.evaluate(paper) == dark)
    page.click("#theme")
    check("the theme follows the system again", page.evaluate(paper) == light)
    # One chapter at a time.
    check("all parts are shown at first", page.evaluate(VISIBLE) == parts)
    page.click("#view")
    check("one part is shown", page.evaluate(VISIBLE) == 1, page.evaluate(VISIBLE))
    last = page.locator("#contents .chapters > li > a").last.get_attribute("href")
    page.evaluate("(hash) => { location.hash = hash; }", last)
    page.wait_for_timeout(100)
    check("a link opens its part", page.evaluate("(id) => !document.getElementById(id).closest('[hidden]')", last[1:]), last)
    check("and closes the others", page.evaluate(VISIBLE) == 1)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    check("paper shows all parts", page.evaluate(VISIBLE) == parts)
    folded = page.evaluate("[...document.querySelectorAll('details:not(.numbers)')].filter((d) => !d.open).length")
    check("paper shows the answers", folded == 0, folded)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    check("the screen is as before", page.evaluate(VISIBLE) == 1)
    page.click("#view")
    check("all parts are shown again", page.evaluate(VISIBLE) == parts)
    # Copying.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    equation = page.locator(".equation.numbered").first
    tex = equation.locator("math").first.get_attribute("alttext")
    equation.locator(".copy").click()
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    check("a formula is copied as TeX", copied.startswith(tex), copied[:60])
    copied = page.evaluate("""async () => {
      const math = document.querySelector("p math"), range = document.createRange();
      range.selectNodeContents(math.closest("p"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
      return navigator.clipboard.readText();
    }""")
    check("formulas of a selection are TeX", "$" in copied and "\n" not in copied.strip(), copied[:80])
    check("headings link to themselves", page.locator("h3 > a.self").count() > 0)
    print(f"checked {checked} things")
    chromium.close()
