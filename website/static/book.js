// Two small repairs of the theme: printing in dark mode, and keeping the keyboard's place.

// Paper is white: a page in dark mode is printed in the light colours and then turned back.
const page = document.documentElement;
let shown;
window.addEventListener("beforeprint", () => {
  shown = page.dataset.theme;
  page.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  page.dataset.theme = shown;
});

// The theme takes the focus off a button that was pressed; whoever presses it by the keyboard would lose the place.
document.addEventListener("click", (event) => {
  const pressedByKey = event.detail === 0;
  const button = event.target.closest(".theme-switch-button, .primary-toggle, .secondary-toggle");
  if (pressedByKey && button) setTimeout(() => button.focus()); // after the theme's own listeners
}, true); // which stop some clicks on their way up
