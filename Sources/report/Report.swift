import ArgumentParser
import Foundation

/// The command `report`: parses, calls, prints; everything else is in the modules.
@main
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Why do deep networks' signals vanish or explode? Measures it and writes the report.",
    discussion: """
      Without a subcommand it builds the default study into ./output: simulates, draws the charts, \
      and writes report.md, site/, results/ and manifest.json.

      EXAMPLES
        report                                  build the default study into ./output
        report --seed 7 --output /tmp/seven     the same study with other random numbers
        report --only gradient-decay            only the chapter with this experiment
        report serve                            show ./output in a browser, rebuilt on change
        report render                           redraw ./output without simulating again
        report start --activation gelu          which start for my network
        report list                             chapters, experiments and charts by name
        report audit --id S001-17               the claims of the source notes, checked
        report init my-study                    a starter study of your own networks
        report --study my-study/study.yml --output my-study/report
        report train --depth 30                 does it learn, how fast, and which layers move?
        report laboratory --output lab.html     turn the knobs of a network in the browser
        report diagnose model.safetensors       which start is this, and what does it do to signals?

      EXIT CODES
        0 success, 1 the run failed (one sentence on stderr says why), 2 diagnose found something,
        64 wrong usage
      """,
    version: Version.current,
    groupedSubcommands: [
      CommandGroup(
        name: "The Report",
        subcommands: [
          Build.self, Render.self, Serve.self, List.self, Audit.self, Export.self, Compare.self,
          Merge.self, Gallery.self, LaboratoryCommand.self,
        ]),
      CommandGroup(
        name: "Your Own Study", subcommands: [Init.self, Validate.self, Schema.self]),
      CommandGroup(
        name: "Instruments",
        subcommands: [
          Start.self, Propagate.self, Gain.self, TheoryCommand.self, Product.self, Spectrum.self,
          Correlate.self, KernelCommand.self, JacobianCommand.self, Dead.self, Spread.self,
          Backprop.self, Train.self, DataCommand.self, Diagnose.self, Presets.self, Stages.self,
        ]),
    ],
    defaultSubcommand: Build.self)

  static func main() async {
    // A reader that closes the pipe, as `report list | head` does, is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    await main(nil)
  }
}

/// The program's version, also in every manifest.
enum Version {
  static let current = "0.2.0"
}
