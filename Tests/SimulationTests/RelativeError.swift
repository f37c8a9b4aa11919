/// |actual − expected| relative to |expected|, or to `floor` where that is larger.
func relativeError(_ actual: Double, _ expected: Double, floor: Double = 0) -> Double {
  if actual == expected { return 0 }
  return (actual - expected).magnitude / Swift.max(expected.magnitude, floor)
}
