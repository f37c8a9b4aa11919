"""The system's Chromium without a window, and axe-core's script, for the scripts beside this one.

Playwright drives it (its own browser is not downloaded). Where one of the two is not installed, a line that begins
with “missing” is printed and the script ends.
"""

import contextlib, pathlib, shutil, sys

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    print("missing: playwright (pip: playwright)")
    sys.exit(0)
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if PROGRAM is None:
    print("missing: chromium (apt: chromium)")
    sys.exit(0)

PATIENCE = 120_000  # milliseconds; other programs may be at work


@contextlib.contextmanager
def launched():
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


def axe_script():
    """axe-core, from the package axe-playwright-python; None where that is not installed."""
    try:
        import axe_playwright_python

        return pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    except (ImportError, OSError):
        return None


def violations(page, axe, where="document"):
    """What axe-core finds wrong, a line each.

    The script is evaluated, not added as an element: pages' own policies forbid foreign scripts.
    """
    page.evaluate(axe)
    report = page.evaluate(f"axe.run({where}, {{resultTypes: ['violations']}})")
    # axe-core does not count MathML as the text of a table's header.
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:120]}"
        for rule in report["violations"]
        for node in rule["nodes"]
        if not (rule["id"] == "empty-table-header" and "<math" in node["html"])
    ]
