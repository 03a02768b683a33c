import { type Diagnostic, hasErrors } from '../diagnostic.ts'
import { diff as compare } from '../diff.ts'
import type { LinkedSchema } from '../linked-schema.ts'
import { renderDiff } from '../render-diff.ts'
import { CliError, type Command, type CommandInput, exitCodes, numberOption } from './command.ts'
import type { CliIo } from './io.ts'
import { loadHistory, loadSchema } from './load.ts'
import { reportDiagnostics } from './report.ts'

export const diff: Command = {
  name: 'diff',
  usage: 'diff [options] A B  |  diff --from LAYER --to LAYER FILE…',
  summary: 'List what changed from schema A to schema B, or from one layer to another.',
  details: [
    'Definitions are compared by meaning: order, comments and layout make no difference.',
    'Exit code 0 if both are the same, 1 if they differ, 2 if one of them has errors.',
  ],
  options: {
    from: { type: 'string', value: 'LAYER', description: 'compare this layer of the files …' },
    to: { type: 'string', value: 'LAYER', description: '… with this one' },
    json: { type: 'boolean', description: 'print the changes as JSON' },
  },
  async run(input, io) {
    const [before, after] = await loadSides(input, io)
    if (!before || !after) return exitCodes.failure
    const result = compare(before, after)
    if (input.flag('json')) io.stdout(`${JSON.stringify(result, null, 2)}\n`)
    else io.stdout(renderDiff(result, io.paintOut))
    return result.changes.length === 0 ? exitCodes.ok : exitCodes.findings
  },
}

async function loadSides(input: CommandInput, io: CliIo): Promise<(LinkedSchema | undefined)[]> {
  const { operands } = input
  const [from, to] = [numberOption(input, 'from'), numberOption(input, 'to')]
  if (from !== undefined || to !== undefined) {
    if (from === undefined || to === undefined || operands.length === 0) {
      throw new CliError('USAGE', 'comparing layers takes --from, --to and the files that hold them')
    }
    const { history, diagnostics } = await loadHistory(io, operands)
    if (stopOnErrors(diagnostics, io)) return []
    return [from, to].map((layer) => {
      const schema = history.at(layer)
      if (!schema)
        throw new CliError('USAGE', `the files begin with layer ${history.layers[0]}, so there is no layer ${layer}`)
      return schema
    })
  }
  const [a, b, ...others] = operands
  if (a === undefined || b === undefined || others.length > 0) throw new CliError('USAGE', 'diff needs two files')
  const [before, after] = [await loadSchema(io, [a]), await loadSchema(io, [b])]
  return stopOnErrors([...before.diagnostics, ...after.diagnostics], io) ? [] : [before.schema, after.schema]
}

function stopOnErrors(diagnostics: readonly Diagnostic[], io: CliIo): boolean {
  if (!hasErrors(diagnostics)) return false
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  io.stderr(reportDiagnostics(errors, { paint: io.paintErr, columns: io.columns }))
  return true
}
