/** Reading schema files for the commands. */
import type { Program } from '../ast.ts'
import { type Diagnostic, hasErrors } from '../diagnostic.ts'
import type { Dialect } from '../dialect.ts'
import { linkHistory, type SchemaHistory } from '../history.ts'
import { link } from '../link.ts'
import type { LinkedSchema } from '../linked-schema.ts'
import { parse } from '../parse.ts'
import { CliError } from './command.ts'
import type { CliIo } from './io.ts'

export interface Loaded {
  readonly programs: readonly Program[]
  readonly diagnostics: readonly Diagnostic[]
}

export async function readFile(io: CliIo, file: string): Promise<string> {
  try {
    return await io.readText(file)
  } catch (error) {
    throw new CliError('IO', `cannot read ${file}: ${reason(error)}`)
  }
}

export async function writeFile(io: CliIo, file: string, content: string): Promise<void> {
  try {
    await io.writeText(file, content)
  } catch (error) {
    throw new CliError('IO', `cannot write ${file}: ${reason(error)}`)
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EACCES') return 'permission denied'
  return error.message
}

export async function loadPrograms(io: CliIo, files: readonly string[]): Promise<Loaded> {
  const results = []
  for (const file of files) results.push(parse(await readFile(io, file), file === '-' ? '<stdin>' : file))
  return { programs: results.map(({ ast }) => ast), diagnostics: results.flatMap(({ errors }) => errors) }
}

/** One schema out of the files. */
export async function loadSchema(
  io: CliIo,
  files: readonly string[],
  dialect?: Dialect,
): Promise<{ schema: LinkedSchema; diagnostics: readonly Diagnostic[] }> {
  const { programs, diagnostics } = await loadPrograms(io, files)
  const linked = link(programs, { dialect })
  return { schema: linked.schema, diagnostics: [...diagnostics, ...linked.diagnostics] }
}

export async function loadHistory(
  io: CliIo,
  files: readonly string[],
): Promise<{ history: SchemaHistory; diagnostics: readonly Diagnostic[] }> {
  const { programs, diagnostics } = await loadPrograms(io, files)
  const linked = linkHistory(programs)
  if (linked.history.layers.length === 0 && !hasErrors(diagnostics)) {
    throw new CliError(
      'USAGE',
      `no layers in ${files.join(', ')}: a \`// layers seen: …\` or \`// LAYER n\` comment names them`,
    )
  }
  return { history: linked.history, diagnostics: [...diagnostics, ...linked.diagnostics] }
}
