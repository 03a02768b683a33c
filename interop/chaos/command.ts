/** `npm run chaos`: people talk to one another beside attackers of all kinds, as long as one likes. */
import { randomInt } from 'node:crypto'
import { messageOf, parseOptions, type Terminal } from '../support/run-command.ts'
import { describePhase, describeReport, problemsOf } from './bounds.ts'
import { runChaos, runEach } from './run.ts'

const HELP = `npm run chaos -- [options]

Starts the real server, has twenty people talk to one another at their pace, and beside them an attacker of each kind that
was thought of, in another process. The people must not notice: 99 of 100 requests take less than 500 ms, the server's
memory stays under its bound, newcomers get in, nothing acknowledged is lost or doubled, and in the end the server answers as
before. Times are those of the server's clock, which stands still while other programs of this machine have its core.

  --minutes N    how long the attacks last (default 5)
  --seed S       determines what each does and when (default: another one each time); how it mingles is up to the machine
  --only TEXT    only attacks with this in their name
  --each         one attacker after the other, each for so long, and what the people then need: says whose fault it is
  --help         shows this

Exit code: 0 when nothing was noticed, 1 when something was, 2 for arguments that make no sense.
`

const OPTIONS = {
  minutes: { type: 'string', default: '5' },
  seed: { type: 'string' },
  only: { type: 'string' },
  each: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const CALM_MS = 8000

/** Runs the command and gives its exit code. */
export async function chaos(args: readonly string[], out: Terminal, err: Terminal): Promise<number> {
  const options = parseOptions(args, OPTIONS, HELP, err)
  if (options === undefined) return 2
  if (options.help) {
    out.write(HELP)
    return 0
  }
  const minutes = number(options.minutes)
  const seed = number(options.seed ?? String(randomInt(2 ** 31)))
  if (minutes === undefined || seed === undefined) {
    err.write(`minutes and seed are numbers\n\n${HELP}`)
    return 2
  }
  const { only } = options
  const again = `npm run chaos -- --minutes ${minutes} --seed ${seed}${only === undefined ? '' : ` --only '${only}'`}`
  try {
    const attackMs = minutes * 60_000
    if (options.each) {
      await runEach({ seed, calmMs: CALM_MS, attackMs }, (name, phase) => {
        out.write(`${name}\n  ${describePhase(phase)}\n`)
      })
      return 0
    }
    const onPhase = (phase: string): void => void err.write(`seed ${seed}: ${phase}\n`)
    const report = await runChaos({ seed, only, calmMs: CALM_MS, attackMs, onPhase })
    out.write(describeReport(report))
    const problems = problemsOf(report)
    if (problems.length === 0) return 0
    out.write(`\n${problems.join('\n')}\n\nTo replay it: ${again}\n`)
  } catch (error) {
    out.write(`${messageOf(error)}\n\nTo replay it: ${again}\n`)
  }
  return 1
}

function number(text: string): number | undefined {
  return /^\d{1,10}(\.\d+)?$/.test(text) ? Number(text) : undefined
}
