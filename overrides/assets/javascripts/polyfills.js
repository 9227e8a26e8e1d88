/* 2020年以前的浏览器（Chromium 78 至 85）缺的一样：主题的标签页要用它，没有就报错，后面的脚本跟着停。
   Stands before the theme's script, as `extra.polyfills` in mkdocs.yml. ES5. */
(function (prototypes) {
  "use strict";
  prototypes.forEach(function (prototype) {
    if (prototype.replaceChildren) return;
    prototype.replaceChildren = function () {
      while (this.lastChild) this.removeChild(this.lastChild);
      this.append.apply(this, arguments);
    };
  });
})([Element.prototype, Document.prototype, DocumentFragment.prototype]);
