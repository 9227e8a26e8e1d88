/* 没有这个文件，台账照样整张列出。它添三样：筛选、排序、条数；筛选的条件写在网址里，可以转给别人。
   ?status=已落实；已销号&text=字词: values joined by ； mean any of them. ES5, for old browsers. */
(function () {
  "use strict";

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function meets(have, want) {
    var values = (have || "").split("；");
    return want.split("；").some(function (value) { return values.indexOf(value) >= 0; });
  }
  function said(control) { return control.type === "checkbox" ? (control.checked ? control.value : "") : control.value.trim(); }

  /* The address asks: a combination gets an entry of its own, a quiet control comes out */
  function ask(control, value) {
    if (control.type === "checkbox") control.checked = value === control.value;
    else {
      control.value = value;
      if (control.value !== value) {
        var entry = document.createElement("option");
        entry.value = value;
        entry.textContent = value.split("；").join("或");
        control.appendChild(entry);
        control.value = value;
      }
    }
    var quiet = control.closest("p[hidden], label[hidden]");
    if (quiet) quiet.hidden = false;
  }

  /* The conditions in words; the screen shows the controls, a printed sheet has only this */
  function words(form, control) {
    var label = form.querySelector('label[for="' + control.id + '"]') || control.closest("label");
    return label.textContent.trim() + (control.type === "checkbox" ? "" : "“" + said(control).split("；").join("或") + "”");
  }

  function narrow(form, rows, count) {
    var wanted = list(form.elements).filter(function (control) { return control.name && said(control); });
    var shown = 0;
    rows.forEach(function (row) {
      row.hidden = !wanted.every(function (control) {
        var value = said(control);
        return control.name === "text"
          ? row.textContent.toLowerCase().indexOf(value.toLowerCase()) >= 0
          : meets(row.getAttribute("data-" + control.name), value);
      });
      if (!row.hidden) shown++;
    });
    each(form.closest(".ledger").querySelectorAll("section"), function (part) {          // a month without a row
      part.hidden = !part.querySelector("tbody tr:not([hidden])");
      each(form.parentNode.querySelectorAll('a[href$="#' + part.querySelector("h2").id + '"]'), function (link) { link.hidden = part.hidden; });
    });
    count.textContent = "共" + rows.length + "条，显示" + shown + "条。";
    if (wanted.length) count.setAttribute("data-conditions", "条件：" + wanted.map(function (control) { return words(form, control); }).join("，") + "。");
    else count.removeAttribute("data-conditions");
  }

  function write(form) {
    var query = new URLSearchParams(location.search);
    each(form.elements, function (control) {
      if (!control.name) return;
      if (said(control)) query.set(control.name, said(control));
      else query.delete(control.name);
    });
    var text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  function sortable(head, rows) {
    var button = document.createElement("button"), place = list(head.parentNode.children).indexOf(head);
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    function key(row) {
      var cell = row.children[place], given = cell.getAttribute("data-sort");
      return given === null ? cell.textContent.trim() : given;
    }
    function order(a, b) {
      if (!a || !b) return a ? -1 : b ? 1 : 0;             // what is empty comes last
      return isNaN(a) || isNaN(b) ? (a < b ? -1 : a > b ? 1 : 0) : a - b;
    }
    button.addEventListener("click", function () {           // up, down, as registered
      var way = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")];
      if (way === undefined) way = "ascending";
      each(head.parentNode.children, function (other) { other.removeAttribute("aria-sort"); });
      if (way) head.setAttribute("aria-sort", way);
      var sorted = way ? rows.slice().sort(function (a, b) {
        var first = key(a), second = key(b);
        return first && second && way === "descending" ? order(second, first) : order(first, second);
      }) : rows;
      sorted.forEach(function (row) { row.parentNode.appendChild(row); });
    });
  }

  function prepare(form) {
    var ledger = form.closest(".ledger"), rows = list(ledger.querySelectorAll("tbody tr"));
    var count = ledger.querySelector(".ledger__count"), query = new URLSearchParams(location.search);
    function act() { narrow(form, rows, count); write(form); }
    each(form.elements, function (control) { if (query.get(control.name)) ask(control, query.get(control.name)); });
    if (!ledger.querySelector("section")) each(ledger.querySelectorAll("thead th:not(.col-refs)"), function (head) { sortable(head, rows); });
    form.hidden = false;
    narrow(form, rows, count);
    form.addEventListener("input", act);
    form.addEventListener("change", act);                    // old browsers: a choice is no input
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(act); });      // once the controls are empty
  }

  /* instant navigation replaces the page: prepare whatever is new */
  function start() { each(document.querySelectorAll(".ledger form[hidden]"), prepare); }
  if (window.document$) window.document$.subscribe(start);
  else start();

  /* on paper a chart brings its numbers along */
  window.addEventListener("beforeprint", function () {
    each(document.querySelectorAll(".chart details"), function (numbers) { numbers.open = true; });
  });
})();
