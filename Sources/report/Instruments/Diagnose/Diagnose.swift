import ArgumentParser
import Diagnosis
import Foundation
import NetworkFiles
import Publishing
import ReportFolder
import Simulation
import StudyFiles
import WeightFiles

/// `report diagnose`: which start is in a checkpoint, and what it does to signals.
struct Diagnose: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which law the weights of a checkpoint follow, and what is wrong with them.",
    discussion: """
      Reads the numbers of a checkpoint without any framework and without running anything in it, and \
      says for every tensor which law they were drawn from, by which rule of fans, what else fits, and \
      what signal and gradient do on their way through these very weights, where their order is known. \
      With --expect or --against it is a test of a start for CI: exit code 2 if the start is another.

      EXAMPLES
        report diagnose model.safetensors                    laws, findings, signal and gradient
        report diagnose model.safetensors --verbose          every tensor, with what else fits
        report diagnose step0.safetensors --expect he-normal every weight that multiplies is He's
        report diagnose step0.safetensors --freeze init.expect.yml
        report diagnose step0.safetensors --expect init.expect.yml --github
        report diagnose new.safetensors --against old.safetensors   same laws, another seed?
        report diagnose model.pt --only 'encoder.*' --json | jq .findings
        report diagnose model.pt --chart scale.svg

      WORDS
        is      the law fits, and no other does (probability ≥ 0.99, p ≥ 1e-4)
        fits    it fits best; "as do 2 others" where others fit within a factor of 1000
        no law  no law of independent draws fits: rejected at --false-alarm over the number of tests
        few     too few numbers to tell laws apart
        A law in brackets fits with one mistake of axes, which is named. √in σ is what the weight \
      multiplies the root mean square of signals by, √out σ that of gradients; where scattered numbers \
      are zero, σ is that of the others, and these two count the zeros.

      AN EXPECTATION FILE
        laws:                                  # the first pattern that matches a name gives its law
          '*.c_proj.weight': normal-0.02/√(2·12)
          '*.{wte,wpe}.weight': normal-0.02
          '*.bias': zero
          'ln_*.weight': one
          '*': normal-0.02
        A pattern that matches nothing is an error, so that a renamed layer does not pass in silence.

      LAWS
        \(ExpectedLaw.names.joined(separator: ", "))

      FORMATS
        safetensors and its index of shards, PyTorch (zip, TorchScript, before 1.6), NumPy .npy and .npz, \
      Keras .keras, .weights.h5 and .h5, ONNX, GGUF; F64, F32, F16, BF16, F8. config.json beside the file is \
      read too.

      EXIT CODES
        0 no finding at --fail-on or above, 2 findings, 1 a file cannot be read, 64 wrong usage
      """)

  @Argument(help: "The checkpoint.")
  var files: [String]

  @OptionGroup var expectations: ExpectationOptions

  @Option(
    help: ArgumentHelp("Only tensors whose names match; may be repeated.", valueName: "pattern"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp("All but tensors whose names match; may be repeated.", valueName: "pattern"))
  var except: [String] = []

  @Option(help: "Which axis of matrices comes first: out-in (PyTorch) or in-out (Keras, JAX).")
  var layout: AxisOrder?

  @Option(
    help: ArgumentHelp(
      "The activation between the layers, if the file does not tell; relu otherwise.",
      valueName: "name"))
  var activation: String?

  @Option(
    help: ArgumentHelp(
      "The weights that signals pass, by their prefixes, and activations between: 'fc1 relu fc2'; or a network file whose stages are named as the tensors.",
      valueName: "chain|file.yml"))
  var chain: String?

  @Flag(name: .customLong("no-propagate"), help: "Do not send signals through the weights.")
  var skipsPropagation = false

  @Option(help: "The least severity for exit code 2: error, warning, note or never.")
  var failOn = FailOn.error

  @Option(
    name: .customLong("false-alarm"),
    help: ArgumentHelp(
      "The chance that a right start fails, all tests of a file together.", valueName: "p"))
  var falseAlarm = 1e-6

  @Flag(help: "A line for every tensor, with what else fits.")
  var verbose = false

  @OptionGroup var output: DiagnosisOutput
  @OptionGroup var chart: ChartOption

  @Option(
    parsing: .unconditional, help: "How many threads, 1 … 1024; the result does not depend on it.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  /// The order of a matrix's axes.
  enum AxisOrder: String, ExpressibleByArgument, CaseIterable {
    case outIn = "out-in"
    case inOut = "in-out"
  }

  /// What makes the exit code 2.
  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case error, warning, note, never

    var severity: Finding.Severity? { Finding.Severity(rawValue: rawValue) }
  }

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; give a number from 1 to 1024.")
    }
    if let file = files.first(where: { $0.isFile(["yml", "yaml"]) }) {
      throw ValidationError(
        "“\(file)” is no checkpoint; laws that you expect are given with --expect, a network file with --chain."
      )
    }
    if let freeze = expectations.freeze {
      try requireEnding("freeze", freeze, ["yml", "yaml"])
      let read = files + [expectations.expect, expectations.against, chain].compactMap(\.self)
      try requireOther("freeze", freeze, than: read)
    }
    try requireOption("false-alarm", falseAlarm, in: 1e-12...0.1)
    for text in only + except where NamePattern(text) == nil {
      throw ValidationError("“\(text)” is no pattern of names; write 'layers.*' or '*.{wq,wk}'.")
    }
    if let chain, !Self.isNetworkFile(chain) {
      do {
        _ = try ChainSpecification(chain)
      } catch {
        throw ValidationError("--chain: \(error)")
      }
    }
    if let activation {
      do {
        _ = try ActivationCatalog.activation(named: activation)
      } catch {
        throw ValidationError("--activation: \(error.description)")
      }
    }
    guard
      files.count == 1 || (chart.file == nil && expectations.freeze == nil && output.output == nil)
    else {
      throw ValidationError("--chart, --freeze and --output take one checkpoint.")
    }
  }

  func run() async throws {
    var code = 0
    try await Console.reportingErrors {
      let expectation = try expectations.expectation()
      var reports: [DiagnosisReport] = []
      for path in files {
        let (file, report, text, propagation) = try await diagnose(path, expectation)
        reports.append(report)
        code = max(code, report.exitCode)
        if output.isText { Console.print(text) }
        if let target = expectations.freeze {
          try OutputFile.write(Array(FrozenLaws(file).text(source: path).utf8), to: target)
          Console().finish("Wrote \(target)")
        }
        try chart.write(try DiagnosisChart.scale(file))
        if let folder = output.output {
          let picture = try DiagnosisPicture(
            file, propagation: propagation, findings: report.findings)
          try await DiagnosisPage.write(picture, to: folder, jobs: jobs)
          Console().finish("Wrote the page to \(folder): open \(folder)/report.html")
        }
      }
      if !output.isText { Console.print(try output.machine(reports)) }
    }
    if code != 0 { throw ExitCode(Int32(code)) }
  }

  /// Signals on the way that `--chain` tells: a network file, names, or nothing.
  private func propagate(
    _ file: FileDiagnosis, _ weights: WeightFile
  ) async throws -> ChainPropagation {
    if let chain, Self.isNetworkFile(chain) {
      let network = try NetworkFile.read(path: chain)
      return try await ChainPropagation(
        file, network: network.network, samples: network.samples,
        source: "the network of \(chain)")
    }
    return try await ChainPropagation(
      file, keras: weights.kerasConfiguration, activation: activation,
      chain: chain.map { try ChainSpecification($0) })
  }

  private static func isNetworkFile(_ text: String) -> Bool {
    text.hasSuffix(".yml") || text.hasSuffix(".yaml")
  }

  private func diagnose(
    _ path: String, _ expectation: ExpectedLaws?
  ) async throws -> (FileDiagnosis, DiagnosisReport, String, ChainPropagation?) {
    var options = FileDiagnosis.Options()
    options.falseAlarm = falseAlarm
    options.jobs = jobs
    options.outputsFirst = layout.map { $0 == .outIn }
    options.only = only.compactMap(NamePattern.init)
    options.except = except.compactMap(NamePattern.init)
    let weights = try WeightFile(path: path)
    try NothingNamed.check(weights, only: options.only, except: options.except)
    let file = try await FileDiagnosis(
      weights, configuration: HubConfiguration(beside: path), options: options)
    var (propagation, noChain): (ChainPropagation?, String?) = (nil, nil)
    if !skipsPropagation {
      do {
        propagation = try await propagate(file, weights)
      } catch let absence as WeightChain.Absence where !absence.isAsked {
        noChain = absence.reason
      } catch let error as CatalogError {
        noChain = "\(error)"
      }
    }
    var findings = Finding.all(in: file, propagation: propagation)
    if let expectation { findings = try expectation.findings(file) + findings }
    if let other = expectations.against {
      let otherFile = try await FileDiagnosis(
        WeightFile(path: other), configuration: HubConfiguration(beside: other), options: options)
      findings = LawComparison(file, with: otherFile).findings + findings
    }
    findings = Finding.sorted(findings)
    let fails = failOn.severity.map { least in findings.contains { $0.severity >= least } } ?? false
    let code = fails ? 2 : 0
    let report = DiagnosisReport(
      file, propagation: propagation, noChain: noChain, findings: findings, exitCode: code)
    let text = DiagnosisText(
      file, propagation: propagation, noChain: noChain, findings: findings, exitCode: code,
      isVerbose: verbose
    ).text
    return (file, report, text, propagation)
  }
}
