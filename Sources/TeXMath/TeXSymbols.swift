/// The commands that stand for one symbol, a function name or a space.
enum TeXSymbols {
  /// The symbol of a command, without its backslash.
  static func symbol(_ command: String) -> MathSymbol? { table[command] }

  /// The function names that TeX sets upright.
  static let functions: Set<String> = [
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp",
    "hom", "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh",
  ]

  /// Function names whose subscript goes below in display style.
  static let limitFunctions: [String: String] = [
    "det": "det", "gcd": "gcd", "inf": "inf", "lim": "lim", "liminf": "lim inf",
    "limsup": "lim sup", "max": "max", "min": "min", "Pr": "Pr", "sup": "sup",
    "argmax": "arg max", "argmin": "arg min",
  ]

  /// Spaces in em.
  static let spaces: [String: Double] = [
    ",": 3.0 / 18, "thinspace": 3.0 / 18, ":": 4.0 / 18, ">": 4.0 / 18, "medspace": 4.0 / 18,
    ";": 5.0 / 18, "thickspace": 5.0 / 18, "!": -3.0 / 18, "negthinspace": -3.0 / 18,
    " ": 0.25, "enspace": 0.5, "quad": 1, "qquad": 2,
  ]

  /// Delimiters that `\left`, `\right` and `\big` may stretch; an empty one is invisible.
  static let delimiters: [String: String] = [
    "lbrace": "{", "{": "{", "rbrace": "}", "}": "}", "|": "‖", "Vert": "‖", "lVert": "‖",
    "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrack": "[", "rbrack": "]",
    "backslash": "\\", "uparrow": "↑", "downarrow": "↓",
  ]

  /// The symbol of a character that stands in a formula as itself.
  static func symbol(_ character: Character) -> MathSymbol? { characters[character] }

  private static let characters: [Character: MathSymbol] = {
    var all: [Character: MathSymbol] = [
      "-": MathSymbol("−", .binary), "*": MathSymbol("∗", .binary),
      "+": MathSymbol("+", .binary), "=": MathSymbol("=", .relation),
      "<": MathSymbol("<", .relation), ">": MathSymbol(">", .relation),
      ":": MathSymbol(":", .relation), ",": MathSymbol(",", .punctuation),
      ";": MathSymbol(";", .punctuation), "(": MathSymbol("(", .opening),
      "[": MathSymbol("[", .opening), ")": MathSymbol(")", .closing),
      "]": MathSymbol("]", .closing), "!": MathSymbol("!", .closing),
      "?": MathSymbol("?", .closing), "|": MathSymbol("|", .ordinary),
      "/": MathSymbol("/", .ordinary), ".": MathSymbol(".", .ordinary),
      "\"": MathSymbol("\"", .ordinary), "@": MathSymbol("@", .ordinary),
      "`": MathSymbol("`", .ordinary),
    ]
    // A Unicode symbol typed as itself plays the role of the command that stands for it.
    for (_, symbol) in entries where symbol.text.count == 1 {
      if let character = symbol.text.first, all[character] == nil { all[character] = symbol }
    }
    return all
  }()

  private static let table = Dictionary(entries) { first, _ in first }

