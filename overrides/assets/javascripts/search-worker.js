/* 站内搜索。在后台线程里运行，按主题约定的四种消息说话：0 备好 1 就绪 2 查询 3 结果。
   Plain substring search over texts without punctuation: no word list, so that words inside words, numbers and ids
   are found as they stand. The index is loaded with the first query, not with the first page. */
(function () {
  "use strict";

  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  const GROUPS = 100, SHOWN = 3, LISTED = 8;                 // pages in a result; their sections, open and folded
  const BEFORE = 24, AFTER = 84;                             // characters of a snippet around its first hit
  const LONGEST = 12, VALUE = 8;                             // of a piece; how soon a figure's text comes to its value
  const COVERED = 0.75;                                      // how much of a query its pieces must make up
  const ROW = /^[a-z]{2}-\d{4}$/;
  const WEIGHTS = [                                          // the first that fits; rows and figures apart
    [/^handbook\//, 0.4], [/^data\/./, 0.8], [/^ledgers\/units\/./, 0.5], [/^ledgers\/reminders\//, 0.6],
    [/^notices\/./, 0.6], [/^organisation\/archive\//, 0.7], [/^column\/category\//, 0.6], [/^$/, 0.7]
  ];
  let index = "", docs = null, openings = null, whole = "", loading = null, latest = "";

  /* ── Text as it is compared: half-width, lower case, punctuation only inside numbers and ids ── */
  const MARKS = /([a-z0-9%])[^\p{L}\p{N}%]+(?=[a-z0-9])|[^\p{L}\p{N}%]+/gu;
  function squeeze(text) {
    return text.normalize("NFKC").toLowerCase().replace(/帐/g, "账").replace(MARKS, function (marks, before) {
      if (!before) return "";
      const mark = marks.slice(1).trim();
      return before + (mark ? mark[0] : " ");
    });
  }
  function digit(c) { return c >= "0" && c <= "9"; }
  function letter(c) { return c >= "a" && c <= "z"; }

  /* How a term stands at a place in a text: 0 as part of another number or word (12 in 412 or 3.12), 1 as the
     beginning of a longer one, 2 whole */
  function stands(text, i, term) {
    const first = term[0], last = term[term.length - 1];
    const before = text[i - 1] || "", after = text[i + term.length] || "";
    if (digit(first) && (digit(before) || (before === "." && digit(text[i - 2] || "")))) return 0;
    if (letter(first) && letter(before)) return 0;
    const longer = digit(last) ? digit(after) || (after === "." && digit(text[i + term.length + 1] || ""))
      : letter(last) && letter(after);
    return longer ? 1 : 2;
  }

  /* How often a term stands in a text: [whole, as a beginning] */
  function hits(text, term) {
    const found = [0, 0, 0];
    for (let i = text.indexOf(term); i >= 0 && found[1] + found[2] < 9; i = text.indexOf(term, i + 1)) found[stands(text, i, term)]++;
    return [found[2], found[1]];
  }

  /* A Chinese name says at its end what it is: a rate of measures is a rate */
  function place(head, term) { return head.endsWith(term) ? 55 : head.startsWith(term) ? 50 : 45; }

  /* How well a document answers a term; 0 when it does not */
  function score(doc, term) {
    const body = hits(doc.body, term), head = hits(doc.head, term);
    let title = 0;
    if (doc.head === term) title = doc.anchor ? 100 : 110 / doc.weight;      // a page of that very name
    else if (head[0]) title = place(doc.head, term) + 20 * term.length / doc.head.length;
    else if (head[1]) title = doc.head.startsWith(term) ? 40 : 25;
    if (doc.figure && body[0] && doc.body.indexOf(term) < VALUE) title = Math.max(title, 45);
    const dense = Math.min(5, 100 * body[0] * term.length / doc.body.length);
    const text = (body[0] ? 16 + dense : body[1] ? 8 : 0) * (doc.figure ? 0.8 : 1);
    const called = doc.named.startsWith(term) && term.length > 2 && (!doc.day || /[年月日]$/.test(term));
    const named = called ? (doc.named === term ? 200 : 100) : 0;
    const weight = doc.row ? Math.min(0.6, doc.weight + 0.03 * term.length) : doc.weight;   // longer words are no chance
    return named + weight * (title + (title ? text / 4 : text));
  }

  function weight(url, anchor) {
    if (ROW.test(anchor)) return 0.25;                       // for its words; its id counts by itself
    if (url === "data/" && anchor) return 0.7;               // sections of figures
    const found = WEIGHTS.find(function (rule) { return rule[0].test(url); });
    return (found ? found[1] : 1) * (anchor ? 1 : 1.1);
  }

  /* What an entry goes by beside its title: the id of a row, the key of a figure, the day of a notice */
  function name(url, anchor, figure) {
    const day = anchor ? null : /^notices\/(\d{4}-\d{2}-\d{2})\//.exec(url);
    return day ? spoken(day[1]) : figure || ROW.test(anchor) ? squeeze(anchor) : "";
  }

  function prepare(pages) {
    docs = [];
    openings = [];
    pages.forEach(function (page, place) {
      page[1].forEach(function (entry) {
        const url = page[0], anchor = entry[0], row = ROW.test(anchor), figure = url === "data/" && anchor.indexOf(".") > 0;
        if (!anchor) openings[place] = docs.length;
        docs.push({
          page: place, url: url, anchor: anchor, title: entry[1], text: entry[2], figure: figure, row: row, day: /^notices\/./.test(url),
          head: squeeze(entry[1]), body: squeeze(entry[2]), named: name(url, anchor, figure),
          weight: figure ? 1.05 : weight(url, anchor)
        });
      });
    });
    openings = openings.map(function (i) { return docs[i]; });
    whole = docs.map(function (doc) { return doc.head + "\n" + doc.body; }).join("\n");
  }

  function fetched(name, how) {
    return fetch(new URL("../../" + name, self.location.href), how).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  /* A page that was open while the site was published anew names an index that is gone: ask for the name once more */
  function load() {
    if (!loading) {
      loading = fetched(index).catch(function () {
        return fetched("search/search_index.json", { cache: "no-store" }).then(function (stub) { return fetched(stub.config.index); });
      }).then(prepare).catch(function (error) {              // the next query tries again
        loading = null;
        throw error;
      });
    }
    return loading;
  }

  /* ── What a query asks for ── */
  function spoken(text) {
    const day = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
    return day ? day[1] + "年" + Number(day[2]) + "月" + Number(day[3]) + "日" : "";
  }

  function terms(query) {
    return query.normalize("NFKC").toLowerCase().split(/\s+/).map(function (word) {
      const id = /^([a-z]{2})-?(\d{1,4})$/.exec(word);        // wt17 is WT-0017; after a leading 0, WT-00, it is being typed
      return spoken(word) || squeeze(id ? id[1] + "-" + (/^0/.test(id[2]) ? id[2] : ("000" + id[2]).slice(-4)) : word);
    }).filter(Boolean);
  }

  /* The parts of a query that are written somewhere: as much of it as can be, in as few parts as can be; null when
     that is too little of it. A number or a word in letters is not cut, and a single character is no part. */
  function pieces(term) {
    const units = term.match(/[a-z0-9][a-z0-9.%:/_-]*|[^]/g) || [], best = [{ left: 0, parts: [] }];
    if (units.length > 4 * LONGEST) return null;
    for (let to = 1; to <= units.length; to++) {
      const before = best[to - 1];
      best[to] = { left: before.left + units[to - 1].length, parts: before.parts };
      for (let from = Math.max(0, to - LONGEST); from < to; from++) {
        const part = units.slice(from, to).join(""), left = best[from].left;
        const better = left < best[to].left || (left === best[to].left && best[from].parts.length + 1 < best[to].parts.length);
        if (better && part.length > 1 && hits(whole, part)[0]) best[to] = { left: left, parts: best[from].parts.concat(part) };
      }
    }
    const found = best[units.length];
    return found.left <= (1 - COVERED) * term.length ? found.parts : null;
  }

  function mean(numbers) { return numbers.reduce(function (a, b) { return a + b; }) / numbers.length; }

  /* Documents that hold all of the words; and pages that hold them all, but not in one place */
  function all(words) {
    const found = new Map(), pages = new Map();
    docs.forEach(function (doc) {
      const scores = words.map(function (word) { return score(doc, word); });
      if (scores.every(Boolean)) found.set(doc, mean(scores));
      if (words.length < 2 || !scores.some(Boolean)) return;
      const best = pages.get(doc.page) || { scores: words.map(function () { return 0; }), docs: [] };
      best.scores = best.scores.map(function (one, i) { return Math.max(one, scores[i]); });
      best.docs.push([doc, Math.max.apply(null, scores)]);
      pages.set(doc.page, best);
    });
    pages.forEach(function (best) {
      if (!best.scores.every(Boolean)) return;
      best.docs.forEach(function (entry) {
        const value = entry[0].anchor ? entry[1] / 3 : 0.9 * mean(best.scores);
        found.set(entry[0], Math.max(found.get(entry[0]) || 0, value));
      });
    });
    return found;
  }

  function any(words) {
    const found = new Map();
    words.forEach(function (word) {
      docs.forEach(function (doc) {
        const one = score(doc, word);
        if (one) found.set(doc, (found.get(doc) || 0) + one / words.length);
      });
    });
    return found;
  }

  /* The words that were found in the end, and the documents with their scores */
  function ask(query) {
    const words = terms(query), phrase = words.length > 1 ? squeeze(query) : words[0];
    if (!phrase) return [[], new Map()];
    const exact = all([phrase]);
    if (words.length === 1) {
      if (exact.size) return [words, exact];
      const parts = pieces(phrase);
      return parts && parts.length > 1 ? [parts, all(parts)] : [[], new Map()];
    }
    const both = all(words);
    exact.forEach(function (value, doc) { both.set(doc, (both.get(doc) || 0) + value); });
    return [words, both.size ? both : any(words)];
  }

  /* ── Results ── */
  function escape(text) {
    return text.replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
  }

  function plain(c) {
    const code = c.charCodeAt(0);
    return c === "帐" ? "账" : code >= 0x4e00 && code <= 0x9fff ? c : code < 0x80 ? c.toLowerCase() : c.normalize("NFKC").toLowerCase();
  }
  function compared(c) {
    const code = c.charCodeAt(0);
    return (code >= 0x4e00 && code <= 0x9fff) || digit(c) || letter(c) || c === "%" || (code > 0x7f && /[\p{L}\p{N}]/u.test(c));
  }

  /* A text as squeeze leaves it, with where in the original each of its characters begins and ends */
  function mapped(text) {
    let kept = "", marks = "", at = 0;
    const origin = [], ends = [];
    for (const whole of text) {
      for (const c of plain(whole)) {
        if (!compared(c)) marks += c;
        else {
          if (marks && origin.length && (digit(c) || letter(c)) && /[a-z0-9%]/.test(kept[kept.length - 1])) {
            kept += marks.trim()[0] || " ";
            origin.push(at - 1);
            ends.push(at);
          }
          marks = "";
          kept += c;
          for (let i = 0; i < c.length; i++) {
            origin.push(at);
            ends.push(at + whole.length);
          }
        }
      }
      at += whole.length;
    }
    return { text: kept, origin: origin, ends: ends };
  }

  /* Where the words stand in a text: [from, to), in order, none over another */
  function spans(text, words) {
    const flat = mapped(text), found = [];
    words.forEach(function (word) {
      const places = [[], [], []];
      for (let i = flat.text.indexOf(word); i >= 0; i = flat.text.indexOf(word, i + word.length)) {
        places[stands(flat.text, i, word)].push([flat.origin[i], flat.ends[i + word.length - 1]]);
      }
      found.push.apply(found, places[2].length ? places[2] : places[1]);
    });
    found.sort(function (a, b) { return a[0] - b[0]; });
    return found.filter(function (span, i) { return i === 0 || span[0] >= found[i - 1][1]; });
  }

  function marked(text, words, cut) {
    const found = spans(text, words);
    let from = 0, to = text.length;
    if (cut) {
      from = found.length ? Math.max(0, found[0][0] - BEFORE) : 0;
      to = Math.min(text.length, (found.length ? found[0][0] : 0) + AFTER);
      if (/[\udc00-\udfff]/.test(text[from] || "")) from--;            // not through a character
      if (/[\udc00-\udfff]/.test(text[to] || "")) to--;
    }
    let html = from ? "…" : "", at = from;
    found.forEach(function (span) {
      if (span[0] < at || span[1] > to) return;
      html += escape(text.slice(at, span[0])) + "<mark>" + escape(text.slice(span[0], span[1])) + "</mark>";
      at = span[1];
    });
    return html + escape(text.slice(at, to)) + (to < text.length ? "…" : "");
  }

  function item(doc, words, value) {
    const lacking = {};
    if (words.length > 1) words.forEach(function (word) { if (value && !score(doc, word)) lacking[word] = false; });
    return {
      location: doc.url + (doc.anchor ? "#" + doc.anchor : ""),
      title: marked(doc.title, words, false),
      text: value ? marked(doc.text, words, true) : "",
      score: value, terms: lacking
    };
  }

  /* What a page has beside what is listed; a ledger opens narrowed to it */
  function rest(page, words, count) {
    const ledger = /^ledgers\/(?!units\/$)[a-z]+\/$/.test(page.url) && words.length === 1 && /^[\u4e00-\u9fff]+$/.test(words[0]);
    return {
      location: page.url + (ledger ? "?text=" + encodeURIComponent(words[0]) : "#content"),
      title: "还有" + count + "处，打开这一页看", text: "", score: 0, terms: {}
    };
  }

  /* One item a page: its best sections open, further ones folded, the page itself always among them */
  function result(query) {
    const asked = ask(query), words = asked[0].slice().sort(function (a, b) { return b.length - a.length; });
    const groups = new Map();
    asked[1].forEach(function (value, doc) {
      if (!groups.has(doc.page)) groups.set(doc.page, []);
      groups.get(doc.page).push([doc, value]);
    });
    const sorted = Array.from(groups.values()).map(function (group) {
      return group.sort(function (a, b) { return b[1] - a[1]; });
    }).sort(function (a, b) { return b[0][1] - a[0][1]; });
    return sorted.slice(0, GROUPS).map(function (group) {
      const top = group[0][1], page = openings[group[0][0].page];
      const items = group.slice(0, LISTED).map(function (entry, i) {
        const open = i < SHOWN && group[0][0].anchor && entry[1] > top / 2;
        return item(entry[0], words, i === 0 || (open && entry[0].anchor) ? top : entry[1] / 2);
      });
      if (!group.slice(0, LISTED).some(function (entry) { return entry[0] === page; })) items.push(item(page, words, 0));
      if (group.length > LISTED) items.push(rest(page, words, group.length - LISTED));
      return items;
    });
  }

  function answer(items) { self.postMessage({ type: RESULT, data: { items: items } }); }

  self.addEventListener("message", function (e) {
    if (e.data.type === SETUP) {
      index = e.data.data.config.index;
      self.postMessage({ type: READY });
    } else if (e.data.type === QUERY) {
      latest = e.data.data;
      if (!latest.trim()) return answer([]);
      const query = latest;
      load().then(function () {
        if (query === latest) answer(result(query));
      }, function () {
        answer([[{ location: "", title: "没有取到搜索的索引，请刷新这一页再试", text: "", score: 1, terms: {} }]]);
      });
    }
  });
})();
