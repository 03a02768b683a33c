import { parse } from '../parse.ts'
import { print } from '../print.ts'
import { sortProgram } from '../sort.ts'
import { CliError, type Command, type ExitCode, exitCodes } from './command.ts'
import { readFile, writeFile } from './load.ts'
import { reportDiagnostics } from './report.ts'

export const format: Command = {
  name: 'format',
  usage: 'format [options] FILE…',
  summary: 'Write schema files in canonical form: one definition a line, one space between words, comments kept.',
  details: [
    'Prints to the standard output unless --write or --check is given. A file with syntax errors is left alone.',
    'Exit code 1 if a file has syntax errors or, with --check, is not in canonical form.',
  ],
  options: {
    write: { type: 'boolean', description: 'change the files in place' },
    check: { type: 'boolean', description: 'only tell which files are not in canonical form' },
    sort: { type: 'boolean', description: 'also sort the definitions by namespace and name' },
    json: { type: 'boolean', description: 'print `{ file, changed }` for each file as JSON, with --write or --check' },
  },
  async run(input, io) {
    const files = input.operands
    const [isWrite, isCheck, isJson] = [input.flag('write'), input.flag('check'), input.flag('json')]
    if (files.length === 0)
      throw new CliError('USAGE', 'format needs a file, such as `tl-schema format --check schema/api.tl`')
    if (isWrite && isCheck) throw new CliError('USAGE', 'give --write or --check, not both')
    if (isJson && !isWrite && !isCheck) throw new CliError('USAGE', '--json goes with --write or --check')
    if (isWrite && files.includes('-')) throw new CliError('USAGE', 'the standard input cannot be written in place')
    let code: ExitCode = exitCodes.ok
    const results: { file: string; changed: boolean }[] = []
    for (const file of files) {
      const before = await readFile(io, file)
      const { ast, errors } = parse(before, file === '-' ? '<stdin>' : file)
      if (errors.length > 0) {
        io.stderr(reportDiagnostics(errors, { paint: io.paintErr, columns: io.columns }))
        code = exitCodes.findings
        continue
      }
      const after = print(input.flag('sort') ? sortProgram(ast) : ast)
      const changed = after !== before
      results.push({ file, changed })
      if (isWrite && changed) await writeFile(io, file, after)
      if (isCheck && changed) code = exitCodes.findings
      if (!isWrite && !isCheck) io.stdout(after)
      else if (changed && !isJson) io.stdout(isWrite ? `formatted ${file}\n` : `${file} is not in canonical form\n`)
    }
    if (isJson) io.stdout(`${JSON.stringify(results, null, 2)}\n`)
    return code
  },
}
