export type * from './ast.ts'
export { canonicalText, computeNumber, crc32, type SoleConstructor } from './crc.ts'
export {
  type Diagnostic,
  type DiagnosticCode,
  type DiagnosticData,
  diagnosticToData,
  hasErrors,
  type Related,
  type Severity,
} from './diagnostic.ts'
export { type GeneratedFile, type GenerateOptions, generate } from './generate/generate.ts'
export { GenerateError } from './generate/generate-error.ts'
export { type HistoricDefinition, type LinkHistoryResult, linkHistory, type SchemaHistory } from './history.ts'
export { knownNumbers } from './known-numbers.ts'
export { type LinkOptions, type LinkResult, link } from './link.ts'
export type * from './linked-schema.ts'
export { type ParseResult, parse } from './parse.ts'
export { formatNumber, print, printArg, printDeclaration, printExpression } from './print.ts'
export { createSource, type Position, positionAt, type SourceFile, type Span } from './source.ts'
