import { hasErrors } from '../diagnostic.ts'
import { findLayersSeen } from '../layer-marks.ts'
import { print } from '../print.ts'
import { switchLayer } from '../switch-layer.ts'
import { CliError, type Command, exitCodes } from './command.ts'
import { loadPrograms, writeFile } from './load.ts'
import { reportDiagnostics } from './report.ts'

export const switchLayerCommand: Command = {
  name: 'switch-layer',
  usage: 'switch-layer LAYER TODAY HISTORY',
  summary: "Make another layer today's: move definitions between the file of today and the file of all other layers.",
  details: ['Rewrites both files in canonical form. Nothing is lost: switching back gives the same files again.'],
  options: {},
  async run(input, io) {
    const [number, todayFile, historyFile, ...others] = input.operands
    if (number === undefined || !todayFile || !historyFile || others.length > 0 || !/^\d+$/.test(number)) {
      throw new CliError(
        'USAGE',
        'switch-layer needs a layer and two files, such as `switch-layer 228 api.tl history/api.tl`',
      )
    }
    const layer = Number(number)
    const { programs, diagnostics } = await loadPrograms(io, [todayFile, historyFile])
    if (hasErrors(diagnostics)) {
      io.stderr(reportDiagnostics(diagnostics, { paint: io.paintErr, columns: io.columns }))
      return exitCodes.findings
    }
    const [today, history] = programs
    if (!today || !history) throw new CliError('IO', 'the files could not be read')
    const known = findLayersSeen(history)
    if (!known.includes(layer)) {
      throw new CliError(
        'USAGE',
        `layer ${layer} is not among the \`layers seen\` of ${historyFile}: ${known.join(', ') || 'none'}`,
      )
    }
    const switched = switchLayer({ today, history }, layer)
    await writeFile(io, todayFile, print(switched.today))
    await writeFile(io, historyFile, print(switched.history))
    io.stdout(`${todayFile} is layer ${layer} now\n`)
    return exitCodes.ok
  },
}
