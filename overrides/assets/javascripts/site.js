/* 没有这个文件，全站照样能读。它只添：数的卡片，手机上的目录，搜索和深浅色的按钮，打印，代码的复制，
   学习计划按对象筛选，
   键盘走得通（焦点跟着换页、开合，能左右滚动的表能停）。
   ES5, for old browsers. Everything is delegated from the document, because instant navigation replaces the page. */
(function () {
  "use strict";

  /* ── The card of a figure: filled from its row of 数据来源, the one place where these facts are written ── */
  var card, owner, timer, touched, left;     // touched: the figure that was open when the finger came down; left: by Esc
  var FACTS = [["口径", "basis"], ["出处", "source"], ["数据截至", "as-of"], ["填报单位", "owner"], ["核对", "backfilled"]];

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function add(parent, tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return parent.appendChild(node);
  }
  function figure(target) {
    var link = target && target.closest ? target.closest(".prose a.fig[data-key]") : null;
    return link && document.getElementById("d-" + link.getAttribute("data-key")) ? link : null;
  }
  function hide() {
    clearTimeout(timer);
    if (!owner) return;
    owner.removeAttribute("aria-expanded");
    owner.removeAttribute("aria-describedby");
    owner = null;
    card.hidden = true;
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, 220);           // time enough to move the pointer onto the card
  }
  function fill(row, href) {
    card.textContent = "";
    add(card, "span", "card__label", row.getAttribute("data-label"));
    add(card, "span", "card__value", row.getAttribute("data-text"));
    var list = add(card, "dl", "facts");
    FACTS.forEach(function (fact) {
      var value = row.getAttribute("data-" + fact[1]);
      if (!value) return;
      add(list, "dt", "", fact[0]);
      add(list, "dd", "", value);
    });
    add(card, "a", "", "在数据字典里看").href = href;
  }
  function place(link) {
    if (!card.offsetParent) return;          // docked at the foot of a phone
    var host = card.offsetParent.getBoundingClientRect(), line = link.getClientRects()[0];
    var left = Math.max(0, Math.min(line.left - host.left - 12, host.width - card.offsetWidth));
    var above = line.bottom + card.offsetHeight + 16 > window.innerHeight && line.top > card.offsetHeight + 80;
    card.style.left = left + "px";
    card.style.top = (above ? line.top - card.offsetHeight - 8 : line.bottom + 8) - host.top + "px";
  }
  function show(link) {
    clearTimeout(timer);
    if (owner === link) return;
    hide();
    if (!card) {
      card = document.createElement("div");
      card.className = "card";
      card.id = "fig-card";
      card.addEventListener("mouseenter", function () { clearTimeout(timer); });
      card.addEventListener("mouseleave", later);
    }
    fill(document.getElementById("d-" + link.getAttribute("data-key")), link.href);
    owner = link;
    owner.setAttribute("aria-expanded", "true");
    owner.setAttribute("aria-describedby", card.id);
    var host = link.closest("p, li, dd, td");
    host.classList.add("card-host");
    link.parentNode.insertBefore(card, link.nextSibling);    // Tab goes from the figure into its card
    card.hidden = false;
    place(link);
  }

  document.addEventListener("mouseover", function (e) { var link = figure(e.target); if (link) show(link); });
  document.addEventListener("mouseout", function (e) { if (figure(e.target)) later(); });
  document.addEventListener("focusin", function (e) {
    var link = figure(e.target);
    if (link && link !== left) show(link);
    else if (owner && !card.contains(e.target)) hide();
    left = null;
  });
  document.addEventListener("touchstart", function (e) {
    touched = owner;
    if (owner && !figure(e.target) && !card.contains(e.target)) hide();
  }, { passive: true });

  /* ── What opens over the page: the drawer on a phone, the search. The theme's hidden boxes keep the state;
        whoever opened it gets the focus back ── */
  var opener = {}, shown;                    // shown: the main part of the page that is on the screen
  function box(name) { return document.getElementById("__" + name); }
  function seen(node) { return node && node.getClientRects().length && getComputedStyle(node).visibility === "visible"; }
  function open(name, first) {
    if (box(name).checked) return;
    opener[name] = document.activeElement;
    box(name).click();
    first().focus();
  }
  function close(name) {
    if (!box(name).checked) return;
    box(name).click();
    var button = document.querySelector(name === "drawer" ? ".menu-btn" : ".search-btn");
    if (seen(opener[name]) && opener[name] !== document.body) opener[name].focus();
    else if (seen(button)) button.focus();
    else document.activeElement.blur();
  }
  function drawer() {
    open("drawer", function () { return document.querySelector(".drawer-close"); });
  }
  function search() {
    open("search", function () { return document.querySelector(".md-search__input"); });
  }
  document.addEventListener("change", function (e) {          // however it was opened or closed
    var button = { __drawer: ".menu-btn", __search: ".search-btn" }[e.target.id];
    if (!button) return;
    document.querySelector(button).setAttribute("aria-expanded", String(e.target.checked));
    if (!e.target.checked) setTimeout(function () { opener[e.target.id.slice(2)] = null; });
  });
  document.addEventListener("focusin", function (e) {         // Tab has left the drawer: it does not stay open over the page
    if (box("drawer").checked && !e.target.closest(".md-sidebar--primary, .menu-btn")) box("drawer").click();
    if (e.target.matches(".md-search__input") && !opener.search) opener.search = e.relatedTarget;
  });
  document.addEventListener("keydown", function (e) {
    var on = e.target.closest ? e.target : document.body;
    if (e.key === "Escape") {
      left = card && card.contains(on) ? owner : null;
      hide();
      if (left) left.focus();
      close("drawer");
      close("search");
    } else if (!e.ctrlKey && !e.metaKey && !e.altKey && !box("search").checked && !on.closest("input, select, textarea")) {
      if (e.key === "/") {
        e.preventDefault();
        search();
      } else if ("pn,.fs".indexOf(e.key) >= 0) e.stopPropagation();     // the theme turns pages on a stray letter
    }
  });

  /* ── Instant navigation takes the focused link away: go on from the title, or from the place in the address ── */
  function settle() {
    var title = document.querySelector("main h1"), place = location.hash && document.getElementById(location.hash.slice(1));
    var target = place || title;
    if (!target) return;
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
  /* What scrolls sideways can be reached by keyboard, and only then */
  function scrollers() {
    each(document.querySelectorAll(".ledger__scroll, .coverage__scroll, .md-typeset__scrollwrap"), function (part) {
      var wide = part.scrollWidth > part.clientWidth, table = part.querySelector("table");
      if (!wide) return ["tabindex", "role", "aria-label"].forEach(function (name) { part.removeAttribute(name); });
      part.setAttribute("tabindex", "0");
      part.setAttribute("role", "region");
      part.setAttribute("aria-label", (table && (table.getAttribute("aria-label") || (table.caption || {}).textContent) || "表格") + "，可左右滚动");
    });
  }
  window.addEventListener("hashchange", settle);              // to another place of the same page
  window.addEventListener("resize", scrollers);
  if (window.document$) window.document$.subscribe(function () {
    if (!document.contains(shown) && shown) settle();
    shown = document.querySelector("main");
    copyable();
    setTimeout(scrollers);                                    // after the theme has wrapped the tables
  });

  /* ── Code: a button that takes it along, line by line as it is, without the end of the last line, which would run
        a command at once. The newer clipboard is for https alone ── */
  function copyable() {
    each(document.querySelectorAll("main pre > code:first-child"), function (code) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "复制";
      button.setAttribute("aria-live", "polite");
      code.parentNode.insertBefore(button, code);
    });
  }
  function copy(button) {
    var code = button.nextElementSibling, chosen = window.getSelection();
    function give(e) {
      e.preventDefault();
      e.clipboardData.setData("text/plain", code.textContent.trimEnd());
    }
    document.addEventListener("copy", give);
    chosen.selectAllChildren(code);                           // nothing is copied where nothing is chosen
    button.textContent = document.execCommand("copy") ? "已复制" : "请按Ctrl+C";
    document.removeEventListener("copy", give);
    if (button.textContent === "已复制") chosen.removeAllRanges();
    setTimeout(function () { button.textContent = "复制"; }, 2000);
  }

  /* ── The study plan, narrowed to one chip: a row lists the chips under which it stands ── */
  function narrow(chip) {
    var plan = chip.closest(".plan"), rows = plan.querySelectorAll(".plan__row"), shown = 0;
    var who = chip.getAttribute("data-who");                                 // "": everything
    each(plan.querySelectorAll("button[data-who]"), function (other) { other.setAttribute("aria-pressed", String(other === chip)); });
    each(rows, function (row) {
      row.hidden = !!who && row.getAttribute("data-who").split(" ").indexOf(who) < 0;
      if (!row.hidden) shown++;
    });
    each(plan.querySelectorAll(".plan__month"), function (month) { month.hidden = !month.querySelector(".plan__row:not([hidden])"); });
    plan.classList.toggle("plan--narrowed", !!who);
    plan.querySelector(".plan__count").textContent = who ? "共" + rows.length + "项，显示" + shown + "项" : "";
  }

  document.addEventListener("click", function (e) {
    var link = figure(e.target), chip = e.target.closest("button[data-who]");
    if (link && touched !== link && window.matchMedia("(hover: none)").matches) {
      e.preventDefault();                    // the first tap opens the card, the second follows the link
      e.stopPropagation();
      show(link);
    } else if (chip) narrow(chip);
    else if (e.target.closest(".menu-btn")) drawer();
    else if (e.target.closest(".drawer-close")) close("drawer");
    else if (e.target.closest(".search-btn, [data-search]")) search();
    else if (e.target.closest(".search-close")) close("search");
    else if (e.target.closest(".scheme-btn")) document.querySelector(".scheme-record input:not([data-md-color-scheme='" + document.body.getAttribute("data-md-color-scheme") + "'])").click();
    else if (e.target.closest(".skip")) {
      e.preventDefault();
      e.stopPropagation();
      document.getElementById("content").focus();
    }
    else if (e.target.closest("[data-print]")) window.print();
    else if (e.target.closest(".copy")) copy(e.target.closest(".copy"));
  }, true);                                  // before the theme, which listens on the body to follow links
})();
