/** What the scripts that generate code from the schemas of the repository share. */
import { readFileSync } from 'node:fs'
import { type Diagnostic, parse } from '@chappe/tl-schema'

const folder = new URL('../../../schema/', import.meta.url)

export type Program = ReturnType<typeof parse>['ast']

/** A file of schema/. */
export function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}

/** What a file of schema/ defines. Ends the process on errors. */
export function load(file: string): Program {
  const { ast, errors } = parse(read(file), file)
  stopOn(file, errors)
  return ast
}

export function stopOn(file: string, diagnostics: readonly Diagnostic[]): void {
  const failures = diagnostics.filter(({ severity }) => severity === 'error')
  for (const { message } of failures) console.error(`${file}: ${message}`)
  if (failures.length > 0) process.exit(1)
}
