export type * from './ast.ts'
export {
  canonicalText,
  computeNumber,
  crc32,
  isNumberOf,
  type NumberForm,
  type NumberOptions,
  type SoleConstructor,
} from './crc.ts'
export {
  type Diagnostic,
  type DiagnosticCode,
  type DiagnosticData,
  diagnosticToData,
  hasErrors,
  type Related,
  type Severity,
} from './diagnostic.ts'
export { type Dialect, dialects } from './dialect.ts'
export { type Change, type Detail, diff, type SchemaDiff } from './diff.ts'
export { docOfComments } from './docs/comment-docs.ts'
export type { Doc } from './docs/doc.ts'
export { applyDocs, type Docs, type DocsRow, parseDocs } from './docs/docs-file.ts'
export { formatParam, formatType } from './format-linked.ts'
export {
  type GeneratedFile,
  type GenerateOptions,
  generate,
  generateDefinitions,
  generateLayers,
  generateMethodParts,
} from './generate/generate.ts'
export { GenerateError } from './generate/generate-error.ts'
export type { LayerModules } from './generate/layers.ts'
export { type HistoricDefinition, type LinkHistoryResult, linkHistory, type SchemaHistory } from './history.ts'
export { knownNumbers } from './known-numbers.ts'
export { findLayersSeen } from './layer-marks.ts'
export { type LinkOptions, type LinkResult, link } from './link.ts'
export type * from './linked-schema.ts'
export type { Colour, Paint } from './paint.ts'
export { type ParseResult, parse } from './parse.ts'
export { missingMethods, type PickOptions, pick } from './pick.ts'
export { formatNumber, print, printArg, printDeclaration, printExpression } from './print.ts'
export { type RenderOptions, renderDiagnostic } from './render-diagnostic.ts'
export { renderDiff } from './render-diff.ts'
export { sortProgram } from './sort.ts'
export { createSource, type Position, positionAt, type SourceFile, type Span } from './source.ts'
export { type LayeredPrograms, switchLayer } from './switch-layer.ts'
