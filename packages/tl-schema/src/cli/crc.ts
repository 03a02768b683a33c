import { canonicalText, computeNumber, isNumberOf } from '../crc.ts'
import { parse } from '../parse.ts'
import { formatNumber } from '../print.ts'
import { CliError, type Command, exitCodes } from './command.ts'
import { dialect, dialectOption } from './dialect-option.ts'
import { readFile } from './load.ts'
import { reportDiagnostics } from './report.ts'

export const crc: Command = {
  name: 'crc',
  usage: "crc [options] 'DEFINITION'…",
  summary: 'Compute the constructor number of a definition: the CRC-32 of its canonical text.',
  details: [
    'The semicolon may be left out. `-` reads definitions from the standard input.',
    'What is hashed is what TDLib and TON hash, or with --dialect telegram what the public API does.',
    'A definition may state a number; exit code 1 if it is that of neither, or if the text has errors.',
  ],
  options: {
    dialect: dialectOption,
    json: { type: 'boolean', description: 'print name, number and the text that was hashed as JSON' },
  },
  async run(input, io) {
    if (input.operands.length === 0) {
      throw new CliError('USAGE', "crc needs a definition, such as `tl-schema crc 'boolTrue = Bool;'`")
    }
    const texts = []
    for (const operand of input.operands) {
      const text = operand === '-' ? await readFile(io, '-') : operand
      texts.push(/[;/]\s*$/.test(text) ? text : `${text.trimEnd()};`)
    }
    const { ast, errors } = parse(texts.join('\n'), '<definition>')
    if (errors.length > 0) {
      io.stderr(reportDiagnostics(errors, { paint: io.paintErr, columns: io.columns }))
      return exitCodes.findings
    }
    const form = dialect(input) === 'telegram' ? 'api' : 'reference'
    const results = ast.items
      .filter((item) => item.kind === 'combinator' || item.kind === 'builtin')
      .map((item) => ({
        name: item.name.text,
        number: formatNumber(computeNumber(item, { form })),
        written: item.number && formatNumber(item.number.value),
        text: canonicalText(item, { form }),
        isRight: item.number === undefined || isNumberOf(item, item.number.value),
      }))
    if (results.length === 0)
      throw new CliError('USAGE', 'there is no definition of a constructor or method in this text')
    const wrong = results.filter(({ isRight }) => !isRight)
    const shown = results.map(({ name, number, written, text }) => ({ name, number, written, text }))
    if (input.flag('json')) io.stdout(`${JSON.stringify(shown, null, 2)}\n`)
    else {
      for (const { number } of results) io.stdout(`${number}\n`)
      for (const { name, written } of wrong)
        io.stderr(`${io.paintErr('yellow', 'warning')}: \`${name}\` states #${written}\n`)
    }
    return wrong.length === 0 ? exitCodes.ok : exitCodes.findings
  },
}
