import ArgumentParser
import Experiments
import Foundation
import Publishing
import StudyFiles

/// `report build`, also what `report` alone does.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate, draw and write the report (the default).",
    discussion: """
      The report replaces the folder in one step at the end: if the run fails or is stopped, the \
      previous report stays as it was. The same seed gives the same bytes in every file, on any \
      number of jobs.
      """)

  @OptionGroup var output: OutputOptions

  @Option(help: "The root of all random numbers, 0 … 18446744073709551615.")
  var seed: UInt64?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only the chapters that hold these chapters, experiments or charts.", valueName: "id"))
  var only: [String] = []

  @OptionGroup var studyFile: StudyFileOption

  @OptionGroup var sizes: SizeOptions

  @Option(
    help: ArgumentHelp(
      "Simulate only the k-th of n shares, for `report merge`.", valueName: "k/n"))
  var shard: String?

  func validate() throws {
    if let shard, Shard(shard) == nil {
      throw ValidationError(
        "--shard \(shard) should be like 3/16: a share, and how many there are.")
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      var study = sizes.study
      study.plan = try studyFile.plan().map(sizes.applied)
      study.seed = seed ?? study.plan?.seed ?? study.seed
      let (templates, ownChapters) = try studyFile.prose(study.plan, in: output.templateLibrary())
      let builder = ReportBuilder(
        study: study,
        chapters: try ExperimentCatalog.chapters(only: only, of: study)
          + (only.isEmpty ? ownChapters : []),
        templates: templates, jobs: output.jobs, version: Version.current, flavor: output.flavor)
      let console = Console(isQuiet: output.quiet)
      let path = output.output
      if let shard = shard.flatMap(Shard.init) {
        try await interruptible { try await builder.build(shard, into: path) { console.show($0) } }
        console.finish("Wrote shard \(shard.index)/\(shard.count) to \(path)")
        return
      }
      try await interruptible { try await builder.build(into: path) { console.show($0) } }
      console.finish("Wrote the report to \(output.output): open \(output.output)/report.md")
    }
  }
}

/// `report render`: everything after the simulation.
struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Redraw and rewrite a report from its results, without simulating.",
    discussion: """
      For work on prose and charts: reads results/ and manifest.json of the report in the output \
      folder, with the seed and the chapters it was built with.
      """)

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  func run() async throws {
    try await Console.reportingErrors {
      let (templates, ownChapters) = try studyFile.prose(
        try studyFile.plan(), in: output.templateLibrary())
      let builder = ReportBuilder(
        study: StudyConfiguration(), chapters: ownChapters, templates: templates,
        jobs: output.jobs, version: Version.current, flavor: output.flavor)
      let console = Console(isQuiet: output.quiet)
      let path = output.output
      try await interruptible { try await builder.render(in: path) { console.show($0) } }
      console.finish("Redrew the report in \(output.output): open \(output.output)/report.md")
    }
  }
}

/// The sizes of the built-in experiments.
struct SizeOptions: ParsableArguments {
  @Flag(help: "A fifth of the random networks: wider intervals, in a fraction of the time.")
  var quick = false

  @Flag(help: "Ten times the random networks: intervals a third as wide.")
  var thorough = false

  @Option(help: "The width of the square networks, 8 … 4096.")
  var width = StudyConfiguration().width

  @Option(help: "The depth of the deep networks, 10 … 1000.")
  var depth = StudyConfiguration().depth

  func validate() throws {
    guard !(quick && thorough) else {
      throw ValidationError("--quick and --thorough exclude each other; give one.")
    }
    guard (8...4096).contains(width) else {
      throw ValidationError("--width \(width) is out of range; give 8 to 4096.")
    }
    guard (10...1000).contains(depth) else {
      throw ValidationError("--depth \(depth) is out of range; give 10 to 1000.")
    }
  }

  /// The factor on every number of networks, as a fraction.
  private var effort: (numerator: Int, denominator: Int) {
    quick ? (1, 5) : thorough ? (10, 1) : (1, 1)
  }

  var study: StudyConfiguration {
    var study = StudyConfiguration(width: width, depth: depth)
    study.networks = study.networks * effort.numerator / effort.denominator
    return study
  }

  func applied(to plan: StudyPlan) -> StudyPlan {
    var plan = plan
    plan.trials = max(2, plan.trials * effort.numerator / effort.denominator)
    return plan
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
    guard let path, let prose = plan?.prose else { return (library, []) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: prose)
    let (templates, files) = try library.adding(proseIn: folder)
    return (templates, Chapter.ownProse(files: files))
  }
}

/// `report merge`: the report of several shards.
struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the shards of several machines together into one report.",
    discussion: """
      The result is the same, byte for byte, as that of a single run.

      EXAMPLE
        report build --shard 1/2 --output one     on one machine
        report build --shard 2/2 --output two     on another
        report merge one two --output report
      """)

  @Argument(help: "The folders of all shards.")
  var shards: [String]

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  func run() async throws {
    try await Console.reportingErrors {
      let (templates, ownChapters) = try studyFile.prose(
        try studyFile.plan(), in: output.templateLibrary())
      let builder = ReportBuilder(
        study: StudyConfiguration(), chapters: ownChapters, templates: templates,
        jobs: output.jobs, version: Version.current, flavor: output.flavor)
      let console = Console(isQuiet: output.quiet)
      let (path, shards) = (output.output, shards)
      try await interruptible {
        try await builder.merge(shards, into: path) { console.show($0) }
      }
      console.finish("Wrote the report to \(path): open \(path)/report.md")
    }
  }
}

/// What `build` and `render` have in common.
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

  @Option(help: "How many things to do at once, 1 … 1024 (default: the number of cores).")
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
