// Puts MathML in the place of the TeX of this site; the table above holds every formula of it.
"use strict";
(() => {
  const pattern = /\$\$([\s\S]+?)\$\$|\$([^$]+?)\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)/g;
  const mathML = (tex, isDisplay) => formulas[(isDisplay ? "$$" : "$") + tex.replace(/\s+/g, "")];
  const draw = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("pre, code, script, style, textarea, math")
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const text = node.data;
      const parts = document.createDocumentFragment();
      let end = 0;
      for (const match of text.matchAll(pattern)) {
        const isDisplay = match[1] !== undefined || match[3] !== undefined;
        const found = mathML(match[1] ?? match[2] ?? match[3] ?? match[4], isDisplay);
        if (found === undefined) continue;
        parts.append(text.slice(end, match.index));
        const holder = document.createElement("template");
        holder.innerHTML = found;
        parts.append(holder.content);
        end = match.index + match[0].length;
      }
      if (end === 0) continue;
      parts.append(text.slice(end));
      node.replaceWith(parts);
    }
  };
  // MkDocs Material replaces pages without loading them anew and tells so through document$.
  if (typeof document$ !== "undefined") document$.subscribe(() => draw(document.body));
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => draw(document.body));
  else draw(document.body);
})();
