"""How long the search takes to get ready and to answer, beside one pass of indexOf over the same text.

Run: make bench. The queries are those of tests/queries.csv, in the system's Chromium, over the index of the
sample and one forty times as large. Times are of the clock on the wall; their ratios say more.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from report.built.search import STUB  # noqa: E402
from tests.site.building import QUIET, build, serving  # noqa: E402

MEASURE = """async ([worker, index, queries]) => {
  const text = await (await fetch(index)).text(), engine = new Worker(worker);
  let heard;
  engine.onmessage = e => heard(e.data);
  const say = message => new Promise(answer => { heard = answer; engine.postMessage(message); });
  const timed = async act => {
    const start = performance.now();
    await act();
    return performance.now() - start;
  };
  const middle = list => list.sort((a, b) => a - b)[list.length >> 1];
  await say({type: 0, data: {config: {index}, docs: []}});
  const ready = await timed(() => say({type: 2, data: "\u4e00"}));
  const taken = [], plain = [];
  for (const query of queries) {
    taken.push(await timed(() => say({type: 2, data: query})));
    plain.push(await timed(() => text.indexOf(query + "\u0000")));
  }
  return {size: text.length, ready, worst: Math.max(...taken), median: middle(taken), plain: middle(plain)};
}"""


def enlarge(index: Path, times: int) -> None:
    """An index repeated in place, every copy under addresses of its own."""
    pages = json.loads(index.read_text(encoding="utf-8"))
    copies = [[f"{n}/{url}" if n else url, entries] for n in range(times) for url, entries in pages]
    index.write_text(json.dumps(copies, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Build the sample and time its index, as it is and enlarged."""
    with (ROOT / "tests/queries.csv").open(encoding="utf-8", newline="") as file:
        queries = [row["查什么"] for row in csv.DictReader(file)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        assert build(site, REPORT_DATA="demo/data").returncode == 0
        index = json.loads((site / STUB).read_text(encoding="utf-8"))["config"]["index"]
        (worker,) = (site / "assets/javascripts").glob("search.*.js")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        for times in (1, 40):
            enlarge(site / index, times)
            with serving(site) as address:
                page = browser.new_page()
                page.goto(f"{address}404.html")
                given = [address + worker.relative_to(site).as_posix(), index, queries]
                took = page.evaluate(MEASURE, given)
                page.close()
            print(
                f"示例数据×{times}（{took['size'] / 1000:.0f}千字）：备好 {took['ready']:.0f} 毫秒，"
                f"一次 {took['median']:.1f} 毫秒，最慢 {took['worst']:.1f} 毫秒，"
                f"中位数是 indexOf 扫一遍的 {took['median'] / max(took['plain'], 0.01):.0f} 倍"
            )
        browser.close()


if __name__ == "__main__":
    main()
