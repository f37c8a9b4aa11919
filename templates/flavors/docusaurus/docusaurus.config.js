// npm install && npm run build, with Docusaurus 3. Only url and baseUrl are yours to fill in.
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

export default {
  title: {{part.title}},
  tagline: {{part.description}},
  url: 'https://example.org',
  baseUrl: '/',
  // Files that end in .md are CommonMark: braces and < in them are no JavaScript.
  markdown: { format: 'detect' },
  onBrokenLinks: 'throw',
  // Figures are anchored by raw HTML, which the check for broken anchors does not see.
  onBrokenAnchors: 'ignore',
  presets: [
    [
      'classic',
      {
        blog: false,
        docs: {
          routeBasePath: '/',
          remarkPlugins: [remarkMath],
          // MathML needs neither KaTeX's style sheet nor its fonts.
          rehypePlugins: [[rehypeKatex, { output: 'mathml', strict: false }]],
        },
      },
    ],
  ],
};
