// The claims call the loops that measure; they are a module of their own because only they are worth
// the optimiser's time.
@_exported import AuditMeasuring
