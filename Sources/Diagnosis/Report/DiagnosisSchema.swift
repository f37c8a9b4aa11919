import WeightFiles

/// The JSON Schema (draft 2020-12) of what `report diagnose --json` prints.
public enum DiagnosisSchema {
  /// The schema's text.
  public static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "report diagnose --json, version 1",
      "type": "object",
      "required": ["version", "file", "format", "coverage", "parameters", "start", "tests", "falseAlarm", "tensors", "findings", "exitCode"],
      "additionalProperties": false,
      "properties": {
        "version": {"const": 1},
        "file": {"type": "string"},
        "format": {"enum": [\(WeightFormatNames.joined)]},
        "coverage": {"enum": ["complete", "partial"], "description": "partial where a part of the file was not read"},
        "parameters": {"type": "integer", "description": "numbers in floating-point tensors"},
        "depth": {"type": "integer", "description": "blocks of one kind, from config.json or the names"},
        "start": {"enum": ["fresh", "moved a little", "not draws", "mixed", "cannot tell"]},
        "tests": {"type": "integer", "description": "tests of fit and structure; each rejects below falseAlarm/tests"},
        "falseAlarm": {"type": "number"},
        "smallestProbability": {"type": "number"},
        "noChain": {"type": "string", "description": "why no signal was sent through the weights"},
        "exitCode": {"enum": [0, 2]},
        "tensors": {"type": "array", "items": {"$ref": "#/$defs/tensor"}},
        "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        "chain": {"$ref": "#/$defs/chain"}
      },
      "$defs": {
        "tensor": {
          "type": "object",
          "required": ["name", "shape", "type", "role", "law", "structure", "rows", "outliers"],
          "additionalProperties": false,
          "properties": {
            "name": {"type": "string"},
            "shape": {"type": "array", "items": {"type": "integer"}},
            "type": {"type": "string", "description": "as safetensors writes it: F32, BF16"},
            "role": {"enum": ["matrix", "convolution", "embedding", "bias", "scale", "statistic", "other"]},
            "layout": {
              "type": "object",
              "required": ["axes", "certainty", "why", "packed", "stacked"],
              "properties": {
                "axes": {"type": "string"}, "certainty": {"enum": ["known", "inferred", "assumed"]},
                "why": {"type": "string"}, "packed": {"type": "integer"}, "stacked": {"type": "integer"}
              }
            },
            "law": {
              "type": "object",
              "required": ["word", "phrase", "family", "names", "compatible"],
              "properties": {
                "word": {"enum": ["is", "fits", "fits, as do others", "no law", "too few to tell", "not judged"]},
                "phrase": {"type": "string"}, "family": {"type": "string"},
                "names": {"type": "array", "items": {"type": "string"}, "description": "rules that ask for just this law"},
                "deviation": {"type": "number"}, "posterior": {"type": "number"},
                "mistake": {"type": "string", "description": "the mistake of axes with which it fits"},
                "value": {"type": "number", "description": "the constant, the factor of the identity, the gain"},
                "fit": {"type": "object", "properties": {"test": {"const": "KS"}, "distance": {"type": "number"}, "p": {"type": "number"}}},
                "compatible": {"type": "array", "items": {"type": "object"}}
              }
            },
            "deviation": {
              "type": "object", "description": "99 % interval",
              "properties": {"value": {"type": "number"}, "low": {"type": "number"}, "high": {"type": "number"}}
            },
            "mean": {"type": "number"},
            "fans": {"type": "object", "properties": {"input": {"type": "integer"}, "output": {"type": "integer"}}},
            "forwardFactor": {"type": "number", "description": "σ√in, by which the weight multiplies the root mean square of signals; σ over all numbers, scattered zeros among them"},
            "backwardFactor": {"type": "number", "description": "σ√out, by which it multiplies that of gradients"},
            "structure": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "p": {"type": "number"}}}},
            "isDraw": {"type": "boolean", "description": "missing where the numbers cannot tell"},
            "moved": {"type": "object"},
            "rows": {"type": "object"},
            "outliers": {"type": "integer"}
          }
        },
        "finding": {
          "type": "object",
          "required": ["id", "severity", "tensors", "message", "explanations"],
          "additionalProperties": false,
          "properties": {
            "id": {"type": "string"}, "severity": {"enum": ["note", "warning", "error"]},
            "tensors": {"type": "array", "items": {"type": "string"}},
            "message": {"type": "string"}, "change": {"type": "string"}, "reference": {"type": "string"},
            "measured": {"type": "number"}, "expected": {"type": "number"},
            "explanations": {"type": "array", "items": {"type": "object", "properties": {"ratio": {"type": "number"}, "text": {"type": "string"}}}}
          }
        },
        "chain": {
          "type": "object",
          "required": ["source", "certainty", "activation", "inputs", "layers"],
          "properties": {
            "source": {"type": "string"}, "certainty": {"enum": ["known", "inferred", "assumed"]},
            "activation": {"type": "string"}, "inputs": {"type": "integer"}, "lossScale": {"type": "integer"},
            "layers": {"type": "array", "items": {"type": "object", "required": ["weight", "width", "signal", "gradient", "largest", "off", "alignment", "beyondHalf", "flushedHalf", "beyondBrain"]}}
          }
        }
      }
    }

    """
}

/// The formats as the report names them.
private enum WeightFormatNames {
  static let joined = WeightFormat.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
}
