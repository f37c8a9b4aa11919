import Simulation

extension ClaimCatalog {
  /// Note 003, section 2: notation, automatic differentiation and the worked 2-2-2 network.
  static let note003BackPropagation: [Claim] = [
    Claim("S003-13", "z^(l)=W^(l)f_{l-1}(z^(l-1))+b^(l); α^(l)=f_l(W^(l)α^(l-1)+b^(l))") { seeds in
      .statement(
        [
          Comparison(
            "difference", .formula(0),
            theory: TinyNetwork(seeds).notationDifference)
        ], quoting: [.widths("widths", TinyNetwork.widths)])
    },

    Claim("S003-14", "通用近似定理：神经网络可以拟合任意一个连续函数") { _ in
      .wording(.imprecise)
    },

    Claim("S003-15", "前向模式：∂h₁..∂h₆/∂w = 1, 1, −1, −1, −1, 0.25; ∂f/∂w=0.25") { _ in
      let printed: [PrintedNumber] = ["1", "1", "-1", "-1", "-1", "0.25"]
      return .statement(
        (1...6).map { k in
          Comparison(
            "node", quoting: [.count("node", k)], .printed(printed[k - 1]),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[k - 1] })
        } + [
          Comparison(
            "weight", .printed("0.25"),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[5] })
        ])
    },

    Claim("S003-16", "反向模式：∂f/∂h₅..h₁ = −0.25, −0.25, −0.25, 0.25, 0.25; ∂f/∂w=0.25") { _ in
      let printed: [PrintedNumber] = ["0.25", "0.25", "-0.25", "-0.25", "-0.25", "1"]
      let values = NoteGraph.values(w: 0)
      return .statement(
        (1...6).reversed().map { k in
          Comparison(
            "node", quoting: [.count("node", k)], .printed(printed[k - 1]),
            theory: NumericalMethods.derivative(at: values[k - 1]) {
              NoteGraph.output(node: k, value: $0)
            })
        } + [
          Comparison(
            "weight", .printed("0.25"),
            theory: NumericalMethods.derivative(at: 0) { NoteGraph.values(w: $0)[5] })
        ])
    },

    Claim("S003-17", "计算同一个参数的微分的时间复杂度相同…反向模式效率更高") { _ in
      let (w, b) = (NoteGraph.forwardCost(of: "w"), NoteGraph.forwardCost(of: "b"))
      let all = NoteGraph.reverseCost(of: ["w", "b"])
      return .statement(
        [
          Comparison(
            "one", .formula(1),
            theory: Double(NoteGraph.reverseCost(of: ["w"])) / Double(w)),
          Comparison(
            "both", .below(1),
            theory: Double(all) / Double(w + b)),
        ], quoting: [.count("first", w), .count("second", b), .count("both", all)])
    },

    Claim("S003-18", "out = [0.751365069, 0.772928765] — out₁") { _ in
      .statement(
        [
          Comparison("output", .printed("0.751365069"), theory: NoteNetwork().forward.out[0])
        ])
    },

    Claim("S003-19", "out = [0.751365069, 0.772928765] — out₂") { _ in
      let value = NoteNetwork().forward.out[1]
      return .statement(
        [Comparison("output", .printed("0.772928765"), theory: value)],
        quoting: [.number("output", value, 9)])
    },

    Claim("S003-20", "E = 0.298371109") { _ in
      .statement(
        [
          Comparison(
            "error", .printed("0.298371109"), theory: NoteNetwork().error)
        ])
    },

    Claim("S003-21", "偏置的形状为[1,1]，而xW的形状为[2,1]，不能相乘，需要…将偏置复制成[2,1]") { _ in
      let (input, weights) = (Matrix([[0.05, 0.10]]), NoteNetwork().firstWeights)
      let product = input * weights
      return .statement(
        [
          Comparison("rows", .formula(2), theory: Double(product.rows)),
          Comparison("columns", .formula(1), theory: Double(product.columns)),
        ],
        quoting: [
          .count("input-rows", input.rows), .count("input-columns", input.columns),
          .count("weight-rows", weights.rows), .count("weight-columns", weights.columns),
          .count("rows", product.rows), .count("columns", product.columns),
        ])
    },

    Claim("S003-22", "E = ½(t₁-(w₅·out₃+w₆·out₃+b₂))²+½(t₂-(w₇·out₄+w₈·out₄+b₂))²") { _ in
      let network = NoteNetwork()
      let hidden = network.forward.hidden
      let first = 0.01 - (0.40 * hidden[0] + 0.45 * hidden[0] + 0.60)
      let second = 0.99 - (0.50 * hidden[1] + 0.55 * hidden[1] + 0.60)
      return .statement(
        [
          Comparison(
            "error", .formula(0.5 * first * first + 0.5 * second * second),
            theory: network.error)
        ],
        quoting: [
          .number("written", 0.5 * (first * first + second * second), 4),
          .number("error", network.error, 4),
        ])
    },

    Claim("S003-23", "∂E/∂W₂ chain-rule matrix") { _ in
      let network = NoteNetwork()
      return .statement(
        (5...8).map { k in
          Comparison(
            "slope", quoting: [.count("weight", k)],
            .about(network.chainRule(weight: k), within: 1e-7),
            theory: NumericalMethods.derivative(at: network.weights[k - 1]) { value in
              var moved = network
              moved.weights[k - 1] = value
              return moved.error
            })
        })
    },
  ]
}
