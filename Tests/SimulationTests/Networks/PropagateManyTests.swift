import Testing

@testable import Simulation

@Suite struct PropagateManyTests {
  func request(_ rule: any WeightInitializer, widths: [Int] = [16, 16, 16]) -> PropagationRequest {
    PropagationRequest(
      widths: widths, activation: Tanh(), initializer: rule, trials: 20, seed: SeedTree(seed: 6))
  }

  /// Every answer is the one that the question alone would get.
  @Test func sharingChangesNothing() async throws {
    let rules: [any WeightInitializer] = [
      XavierNormal(), LeCun(), HeNormal(), Geometric(), XavierUniform(), LeCunUniform(),
      Orthogonal(),
      Quadratic(), Harmonic(),
    ]
    let requests = rules.map { request($0) } + rules.map { request($0, widths: [16, 8, 16]) }
    let together = try await propagate(requests)
    for (answer, question) in zip(together, requests) {
      #expect(answer == (try await propagate(question)))
    }
    #expect(together[0].layers == together[1].layers)
    #expect(together[0].layers != together[4].layers)
  }

  @Test func onlyOneNetworkIsTheSame() {
    #expect(request(XavierNormal()).isSameNetwork(as: request(LeCun())))
    #expect(!request(XavierNormal()).isSameNetwork(as: request(LeCunUniform())))
    #expect(!request(Sparse()).isSameNetwork(as: request(TruncatedNormal())))
    let rectangular = [16, 8, 16]
    #expect(
      !request(XavierNormal(), widths: rectangular).isSameNetwork(
        as: request(LeCun(), widths: rectangular)))
  }
}
