// Whoever imports networks speaks of activations; they are a module of their own so that an edit of one
// does not compile the networks again.
@_exported import Activations
