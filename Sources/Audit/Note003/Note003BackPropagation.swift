import Simulation

extension ClaimCatalog {
  /// Note 003, section 2: notation, automatic differentiation and the worked 2-2-2 network.
  static let note003BackPropagation: [Claim] = [
    Claim(
      "S003-13",
      "z^(l)=W^(l)f_{l-1}(z^(l-1))+b^(l); α^(l)=f_l(W^(l)α^(l-1)+b^(l))",
      gloss: "The two forward formulas, for net inputs z and for outputs α.",
      asserts: "definitions"
    ) { seeds in
      .statement(
        [
          Comparison(
            "largest |f(z) − α| in a 3-4-3-2 network", .formula(0),
            theory: TinyNetwork(seeds).notationDifference)
        ], "With α = f(z) they are the same computation.")
    },

    Claim(
      "S003-14",
      "通用近似定理：神经网络可以拟合任意一个连续函数",
      gloss: "Universal approximation: a neural network can fit any continuous function.",
      asserts: "any continuous function"
    ) { _ in
      .wording(
        .imprecise,
        "On a compact set, to any accuracy rather than exactly, with enough units and an activation "
          + "that is not a polynomial.")
    },

    Claim(
      "S003-15",
      "前向模式：∂h₁..∂h₆/∂w = 1, 1, −1, −1, −1, 0.25; ∂f/∂w=0.25",
      gloss: "Forward mode: the derivatives of h₁ … h₆ with respect to w.",
      asserts: "all six values"
    ) { _ in
      let printed: [PrintedNumber] = ["1", "1", "-1", "-1", "-1", "0.25"]
      return .statement(
        (1...6).map { k in
          Comparison(
            "∂h\(k)/∂w", .printed(printed[k - 1]),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[k - 1] })
        } + [
          Comparison(
            "∂f/∂w", .printed("0.25"),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[5] })
        ], "Differences of the graph's own values give all seven.")
    },

    Claim(
      "S003-16",
      "反向模式：∂f/∂h₅..h₁ = −0.25, −0.25, −0.25, 0.25, 0.25; ∂f/∂w=0.25",
      gloss: "Reverse mode: the derivatives of f with respect to h₅ … h₁ and w.",
      asserts: "all values"
    ) { _ in
      let printed: [PrintedNumber] = ["0.25", "0.25", "-0.25", "-0.25", "-0.25", "1"]
      let values = NoteGraph.values(w: 0)
      return .statement(
        (1...6).reversed().map { k in
          Comparison(
            "∂f/∂h\(k)", .printed(printed[k - 1]),
            theory: NumericalMethods.derivative(at: values[k - 1]) {
              NoteGraph.output(node: k, value: $0)
            })
        } + [
          Comparison(
            "∂f/∂w", .printed("0.25"),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[5] })
        ], "Differences of f with each node moved by itself give all seven.")
    },

    Claim(
      "S003-17",
      "计算同一个参数的微分的时间复杂度相同…反向模式效率更高",
      gloss: "One parameter costs the same in both modes; for many, reverse mode is cheaper.",
      asserts: "same cost for one parameter, reverse cheaper for many"
    ) { _ in
      let (w, b) = (NoteGraph.forwardCost(of: "w"), NoteGraph.forwardCost(of: "b"))
      let all = NoteGraph.reverseCost(of: ["w", "b"])
      return .statement(
        [
          Comparison(
            "edges visited for w, reverse over forward", .formula(1),
            theory: Double(NoteGraph.reverseCost(of: ["w"])) / Double(w)),
          Comparison(
            "edges visited for w and b, reverse over forward", .below(1),
            theory: Double(all) / Double(w + b)),
        ],
        "Forward mode repeats the common part of the graph for each parameter "
          + "(\(w) + \(b) edges), reverse mode visits it once (\(all)).")
    },

    Claim(
      "S003-18",
      "out = [0.751365069, 0.772928765] — out₁",
      gloss: "First output of the worked network: 0.751365069.",
      asserts: "0.751365069"
    ) { _ in
      .statement(
        [
          Comparison("out₁", .printed("0.751365069"), theory: NoteNetwork().forward.out[0])
        ], "Right, with the further digits cut off rather than rounded.")
    },

    Claim(
      "S003-19",
      "out = [0.751365069, 0.772928765] — out₂",
      gloss: "Second output of the worked network: 0.772928765.",
      asserts: "0.772928765"
    ) { _ in
      let value = NoteNetwork().forward.out[1]
      return .statement(
        [Comparison("out₂", .printed("0.772928765"), theory: value)],
        "The network gives \(decimal(value, significant: 9)): one digit is miscopied.")
    },

    Claim(
      "S003-20",
      "E = 0.298371109", gloss: "Error of the worked network: 0.298371109.",
      asserts: "0.298371109"
    ) { _ in
      .statement(
        [
          Comparison(
            "E of the worked network", .printed("0.298371109"), theory: NoteNetwork().error)
        ],
        "Half the sum of the squared differences from the targets.")
    },

    Claim(
      "S003-21",
      "偏置的形状为[1,1]，而xW的形状为[2,1]，不能相乘，需要…将偏置复制成[2,1]",
      gloss:
        "The bias has shape [1, 1] and xW has [2, 1], so they cannot be multiplied; broadcasting copies the bias to [2, 1].",
      asserts: "xW is [2,1]; bias cannot be \"multiplied\""
    ) { _ in
      let product = Matrix([[0.05, 0.10]]) * NoteNetwork().firstWeights
      return .statement(
        [
          Comparison("rows of xW", .formula(2), theory: Double(product.rows)),
          Comparison("columns of xW", .formula(1), theory: Double(product.columns)),
        ],
        "The row vector x (1 × 2) times W (2 × 2) is 1 × 2, and the bias is added to it, not "
          + "multiplied.")
    },

    Claim(
      "S003-22",
      "E = ½(t₁-(w₅·out₃+w₆·out₃+b₂))²+½(t₂-(w₇·out₄+w₈·out₄+b₂))²",
      gloss:
        "E written out with out₃ in both terms of output 1, out₄ in both of output 2, and no activation.",
      asserts: "expansion of E"
    ) { _ in
      let network = NoteNetwork()
      let hidden = network.forward.hidden
      let first = 0.01 - (0.40 * hidden[0] + 0.45 * hidden[0] + 0.60)
      let second = 0.99 - (0.50 * hidden[1] + 0.55 * hidden[1] + 0.60)
      return .statement(
        [
          Comparison(
            "E of the worked network", .formula(0.5 * first * first + 0.5 * second * second),
            theory: network.error)
        ],
        "Each output needs both out₃ and out₄ and the sigmoid around the sum; as written the expression "
          + "gives \(decimal(0.5 * (first * first + second * second), significant: 4)) instead of "
          + "\(decimal(network.error, significant: 4)).")
    },

    Claim(
      "S003-23",
      "∂E/∂W₂ chain-rule matrix", gloss: "The matrix ∂E/∂W₂ by the chain rule.",
      asserts: "∂E/∂w₅=∂E/∂out₁·∂out₁/∂net·∂net/∂w₅ …"
    ) { _ in
      let network = NoteNetwork()
      return .statement(
        (5...8).map { k in
          Comparison(
            "∂E/∂w\(k)", .about(network.chainRule(weight: k), within: 1e-7),
            theory: NumericalMethods.derivative(at: network.weights[k - 1]) { value in
              var moved = network
              moved.weights[k - 1] = value
              return moved.error
            })
        }, "All four products equal the derivative of E taken numerically.")
    },
  ]
}
