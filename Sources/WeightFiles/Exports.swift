// The types of stored numbers belong to the interface; the loops that decode them are a module of their own
// because only they are worth the optimiser's time.
@_exported import ElementDecoding
