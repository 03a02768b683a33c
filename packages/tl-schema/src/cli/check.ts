import { type Diagnostic, diagnosticToData, hasErrors } from '../diagnostic.ts'
import { lower } from '../generate/lower.ts'
import { CliError, type Command, exitCodes } from './command.ts'
import { dialect, dialectOption } from './dialect-option.ts'
import { loadHistory, loadSchema } from './load.ts'
import { countSeverities, reportDiagnostics, summarise } from './report.ts'

interface Checked {
  readonly name: string
  readonly diagnostics: readonly Diagnostic[]
  /** What the schema holds, in words and as data. */
  readonly content: string
  readonly data: object
}

export const check: Command = {
  name: 'check',
  usage: 'check [options] FILE…',
  summary: 'Find all errors of schema files: syntax, names, numbers, types, flags.',
  details: [
    'Each file is a schema of its own unless --together or --history says otherwise; `-` is the standard input.',
    'Exit code 1 if there are errors or warnings. Notes state what is legal but easily overlooked, and never fail a check.',
  ],
  options: {
    dialect: dialectOption,
    together: { type: 'boolean', description: 'the files make up one schema' },
    history: { type: 'boolean', description: 'the files hold one schema through its layers' },
    notes: { type: 'boolean', description: 'show all notes; by default more than ten are only counted' },
    'allow-warnings': { type: 'boolean', description: 'exit code 0 in spite of warnings' },
    json: { type: 'boolean', description: 'print the findings as JSON' },
  },
  async run(input, io) {
    const files = input.operands
    if (files.length === 0) throw new CliError('USAGE', 'check needs a file, such as `tl-schema check schema/api.tl`')
    const checked: Checked[] = []
    if (input.flag('history')) {
      const { history, diagnostics } = await loadHistory(io, files)
      const data = { layers: history.layers, definitions: history.definitions.length }
      const content = `${data.definitions} definitions in ${history.layers.length} layers`
      checked.push({ name: files.join(' '), diagnostics, content, data })
    } else {
      for (const group of input.flag('together') ? [files] : files.map((file) => [file])) {
        const loaded = await loadSchema(io, group, dialect(input))
        const { schema } = loaded
        // What no code can be generated for is said here, too, with its place.
        const problems = hasErrors(loaded.diagnostics) ? [] : lower(schema).problems
        const diagnostics = [...loaded.diagnostics, ...problems]
        const data = { layer: schema.layer, constructors: schema.constructors.length, methods: schema.methods.length }
        const layer = schema.layer === undefined ? '' : `, layer ${schema.layer}`
        const content = `${data.constructors} constructors, ${data.methods} methods${layer}`
        checked.push({ name: group.join(' '), diagnostics, content, data })
      }
    }
    const all = checked.flatMap(({ diagnostics }) => diagnostics)
    const counts = countSeverities(all)
    if (input.flag('json')) {
      const schemas = checked.map(({ name, data }) => ({ files: name, ...data }))
      io.stdout(`${JSON.stringify({ schemas, counts, diagnostics: all.map(diagnosticToData) }, null, 2)}\n`)
    } else {
      for (const { name, diagnostics, content } of checked) {
        const options = { paint: io.paintOut, columns: io.columns, allNotes: input.flag('notes') }
        const report = reportDiagnostics(diagnostics, options)
        const own = countSeverities(diagnostics)
        const colour = own.error > 0 ? 'red' : own.warning > 0 ? 'yellow' : 'green'
        io.stdout(`${report}${report === '' ? '' : '\n'}${name}: ${content}: ${io.paintOut(colour, summarise(own))}\n`)
      }
    }
    const failed = counts.error > 0 || (counts.warning > 0 && !input.flag('allow-warnings'))
    return failed ? exitCodes.findings : exitCodes.ok
  },
}
