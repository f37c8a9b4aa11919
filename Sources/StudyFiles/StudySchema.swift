import Engine
import Experiments
import Study
import Simulation

// Long because it is one description of one file, a key after the other.

/// The JSON Schema (draft 2020-12) of study files; names come from the catalogues.
public struct StudySchema: Encodable {
  /// Makes the schema.
  public init() {}

  /// Any JSON value, to write the schema as it reads.
  indirect enum Value: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
  {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case list([Value])
    case object([String: Value])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(arrayLiteral elements: Value...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, Value)...) {
      self = .object(Dictionary(uniqueKeysWithValues: elements))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .boolean(let value): try container.encode(value)
      case .list(let value): try container.encode(value)
      case .object(let value): try container.encode(value)
      }
    }
  }

  private static func names(_ names: [String]) -> Value { .list(names.map(Value.text)) }

  private static func integer(_ range: ClosedRange<Int>, _ description: Value) -> Value {
    [
      "type": "integer", "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound), "description": description,
    ]
  }

  /// Encodes the schema as JSON.
  public func encode(to encoder: any Encoder) throws { try Self.root.encode(to: encoder) }

  private static var root: Value {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "InitStudy study",
      "type": "object",
      "required": ["title"],
      "additionalProperties": false,
      "properties": [
        "title": ["type": "string", "maxLength": 200],
        "author": ["type": "string", "maxLength": 200],
        "summary": [
          "type": "string", "maxLength": 500, "description": "What stands below the title.",
        ],
        "address": [
          "type": "string", "maxLength": 500,
          "pattern": "^https?://[A-Za-z0-9._~:/?#@!&'()*+,;=%-]+$",
          "description": "Where the report can be read; citations hold it.",
        ],
        "language": [
          "type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
          "description": "The language of your own prose, such as en or pt-BR.",
        ],
        "theme": [
          "enum": names(StudyPlan.Theme.allCases.map(\.rawValue)),
          "description": "Colours of the page; dark makes picture files dark too.",
        ],
        "seed": [
          "type": "integer", "minimum": 0, "description": "The root of all random numbers.",
        ],
        "trials": integer(StudyFile.trialsRange, "How many random networks per setting."),
        "precision": [
          "type": ["string", "number"],
          "description": "Sample until the 95 % interval is this narrow, such as 2 %.",
        ],
        "max-trials": integer(StudyFile.trialsRange, "Where sampling for precision stops."),
        "prose": ["type": "string", "description": "A folder with chapters of your own (*.md)."],
        "chapters": [
          "oneOf": [
            ["const": "all"],
            [
              "type": "array",
              "items": ["enum": names(ExperimentCatalog.chapters.map(\.id))],
            ],
          ],
          "description": "Built-in chapters to include.",
        ],
        "charts": [
          "type": "array",
          "items": [
            "enum": names(
              StudyPlan.ownChartIDs + ExperimentCatalog.experiments.flatMap(\.chartIDs))
          ],
          "description": "The charts to show; without it all of your own networks and sweeps.",
        ],
        "networks": ["type": "array", "items": network],
        "sweeps": ["type": "array", "items": sweep],
        "training": ["type": "array", "items": learning],
      ],
    ]
  }

  /// From the table of entries, which the reader reads too.
  private static var network: Value {
    [
      "type": "object",
      "required": ["name"],
      "anyOf": [
        ["required": names(NetworkEntry.allCases.filter(\.isRequired).map(\.rawValue))],
        ["required": ["preset"]], ["required": ["stack", "input"]],
      ],
      "additionalProperties": false,
      "properties": .object(
        Dictionary(
          uniqueKeysWithValues: NetworkEntry.allCases.map { ($0.rawValue, property($0)) }
            + StudyFile.stackKeys.map { ($0, stackProperty($0)) })),
    ]
  }

  /// Networks of stages have a schema of their own, `report stages --schema`; here is where they begin.
  private static func stackProperty(_ key: String) -> Value {
    switch key {
    case "stack": ["type": "array", "minItems": 1, "description": "The stages of the network."]
    case "preset":
      [
        "type": "string",
        "description": "A network that comes with the program; report presets lists them.",
      ]
    case "input":
      ["type": ["object", "integer"], "description": "What goes into a network of stages."]
    case "framework":
      [
        "enum": names(Framework.allCases.map(\.rawValue)),
        "description": "Whose defaults its stages have.",
      ]
    case "bias": ["type": ["number", "string"], "description": "What its biases start from."]
    case "scale":
      [
        "type": ["number", "string"], "minimum": 0.001, "maximum": 16,
        "description": "A factor on all its widths, such as 0.125 or 1/8.",
      ]
    case "tokens": integer(1...1_000_000, "How many tokens or steps a sample has.")
    default:
      [
        "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
        "description": "Parameters of its stages by path, such as blocks.residual.scale: 0.5.",
      ]
    }
  }

  private static func property(_ entry: NetworkEntry) -> Value {
    var fields: [String: Value] = ["description": .text(entry.help)]
    switch entry.values {
    case .text(let limit): (fields["type"], fields["maxLength"]) = ("string", .integer(limit))
    case .integer(let range): return integer(range, .text(entry.help))
    case .integers(let range):
      (fields["type"], fields["minItems"]) = ("array", 2)
      fields["items"] = integer(range, "Units.")
    case .number(let range):
      fields["type"] = "number"
      fields["minimum"] = .number(range.lowerBound)
      fields["maximum"] = .number(range.upperBound)
    case .choice(let choices, _): fields["enum"] = names(choices)
    case .catalogue(let spellings, let known, _):
      // The names first, for editors that offer them; then every spelling that is read.
      fields["anyOf"] = .list(
        [["enum": names(known)]]
          + (spellings.patterns + (entry == .activation ? [FormulaActivation.pattern] : []))
          .map { ["type": "string", "pattern": .text($0)] })
    case .flag: fields["type"] = "boolean"
    }
    return .object(fields)
  }

  private static var values: Value {
    ["type": "array", "minItems": 1, "items": ["type": ["string", "number"]]]
  }

  private static func number(_ range: ClosedRange<Double>, _ description: Value) -> Value {
    [
      "type": "number", "minimum": .number(range.lowerBound),
      "maximum": .number(range.upperBound), "description": description,
    ]
  }

  private static var learning: Value {
    [
      "type": "object",
      "required": ["name", "network", "over", "values"],
      "additionalProperties": false,
      "properties": [
        "name": ["type": "string", "maxLength": 60],
        "network": [
          "type": "string",
          "description": "The name of the network that is trained; of a chain, its hidden layers.",
        ],
        "over": [
          "enum": names(LearningPlan.Axis.allCases.map(\.rawValue)),
          "description": "What varies from line to line of the chart.",
        ],
        "values": values,
        "optimizer": [
          "enum": names(LearningPlan.OptimizerName.allCases.map(\.rawValue)),
          "description": "How gradients become steps.",
        ],
        "learning-rate": number(StudyFile.rateRange, "The learning rate."),
        "warm-up": integer(
          StudyFile.warmUpRange, "How many of the steps the learning rate takes to rise to that."),
        "remedy": [
          "enum": names(LearningPlan.Remedy.allCases.map(\.rawValue)),
          "description": "What is done against gradients that vanish or explode.",
        ],
        "steps": integer(StudyFile.stepsRange, "How many steps."),
        "batch": integer(StudyFile.learningBatchRange, "How many samples a step sees."),
        "networks": integer(StudyFile.learnersRange, "How many networks for each value."),
        "difficulty": number(0...2, "How hard the digits are to read."),
        "task": [
          "type": "string", "maxLength": 200,
          "description":
            "What is learned: digits, adding, copy, or a .csv file beside the study file.",
        ],
        "length": integer(
          StudyFile.lengthRange, "The length of the adding problem, the delay of the copy."),
      ],
    ]
  }

  private static var sweep: Value {
    [
      "type": "object",
      "required": ["name", "network"],
      "oneOf": [["required": ["over", "values"]], ["required": ["grid"]]],
      "additionalProperties": false,
      "properties": [
        "name": ["type": "string", "maxLength": 60],
        "network": ["type": "string", "description": "The name of the network to vary."],
        "over": [
          "anyOf": [
            ["enum": names(SweepPlan.Axis.ofChains.map(\.rawValue))],
            ["type": "string", "pattern": "^[^.]+([.][^.]+)+$"],
          ]
        ],
        "values": values,
        "grid": [
          "type": "object", "minProperties": 2, "maxProperties": 2,
          "additionalProperties": false,
          "properties": .object(
            Dictionary(uniqueKeysWithValues: SweepPlan.Axis.ofChains.map { ($0.rawValue, values) })),
          "description": "Two properties, each with its values: every pair is measured.",
        ],
      ],
    ]
  }
}
