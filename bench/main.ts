import { parseArgs } from 'node:util'
import type { BenchOptions, BenchRow } from './row.ts'

/** A benchmark is a folder with a `main.ts` that exports `run`. */
interface Benchmark {
  run(report: (row: BenchRow) => void, options: BenchOptions): Promise<void>
}

const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  'bot-api': () => import('./bot-api/main.ts'),
  codec: () => import('./codec/main.ts'),
  crypto: () => import('./crypto/main.ts'),
  files: () => import('./files/main.ts'),
  groups: () => import('./groups/main.ts'),
  handshake: () => import('./handshake/main.ts'),
  secret: () => import('./secret/main.ts'),
  server: () => import('./server/main.ts'),
  session: () => import('./session/main.ts'),
}

const USAGE = `usage: npm run bench -- NAME [--json] [--quick] [--profile DIR] [--against DIR]

NAME is one of: ${Object.keys(BENCHMARKS).join(', ')}
--json prints one JSON object a line (bench, case, op, subject, value, unit) instead of a table
--quick measures less, for development (bot-api, files, secret, server, groups)
--profile DIR writes a CPU profile of the server there
--against DIR measures the server of another checkout as well, in turns of seconds, and the ratio of the two (server)
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      quick: { type: 'boolean' },
      profile: { type: 'string' },
      against: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [name] = positionals
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const load = name === undefined ? undefined : BENCHMARKS[name]
  if (load === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  const benchmark = await load()
  const rows: BenchRow[] = []
  const report = (row: BenchRow): void => {
    rows.push(row)
    if (values.json) process.stdout.write(`${JSON.stringify(row)}\n`)
    else if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${rows.length} figures, now ${row.case}: ${row.op}`)
  }
  const { quick = false, profile, against } = values
  await benchmark.run(report, { quick, profile, against })
  if (process.stderr.isTTY && !values.json) process.stderr.write('\r\x1b[K')
  if (!values.json) process.stdout.write(table(rows))
  return 0
}

/** One line for each case and operation, one column for each subject; the ratio is the best peer's figure to ours. */
function table(rows: readonly BenchRow[]): string {
  const subjects = [...new Set(rows.map((row) => row.subject))]
  const lines = new Map<string, BenchRow[]>()
  for (const row of rows) {
    const key = `${row.case}, ${row.op} (${row.unit})`
    lines.set(key, [...(lines.get(key) ?? []), row])
  }
  const cells = [['', ...subjects]]
  for (const [key, line] of lines) {
    cells.push([key, ...subjects.map((subject) => format(line.find((row) => row.subject === subject)?.value))])
  }
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? []
  return cells
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n')
    .concat('\n')
}

function format(value: number | undefined): string {
  if (value === undefined) return '-'
  if (value >= 100) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

process.exitCode = await main()
