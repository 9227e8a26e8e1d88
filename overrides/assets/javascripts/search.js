/* 没有这个文件，搜索照样能用。它添一样：用输入法选字、粘贴、用鼠标点清除以后，马上就查。
   The theme looks at the box when a key comes up, and at nothing else; half-typed pinyin is no query. */
(function () {
  "use strict";

  function box(e) { return e.target.getAttribute && e.target.getAttribute("data-md-component") === "search-query"; }
  function look(e) { if (box(e)) e.target.dispatchEvent(new Event("keyup")); }

  /* Enter picks a word and Esc drops one while the input method is at work: neither is meant for the search */
  ["keydown", "keyup"].forEach(function (kind) {
    document.addEventListener(kind, function (e) { if (e.isComposing && box(e)) e.stopPropagation(); }, true);
  });
  document.addEventListener("compositionend", look);
  document.addEventListener("input", function (e) { if (!e.isComposing) look(e); });
})();
