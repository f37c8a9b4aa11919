import ArgumentParser
import Experiments
import Study
import Foundation
import Publishing
import Simulation
import StudyFiles

/// Presets of precision.
struct EffortOptions: ParsableArguments {
  @Flag(
    help: """
      A look: a fifth of the random networks, shorter trainings and pictures of half the resolution, with wider \
      intervals, in a fraction of the time.
      """)
  var quick = false

  @Flag(help: "Ten times the random networks: intervals a third as wide.")
  var thorough = false

  func validate() throws {
    guard !(quick && thorough) else {
      throw ValidationError("--quick and --thorough exclude each other; give one.")
    }
  }

  /// The factor on every number of networks, as a fraction.
  private var factor: (numerator: Int, denominator: Int) {
    quick ? (1, 5) : thorough ? (10, 1) : (1, 1)
  }

  /// A number of networks at this effort; at least the two that an interval needs.
  func applied(to networks: Int) -> Int {
    max(2, networks * factor.numerator / factor.denominator)
  }

  func applied(to plan: StudyPlan) -> StudyPlan {
    var plan = plan
    plan.trials = applied(to: plan.trials)
    // A precision to reach follows the preset as 1/√n does: √5 or √10 times.
    plan.precision = plan.precision.map {
      quick ? min(0.5, 2.236 * $0) : thorough ? $0 / 3.162 : $0
    }
    return plan
  }
}

/// The sizes of the built-in experiments.
struct SizeOptions: ParsableArguments {
  @OptionGroup var effort: EffortOptions

  @Option(parsing: .unconditional, help: "The width of the square networks, 8 … 4096.")
  var width = StudyConfiguration().width

  @Option(parsing: .unconditional, help: "The depth of the deep networks, 10 … 1000.")
  var depth = StudyConfiguration().depth

  func validate() throws {
    guard (8...4096).contains(width) else {
      throw ValidationError("--width \(width) is out of range; give 8 to 4096.")
    }
    guard (10...1000).contains(depth) else {
      throw ValidationError("--depth \(depth) is out of range; give 10 to 1000.")
    }
  }

  var study: StudyConfiguration {
    var study = StudyConfiguration(width: width, depth: depth)
    study.networks = effort.applied(to: study.networks)
    return study
  }
}

/// The study file, and the chapters of the user's own that it names.
struct StudyFileOption: ParsableArguments {
  @Option(
    name: .customLong("study"),
    help: ArgumentHelp(
      "A study file with your own networks (`report init` writes one).", valueName: "file"))
  var path: String?

  func plan() throws -> StudyPlan? {
    try path.map { try StudyFile.read(path: $0) }
  }

  func prose(_ plan: StudyPlan?, in library: TemplateLibrary) throws -> (TemplateLibrary, [Chapter])
  {
    guard let path, let plan, let prose = plan.prose else { return (library, []) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: prose)
    let (templates, files) = try library.adding(proseIn: folder)
    return (templates, Chapter.ownProse(files: files, of: plan))
  }
}

/// Where the report goes and how it is written.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of the report; replaced as a whole.", valueName: "directory"))
  var output = "output"

  @Option(
    help: ArgumentHelp(
      "A folder whose files replace built-in templates of the same path.", valueName: "directory"))
  var templates: String?

  @Option(
    help: ArgumentHelp(
      "The tool the site is for: \(SiteFlavor.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "tool"))
  var flavor = SiteFlavor.github

  @Option(
    parsing: .unconditional,
    help: "How many things to do at once, 1 … 1024 (default: the number of cores).")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give a number from 1 to 1024.")
    }
    guard !output.isEmpty else {
      throw ValidationError("--output is empty; name a folder, such as --output output.")
    }
  }

  func templateLibrary() throws -> TemplateLibrary {
    guard let templates else { return .builtIn }
    return try TemplateLibrary(overridingWith: URL(fileURLWithPath: templates, isDirectory: true))
  }
}

extension SiteFlavor: ExpressibleByArgument {}

/// How much memory and time a run may take before the user hears of it.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse, before it starts, what needs more memory than this (default: half of the machine's).",
      valueName: "4GB"))
  var maxMemory: ByteSize?

  /// Seconds from which a run is announced as long.
  static let longRun = 3600.0

  /// Checks what a study will need and runs it; Ctrl-C stops it.
  func applied(
    to study: StudyConfiguration, jobs: Int, console: Console,
    _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    try await SimulationContext.$memoryLimit.withValue(maxMemory?.bytes) {
      if let plan = study.plan {
        let estimate = try plan.estimate(jobs: jobs)
        console.detail(
          "at most \(ByteSize(bytes: estimate.bytes)) of memory and \(estimate.words) for the networks"
        )
        if estimate.longestSeconds > Self.longRun {
          console.show(
            .warning(
              "this study takes \(estimate.words) on \(jobs) jobs; --quick takes a fifth, --shard"
                + " shares it among machines, and a run that is stopped goes on where it was"))
        }
      }
      try await SimulationContext.$counter.withValue(console.counter) {
        try await interruptible(body)
      }
    }
  }
}

extension StudyEstimate {
  /// The time in words.
  var words: String {
    let (short, long) = (Duration.rough(seconds), Duration.rough(longestSeconds))
    return short == long ? "roughly \(short)" : "roughly \(short) to \(long)"
  }
}

extension Duration {
  /// A time that is known roughly: `40 s`, `12 min`, `3 h`, `5 days`.
  static func rough(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "1 s"
    case ..<100: "\(Int(seconds.rounded())) s"
    case ..<5400: "\(Int((seconds / 60).rounded())) min"
    case ..<172_800: "\(Int((seconds / 3600).rounded())) h"
    default: "\(Int(min(seconds / 86_400, 1e9).rounded())) days"
    }
  }
}

/// A number of bytes as people write it: 500MB, 4GB, 1.5 GiB.
struct ByteSize: ExpressibleByArgument, CustomStringConvertible {
  let bytes: Double

  init(bytes: Double) { self.bytes = bytes }

  init?(argument: String) {
    let text = argument.filter { $0 != " " }.lowercased()
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let factors: [String: Double] = [
      "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12,
      "tb": 1e12, "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40,
    ]
    guard let number = Double(digits), let factor = factors[String(text.dropFirst(digits.count))],
      case let bytes = number * factor, bytes >= 1e6, bytes <= 1e15
    else { return nil }
    self.bytes = bytes
  }

  var description: String {
    let (value, unit) =
      bytes < 1e6 ? (bytes / 1e3, "KB") : bytes < 1e9 ? (bytes / 1e6, "MB") : (bytes / 1e9, "GB")
    return "\(Int(value.rounded(.up))) \(unit)"
  }

  static var defaultCompletionKind: CompletionKind { .list(["1GB", "4GB", "16GB"]) }
}

/// What a command says while it works.
struct ProgressOptions: ParsableArguments {
  @Flag(help: "Print every step, also where stderr is no terminal.")
  var verbose = false

  @Flag(help: "Print every step to stdout as a line of JSON, for scripts.")
  var jsonProgress = false

  func validate() throws {
    guard !(verbose && jsonProgress) else {
      throw ValidationError("--verbose and --json-progress exclude each other; give one.")
    }
  }

  func console(isQuiet: Bool) -> Console {
    Console(isQuiet ? .quiet : verbose ? .verbose : jsonProgress ? .json : .automatic)
  }
}
