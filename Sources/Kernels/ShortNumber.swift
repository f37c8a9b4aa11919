/// The shortest decimal form of a number, without a trailing `.0`, as parameters of names are written.
package func shortNumber(_ x: Double) -> String {
  let text = "\(x)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
