/* 没有这个文件，主题的脚本跑不起来，选过的深色要等全部脚本到了才换上，先白一下。
   In <head>, before anything is seen: the theme writes both into each page, where the policy allows no script.
   ES5. Instant navigation leaves it alone, so it names the root of the site for good, however deep the page. */
(function () {
  "use strict";

  /* What the theme's script asks for. Keys begin with the path of the root, two folders above this file */
  window.__md_scope = new URL("../../", document.currentScript.src);
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, sign) { return (sum << 5) - sum + sign.charCodeAt(0); }, 0);
  };
  window.__md_get = function (key, storage, scope) {
    return JSON.parse((storage || localStorage).getItem((scope || window.__md_scope).pathname + "." + key));
  };
  window.__md_set = function (key, value, storage, scope) {
    try {
      (storage || localStorage).setItem((scope || window.__md_scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) {}                       // full, or not allowed: the choice lasts as long as the page
  };

  /* The colours that the reader chose: on <body> as soon as there is one, before it is painted */
  var chosen = (window.__md_get("__palette") || {}).color;
  if (chosen) new MutationObserver(function (changes, observer) {
    if (!document.body) return;
    observer.disconnect();
    Object.keys(chosen).forEach(function (name) { document.body.setAttribute("data-md-color-" + name, chosen[name]); });
  }).observe(document.documentElement, { childList: true });
})();
