// Network files are read by a module of their own, which experiments need too; whoever reads studies has both.
@_exported import NetworkFiles
