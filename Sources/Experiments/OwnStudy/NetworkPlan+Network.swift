import Engine
import NetworkFiles
import Study

extension NetworkPlan {
  /// The network of stages that the plan describes; nil for a chain of layers.
  public var network: Network? { (try? stack?.file())?.network }
}