  private static let entries: [(String, MathSymbol)] = {
    var all: [(String, MathSymbol)] = []
    func add(_ kind: MathSymbol.Kind, _ list: String) {
      for pair in list.split(separator: " ") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        all.append((String(parts[0]), MathSymbol(String(parts[1]), kind)))
      }
    }
    add(
      .letter,
      """
      alpha=α beta=β gamma=γ delta=δ epsilon=ϵ varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ \
      iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ omicron=ο pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ \
      varsigma=ς tau=τ upsilon=υ phi=ϕ varphi=φ chi=χ psi=ψ omega=ω partial=∂ ell=ℓ hbar=ℏ imath=ı \
      jmath=ȷ
      """)
    add(
      .uprightLetter,
      """
      Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω nabla=∇ \
      Re=ℜ Im=ℑ aleph=ℵ infty=∞ emptyset=∅ varnothing=∅ hslash=ℏ wp=℘
      """)
    add(
      .ordinary,
      """
      forall=∀ exists=∃ nexists=∄ neg=¬ lnot=¬ top=⊤ bot=⊥ angle=∠ triangle=△ square=□ \
      blacksquare=■ bigstar=★ checkmark=✓ prime=′ dots=… ldots=… cdots=⋯ vdots=⋮ ddots=⋱ degree=° \
      %=% #=# $=$ &=& _=_ S=§ vert=| Vert=‖ |=‖ backslash=∖ colon=: copyright=© circledR=® \
      flat=♭ natural=♮ sharp=♯ clubsuit=♣ spadesuit=♠
      """)
    add(
      .large,
      """
      sum=∑ prod=∏ coprod=∐ bigcup=⋃ bigcap=⋂ bigoplus=⨁ bigotimes=⨂ bigodot=⨀ bigvee=⋁ \
      bigwedge=⋀ bigsqcup=⨆ biguplus=⨄
      """)
    add(.integral, "int=∫ iint=∬ iiint=∭ oint=∮")
    add(
      .binary,
      """
      pm=± mp=∓ times=× div=÷ cdot=⋅ ast=∗ star=⋆ circ=∘ bullet=∙ oplus=⊕ ominus=⊖ otimes=⊗ \
      oslash=⊘ odot=⊙ cup=∪ cap=∩ sqcup=⊔ sqcap=⊓ vee=∨ lor=∨ wedge=∧ land=∧ setminus=∖ wr=≀ \
      amalg=⨿ dagger=† ddagger=‡ uplus=⊎ diamond=⋄ bmod=mod
      """)
    add(
      .relation,
      """
      leq=≤ le=≤ geq=≥ ge=≥ lt=< gt=> neq=≠ ne=≠ equiv=≡ approx=≈ sim=∼ simeq=≃ cong=≅ propto=∝ \
      ll=≪ gg=≫ leqslant=⩽ geqslant=⩾ in=∈ notin=∉ ni=∋ subset=⊂ supset=⊃ subseteq=⊆ supseteq=⊇ \
      subsetneq=⊊ mid=∣ nmid=∤ parallel=∥ perp=⟂ to=→ rightarrow=→ leftarrow=← gets=← \
      leftrightarrow=↔ uparrow=↑ downarrow=↓ updownarrow=↕ Rightarrow=⇒ Leftarrow=⇐ \
      Leftrightarrow=⇔ Uparrow=⇑ Downarrow=⇓ Longrightarrow=⟹ Longleftarrow=⟸ \
      Longleftrightarrow=⟺ implies=⟹ impliedby=⟸ iff=⟺ longrightarrow=⟶ longleftarrow=⟵ mapsto=↦ \
      longmapsto=⟼ hookrightarrow=↪ hookleftarrow=↩ rightharpoonup=⇀ nearrow=↗ searrow=↘ \
      vdash=⊢ models=⊨ asymp=≍ doteq=≐ coloneqq=≔ triangleq=≜ prec=≺ succ=≻ preceq=⪯ succeq=⪰ \
      gtrsim=≳ lesssim=≲ therefore=∴ because=∵ upharpoonright=↾
      """)
    add(.opening, "lbrace={ {={ lbrack=[ langle=⟨ lfloor=⌊ lceil=⌈ lVert=‖ lvert=|")
    add(.closing, "rbrace=} }=} rbrack=] rangle=⟩ rfloor=⌋ rceil=⌉ rVert=‖ rvert=|")
    return all
  }()

  /// Marks of accents; `stretches` when it grows with what is below it.
  static let accents: [String: (mark: String, isBelow: Bool, stretches: Bool)] = [
    "hat": ("ˆ", false, false), "widehat": ("^", false, true), "tilde": ("˜", false, false),
    "widetilde": ("~", false, true), "bar": ("¯", false, false), "vec": ("→", false, false),
    "dot": ("˙", false, false), "ddot": ("¨", false, false), "check": ("ˇ", false, false),
    "breve": ("˘", false, false), "acute": ("´", false, false), "grave": ("`", false, false),
    "mathring": ("˚", false, false), "overline": ("¯", false, true),
    "underline": ("_", true, true), "overrightarrow": ("→", false, true),
    "overleftarrow": ("←", false, true), "overbrace": ("⏞", false, true),
    "underbrace": ("⏟", true, true),
  ]

  /// Heights of `\big` and its kin in em, as in plain TeX with a 10 pt font.
  static let sizes: [String: Double] = ["big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0]

  /// Characters that become another one after `\not`.
  static let negations: [String: String] = [
    "=": "≠", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "∈": "∉", "∋": "∌", "⊂": "⊄", "⊃": "⊅",
    "⊆": "⊈", "⊇": "⊉", "≡": "≢", "≈": "≉", "∼": "≁", "≃": "≄", "≅": "≇", "∣": "∤", "∥": "∦",
    "∃": "∄",
  ]
}
