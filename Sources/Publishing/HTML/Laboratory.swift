/// The laboratory: the simulator as a module that the page runs, and the benches where readers use it.
///
/// Everything it says and does is in `templates/laboratory/`; the module there is what `Laboratory/build` compiles of the
/// simulation, packed and in base64.
public struct Laboratory: Sendable {
  /// The benches, by the names of their templates.
  public static let benches = ["network", "training", "products", "means", "maps"]

  /// The page's scripts: what benches share, the benches, and what starts them.
  private static let scripts = [
    "calls", "pictures", "knobs", "sharing", "answers", "network-pictures", "network", "training",
    "products", "means", "maps", "start",
  ]

  private let templates: TemplateLibrary

  /// The laboratory of some templates.
  public init(_ templates: TemplateLibrary) { self.templates = templates }

  /// The id under which a chapter's page asks for a bench, as for a figure.
  static func figure(of bench: String) -> String { "laboratory-\(bench)" }

  /// A bench as HTML.
  func bench(_ name: String) throws(TemplateError) -> String {
    let path = "laboratory/\(name).html"
    var names = ProseNames(facts: [])
    names.parts = ["words": try templates.text(at: "laboratory/words.html")]
    var prose = Prose(names: names)
    return try prose.render(templates.text(at: path), path: path)
  }

  /// What the benches do, to follow the page's own script.
  func script() throws(TemplateError) -> String {
    let parts = try Self.scripts.map { name throws(TemplateError) in
      try templates.text(at: "laboratory/\(name).js")
    }
    // Their names are nobody else's.
    return "(() => {\n\"use strict\";\n" + parts.joined() + "})();\n"
  }

  /// How they look.
  func style() throws(TemplateError) -> String {
    try templates.text(at: "laboratory/laboratory.css")
  }

  /// The module and the program of the worker that runs it, as text that a browser does not run by itself.
  func data() throws(TemplateError) -> String {
    let program =
      try templates.text(at: "laboratory/simulator.js")
      + templates.text(at: "laboratory/worker.js")
    let module = try templates.text(at: "laboratory/laboratory.wasm.txt")
    return """
      <script type="text/plain" id="laboratory-program">\(program)</script>
      <script type="text/plain" id="laboratory-module">\(module)</script>
      """
  }

  /// What a page's content policy must allow for them, beside its one script.
  static let policy = (script: " 'wasm-unsafe-eval'", worker: "; worker-src blob:")
}
