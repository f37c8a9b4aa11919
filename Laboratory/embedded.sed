# Turns the sources of the simulation into embedded Swift, which has no values of protocol types (but for
# classes) and no key paths. Everything else compiles as it stands.

# One module.
/^import (Foundation|Kernels|Numerics|Activations|Networks|Simulation|Theory|Synchronization)$/d

# Key paths that stand for functions.
s/(\(|where: )\\\.([A-Za-z.]+)/\1{ $0.\2 }/g
s/\(\{ (\$0\.[A-Za-z.]+) \}\)/({ \1 })/g

# `any Activation` and `any WeightInitializer` are boxes; see Swift/Erasure.swift.
s/any Activation\b/AnyActivation/g
s/any WeightInitializer\b/AnyInitializer/g
s/([a-z.]+) as\? any DataDependentInitializer/\1.dataDependent/
s/([a-z.]+) is (any DataDependentInitializer|LSUV)/\1.dataDependent != nil/

# Values that become one: a catalogue's items, what `withoutBiases` returns, and four others.
/ let all: \[AnyActivation\] = \[$/,/^  \]$/s/([A-Z][A-Za-z0-9]*(\.[a-z][A-Za-z]*|\([^()]*\))),/AnyActivation(\1),/g
/ let all: \[AnyInitializer\] = \[$/,/^  \]$/s/([A-Z][A-Za-z0-9]*\([^()]*\)),/AnyInitializer(\1),/g
/\{ get \}/!s/(var withoutBiases: AnyInitializer \{ )([^ ].*)( \})$/\1AnyInitializer(\2)\3/
s/return try FormulaActivation\(name\)/return AnyActivation(try FormulaActivation(name))/
s/: Identity\(\)\)$/: AnyActivation(Identity()))/
s/\.initializer = reference$/.initializer = AnyInitializer(reference)/
