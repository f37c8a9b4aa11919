/// All claims in the notes' order; a new claim is an entry of its note's list.
public enum ClaimCatalog {
  /// Every claim.
  public static let all: [Claim] = note000 + note001 + note002 + note003 + note004

  /// The claims of some ids, in the notes' order; all for none.
  public static func claims(only ids: [String]) throws(UnknownClaim) -> [Claim] {
    for id in ids where !all.contains(where: { $0.id == id }) { throw UnknownClaim(id: id) }
    return ids.isEmpty ? all : all.filter { ids.contains($0.id) }
  }
}

/// An id that no claim has.
public struct UnknownClaim: Error, Equatable, CustomStringConvertible {
  public let id: String

  /// The sentence for the user.
  public var description: String {
    let notes = ["000", "001", "002", "003", "004"].map { note in
      let ids = ClaimCatalog.all.map(\.id).filter { $0.hasPrefix("S" + note) }
      return "\(ids.first ?? "") to \(ids.last ?? "")"
    }
    return "there is no claim “\(id)”; the claims are " + notes.joined(separator: ", ")
  }
}
