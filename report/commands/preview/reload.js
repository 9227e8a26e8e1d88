// Reloads the page when the preview has something newer.
(function () {
  var shown = document.currentScript.getAttribute("data-version");
  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", "/_preview/version");
    request.onload = function () {
      if (request.status === 200 && request.responseText !== shown) location.reload();
    };
    request.onloadend = function () { setTimeout(ask, 1000); };
    request.send();
  }
  ask();
})();
