/* 没有这个文件，全站照样能读。它只添四样：数的卡片、手机上的目录按钮、打印按钮、学习计划按对象筛选。
   ES5, for old browsers. Everything is delegated from the document, because instant navigation replaces the page. */
(function () {
  "use strict";

  /* ── The card of a figure: filled from its row of 本节数据, the one place where these facts are written ── */
  var card, owner, timer, touched;           // touched: the figure that was open when the finger came down
  var FACTS = [["口径", "basis"], ["出处", "source"], ["数据截至", "as-of"], ["报数责任", "owner"]];

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
    add(card, "a", "", "看这个数的条目").href = href;
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
    host.appendChild(card);
    card.hidden = false;
    place(link);
  }

  document.addEventListener("mouseover", function (e) { var link = figure(e.target); if (link) show(link); });
  document.addEventListener("mouseout", function (e) { if (figure(e.target)) later(); });
  document.addEventListener("focusin", function (e) {
    var link = figure(e.target);
    if (link) show(link);
    else if (owner && !card.contains(e.target)) hide();
  });
  document.addEventListener("touchstart", function (e) {
    touched = owner;
    if (owner && !figure(e.target) && !card.contains(e.target)) hide();
  }, { passive: true });

  /* ── The drawer on a phone: a real button, the first link takes the focus, Esc gives it back ── */
  function drawer(on) {
    var toggle = document.getElementById("__drawer"), button = document.querySelector(".menu-btn");
    if (!toggle || !button) return;
    if (toggle.checked !== on) toggle.click();
    if (!on) return button.focus();
    var link;                                // of the innermost list that is open
    each(document.querySelectorAll(".md-sidebar--primary .md-nav"), function (list) {
      if (getComputedStyle(list).visibility === "visible") link = list.querySelector(".md-nav__link[href]") || link;
    });
    link.focus();
  }
  document.addEventListener("change", function (e) {
    if (e.target.id === "__drawer") document.querySelector(".menu-btn").setAttribute("aria-expanded", String(e.target.checked));
  });
  document.addEventListener("keydown", function (e) {
    if (e.key !== "Escape") return;
    hide();
    if ((document.getElementById("__drawer") || {}).checked) drawer(false);
  });

  /* ── The tiers of the study plan: a higher tier also attends what is meant for a lower one ── */
  function narrow(chip) {
    var plan = chip.closest(".plan"), rows = plan.querySelectorAll(".plan__row"), shown = 0;
    var rank = Number(chip.getAttribute("data-rank"));                       // 0: everything
    each(plan.querySelectorAll("[data-rank]"), function (other) { other.setAttribute("aria-pressed", String(other === chip)); });
    each(rows, function (row) {
      row.hidden = rank > 0 && !row.getAttribute("data-ranks").split(" ").some(function (r) { return Number(r) <= rank; });
      if (!row.hidden) shown++;
    });
    each(plan.querySelectorAll(".plan__month"), function (month) { month.hidden = !month.querySelector(".plan__row:not([hidden])"); });
    plan.classList.toggle("plan--narrowed", rank > 0);
    plan.querySelector(".plan__count").textContent = rank ? "共" + rows.length + "项，显示" + shown + "项" : "";
  }

  document.addEventListener("click", function (e) {
    var link = figure(e.target), chip = e.target.closest("[data-rank]");
    if (link && touched !== link && window.matchMedia("(hover: none)").matches) {
      e.preventDefault();                    // the first tap opens the card, the second follows the link
      e.stopPropagation();
      show(link);
    } else if (chip) narrow(chip);
    else if (e.target.closest(".menu-btn")) drawer(!document.getElementById("__drawer").checked);
    else if (e.target.closest("[data-print]")) window.print();
  }, true);                                  // before the theme, which listens on the body to follow links
})();
