/* What a test asks of the page it shows (see looking.py). Each answers with plain data. */
window.look = {
  list(selector) { return Array.from(document.querySelectorAll(selector)); },
  name(at) { return (at.getAttribute("aria-label") || at.textContent || at.name || at.id || "").trim().slice(0, 20); },

  /* where the focus is and what is wrong with it there; nothing when it has left the page */
  focus() {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const style = getComputedStyle(at), box = at.getClientRects()[0] || at.getBoundingClientRect();
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    let opacity = 1;
    for (let node = at; node; node = node.parentElement) opacity *= getComputedStyle(node).opacity;
    const faults = {
      "没有大小": box.width < 2 || box.height < 2,
      "在屏幕外": box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight,
      "看不见": style.visibility !== "visible" || opacity < .1,
      "被遮住": !over || !(at.contains(over) || over.contains(at)),
      "没有焦点框": (style.outlineStyle === "none" || !parseFloat(style.outlineWidth)) && style.boxShadow === "none",
    };
    const places = [".skip", ".menu-btn", ".md-logo", ".scheme-btn", ".search-btn", ".md-search", ".md-tabs",
      ".md-sidebar--primary", ".md-sidebar--secondary", ".md-path", ".md-content", ".foot"];
    return {
      name: look.name(at),
      place: places.find(place => at.closest(place)) || "",
      faults: Object.keys(faults).filter(fault => faults[fault]),
    };
  },

  /* controls smaller than they may be: 24, the main ones `main`; a link in a sentence is exempt (WCAG 2.5.8) */
  small(main) {
    const large = ".button, .menu-btn, .search-btn, .scheme-btn, .drawer-close, .search-close, select, input[type=search], summary";
    return look.list('a, button, select, input, summary, [tabindex="0"]').filter(at => {
      const box = (at.closest("label") || at).getBoundingClientRect(), style = getComputedStyle(at);
      const seen = box.width > 1 && box.right > 0 && style.visibility === "visible" && style.opacity > 0;
      const inline = at.matches("a") && style.display === "inline";
      return seen && !inline && !at.matches(".skip") && Math.min(box.width, box.height) < (at.matches(large) ? main : 24) - .1;
    }).map(at => look.name(at) + " " + at.getBoundingClientRect().width + "×" + at.getBoundingClientRect().height);
  },

  /* text cut off by its own box */
  clipped() {
    return look.list("body *").filter(at => {
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      return style.overflowX === "hidden" && style.visibility === "visible" && Math.min(box.width, box.height) > 2
        && at.textContent.trim() && (at.scrollWidth > at.clientWidth + 1 || at.scrollHeight > at.clientHeight + 1);
    }).map(at => at.tagName + "." + at.className + " " + look.name(at));
  },

  moving() {
    return look.list("*").filter(at => {
      const style = getComputedStyle(at);
      return style.animationName !== "none" || (style.transitionProperty !== "none" && style.transitionDuration !== "0s");
    }).map(at => at.tagName + "." + at.className);
  },

  /* what axe finds: rule, element and reason, a line each */
  axe(only) {
    return axe.run(document, {resultTypes: ["violations"], runOnly: only, preload: false, iframes: false}).then(said =>
      said.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" ")]
        .concat([...node.any, ...node.all, ...node.none].map(why => why.message)).join("  "))));
  },

  over() { return document.documentElement.scrollWidth - innerWidth; },
  painted() { return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); },
};
