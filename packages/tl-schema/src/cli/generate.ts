import { basename, join } from 'node:path'
import { hasErrors } from '../diagnostic.ts'
import { applyDocs, parseDocs } from '../docs/docs-file.ts'
import { generate as emit, type GeneratedFile, type GenerateOptions } from '../generate/generate.ts'
import { GenerateError } from '../generate/generate-error.ts'
import type { LinkedSchema } from '../linked-schema.ts'
import { missingMethods, pick } from '../pick.ts'
import { closest } from '../suggest.ts'
import { CliError, type Command, type CommandInput, exitCodes, numberOption } from './command.ts'
import { dialect, dialectOption } from './dialect-option.ts'
import type { CliIo } from './io.ts'
import { loadHistory, loadSchema, readFile, writeFile } from './load.ts'
import { reportDiagnostics } from './report.ts'

export const generate: Command = {
  name: 'generate',
  usage: 'generate [options] FILE…',
  summary: 'Write TypeScript for a schema: typed values and the code that encodes and decodes them.',
  details: [
    'Several files make up one schema. The same schema gives the same bytes, and files that are right already stay untouched.',
    'Exit code 1 if the schema has errors or, with --check, if the files on disk are not what would be written.',
  ],
  options: {
    dialect: dialectOption,
    out: { type: 'string', value: 'DIR', description: 'where the files go (default: the current folder)' },
    name: {
      type: 'string',
      value: 'NAME',
      description: 'name of the namespace and the files (default: that of the file)',
    },
    runtime: { type: 'string', value: 'MODULE', description: 'where the generated code imports its runtime from' },
    layer: {
      type: 'string',
      value: 'LAYER',
      description: 'this layer, from files that hold a schema through its layers',
    },
    only: {
      type: 'string',
      value: 'METHODS',
      description: 'these methods, with commas between them, and the types that they reach',
    },
    docs: {
      type: 'string',
      value: 'FILES',
      description: 'what is said of definitions and fields, with tabs in it; several with commas',
    },
    'requests-only': { type: 'boolean', description: 'with --only: leave out what only results reach' },
    absent: {
      type: 'string',
      value: 'FORM',
      description: 'what an absent optional field is once decoded: `missing` (default) or `undefined`',
    },
    check: { type: 'boolean', description: 'write nothing, only tell whether the files are up to date' },
    json: { type: 'boolean', description: 'print `{ file, changed }` for each file as JSON' },
  },
  async run(input, io) {
    const [first] = input.operands
    if (first === undefined)
      throw new CliError('USAGE', 'generate needs a file, such as `tl-schema generate schema/api.tl --out src`')
    const whole = await load(input, io)
    const documented = whole === undefined ? undefined : await document(whole, input, io)
    if (documented === undefined) return exitCodes.findings
    const schema = chosen(documented, input)
    const name = input.value('name') ?? basename(first, '.tl')
    if (!/^[a-z]\w*$/i.test(name))
      throw new CliError('USAGE', `\`${name}\` cannot name a namespace; give another with --name`)
    const options = { name, runtime: input.value('runtime'), absent: absentForm(input) }
    const files = emitOrExplain(schema, options, io)
    if (files === undefined) return exitCodes.findings
    const results: { file: string; changed: boolean }[] = []
    for (const { name: file, text } of files) {
      const path = join(input.value('out') ?? '.', file)
      const changed = (await io.readText(path).catch(() => undefined)) !== text
      if (changed && !input.flag('check')) await writeFile(io, path, text)
      results.push({ file: path, changed })
    }
    const stale = input.flag('check') && results.some(({ changed }) => changed)
    if (input.flag('json')) io.stdout(`${JSON.stringify(results, null, 2)}\n`)
    else for (const { file, changed } of results) io.stdout(`${describe(changed, stale)} ${file}\n`)
    return stale ? exitCodes.findings : exitCodes.ok
  },
}

function absentForm(input: CommandInput): GenerateOptions['absent'] {
  const form = input.value('absent')
  if (form === undefined || form === 'undefined' || form === 'missing') return form
  throw new CliError('USAGE', `--absent is \`undefined\` or \`missing\`, not \`${form}\``)
}

function chosen(schema: LinkedSchema, input: CommandInput): LinkedSchema {
  const results = !input.flag('requests-only')
  const only = input.value('only')
  if (only === undefined) {
    if (!results) throw new CliError('USAGE', '--requests-only goes with --only, which names the methods')
    return schema
  }
  const names = only.split(',').map((name) => name.trim())
  const [missing] = missingMethods(schema, names)
  if (missing !== undefined) {
    const near = closest(
      missing,
      schema.methods.map(({ name }) => name),
    )
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`
    throw new CliError('USAGE', `the schema has no method \`${missing}\`${hint}`)
  }
  return pick(schema, names, { results })
}

/** The schema with the docs of the files, or undefined if these say something of what is not there. */
async function document(schema: LinkedSchema, input: CommandInput, io: CliIo): Promise<LinkedSchema | undefined> {
  let documented = schema
  for (const file of input.value('docs')?.split(',') ?? []) {
    const { docs, diagnostics } = parseDocs(await readFile(io, file), file)
    const applied = applyDocs(documented, docs)
    const problems = [...diagnostics, ...applied.diagnostics]
    io.stderr(reportDiagnostics(problems, { paint: io.paintErr, columns: io.columns }))
    if (hasErrors(problems)) return undefined
    documented = applied.schema
  }
  return documented
}

/** Some constructs have no form in TypeScript; that is a finding, not a crash. */
function emitOrExplain(schema: LinkedSchema, options: GenerateOptions, io: CliIo): GeneratedFile[] | undefined {
  try {
    return emit(schema, options)
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error
    if (error.problems.length === 0) io.stderr(`${io.paintErr('red', 'error')}: ${error.message}\n`)
    io.stderr(reportDiagnostics(error.problems, { paint: io.paintErr, columns: io.columns }))
    return undefined
  }
}

function describe(changed: boolean, isCheck: boolean): string {
  if (!changed) return 'unchanged'
  return isCheck ? 'out of date' : 'wrote'
}

async function load(input: CommandInput, io: CliIo): Promise<LinkedSchema | undefined> {
  const layer = numberOption(input, 'layer')
  const report = (diagnostics: Parameters<typeof hasErrors>[0]): void =>
    io.stderr(
      reportDiagnostics(
        diagnostics.filter(({ severity }) => severity !== 'note'),
        { paint: io.paintErr, columns: io.columns },
      ),
    )
  if (layer === undefined) {
    const { schema, diagnostics } = await loadSchema(io, input.operands, dialect(input))
    report(diagnostics)
    return hasErrors(diagnostics) ? undefined : schema
  }
  const { history, diagnostics } = await loadHistory(io, input.operands)
  report(diagnostics)
  const schema = history.at(layer)
  if (!schema)
    throw new CliError('USAGE', `the files begin with layer ${history.layers[0]}, so there is no layer ${layer}`)
  return hasErrors(diagnostics) ? undefined : schema
}
