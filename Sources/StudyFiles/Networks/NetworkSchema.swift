import Engine
import Simulation

/// The JSON Schema (draft 2020-12) of network files; kinds, keys and names come from the catalogues.
public struct NetworkSchema: Encodable {
  /// Makes the schema.
  public init() {}

  /// Encodes the schema as JSON.
  public func encode(to encoder: any Encoder) throws { try Self.root.encode(to: encoder) }

  private typealias Value = StudySchema.Value

  private static var root: Value {
    var top = properties(NetworkFileEntries.top)
    top["input"] = [
      "oneOf": [
        ["type": "integer", "minimum": 1],
        [
          "type": "object", "additionalProperties": false,
          "properties": .object(properties(NetworkFileEntries.input)),
        ],
      ],
      "description": "What goes in.",
    ]
    top["stack"] = ["$ref": "#/$defs/stack"]
    let kinds = StageCatalog.all.filter(\.needsNothing).map { Value.text($0.kind) }
    var stages: [Value] = [["enum": .list(kinds)]]
    for entry in StageCatalog.all {
      for kind in [entry.kind] + entry.aliases { stages.append(stage(entry, as: kind)) }
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "InitStudy network",
      "type": "object",
      "required": ["input", "stack"],
      "additionalProperties": false,
      "properties": .object(top),
      "$defs": [
        "stack": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/stage"]],
        "stage": ["anyOf": .list(stages)],
      ],
    ]
  }

  private static func stage(_ entry: StageEntry, as kind: String) -> Value {
    var own = properties(entry.parameters)
    own["name"] = ["type": "string", "maxLength": 60]
    var forms: [Value] = [
      [
        "type": "object", "additionalProperties": false, "properties": .object(own),
        "required": .list(
          entry.parameters.filter { $0.standard == nil }.map { .text($0.name) }),
      ]
    ]
    if let shorthand = entry.shorthand,
      let parameter = entry.parameters.first(where: { $0.name == shorthand })
    {
      forms.append(value(parameter))
    }
    if entry.needsNothing { forms.append(["type": "null"]) }
    return [
      "type": "object", "additionalProperties": false, "required": [.text(kind)],
      "properties": [
        "name": ["type": "string", "maxLength": 60],
        kind: ["anyOf": .list(forms), "description": .text(entry.meaning)],
      ],
    ]
  }

  private static func properties(_ parameters: [StageParameter]) -> [String: Value] {
    var result: [String: Value] = [:]
    for parameter in parameters {
      var value = value(parameter)
      if case .object(var object) = value {
        object["description"] = .text(
          parameter.meaning + (parameter.standard.map { " Default: \($0)." } ?? ""))
        value = .object(object)
      }
      result[parameter.name] = value
    }
    return result
  }

  private static func whole(_ range: ClosedRange<Int>) -> Value {
    [
      "type": "integer", "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ]
  }

  private static func value(_ parameter: StageParameter) -> Value {
    func names(_ words: [String]) -> Value { ["enum": .list(words.map(Value.text))] }
    let formula: Value = ["type": "string", "pattern": "[-+*/^()√L0-9]"]
    switch parameter.values {
    case .integer(let range): return whole(range)
    case .integerOr(let range, let words): return ["anyOf": [whole(range), names(words)]]
    case .integers(let range, let words):
      return [
        "anyOf": [
          whole(range), ["type": "array", "items": whole(range), "minItems": 1, "maxItems": 3],
          ["type": "string", "pattern": "^[0-9]+([x×][0-9]+){1,2}$"], names(words),
        ]
      ]
    case .number(let range):
      return [
        "anyOf": [
          [
            "type": "number", "minimum": .number(range.lowerBound),
            "maximum": .number(range.upperBound),
          ], formula,
        ]
      ]
    case .numberOr(let range, let words):
      return [
        "anyOf": [
          [
            "type": "number", "minimum": .number(range.lowerBound),
            "maximum": .number(range.upperBound),
          ], formula, names(words),
        ]
      ]
    case .flag: return ["type": "boolean"]
    case .choice(let words): return names(words)
    case .activation:
      return [
        "anyOf": [
          names(ActivationCatalog.names),
          ["type": "string", "pattern": patterns(ActivationCatalog.spellings)],
          ["type": "string", "pattern": .text(FormulaActivation.pattern)],
        ]
      ]
    case .initializer: return rule
    case .bias: return ["anyOf": [["type": "number"], rule, names(["none"])]]
    case .stack: return ["$ref": "#/$defs/stack"]
    case .text(let limit): return ["type": "string", "maxLength": .integer(limit)]
    }
  }

  private static var rule: Value {
    [
      "anyOf": [
        names(InitializerCatalog.names),
        ["type": "string", "pattern": patterns(InitializerCatalog.spellings)],
      ]
    ]
  }

  private static func names(_ words: [String]) -> Value {
    ["enum": .list(words.map(Value.text))]
  }

  private static func patterns(_ spellings: CatalogSpellings) -> Value {
    .text(spellings.patterns.map { "(\($0))" }.joined(separator: "|"))
  }
}

extension StageParameter {
  /// What a value may be, in words for help.
  public var valueWords: String {
    func list(_ words: [String]) -> String { words.joined(separator: ", ") }
    return switch values {
    case .integer(let range): "From \(range.lowerBound) to \(range.upperBound)."
    case .integerOr(_, let words): "A whole number, or \(list(words))."
    case .integers(_, let words):
      "A whole number, or one for each direction such as [3, 3]\(words.isEmpty ? "" : ", or \(list(words))")."
    case .number(let range):
      "A number from \(YAMLFields.text(range.lowerBound)) to \(YAMLFields.text(range.upperBound)), or a formula."
    case .numberOr(_, let words): "A number, a formula, or \(list(words))."
    case .flag: "true or false."
    case .choice(let words): "One of \(list(words))."
    case .activation: "A name or a formula."
    case .initializer: "A name, such as he-normal or normal-0.02."
    case .bias: "A number, or a rule such as normal-0.02."
    case .stack: ""
    case .text: "A text."
    }
  }
}
