// Small repairs of the theme: what its buttons do, printing in dark mode, and keeping the keyboard's place.

// Paper is white: a page in dark mode is printed in the light colours and then turned back.
const page = document.documentElement;
let shown;
window.addEventListener("beforeprint", () => {
  for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll("img[loading]"))) image.loading = "eager";
  shown = page.dataset.theme;
  page.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  page.dataset.theme = shown;
});

// The theme takes the focus off a button that was pressed; whoever presses it by the keyboard would lose the place.
document.addEventListener("click", (event) => {
  const pressedByKey = event.detail === 0;
  const button = /** @type {?HTMLElement} */ (/** @type {Element} */ (event.target).closest(".theme-switch-button, .primary-toggle, .secondary-toggle"));
  if (pressedByKey && button) setTimeout(() => button.focus()); // after the theme's own listeners
}, true); // which stop some clicks on their way up

// Buttons that the theme writes with code in the page.
const does = { print: () => window.print(), fullscreen: () => globalThis.toggleFullScreen() };
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-does]"))) button.addEventListener("click", does[button.dataset.does]);

// The search page begins in its field.
/** @type {?HTMLElement} */ (document.querySelector("#search-documentation ~ .bd-search-container input, .bd-search-container input"))?.focus();

// Boxes that scroll take the focus, so that the arrow keys move what is in them. The theme measures all of them at once,
// which lays out the whole of a long page; here each is measured when it comes near, and until then it takes the focus: the
// tab key may come to it from far away, and would pass over what scrolls.
const watched = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    const box = /** @type {HTMLElement} */ (target);
    if (isIntersecting) box.tabIndex = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? 0 : -1;
  }
}, { rootMargin: "100%" });
const watch = () => {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container"))) {
    box.tabIndex = 0;
    watched.unobserve(box);
    watched.observe(box); // and so it is measured again
  }
};
if (window.requestIdleCallback) requestIdleCallback(watch); else setTimeout(watch);
addEventListener("resize", watch);

// Where the browser keeps nothing (KEEPS in course/site/assets.py), that is said once: where there is something to keep, or
// else when the colours are chosen.
if (page.dataset.forgets) {
  const said = Object.assign(document.createElement("p"), {
    className: "forgets",
    textContent: "This browser lets the page store nothing: answers and colours are forgotten when you leave it. All else works.",
  });
  said.setAttribute("role", "note");
  const keeps = document.querySelector("#progress, .nn-question");
  if (keeps) {
    keeps.before(said);
    const follow = ({ target }) => { // who begins further down reads it there, and nothing above moves
      const box = target.closest(".nn-question");
      if (!box) return;
      if (box !== document.querySelector(".nn-question")) box.append(said);
      document.removeEventListener("focusin", follow);
    };
    document.addEventListener("focusin", follow);
  }
  else {
    document.querySelector(".theme-switch-button")?.addEventListener("click", () => document.querySelector(".bd-article")?.prepend(said), { once: true });
  }
}
