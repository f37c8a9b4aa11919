import CairoRendering
import Graphics

@testable import Publishing

/// A report that uses every part of the page.
enum SampleDocument {
  static let chapter = """
    A gradient travels from the loss to layer 1 through one matrix per layer, $\\mathrm{diag}(f')W^\\top$.
    If the weights are independent with mean 0 and variance $\\sigma^2$, its expected square is
    multiplied at every layer by one number, and in a wide network that number is known before anything
    is trained.

    $$
    \\frac{\\mathbb{E}\\|\\delta^{(1)}\\|^2}{\\mathbb{E}\\|\\delta^{(L)}\\|^2} = \\prod_{l=1}^{L-1} \\chi_l,
    \\qquad \\chi_l = n\\sigma^2\\,\\mathbb{E}_{z \\sim \\mathcal{N}(0,1)}\\left[f'\\left(\\sqrt{q_l}\\,z\\right)^2\\right]
    \\tag{2.4}
    $$

    Here $n$ is the width and $q_l$ the variance of the inputs to layer $l$. A sigmoid has
    $f' \\leq \\frac14$, so with $n\\sigma^2 = 1$ every factor is at most $\\frac{1}{16}$ (see
    [Equation 2.4](#eq-2.4)).

    > **Predict.** A 50-layer sigmoid network starts from Xavier weights. The gradient at layer 50 is 1. How
    > large is it at layer 1?
    >
    > - about 10⁻³
    > - about 10⁻¹³
    > - about 10⁻³¹
    > - exactly 0

    <details markdown="1">
    <summary>Answer</summary>

    About $10^{-31}$: fifty factors of 0.235.

    </details>

    [[figure:gradient-decay]]

    The lines are straight or nearly so, which on a log axis means that each layer costs the same factor.

    ## The per-layer factor

    $$
    \\begin{aligned}
    \\mathrm{Var}[y] &= m\\sigma^2 \\mathrm{Var}[x] \\\\
    &= \\begin{cases}1 & \\text{if } \\sigma^2 = 1/m \\\\ 0 & \\text{otherwise}\\end{cases}
    \\end{aligned}
    $$

    $$
    \\boxed{\\sigma^2 = \\frac{1}{\\sqrt{mn}}} \\quad
    \\underbrace{\\begin{pmatrix} a & b \\\\ c & d\\end{pmatrix}}_{W} \\hat x \\ \\overline{ab}
    $$

    **Table 2.1.** Two of the claims.

    | Claim | The note says | Theory | Measured | Verdict |
    |:--|:--|--:|--:|:--|
    | S000-02 | $\\sup \\sigma' < 1$ | ¼ | exact | ~ imprecise |
    | S001-15 | Means of 2 and 8: 4, 5, 6.8 | 4, 5, 6.8 | exact | ✓ confirmed |
    | S001-17 | Geometric: variance 1 after layer 2 | 0.5000 | 0.5002 ± 0.0005 | ✗ refuted |

    > **Note.** 方差为 $\\sigma^2$ 的分布。

    **Takeaway.** The slopes decide, not the peaks of the derivatives.

    ```sh
    swift run report --seed 20240607
    ```
    """

  static func make() throws -> ReportDocument {
    var document = ReportDocument(
      title: "Why gradients vanish or explode, and which starting weights stop it",
      lede: """
        Each layer multiplies the gradient by a factor fixed before training begins; over 50 layers three \
        of nine common starts keep it within the range of half precision, and no starting rule does so \
        for every activation.
        """)
    document.kicker = "Initialising deep networks · 深度网络的初始化"
    document.meta = [
      ("Reading time", "48 min"), ("Version", "1.0.0"), ("Seed", "20240607"), ("Figures", "41"),
    ]
    document.findings = [
      .init(
        value: "×0.235", unit: "per layer",
        text: "Sigmoid under Xavier. At layer 1 of 50 the gradient is $10^{-30.8}$.",
        interval: "[0.2344, 0.2350], n = 200"),
      .init(
        value: "×0.959", unit: "per layer", text: "Tanh under Xavier: slow decay.",
        interval: "[0.9573, 0.9601], n = 200"),
      .init(
        value: "×0.989", unit: "per layer",
        text: "ReLU under He. The typical network sits just below the theory's 1.",
        interval: "[0.9875, 0.9913], n = 200"),
      .init(
        value: "0.500", unit: "of the variance",
        text: "Left after two widening layers by the geometric rule; the note says 1.",
        interval: "± 0.0005, n = 2,000"),
    ]
    document.chapters = [
      .init(
        number: "2", id: "back-propagation", title: "Back-propagation as a matrix product",
        markdown: chapter, file: "chapters/02.md"),
      .init(
        number: "14", id: "audit", title: "Audit and limits",
        markdown: "Every checkable claim of the source notes.\n\n## Verdicts\n\nText.\n",
        file: "chapters/14.md"),
    ]
    let renderer = CairoRenderer()
    func svg(_ width: Double, _ salt: String) throws -> String {
      let text = "sigmoid ×0.235"
      let style = TextStyle(.sans, size: 12)
      let drawing = Drawing(
        size: Size(width, 300), title: "Gradient", description: "It falls from 1 to 0.",
        commands: [
          .stroke(
            .segment(Point(20, 20), Point(width - 20, 280)),
            Stroke(Color(0x0072B2, 0x56B4E9), width: 2)),
          .text(
            TextLine(
              [TextRun(text, style: style, color: Color(0x5E6069, 0xA3A6AD))], at: Point(60, 40),
              width: renderer.measurer.width(of: text, style: style))),
        ])
      let bytes = try renderer.render(
        drawing, as: .svg, appearance: .light, density: 1, salt: salt)
      return String(decoding: bytes, as: UTF8.self).replacing(/<\?xml.*?\?>\n?/, with: "")
    }
    document.figures["gradient-decay"] = .init(
      number: "2.1",
      title: "Only three of nine starts bring a usable gradient back to layer 1",
      caption:
        "**Line:** median of 200 networks. **Dashed:** theory, $\\sigma_w\\sqrt{\\mathbb{E}f'^2}$.",
      svg: try svg(816, "wide"), phoneSVG: try svg(354, "phone"),
      data: ("gradient-decay.csv", "layer,rms\n1,0.25\n2,0.5\n3,1\n"),
      command: "swift run report --only gradient-decay")
    document.colophon = "Every number in the text was filled in by the program."
    return document
  }
}
