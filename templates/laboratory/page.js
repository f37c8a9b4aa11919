// The page of the laboratory alone: its theme, and how it looks inside another page.
"use strict";
if (window.parent !== window) document.documentElement.classList.add("framed");
addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement, button = document.getElementById("theme");
  button.addEventListener("click", () => {
    const themes = ["auto", "light", "dark"];
    root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % 3];
    button.textContent = button.dataset[root.dataset.theme];
  });
});
