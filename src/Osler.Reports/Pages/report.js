
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "osler-theme";
  function stored() { try { return localStorage.getItem(key); } catch (fault) { return null; } }
  function store(theme) { try { localStorage.setItem(key, theme); } catch (fault) { return; } }
  if (stored()) root.dataset.theme = stored();

  var button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  button.textContent = "Light or dark";
  button.addEventListener("click", function () {
    var system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    var now = root.dataset.theme || system;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    store(root.dataset.theme);
  });
  document.querySelector("header").prepend(button);

  var narrow = matchMedia("(max-width: 1080px)");
  if (narrow.matches) document.querySelector("nav details").open = false;

  function value(cell) {
    var number = parseFloat(cell.firstChild ? cell.firstChild.textContent.replace(/\u2212/g, "-").replace(/,/g, "") : "");
    return isNaN(number) ? null : number;
  }
  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    table.querySelectorAll("thead th").forEach(function (head, place) {
      var sort = document.createElement("button");
      sort.type = "button";
      while (head.firstChild) sort.appendChild(head.firstChild);
      head.appendChild(sort);
      sort.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        var body = table.tBodies[0];
        var rows = Array.from(body.rows);
        rows.sort(function (one, other) {
          var a = value(one.cells[place]), b = value(other.cells[place]);
          if (a === null ? b === null : false) return one.cells[place].textContent.localeCompare(other.cells[place].textContent) * (up ? 1 : -1);
          if (a === null) return 1;
          if (b === null) return -1;
          return (a - b) * (up ? 1 : -1);
        });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  });

  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (fold) { fold.open = true; });
  });

  if ("IntersectionObserver" in window) {
    var links = {};
    document.querySelectorAll("nav a").forEach(function (link) { links[link.hash.slice(1)] = link; });
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        Object.values(links).forEach(function (link) { link.removeAttribute("aria-current"); });
        if (links[entry.target.id]) links[entry.target.id].setAttribute("aria-current", "location");
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    document.querySelectorAll("main > section").forEach(function (section) { watcher.observe(section); });
  }
})();
