#!/usr/bin/python3
"""Opens pages of `gan-run report` in headless Chromium and holds them to what users see.

    Tests/Browser/pages.py [--shots FOLDER] PAGE.html …

Each page is opened at 1400 and 400 pixels, light and dark, and once without scripts. It needs
Debian's chromium, chromium-driver, python3-selenium and python3-html5lib. With --shots, a picture
of each is left in the folder.
"""
import argparse
import base64
import pathlib
import sys

import html5lib
from selenium import webdriver

WIDTHS = (1400, 400)
THEMES = ("light", "dark")

# How many canvases there are, and how many of them something was drawn on.
CANVASES = """
const canvases = [...document.querySelectorAll('canvas')];
const isDrawn = canvas => {
  const {width, height} = canvas;
  if (!width || !height) return false;
  const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const seen = new Set();
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i + 3] > 100) seen.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
  return seen.size > 10;
};
return [canvases.length, canvases.filter(isDrawn).length];
"""

OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"

# What a reader without scripts sees of pictures, sketched curves and numbers.
WITHOUT_SCRIPTS = """(() => {
const seen = element => element.getBoundingClientRect().height > 0;
return [[...document.images].filter(image => image.naturalWidth > 0).length,
  [...document.querySelectorAll('svg.sketch path:not(.grid)')].filter(seen).length,
  [...document.querySelectorAll('td')].filter(seen).length,
  document.querySelectorAll('canvas').length];
})()"""

FILM = """
const film = document.querySelector('.film');
const slider = film && film.querySelector('input');
if (!slider || film.querySelector('.controls').hidden) return null;
const screen = film.querySelector('.screen'), newest = screen.src;
slider.value = 0;
slider.dispatchEvent(new Event('input'));
const moved = screen.src !== newest && screen.src === film.querySelector('.earlier img').src;
slider.value = slider.max;
slider.dispatchEvent(new Event('input'));
return moved && screen.src === newest;
"""


GALLERY = """
const gallery = document.querySelector('.gallery');
if (!gallery) return null;
const screens = [...gallery.querySelectorAll('.screen')];
const slider = gallery.querySelector('input');
if (gallery.querySelector('.controls').hidden) return false;
const newest = screens.map(screen => screen.src);
slider.value = 0;
slider.dispatchEvent(new Event('input'));
const first = gallery.querySelector('output').textContent === 'Step 0'
  && screens.some((screen, i) => screen.src !== newest[i])
  && [...gallery.querySelectorAll('.reel')].every((reel, i) =>
    screens[i].src === (reel.querySelector('.before img')?.src ?? newest[i])
    && reel.querySelector('figcaption small').textContent.endsWith('step 0'));
slider.value = slider.max;
slider.dispatchEvent(new Event('input'));
return first && screens.every((screen, i) => screen.src === newest[i]);
"""


class Browser:
    """A browser that is asked by the command line's protocol, and its console."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options)

    def open(self, url, width, theme, scripts=True):
        self.scripts = scripts
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.resize(width, 1000)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": theme}])
        self.driver.get(url)

    def resize(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=False)

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def shoot(self, path, width):
        height = self.command("Page.getLayoutMetrics")["cssContentSize"]["height"]
        # A window as high as the page; what is drawn anew for it is there two frames later.
        self.resize(width, min(int(height) + 1, 8000))
        if self.scripts:
            self.driver.execute_async_script(
                "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        picture = self.command("Page.captureScreenshot")
        path.write_bytes(base64.b64decode(picture["data"]))

    def console(self):
        return [f"{entry['level']}: {entry['message']}" for entry in self.driver.get_log("browser")]


def problems(browser, page, shots):
    """What is wrong with a page."""
    try:
        html5lib.HTMLParser(strict=True).parse(page.read_text())
    except html5lib.html5parser.ParseError as error:
        yield f"is no sound HTML: {error}"
    url = page.resolve().as_uri()
    plots = page.read_text().count('class="drawing"')
    if not plots:
        yield "has no plot to look at"
    for width in WIDTHS:
        for theme in THEMES:
            where = f"at {width} px, {theme}"
            browser.open(url, width, theme)
            for message in browser.console():
                yield f"{where}: console: {message}"
            canvases, drawn = browser.driver.execute_script(CANVASES)
            if not canvases == drawn == plots:
                yield f"{where}: {drawn} of {canvases} canvases drawn, {plots} due"
            if (overflow := browser.driver.execute_script(OVERFLOW)) > 0:
                yield f"{where}: {overflow} px too wide"
            if browser.driver.execute_script(FILM) is False:
                yield f"{where}: the slider shows another grid"
            if browser.driver.execute_script(GALLERY) is False:
                yield f"{where}: the slider shows other grids of the trials"
            background = browser.driver.execute_script(
                "return getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
            if (sum(background) < 384) != (theme == "dark"):
                yield f"{where}: the background is {background}"
            if shots:
                browser.shoot(shots / f"{page.stem}-{width}-{theme}.png", width)
        browser.open(url, width, "light", scripts=False)
        images, curves, cells, canvases = browser.command(
            "Runtime.evaluate", expression=WITHOUT_SCRIPTS, returnByValue=True)["result"]["value"]
        if not images or not curves or cells < 20 or canvases:
            yield (f"at {width} px without scripts: {images} pictures, {curves} curves, "
                   f"{cells} cells, {canvases} canvases")
        if shots:
            browser.shoot(shots / f"{page.stem}-{width}-plain.png", width)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path, metavar="PAGE.html")
    parser.add_argument("--shots", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    found = 0
    try:
        for page in arguments.pages:
            for problem in problems(browser, page, arguments.shots):
                print(f"{page}: {problem}", file=sys.stderr)
                found += 1
    finally:
        browser.driver.quit()
    print(f"{len(arguments.pages)} pages, {found} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
