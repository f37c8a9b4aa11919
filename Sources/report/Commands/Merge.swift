import ArgumentParser
import Experiments
import Figures
import Study
import Publishing

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

      The folder workflow/ of the source holds this for Snakemake and as a Slurm job array.
      """)

  @Argument(help: "The folders of all shards.")
  var shards: [String]

  @OptionGroup var output: OutputOptions

  @OptionGroup var studyFile: StudyFileOption

  @OptionGroup var progress: ProgressOptions

  func run() async throws {
    try await Console.reportingErrors {
      let (templates, ownChapters) = try studyFile.prose(
        try studyFile.plan(), in: output.templateLibrary())
      let builder = ReportBuilder(
        study: StudyConfiguration(), chapters: ownChapters, catalog: ReportCatalog(),
        templates: templates,
        jobs: output.jobs, version: Version.current, flavor: output.flavor)
      let console = progress.console(isQuiet: output.quiet)
      let (path, shards) = (output.output, shards)
      try await interruptible {
        try await builder.merge(shards, into: path) { console.show($0) }
      }
      console.finish("Wrote the report to \(path): open \(path)/report.html")
    }
  }
}
