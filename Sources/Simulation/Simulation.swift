// One import for a user of the library: numerics, networks, spectra and theory are modules of their own so
// that they compile beside each other and a change in one does not recompile the rest, but what
// they share (sources of random numbers, estimates, requests) belongs together for whoever simulates.
// `@_exported` is the only spelling of a re-export; should it go, users write the four imports.
@_exported import Activations
@_exported import Kernels
@_exported import Networks
@_exported import Numerics
@_exported import Spectra
@_exported import Theory
