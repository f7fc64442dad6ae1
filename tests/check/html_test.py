# SPDX-License-Identifier: Apache-2.0
"""The HTML report in a real browser: nothing from a template runs or loads, the filter filters, everything is there without a script."""
import html.parser
import json
import re
import sys

import hostile
import vouch
from vouch import SOURCE, InFolder, run

sys.path.insert(0, str(SOURCE / "tests/support"))
import browser  # noqa: E402

ASSEMBLY = "examples/cdk/legacy/cdk.out"


class Page(html.parser.HTMLParser):
    """What is in a page: start tags with attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "input", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        if not set(self.open) & {"script", "style"}:
            self.text.append(data)


class Shape(InFolder):
    def page(self, *arguments, **more):
        return Page(run("check", "--format", "html", *arguments, **more).stdout.decode())

    def test_it_needs_nothing_but_itself(self):
        page = self.page(ASSEMBLY)
        self.assertEqual(page.open, [])
        for tag, attributes in page.tags:
            self.assertNotIn(tag, ("link", "img", "iframe", "object", "embed", "base", "form"))
            self.assertNotIn("src", attributes)
            self.assertNotIn("style", attributes)
            self.assertFalse([name for name in attributes if name.startswith("on")], attributes)
            if "href" in attributes:
                self.assertRegex(attributes["href"], r"^(#[a-z0-9-]+|https?://)")

    def test_links_within_it_lead_somewhere(self):
        page = self.page(ASSEMBLY)
        names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        self.assertEqual(len(names), len(set(names)))
        for _, attributes in page.tags:
            if attributes.get("href", "").startswith("#"):
                self.assertIn(attributes["href"][1:], names)

    def test_tables_and_fields_are_named(self):
        page = self.page(ASSEMBLY)
        tags = [tag for tag, _ in page.tags]
        self.assertEqual(tags.count("table"), tags.count("caption"))
        self.assertTrue(all("scope" in attributes for tag, attributes in page.tags if tag == "th"))
        labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
        for tag, attributes in page.tags:
            if tag == "input":
                self.assertTrue(attributes.get("id") in labelled or attributes["type"] == "checkbox")
        self.assertEqual(dict(page.tags)["html"], {"lang": "en"})
        self.assertEqual([tag for tag in tags if re.fullmatch("h[1-6]", tag)][0], "h1")

    def test_every_finding_is_told_in_both_views(self):
        page = self.page(ASSEMBLY)
        found = json.loads(run("check", "--format", "json", ASSEMBLY).stdout)
        listed = sum(finding["verdict"] != "not_applicable" for finding in found["findings"])
        rows = [attributes for tag, attributes in page.tags if tag == "tr" and "data-verdict" in attributes]
        self.assertEqual(len(rows), 2 * listed)
        text = "".join(page.text)
        for finding in found["findings"]:
            if finding["verdict"] in ("fail", "unverified"):
                self.assertIn(finding["control"], text)
                self.assertIn((finding.get("construct") or finding["resource"]).removesuffix("/Resource"), text)

    def test_names_are_text(self):
        names = hostile.payloads(200)
        self.write("t.json", hostile.template(names))
        page = self.page("t.json", "--control", "s3-versioning", folder=self.folder)
        plain = Page(run("check", "--format", "html", "examples/templates").stdout.decode())
        self.assertLessEqual({tag for tag, _ in page.tags}, {tag for tag, _ in plain.tags} | {"strong"})
        self.assertEqual(len([tag for tag, _ in page.tags if tag == "script"]), 1)
        text = "".join(page.text)
        self.assertFalse(re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text))
        for name in hostile.MARKUP:
            self.assertIn(name, text)

    def test_problems_are_told(self):
        self.write("bad.yaml", "Resources: [<b>")
        text = "".join(self.page("bad.yaml", folder=self.folder).text)
        self.assertIn("Not read or evaluated", text)
        self.assertIn("bad.yaml:1", text)


class InBrowser(InFolder):
    @classmethod
    def setUpClass(cls):
        if browser.program() is None:
            raise vouch.unittest.SkipTest("there is no Chromium on this machine (tools/setup.sh test installs it)")
        cls.browser = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def open(self, *arguments, script=True):
        done = run("check", "--format", "html", "--output-file", self.folder / "report.html", *arguments, folder=self.folder)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        self.browser.open(self.folder / "report.html", script=script)

    def shown(self):
        """(view, verdict, severity, text) of the rows that a reader sees."""
        return self.browser.evaluate("""Array.from(document.querySelectorAll('tr[data-verdict]')).filter(row => row.checkVisibility())
            .map(row => [row.closest('main > section').id, row.dataset.verdict, row.dataset.severity, row.textContent])""")

    def set(self, expression):
        self.browser.evaluate(f"{expression}; document.getElementById('filter').dispatchEvent(new Event('input', {{bubbles: true}}));"
                              "new Promise(done => setTimeout(done, 300))")

    def choose(self, name, *values):
        self.set(f"document.querySelectorAll('input[name={name}]').forEach(box => box.checked = {json.dumps(values)}.includes(box.value))")

    def quiet(self):
        """Nothing ran, nothing was asked for, nothing was refused by the policy of the page."""
        self.assertEqual(self.browser.evaluate("typeof window.__x"), "undefined")
        self.assertEqual(self.browser.requests(), [f"file://{self.folder}/report.html"])
        for event in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
            self.assertEqual(self.browser.named(event), [])

    def test_two_hundred_attacks_by_name_do_nothing(self):
        names = hostile.payloads(200)
        self.write("t.json", hostile.template(names))
        self.open("t.json", "--service", "s3")
        self.assertGreater(len(self.shown()), 400)
        self.quiet()
        for word in ("<script>", "onerror", "=cmd", "::error"):
            self.set(f"document.getElementById('words').value = {json.dumps(word)}")
            self.assertGreater(len(self.shown()), 0, word)
        self.quiet()

    def test_an_attack_that_got_through_would_be_seen(self):
        self.write("t.yaml", vouch.OPEN)
        self.open("t.yaml")
        text = (self.folder / "report.html").read_text().replace("<main", "<img src=x onerror=window.__x=1><main", 1)
        for page in (text, text.replace("http-equiv", "data-off")):
            self.write("report.html", page)
            self.browser.open(self.folder / "report.html")
            self.browser.evaluate("new Promise(done => setTimeout(done, 200))")
            self.assertRaises(AssertionError, self.quiet)

    def test_attacks_by_stack_name_do_nothing(self):
        for name, text in hostile.assembly(hostile.MARKUP).items():
            self.write(f"cdk.out/{name}", text)
        self.open("cdk.out", "--service", "s3")
        self.assertGreater(len(self.shown()), 0)
        self.quiet()

    def test_the_filter_shows_what_is_asked_for(self):
        self.open(SOURCE / ASSEMBLY)
        everything = self.shown()
        self.assertEqual({row[0] for row in everything}, {"controls", "resources"})
        self.choose("verdict", "fail")
        self.assertEqual({row[1] for row in self.shown()}, {"fail"})
        self.assertEqual(len(self.shown()), sum(row[1] == "fail" for row in everything))
        self.choose("severity", "high", "critical")
        self.assertEqual(len(self.shown()), sum(row[1] == "fail" and row[2] in ("high", "critical") for row in everything))
        self.choose("verdict")
        self.assertEqual(self.shown(), [])
        self.assertEqual(self.browser.evaluate("Array.from(document.querySelectorAll('[data-group]')).filter(each => each.checkVisibility()).length"), 0)
        self.assertRegex(self.browser.evaluate("document.getElementById('shown').textContent"), r"^0 of \d+ shown$")
        self.choose("verdict", "fail", "unverified", "suppressed", "pass")
        self.choose("severity", "critical", "high", "medium", "low")
        self.assertEqual(self.shown(), everything)
        self.quiet()

    def test_words_narrow_both_views(self):
        self.open(SOURCE / ASSEMBLY)
        before = len(self.shown())
        self.set("document.getElementById('words').value = 'BUCKET versioning'")
        after = self.shown()
        self.assertTrue(0 < len(after) < before)
        self.assertEqual({row[0] for row in after}, {"controls", "resources"})

    def test_without_script_everything_is_there_but_the_filter(self):
        self.open(SOURCE / ASSEMBLY, script=False)
        self.assertFalse(self.browser.evaluate("document.getElementById('filter').checkVisibility()"))
        self.assertGreater(len(self.shown()), 10)

    def test_print_leaves_out_what_paper_cannot_do(self):
        self.open(SOURCE / ASSEMBLY)
        self.browser.call("Emulation.setEmulatedMedia", media="print")
        self.assertFalse(self.browser.evaluate("document.getElementById('filter').checkVisibility()"))
        self.assertFalse(self.browser.evaluate("document.querySelector('nav').checkVisibility()"))
        self.assertGreater(len(self.shown()), 10)

    def test_text_stands_out_in_light_and_dark(self):
        contrast = """(() => {
            const channel = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
            const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
                                      return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
            const ground = each => { for (; each; each = each.parentElement) { const colour = getComputedStyle(each).backgroundColor;
                                     if (colour !== 'rgba(0, 0, 0, 0)') return colour; } return 'rgb(255, 255, 255)'; };
            return Math.min(...Array.from(document.querySelectorAll('body *')).filter(each => each.checkVisibility()).map(each => {
                const [a, b] = [light(getComputedStyle(each).color), light(ground(each))];
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
        })()"""
        self.open(SOURCE / ASSEMBLY)
        for scheme in ("light", "dark"):
            self.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.assertGreaterEqual(self.browser.evaluate(contrast), 4.5, scheme)


if __name__ == "__main__":
    vouch.main()
