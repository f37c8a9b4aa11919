# Turns the sources of the simulation into embedded Swift, which has no values of protocol types (but for
# classes) and no key paths. Everything else compiles as it stands.

# One module.
/^import (Foundation|Kernels|Numerics|Activations|Networks|Theory|Engine|Simulation|Synchronization)$/d

# Key paths that stand for functions.
s/(\(|where: )\\\.([A-Za-z.]+)/\1{ $0.\2 }/g
s/\(\{ (\$0\.[A-Za-z.]+) \}\)/({ \1 })/g

# `any Activation` and `any WeightInitializer` are boxes; see Swift/Erasure.swift.
s/any Activation\b/AnyActivation/g
s/any WeightInitializer\b/AnyInitializer/g
s/([]a-z0-9.[]+) as\? any DataDependentInitializer/\1.dataDependent/
s/by rule: any DataDependentInitializer/by rule: LSUV/
s/([a-z.]+) is (any DataDependentInitializer|LSUV)/\1.dataDependent != nil/

# Values that become one: a catalogue's items, what `withoutBiases` returns, and four others.
/ let all: \[AnyActivation\] = \[$/,/^  \]$/s/([A-Z][A-Za-z0-9]*(\.[a-z][A-Za-z]*|\([^()]*\))),/AnyActivation(\1),/g
/ let all: \[AnyInitializer\] = \[$/,/^  \]$/s/([A-Z][A-Za-z0-9]*\([^()]*\)),/AnyInitializer(\1),/g
/\{ get \}/!s/(var withoutBiases: AnyInitializer \{ )([^ ].*)( \})$/\1AnyInitializer(\2)\3/
s/return try FormulaActivation\(name\)/return AnyActivation(try FormulaActivation(name))/
s/: Identity\(\)\)$/: AnyActivation(Identity()))/
s/\.initializer = reference$/.initializer = AnyInitializer(reference)/

# Stages of networks are an enumeration; see Swift/Stages.swift. No bench asks for their theory, or reads files of them.
/^  (public |private )?func theory\($/,/^  (\}|\) -> TheoryStep\? \{ nil \})$/d
/^  func theory\(of/d
/^  static let entry/,/^  \}$/d
s/any Stage\b/AnyStage/g
s/type\(of: ([a-z.]+)\)\.kind/\1.kind/g
s/stage is Sequence \|\| stage is Repeat/stage.isSequence/
s/\$0 is ResidualStage/$0.isResidual/
s/\(([a-z.?]+) as\? ReadOut\)\?/\1.readOut?/
s/([a-z.?]+) is ReadOut/\1.readOut != nil/
s/\(\$0 as\? Dropout\)\?\.probability \?\? 0/$0.dropout/

# What no bench asks for, or what there is no counting of.
s/\[unowned self\]/[unowned(unsafe) self]/

# What is trained is a matrix, always.
s/any LinearMap<Real>/DenseMap<Real>/g
s/func keep<Map: LinearMap>\(_ map: Map\) -> Map where Map\.Real == Real/func keep(_ map: DenseMap<Real>) -> DenseMap<Real>/
